//! `summary.json`: every figure of a run as `[value, standard error]`, in the order of the scenario.

mod comparison;
mod goals;
mod minerals;
mod rest;

use serde_json::{Map, Value, json};

use crate::report::precision::precision_json;
use crate::report::words;
use crate::study::{Estimate, Findings, Quantile, Share, Yearly};

pub use comparison::comparison;

/// The summary of a run; `scenario` is the name of the file that was run. `docs/output.md` explains every key.
#[must_use]
pub fn summary(findings: &Findings, scenario: &str) -> Value {
    let grid = findings.grid;
    let mut summary = json!({
        "scenario": scenario,
        "title": findings.title,
        "trials": findings.trials,
        "seed": findings.seed,
        "months": grid.count(),
        "start": grid.label(0),
        "end": grid.label(grid.count() - 1),
        "goals": object(findings.goals.iter().map(|goal| (goal.name.clone(), goals::goal(grid, goal)))),
        "minerals": object(findings.minerals.iter().map(|mineral| (mineral.name.clone(), minerals::mineral(mineral)))),
        "stages": object(findings.stages.iter().map(|stage| (stage.name.clone(), rest::stage(grid, stage)))),
        "paths": object(findings.paths.iter().map(|path| (path.goal.clone(), rest::path(path)))),
        "origins": object(findings.origins.iter().map(|origin| (origin.name.clone(), rest::origin(origin)))),
        "regimes": object(findings.regimes.iter().map(|regime| (regime.name.clone(), rest::regime(regime)))),
        "hazards": object(findings.hazards.iter().map(|hazard| (hazard.name.clone(), rest::hazard(hazard)))),
        "hinges": findings.key_inputs.iter().map(rest::key_input).collect::<Vec<_>>(),
    });
    if let Some(design) = &findings.design {
        summary["sampling"] = json!({ "design": design.sampling, "replicates": design.replicates });
    }
    if let Some(reached) = &findings.precision {
        summary["precision"] = precision_json(reached, grid);
    }
    summary
}

/// An object that keeps the order of its entries.
fn object(entries: impl IntoIterator<Item = (String, Value)>) -> Value {
    Value::Object(entries.into_iter().collect::<Map<_, _>>())
}

/// `[mean, standard error]`.
fn estimate(estimate: &Estimate) -> Value {
    json!([estimate.mean, estimate.standard_error])
}

/// `[share, standard error]`.
fn share(share: &Share) -> Value {
    json!([share.share, share.standard_error])
}

/// `[value, standard error]` of a quantile of tonnes or dollars.
fn quantile(quantile: &Quantile<f64>) -> Value {
    json!([quantile.value, words::quantile_error(quantile)])
}

/// `{ low, high }`, the 95% interval.
fn interval(low: &impl serde::Serialize, high: &impl serde::Serialize) -> Value {
    json!({ "low": low, "high": high })
}

/// `{ year: [mean, standard error] }`.
fn yearly(series: &Yearly) -> Value {
    object(series.iter().map(|(year, value)| (year.to_string(), estimate(value))))
}
