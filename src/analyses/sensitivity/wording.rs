//! Wording of the chapter of `adit sensitivity`: names of causes and goals, and descriptions of the design.

use super::findings::{Cause, Decomposition, ExplainedQuantity, GoalSensitivity, SensitivityFindings};
use crate::report::words;

/// Keys of the scenario language that are left out of names.
const TABLES: [&str; 11] = ["projects", "stages", "nodes", "drivers", "regimes", "hazards", "routes", "minerals", "suppliers", "classes", "states"];

/// Name of a cause: a group or a remainder as it is, `projects.exports.stages.contract.cancellation` as `exports: contract: cancellation`.
pub fn cause(cause: &Cause) -> String {
    match cause.kind {
        "group" => words::spaced(&cause.name),
        "left out" => cause.name.clone(),
        _ => element(&cause.name),
    }
}

/// Name of an element: its path, or several joined by ` + `, without the keys that every path has.
pub fn element(path: &str) -> String {
    let one = |path: &str| path.split('.').filter(|part| !TABLES.contains(part)).map(words::spaced).collect::<Vec<_>>().join(": ");
    path.split(" + ").map(one).collect::<Vec<_>>().join(" + ")
}

/// Title of a goal, with a capital.
pub fn goal(goal: &GoalSensitivity) -> String {
    words::capital(if goal.title == goal.goal { &goal.sentence } else { &goal.title })
}

/// Reason why a quantity has no indices; `None` where it has some.
pub fn no_indices(quantity: &ExplainedQuantity) -> Option<String> {
    let trials = words::count(quantity.mean.trials);
    match &quantity.decomposition {
        Decomposition::Indices(_) => None,
        Decomposition::Constant => Some(format!("the same in all {trials} trials, so that there is no variance to decompose")),
        Decomposition::TooFew(others) => Some(format!(
            "differs from its commonest value in {} of {trials} trials only, too few for indices; run more trials",
            words::count(*others)
        )),
    }
}

/// Runs of the design, for `trials` in each.
pub fn design(found: &SensitivityFindings, trials: u64) -> String {
    let all = found.elements.len() + found.left_out.len();
    let screened = if found.left_out.is_empty() {
        format!("each of {all} single elements")
    } else {
        format!(
            "each of the {} single elements, of {all}, with the largest effects in a screening of {} trials each, and the other {} together",
            found.elements.len(),
            words::count(found.screening_trials),
            found.left_out.len()
        )
    };
    format!(
        "{} trials in each run, {} in all: two independent runs, and one run for each of {} groups, {screened}.",
        words::count(trials),
        words::count(found.total_trials),
        found.groups.len()
    )
}

/// Drivers that form one unit because they are correlated; `None` where there are none.
pub fn correlated(found: &SensitivityFindings) -> Option<String> {
    let units: Vec<String> = found
        .elements
        .iter()
        .chain(&found.left_out)
        .filter(|cause| cause.kind == "correlated drivers")
        .map(|cause| format!("({})", element(&cause.name)))
        .collect();
    let beside = if found.groups.iter().any(|group| group.kind != "group") { " Units of several groups are listed beside the groups." } else { "" };
    let text = || format!("Correlated drivers form one unit, since their effects cannot be separated: {}.{beside}", words::joined(&units));
    (!units.is_empty()).then(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_elements_omit_the_keys_of_the_language() {
        assert_eq!(element("projects.exports.stages.contract.cancellation"), "exports: contract: cancellation");
        assert_eq!(element("drivers.approval_time + drivers.mou_attrition"), "approval time + mou attrition");
    }
}
