//! `summary.json`: every estimate of a run as a [`crate::units::Quantity`], in the order of the scenario.

mod goals;
mod minerals;
mod rest;

use serde_json::{Map, Value, json};

use crate::report::precision::precision_json;
use crate::study::{Findings, Share, Yearly};
use crate::units::{MonthGrid, Unit};

/// Number of the layout of `summary.json`; it rises when their form changes.
pub const SUMMARY_FORMAT: u32 = 3;

/// Months and trials that the numbers of a summary refer to.
#[derive(Clone, Copy, Debug)]
struct Scale {
    grid: MonthGrid,
    trials: u64,
}

impl Scale {
    fn of(findings: &Findings) -> Self {
        Self { grid: findings.grid, trials: findings.trials }
    }

    /// Probability over all trials.
    fn share(self, share: &Share) -> Value {
        json!(share.quantity(self.trials))
    }

    /// Number of trials that a share of all trials is.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of the trials, rounded to their number")]
    fn times(self, share: f64) -> u64 {
        (share * self.trials as f64).round() as u64
    }

    /// `{ year: quantity }`.
    fn yearly(self, series: &Yearly, unit: &Unit) -> Value {
        object(series.iter().map(|(year, mean)| (year.to_string(), json!(mean.quantity(unit.clone(), self.trials)))))
    }
}

/// Summary of a run; `scenario` is the name of the file that was run. `docs/output.md` explains every key.
#[must_use]
pub fn summary(findings: &Findings, scenario: &str) -> Value {
    let scale = Scale::of(findings);
    let grid = scale.grid;
    let mut summary = json!({
        "format": SUMMARY_FORMAT,
        "scenario": scenario,
        "title": findings.title,
        "trials": findings.trials,
        "seed": findings.seed,
        "months": grid.count(),
        "start": grid.label(0),
        "end": grid.label(grid.count() - 1),
        "goals": object(findings.goals.iter().map(|goal| (goal.name.clone(), goals::goal(scale, goal)))),
        "minerals": object(findings.minerals.iter().map(|mineral| (mineral.name.clone(), minerals::mineral(scale, mineral)))),
        "stages": object(findings.stages.iter().map(|stage| (stage.name.clone(), rest::stage(scale, stage)))),
        "paths": object(findings.paths.iter().map(|path| (path.goal.clone(), rest::path(scale, path)))),
        "origins": object(findings.origins.iter().map(|origin| (origin.name.clone(), rest::origin(scale, origin)))),
        "regimes": object(findings.regimes.iter().map(|regime| (regime.name.clone(), rest::regime(regime)))),
        "hazards": object(findings.hazards.iter().map(|hazard| (hazard.name.clone(), rest::hazard(scale, hazard)))),
        "key_inputs": findings.key_inputs.iter().map(rest::key_input).collect::<Vec<_>>(),
    });
    if let Some(design) = &findings.design {
        summary["sampling"] = json!({ "design": design.sampling, "replicates": design.replicates });
    }
    if let Some(reached) = &findings.precision {
        summary["precision"] = precision_json(reached, grid);
    }
    summary
}

/// JSON object that keeps the order of its entries.
fn object(entries: impl IntoIterator<Item = (String, Value)>) -> Value {
    Value::Object(entries.into_iter().collect::<Map<_, _>>())
}
