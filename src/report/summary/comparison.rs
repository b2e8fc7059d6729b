//! `comparison.json`: what each of several scenarios found for a goal, and by how much each differs from the first.

use serde_json::{Map, Value, json};

use crate::analyses::run::{SUMMARY_FORMAT, goal_summary};
use crate::study::{Comparison, Findings, PairedDifference};
use crate::units::Unit;

/// Keys of a goal's summary that stand in a comparison; the others are in the summary of each scenario.
const KEYS: [&str; 7] = ["p10", "p50", "p90", "calendar", "by_december", "never", "lost"];

/// The comparison as data. `docs/output.md` explains every key.
#[must_use]
pub fn comparison(comparison: &Comparison) -> Value {
    let first = comparison.findings.first();
    let grid = first.map(|first| first.grid);
    let named = || comparison.names.iter().zip(&comparison.findings);
    json!({
        "format": SUMMARY_FORMAT,
        "first": comparison.names.first(),
        "trials": first.map(|first| first.trials),
        "seed": first.map(|first| first.seed),
        "months": grid.map(crate::units::MonthGrid::count),
        "start": grid.map(|grid| grid.label(0)),
        "end": grid.map(|grid| grid.label(grid.count() - 1)),
        "scenarios": object(named().map(|(name, findings)| (name.clone(), json!({ "title": findings.title })))),
        "goals": object(comparison.goals.iter().map(|goal| {
            let later = comparison.names.iter().skip(1).zip(&goal.differences);
            (goal.name.clone(), json!({
                "title": goal.title,
                "scenarios": object(named().filter_map(|(name, findings)| Some((name.clone(), found(findings, &goal.name)?)))),
                "differences": object(later.map(|(name, difference)| (name.clone(), first.map_or(Value::Null, |first| paired(first.trials, difference))))),
            }))
        })),
    })
}

/// What a scenario found for a goal.
fn found(findings: &Findings, goal: &str) -> Option<Value> {
    let goal = findings.goals.iter().find(|known| known.name == goal)?;
    let Value::Object(mut all) = goal_summary(findings.grid, goal) else { return None };
    Some(Value::Object(KEYS.iter().filter_map(|&key| Some((key.to_owned(), all.remove(key)?))).collect::<Map<_, _>>()))
}

/// Paired differences of a scenario from the first.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of the trials, rounded to their number")]
fn paired(trials: u64, difference: &PairedDifference) -> Value {
    let months = |mean: &crate::study::Estimate, trials: u64| mean.quantity(Unit::MONTHS_DIFFERENCE, trials);
    json!({
        "months": months(&difference.months, trials),
        "months_if_both": difference.months_if_both.map(|mean| months(&mean, (difference.both.share * trials as f64).round() as u64)),
        "both": difference.both.quantity(trials),
        "earlier": difference.earlier.quantity(trials),
        "later": difference.later.quantity(trials),
        "probability": difference.chance.quantity(Unit::PROBABILITY_DIFFERENCE, trials),
    })
}

/// JSON object that keeps the order of its entries.
fn object(entries: impl IntoIterator<Item = (String, Value)>) -> Value {
    Value::Object(entries.into_iter().collect::<Map<_, _>>())
}
