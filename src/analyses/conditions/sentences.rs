//! Sentences of `adit conditions`: the probabilities, the smallest set, and how complete the search was.

use super::findings::{ConditionSet, ConditionsFindings};
use super::phrases::phrase;
use crate::report::words;

/// Answer in a few sentences.
pub(super) fn sentences(found: &ConditionsFindings) -> Vec<String> {
    let target = words::threshold(found.target);
    let mut all = vec![format!(
        "“{}” has arrived by the end of {} with a probability of {} as modelled ({} trials).",
        found.goal_title,
        found.year,
        words::quantity(&found.as_modelled),
        words::count(found.as_modelled.trials)
    )];
    if found.as_modelled.number() >= found.target {
        all.push(format!("The target of {target} is reached without any condition."));
        return all;
    }
    all.push(format!(
        "{} this goal. With all of them favourable (numbers at their P{:.0} or P{:.0}, whichever helps, no incidents, \
         no risks, no cancellations, regimes in their planned state) the probability is {}.",
        relevant(found),
        100.0 * found.quantile,
        100.0 * (1.0 - found.quantile),
        words::quantity(&found.all_conditions)
    ));
    if let Some(deliverable) = found.deliverable {
        all.push(format!(
            "With every input at the most favourable end of its distribution the chain can deliver at most {} of demand; the goal needs {}.",
            words::threshold(deliverable.share),
            words::threshold(deliverable.needed)
        ));
    }
    if found.all_conditions.number() < found.target {
        all.push(format!("No set of conditions in the scenario reaches the target of {target}."));
        return all;
    }
    all.extend(found.sets.first().map(best));
    match found.sets.len() {
        0 | 1 => {}
        2 => all.push("One more set of this size reaches it too; it is listed.".to_owned()),
        sets => all.push(format!("{} more sets of this size reach it too; they are listed.", sets - 1)),
    }
    all.extend(coverage(found, &target));
    all
}

fn relevant(found: &ConditionsFindings) -> String {
    match (found.relevant_elements, found.elements) {
        (1, 1) => "The one random element of the scenario affects".to_owned(),
        (1, all) => format!("One of the {all} random elements of the scenario affects"),
        (some, all) => format!("{some} of the {all} random elements of the scenario affect"),
    }
}

fn best(set: &ConditionSet) -> String {
    let conditions: Vec<String> = set.conditions.iter().map(phrase).collect();
    let size = if conditions.len() == 1 { "one condition".to_owned() } else { format!("{} conditions", conditions.len()) };
    format!("The smallest set found has {size} and gives {}: {}.", words::quantity(&set.probability), words::joined(&conditions))
}

/// Necessary conditions, and which smaller sets were ruled out.
fn coverage(found: &ConditionsFindings, target: &str) -> Vec<String> {
    let mut all = Vec::new();
    if !found.necessary.is_empty() {
        let each: Vec<String> =
            found.necessary.iter().map(|one| format!("{} ({} without it)", phrase(&one.condition), words::quantity(&one.without))).collect();
        all.push(format!("Necessary, since without it all other conditions together do not reach {target}: {}.", words::joined(&each)));
    }
    let search = &found.search;
    let size = found.sets.first().map_or(0, |set| set.conditions.len());
    let pool = match (found.necessary.len(), search.leading) {
        (0, leading) => format!("the {leading} leading conditions"),
        (necessary, leading) => format!("the {necessary} necessary and {leading} leading conditions"),
    };
    let compared =
        format!("The search compared {} sets on {} trials.", words::count(search.sets_tried as u64), words::count(found.comparison_trials));
    if size <= 1 {
        all.push(format!("No set can be smaller. {compared}"));
        return all;
    }
    let smaller = if search.complete_below >= size {
        format!("Every smaller set among {pool} was tried and does not reach the target.")
    } else {
        format!(
            "Every set of fewer than {} among {pool} was tried and does not reach the target; larger sets below {size} were not all tried.",
            search.complete_below
        )
    };
    let alone = if search.each_alone { " Each condition was also tried alone: none is sufficient." } else { "" };
    all.push(format!("{smaller} {compared} A smaller set among the other conditions is not ruled out.{alone}"));
    all
}
