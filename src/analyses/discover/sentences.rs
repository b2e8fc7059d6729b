//! Sentences of `adit discover`, with the numbers counted on fresh trials.

use super::findings::{DiscoverFindings, FoundBox};
use crate::report::words;

/// Probability of the rarer outcome, each box, and the reason why there is no further box.
pub(super) fn sentences(found: &DiscoverFindings) -> Vec<String> {
    let (what, other) = if found.of_failures { ("has not arrived", "has") } else { ("has arrived", "has not") };
    let mut all = vec![format!(
        "“{}” {what} by the end of {} in {} of {} trials. This is the rarer outcome, so the boxes separate the trials in which it {what} from those in which it {other}.",
        found.goal_title,
        found.year,
        words::quantity(&found.probability),
        words::count(found.probability.trials)
    )];
    all.extend(found.boxes.iter().enumerate().map(|(i, one)| sentence(found, i, one)));
    all.push(match found.boxes.len() {
        0 => format!(
            "There is no box over these {} columns: {}. The outcome depends on many of the columns at once, or on none of them.",
            found.columns, found.end
        ),
        _ => format!("The search ended: {}.", found.end),
    });
    all
}

/// One box.
fn sentence(found: &DiscoverFindings, i: usize, one: &FoundBox) -> String {
    let limits: Vec<String> = one.limits.iter().map(|limit| limit.text.clone()).collect();
    let (verb, cases) = if found.of_failures { ("fails", "failures") } else { ("arrives", "arrivals") };
    let outside = if i == 0 { "" } else { " outside the boxes before" };
    format!(
        "Box {}: the goal {verb} in {} of the trials{outside} in which {}. These are {} of all {cases} ({} of {} fresh trials lie in the box).",
        i + 1,
        words::quantity(&one.density),
        words::joined(&limits),
        words::quantity(&one.coverage),
        words::count(one.trials_inside),
        words::count(found.fresh_trials)
    )
}
