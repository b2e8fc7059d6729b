//! What would have to be true, in sentences.

use super::phrases::condition_phrase;
use crate::report::words;
use crate::study::conditions::{Conditions, FoundSet};

/// The answer, what it rests on, and how far the search went.
#[must_use]
pub fn conditions_sentences(found: &Conditions) -> Vec<String> {
    let percent = words::percent_with_interval;
    let wanted = words::threshold(found.wanted);
    let mut said = vec![format!(
        "“{}” has arrived by the end of {} in {} of {} trials as things stand.",
        found.goal_title,
        found.by,
        percent(&found.today),
        words::count(found.trials[0])
    )];
    if found.today.share >= found.wanted {
        said.push(format!("That is already {wanted} or more, so that nothing need be true beside what is assumed."));
        return said;
    }
    let favourable = format!(
        "{} of its {} random elements matter to this goal; with each of them as it should be (numbers at their P{:.0} or P{:.0}, whichever helps, no incidents, \
         no risks, no cancellations, policies in their planned state)",
        found.elements[1],
        found.elements[0],
        100.0 * found.quantile,
        100.0 * (1.0 - found.quantile)
    );
    let ceiling = found.ceiling.map_or_else(String::new, |ceiling| {
        format!(
            " With every input at its very best the chain could carry at most {} of demand; the goal asks for {}.",
            words::threshold(ceiling.share),
            words::threshold(ceiling.asked)
        )
    });
    if found.all.share < found.wanted {
        said.push(format!("Nothing in the scenario brings it to {wanted}: {favourable}, the chance is {}.{ceiling}", percent(&found.all)));
        return said;
    }
    said.push(format!("{favourable}, the chance is {}.{ceiling}", percent(&found.all)));
    said.extend(found.sets.first().map(|set| best(found, set, &wanted)));
    if found.sets.len() > 1 {
        said.push(format!("{} more sets of that size reach it too; they are listed.", found.sets.len() - 1));
    }
    said.extend(proof(found, &wanted));
    said
}

fn best(found: &Conditions, set: &FoundSet, wanted: &str) -> String {
    let conditions: Vec<String> = set.conditions.iter().map(condition_phrase).collect();
    let reached = if set.chance.share >= found.wanted { String::new() } else { format!(", which on fresh trials falls short of {wanted}") };
    let number = match conditions.len() {
        1 => "One condition brings".to_owned(),
        n => format!("{n} conditions bring"),
    };
    format!("{number} it to {}{reached}: {}.", words::percent_with_interval(&set.chance), words::joined(&conditions))
}

/// What was proven, and what was not.
fn proof(found: &Conditions, wanted: &str) -> Vec<String> {
    let mut said = Vec::new();
    if !found.necessary.is_empty() {
        let each: Vec<String> = found
            .necessary
            .iter()
            .map(|(one, left)| format!("{} ({} without it)", condition_phrase(one), words::percent_with_interval(left)))
            .collect();
        said.push(format!("Needed in any case, since without it all else turning out well does not reach {wanted}: {}.", words::joined(&each)));
    }
    let proof = &found.proof;
    let size = found.sets.first().map_or(0, |set| set.conditions.len());
    let pool = match (found.necessary.len(), proof.leading) {
        (0, leading) => format!("the {leading} leading conditions"),
        (necessary, leading) => format!("the {necessary} needed and the {leading} leading others"),
    };
    let compared = format!("{} sets were compared on {} trials of their own", words::count(proof.tried as u64), words::count(found.trials[1]));
    if size <= 1 {
        said.push(format!("No set can be smaller; {compared}."));
        return said;
    }
    let smaller = if proof.below >= size {
        format!("every smaller set out of {pool} was tried and falls short")
    } else {
        format!("of sets of fewer than {} out of {pool} every one was tried and falls short; between that and {size} not all were", proof.below)
    };
    let singles = if proof.singles { " Each of the conditions that matter was also tried by itself: none is enough." } else { "" };
    said.push(format!("How small: {smaller}; {compared}. A smaller set among conditions that do not lead is not ruled out.{singles}"));
    said
}
