//! Sweeps: a point agrees with a run of it; differences; points that cannot run; parts; reports.
#![allow(missing_docs)]

mod command;
mod design;
mod figures;
mod parts;
mod results;

use adit::analyses::sweep::{Design, SweepFindings, SweepSums, SweepTask, SweptGoal, read_vary};
use adit::plan::{self, Plan};
use adit::scenario;
use adit::study::RunOptions;
use adit::units::Problems;

/// The reference scenario.
const REFERENCE: &str = include_str!("../../../scenarios/one-refinery.toml");
/// A stage of it on the way to the goal.
const CLEARANCE: &str = "projects.refinery.stages.clearance.duration";
/// A probability in it that changes the goal a little.
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

/// Plans of the scenario as written and of the points of a design, and the question.
fn asked(design: Design, years: &[i32]) -> (Vec<Plan>, SweepTask) {
    let written = compiled(&[]);
    let task = SweepTask {
        grid: written.grid,
        titles: design.paths.clone(),
        units: vec![String::new(); design.paths.len()],
        goals: vec![SweptGoal::of(&written, 0)],
        years: years.iter().map(|&year| (year, written.grid.last_month_of(year).unwrap())).collect(),
        design,
    };
    let points = (0..task.design.points.len()).map(|point| compiled(&task.design.sets(point)));
    (std::iter::once(written).chain(points).collect(), task)
}

fn counted(plans: &[Plan], task: &SweepTask, trials: std::ops::Range<u64>, threads: usize) -> SweepSums {
    let count = trials.end - trials.start;
    let point = |point: usize| plans.get(point + 1).cloned().map(std::sync::Arc::new);
    task.trials(&plans[0], &point, trials, &options(count, threads), &|_| ()).unwrap()
}

fn swept(design: Design, years: &[i32], trials: u64) -> SweepFindings {
    let (plans, task) = asked(design, years);
    task.findings(&counted(&plans, &task, 0..trials, 2))
}
