//! Shares of a variance and the names of causes, as people read them.

use crate::report::words;
use crate::study::Index;
use crate::study::sensitivity::{Cause, GoalSensitivity, Quantity, Sensitivity, Variation};

/// Tables and keys of a path that name no one.
const TABLES: [&str; 11] = ["projects", "stages", "nodes", "drivers", "regimes", "hazards", "routes", "minerals", "suppliers", "classes", "states"];

/// A share of the variance with its 95% interval, per cent: `41 [38, 44]`.
pub fn share(index: &Index) -> String {
    let figure = |value: f64| words::rounded(100.0 * value, 100.0 * index.standard_error);
    let value = figure(index.value);
    if index.standard_error > 0.0 { format!("{value} [{}, {}]", figure(index.low), figure(index.high)) } else { value }
}

/// The same with its sign behind the share: `41% [38, 44]`.
pub fn percent(index: &Index) -> String {
    let said = share(index);
    said.split_once(' ').map_or_else(|| format!("{said}%"), |(value, interval)| format!("{value}% {interval}"))
}

/// A correlation with its 95% interval: `+0.28 [0.25, 0.31]`.
pub fn correlation([r, low, high]: [f64; 3]) -> String {
    let figure = |value: f64| format!("{value:.2}").replace('-', "−");
    let sign = if r >= 0.005 { "+" } else { "" };
    format!("{sign}{} [{}, {}]", figure(r), figure(low), figure(high))
}

/// A cause by name: a group as it is, `projects.exports.stages.contract.cancellation` as `exports: contract: cancellation`.
pub fn cause(cause: &Cause) -> String {
    if cause.kind == "group" { words::spaced(&cause.name) } else { element(&cause.name) }
}

/// A path, or several joined by ` + `, without the tables in it.
pub fn element(path: &str) -> String {
    let one = |path: &str| path.split('.').filter(|part| !TABLES.contains(part)).map(words::spaced).collect::<Vec<_>>().join(": ");
    path.split(" + ").map(one).collect::<Vec<_>>().join(" + ")
}

/// What to call a goal.
pub fn goal(goal: &GoalSensitivity) -> &str {
    if goal.title == goal.name { &goal.sentence } else { &goal.title }
}

/// Why a quantity has no shares, `None` where it has some.
pub fn silence(found: &Sensitivity, quantity: &Quantity) -> Option<String> {
    match &quantity.shares {
        Variation::Shared(_) => None,
        Variation::Constant => Some(format!("the same in all {} trials: there is no variance to share out", words::count(2 * found.trials))),
        Variation::TooFew(others) => Some(format!(
            "differs in {} of {} trials only, too few to share out its variance; more --trials would help",
            words::count(*others),
            words::count(2 * found.trials)
        )),
    }
}

/// What was run.
pub fn design(found: &Sensitivity) -> String {
    let all = found.leading.len() + found.rest.len();
    let screened = if found.rest.is_empty() {
        format!("all {all} single elements have runs of their own")
    } else {
        format!(
            "of {all} single elements the {} that lead in a screening of {} trials each have runs of their own, the other {} one together",
            found.leading.len(),
            words::count(found.screening),
            found.rest.len()
        )
    };
    format!(
        "{} trials in each run, {} in all: two independent runs, one for each of {} groups; {screened}.",
        words::count(found.trials),
        words::count(found.evaluations),
        found.groups.len()
    )
}

/// Which drivers make up one unit because they are correlated; empty where none do.
pub fn correlated(found: &Sensitivity) -> String {
    let units: Vec<String> = found
        .leading
        .iter()
        .chain(&found.rest)
        .filter(|cause| cause.kind == "correlated drivers")
        .map(|cause| format!("({})", element(&cause.name)))
        .collect();
    if units.is_empty() {
        return String::new();
    }
    let apart = if found.groups.iter().any(|group| group.kind != "group") { " Those of several groups stand beside the groups." } else { "" };
    format!("Drivers that a correlation joins count as one, since their effects cannot be told apart: {}.{apart}", words::joined(&units))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_their_tables_and_shares_their_digits() {
        assert_eq!(element("projects.exports.stages.contract.cancellation"), "exports: contract: cancellation");
        assert_eq!(element("drivers.approval_time + drivers.mou_attrition"), "approval time + mou attrition");
        let index = Index { value: 0.4132, standard_error: 0.014, low: 0.38, high: 0.441 };
        assert_eq!((share(&index), percent(&index)), ("41 [38, 44]".to_owned(), "41% [38, 44]".to_owned()));
        assert_eq!(correlation([-0.284, -0.31, -0.25]), "−0.28 [−0.31, −0.25]");
    }
}
