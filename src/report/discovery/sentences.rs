//! A discovery in sentences, with the numbers counted on fresh trials.

use super::phrases::phrase;
use crate::report::words;
use crate::study::discovery::{Discovery, FoundBox};

/// The answer: how often it fails, what the boxes describe, each box, and why there is no other.
#[must_use]
pub fn sentences(found: &Discovery) -> Vec<String> {
    let rarer = words::percent_with_interval(&found.rarer);
    let (what, other) = if found.of_failures { ("has not arrived", "has") } else { ("has arrived", "has not") };
    let mut said = vec![format!(
        "“{}” {what} by the end of {} in {rarer} of {} trials. That is the rarer case, so the boxes describe the trials in which it {what}, against those in which it {other}.",
        found.goal_title,
        found.by,
        words::count(found.trials[0])
    )];
    said.extend(found.boxes.iter().enumerate().map(|(i, one)| sentence(found, i, one)));
    said.push(match found.boxes.len() {
        0 => format!("No box: over these {} columns {}. What decides is spread over many of them, or not among them.", found.columns, found.end),
        _ => format!("The search ended there: {}.", found.end),
    });
    said
}

/// One box.
fn sentence(found: &Discovery, i: usize, one: &FoundBox) -> String {
    let limits: Vec<String> = one.limits.iter().map(phrase).collect();
    let (verb, cases) = if found.of_failures { ("fails", "failures") } else { ("arrives", "arrivals") };
    let outside = if i == 0 { "" } else { " outside the boxes before" };
    format!(
        "Box {}: it {verb} in {} of the trials{outside} in which {}; that is {} of all {cases} ({} of {} fresh trials lie in it).",
        i + 1,
        words::percent_with_interval(&one.density),
        words::joined(&limits),
        words::percent_with_interval(&one.coverage),
        words::count(one.inside[0]),
        words::count(found.trials[3])
    )
}
