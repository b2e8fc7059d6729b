//! Headline goals: one goal of each ladder of thresholds, so that an answer in sentences stays short.

use super::families::families;
use super::findings::{Findings, GoalFindings};
use crate::report::words;

/// Most headline goals where there is no ladder.
const MOST: usize = 6;

/// A goal that represents its ladder, or itself.
pub(crate) struct HeadlineGoal<'a> {
    /// The goal.
    pub goal: &'a GoalFindings,
    /// All steps of its ladder, the least first; itself alone without one.
    pub steps: Vec<&'a GoalFindings>,
    /// Title of the origin of a ladder.
    pub origin: Option<&'a str>,
    /// `5% of antimony demand`, or the title.
    pub name: String,
}

/// For each ladder the highest step that half of all trials reach, else its lowest; without ladders the first goals.
pub(crate) fn headline_goals(findings: &Findings) -> Vec<HeadlineGoal<'_>> {
    let mut headline_goals: Vec<HeadlineGoal> = Vec::new();
    for family in families(&findings.goals) {
        let (Some(question), steps) = (family.ladder, family.goals) else { continue };
        if let Some(&goal) = steps.iter().rfind(|goal| goal.p50.value.is_some()).or(steps.first()) {
            let origin = question.origin.map(|_| goal.origin_title.as_str());
            headline_goals.push(HeadlineGoal { goal, origin, name: step_name(goal), steps });
        }
    }
    if headline_goals.is_empty() {
        let own = |goal: &'_ GoalFindings| format!("“{}”", goal.shown_title());
        headline_goals.extend(findings.goals.iter().take(MOST).map(|goal| HeadlineGoal { goal, steps: vec![goal], origin: None, name: own(goal) }));
    }
    headline_goals
}

/// `5% of antimony demand`.
pub(crate) fn step_name(goal: &GoalFindings) -> String {
    format!("{} of {} demand", goal.share_of_demand.map_or_else(String::new, words::threshold), goal.mineral_title)
}

/// The name, with the origin where there are several.
pub(crate) fn called(headline: &HeadlineGoal, headline_goals: &[HeadlineGoal]) -> String {
    let is_alone = headline_goals.iter().all(|other| other.origin == headline.origin);
    headline.origin.filter(|_| !is_alone).map_or_else(|| headline.name.clone(), |origin| format!("{} from {origin}", headline.name))
}
