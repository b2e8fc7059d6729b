//! Sweeps: what a point gives is what a run of it gives; what a difference holds; points that cannot run; parts; the pages.
#![allow(missing_docs)]

mod command;
mod design;
mod figures;
mod parts;
mod results;

use adit::plan::{self, Plan};
use adit::scenario;
use adit::study::RunOptions;
use adit::study::sweep::{Design, SweepFound, SweepQuestion, SweepSums, SweptGoal, read_vary, sweep_found, sweep_trials};
use adit::units::Problems;

/// The reference scenario.
const REFERENCE: &str = include_str!("../../../scenarios/one-refinery.toml");
/// A stage of it on the way to the goal.
const CLEARANCE: &str = "projects.refinery.stages.clearance.duration";
/// A chance in it that moves the goal a little.
const EXPOSURE: &str = "nodes.corridor.exposure.balochistan";

fn options(trials: u64, threads: usize) -> RunOptions {
    RunOptions { trials, seed: 1, threads: Some(threads) }
}

/// The reference scenario with changes.
fn compiled(sets: &[String]) -> Plan {
    let loaded = scenario::load_text("one.toml", REFERENCE, None, sets);
    let scenario = loaded.scenario.unwrap_or_else(|| panic!("{:?}", loaded.problems.sorted()));
    plan::compile(&scenario).0.unwrap()
}

fn grid(vary: &[&str]) -> Design {
    let varied: Vec<_> = vary.iter().map(|text| read_vary(text, 0, &mut Problems::default()).unwrap()).collect();
    Design::grid(&varied, &mut Problems::default()).unwrap()
}

fn drawn(vary: &[&str], points: usize) -> Design {
    let varied: Vec<_> = vary.iter().map(|text| read_vary(text, 0, &mut Problems::default()).unwrap()).collect();
    Design::latin_hypercube(&varied, points, 1, &mut Problems::default()).unwrap()
}

/// The scenario as written and the points of a design; what each is asked.
fn asked(design: Design, years: &[i32]) -> (Vec<Plan>, SweepQuestion) {
    let written = compiled(&[]);
    let question = SweepQuestion {
        title: written.title.clone(),
        grid: written.grid,
        seed: 1,
        units: vec![String::new(); design.paths.len()],
        goals: vec![SweptGoal::of(&written, 0)],
        years: years.to_vec(),
        design,
    };
    let points = (0..question.design.points.len()).map(|point| compiled(&question.design.sets(point)));
    (std::iter::once(written).chain(points).collect(), question)
}

fn counted(plans: &[Plan], question: &SweepQuestion, trials: std::ops::Range<u64>, threads: usize) -> SweepSums {
    let count = trials.end - trials.start;
    let point = |point: usize| plans.get(point + 1).cloned().map(std::sync::Arc::new);
    sweep_trials(&plans[0], &point, question, trials, &options(count, threads), &|_| ()).unwrap()
}

fn swept(design: Design, years: &[i32], trials: u64) -> SweepFound {
    let (plans, question) = asked(design, years);
    sweep_found(&question, &counted(&plans, &question, 0..trials, 2))
}
