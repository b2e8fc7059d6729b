//! `comparison.json`: what each of several scenarios found for a goal, and by how much each differs from the first.

use serde_json::{Map, Value, json};

use super::{estimate, interval, object, share};
use crate::report::words;
use crate::study::{Comparison, Findings, PairedDifference};

/// Keys of a goal's summary that stand in a comparison; the others are in the summary of each scenario.
const KEYS: [&str; 8] = ["p10", "p50", "p90", "calendar", "by_december", "never", "lost", "intervals"];
/// Of these intervals.
const INTERVALS: [&str; 6] = ["p10", "p50", "p90", "by_december", "never", "lost"];

/// The comparison as data. `docs/output.md` explains every key.
#[must_use]
pub fn comparison(comparison: &Comparison) -> Value {
    let first = comparison.findings.first();
    let grid = first.map(|first| first.grid);
    let named = || comparison.names.iter().zip(&comparison.findings);
    json!({
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
                "differences": object(later.map(|(name, difference)| (name.clone(), paired(difference)))),
            }))
        })),
    })
}

/// What a scenario found for a goal.
fn found(findings: &Findings, goal: &str) -> Option<Value> {
    let goal = findings.goals.iter().find(|known| known.name == goal)?;
    let Value::Object(mut all) = super::goals::goal(findings.grid, goal) else { return None };
    let mut kept: Map<String, Value> = KEYS.iter().filter_map(|&key| Some((key.to_owned(), all.remove(key)?))).collect();
    if let Some(Value::Object(intervals)) = kept.get_mut("intervals") {
        intervals.retain(|key, _| INTERVALS.contains(&key.as_str()));
    }
    Some(Value::Object(kept))
}

/// How a scenario differs from the first.
fn paired(difference: &PairedDifference) -> Value {
    let ends = |of: &crate::study::Estimate| {
        let [low, high] = words::interval(of);
        interval(&low, &high)
    };
    json!({
        "months": estimate(&difference.months),
        "months_if_both": difference.months_if_both.as_ref().map_or(json!([null, null]), estimate),
        "both": share(&difference.both),
        "earlier": share(&difference.earlier),
        "later": share(&difference.later),
        "chance": estimate(&difference.chance),
        "intervals": {
            "months": ends(&difference.months),
            "months_if_both": difference.months_if_both.as_ref().map(ends),
            "both": interval(&difference.both.low, &difference.both.high),
            "earlier": interval(&difference.earlier.low, &difference.earlier.high),
            "later": interval(&difference.later.low, &difference.later.high),
            "chance": ends(&difference.chance),
        },
    })
}
