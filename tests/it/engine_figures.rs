//! Every kind of figure as a small run of the engine gives it: what it says and where, what it is made of, and a digest of its shapes.
//!
//! Where a label moved or changed its words the snapshot says which; where only the digest differs, a curve or an area moved.
#![allow(missing_docs)]

use std::fmt::Write;
use std::path::Path;

use crate::common::checker::{check, drawing};
use adit::analyses::run::{KINDS, Record, all, run};
use adit::analyses::trial::{event_log, trial_figure as trial};
use adit::plan::{self, Plan};
use adit::report::charts::Figure;
use adit::scenario::{self, Scenario};
use adit::study::{RunOptions, assumptions};
use sha2::{Digest, Sha256};

const REFERENCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/one-refinery.toml");
const OPTIONS: RunOptions = RunOptions { trials: 300, seed: 1, threads: Some(2) };

fn prepared(overrides: &[&str]) -> (Scenario, Plan) {
    let overrides: Vec<String> = overrides.iter().map(ToString::to_string).collect();
    let scenario = scenario::load(Path::new(REFERENCE), &overrides).scenario.unwrap();
    let plan = plan::compile(&scenario).0.unwrap();
    (scenario, plan)
}

fn of_a_run() -> Vec<Figure> {
    let ladder = "goals.twentieth={mineral=\"antimony\",origin=\"Pakistan\",share_of_demand=0.05,sustain=12}";
    let free = "goals.free={mineral=\"antimony\",free_share_of_demand=0.4,sustain=12}";
    let (scenario, plan) = prepared(&["regimes.licensing.history={\"2024-09-15\"=\"strict\"}", ladder, free]);
    let findings = run(&plan, &OPTIONS, &|_| ()).unwrap();
    all(&Record::new("one-refinery.toml".to_owned(), findings, assumptions(&scenario)), None)
}

fn of_a_trial() -> Vec<Figure> {
    let (scenario, plan) = prepared(&[]);
    vec![trial(&event_log(&plan, OPTIONS.seed, 3), plan.grid, &scenario.title, "one-refinery.toml · trial 3 · seed 1")]
}

/// What it says and where, and how much it draws.
pub(crate) fn sketch(figure: &Figure) -> String {
    let drawing = drawing(figure);
    let digest: String = Sha256::digest(drawing).iter().take(8).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    });
    let counted = ["rect", "line", "circle", "path", "text"].map(|tag| format!("{} {tag}", drawing.matches(&format!("<{tag} ")).count()));
    let mut said = format!("{} {:?}\n  {}, shapes {digest}\n", figure.name, figure.size, counted.join(", "));
    for label in &figure.labels {
        let _ = writeln!(said, "  {:>4.0} {:>4.0} {}", label.from[0], label.to[1], label.text);
    }
    said
}

#[test]
fn figures_of_a_small_run_are_as_they_were() {
    let figures = of_a_run();
    for kind in KINDS {
        let ours: Vec<&Figure> = figures.iter().filter(|figure| figure.kind() == kind).collect();
        assert!(!ours.is_empty(), "no figure of {kind}");
        insta::assert_snapshot!(kind, ours.into_iter().map(sketch).collect::<String>());
    }
    figures.iter().for_each(check);
}

#[test]
fn the_figure_of_a_trial_is_as_it_was() {
    let figures = of_a_trial();
    figures.iter().for_each(check);
    insta::assert_snapshot!("trial", figures.iter().map(sketch).collect::<String>());
}
