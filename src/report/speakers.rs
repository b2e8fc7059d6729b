//! The goals that speak for all: of each ladder of thresholds one, so that an answer in sentences is short.

use super::families::families;
use super::table::title;
use super::words;
use crate::study::{Findings, GoalFindings};

/// Other questions that speak where no ladder does.
const MOST: usize = 6;

/// A goal that speaks for its ladder, or for itself.
pub(super) struct Speaker<'a> {
    /// The goal.
    pub goal: &'a GoalFindings,
    /// All steps of its ladder, the least first; itself alone without one.
    pub steps: Vec<&'a GoalFindings>,
    /// Origin of a ladder.
    pub origin: Option<&'a str>,
    /// `5% of antimony demand`, or the title.
    pub name: String,
}

/// For each ladder the highest step that half of all trials reach, else its lowest; without ladders the first goals.
pub(super) fn speakers(findings: &Findings) -> Vec<Speaker<'_>> {
    let mut speakers: Vec<Speaker> = Vec::new();
    for family in families(&findings.goals) {
        let Some(question) = family.ladder else { continue };
        let origin = findings.goals.iter().filter_map(|goal| goal.origin.as_deref()).find(|&origin| Some(origin) == question.origin);
        let find = |wanted: &GoalFindings| findings.goals.iter().find(|goal| goal.name == wanted.name);
        let steps: Vec<&GoalFindings> = family.goals.iter().filter_map(|step| find(step)).collect();
        if let Some(&goal) = steps.iter().rfind(|goal| goal.p50.value.is_some()).or(steps.first()) {
            speakers.push(Speaker { goal, origin, name: step_name(goal), steps });
        }
    }
    if speakers.is_empty() {
        let own = |goal| Speaker { goal, steps: vec![goal], origin: None, name: format!("“{}”", title(goal)) };
        speakers.extend(findings.goals.iter().take(MOST).map(own));
    }
    speakers
}

/// `5% of antimony demand`.
pub(super) fn step_name(goal: &GoalFindings) -> String {
    let mineral = goal.mineral.as_deref().map_or_else(String::new, words::spaced);
    format!("{} of {mineral} demand", goal.share_of_demand.map_or_else(String::new, words::threshold))
}

/// The name, with the origin where there are several.
pub(super) fn called(speaker: &Speaker, speakers: &[Speaker]) -> String {
    let is_alone = speakers.iter().all(|other| other.origin == speaker.origin);
    speaker.origin.filter(|_| !is_alone).map_or_else(|| speaker.name.clone(), |origin| format!("{} from {origin}", speaker.name))
}
