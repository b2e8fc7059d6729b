//! Headline goals: one goal of each ladder of thresholds, so that an answer in sentences stays short.

use super::families::families;
use super::table::title;
use super::words;
use crate::study::{Findings, GoalFindings};

/// Most headline goals where there is no ladder.
const MOST: usize = 6;

/// A goal that stands for its ladder, or for itself.
pub(crate) struct HeadlineGoal<'a> {
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
pub(crate) fn headline_goals(findings: &Findings) -> Vec<HeadlineGoal<'_>> {
    let mut headline_goals: Vec<HeadlineGoal> = Vec::new();
    for family in families(&findings.goals) {
        let Some(question) = family.ladder else { continue };
        let origin = findings.goals.iter().filter_map(|goal| goal.origin.as_deref()).find(|&origin| Some(origin) == question.origin);
        let find = |wanted: &GoalFindings| findings.goals.iter().find(|goal| goal.name == wanted.name);
        let steps: Vec<&GoalFindings> = family.goals.iter().filter_map(|step| find(step)).collect();
        if let Some(&goal) = steps.iter().rfind(|goal| goal.p50.value.is_some()).or(steps.first()) {
            headline_goals.push(HeadlineGoal { goal, origin, name: step_name(goal), steps });
        }
    }
    if headline_goals.is_empty() {
        let own = |goal| HeadlineGoal { goal, steps: vec![goal], origin: None, name: format!("“{}”", title(goal)) };
        headline_goals.extend(findings.goals.iter().take(MOST).map(own));
    }
    headline_goals
}

/// `5% of antimony demand`.
pub(super) fn step_name(goal: &GoalFindings) -> String {
    let mineral = goal.mineral.as_deref().map_or_else(String::new, words::spaced);
    format!("{} of {mineral} demand", goal.share_of_demand.map_or_else(String::new, words::threshold))
}

/// The name, with the origin where there are several.
pub(crate) fn called(headline: &HeadlineGoal, headline_goals: &[HeadlineGoal]) -> String {
    let is_alone = headline_goals.iter().all(|other| other.origin == headline.origin);
    headline.origin.filter(|_| !is_alone).map_or_else(|| headline.name.clone(), |origin| format!("{} from {origin}", headline.name))
}
