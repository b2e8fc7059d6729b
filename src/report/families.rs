//! Goals that belong together on a page: the thresholds of one question side by side, the rest by mineral.

use crate::report::words;
use crate::study::GoalFindings;

/// Months in a row that need no mention.
const USUAL_SUSTAIN: usize = 12;

/// Goals shown together.
pub(crate) struct Family<'a> {
    /// The mineral they ask about; `None` where they span several.
    pub mineral: Option<&'a str>,
    /// Where they differ in the threshold alone: what is compared with demand.
    pub ladder: Option<Question<'a>>,
    /// The goals: by threshold in a ladder, else in the order of the file.
    pub goals: Vec<&'a GoalFindings>,
}

/// What all thresholds of a ladder are asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Question<'a> {
    /// Origin of the arrivals; `None` for those over all routes.
    pub origin: Option<&'a str>,
    /// Months in a row.
    sustain: usize,
}

impl Family<'_> {
    /// What the family asks, as a heading.
    pub fn heading(&self) -> String {
        let mineral = self.mineral.map_or_else(|| "several minerals".to_owned(), words::spaced);
        let Some(Question { origin, sustain }) = self.ladder else { return mineral };
        let from = origin.unwrap_or("all routes");
        let long = if sustain == USUAL_SUSTAIN { String::new() } else { format!(" for {sustain} months") };
        format!("{mineral} from {from}, at least this share of demand{long}")
    }

    /// What tells one goal of the family from the others.
    pub fn label(&self, goal: &GoalFindings) -> String {
        match (self.ladder, goal.share_of_demand) {
            (Some(_), Some(share)) => words::threshold(share),
            _ if goal.title == goal.name => goal.sentence.clone(),
            _ => goal.title.clone(),
        }
    }
}

/// All goals, each in one family; minerals in the order in which goals first name them, what spans several last.
pub(crate) fn families(goals: &[GoalFindings]) -> Vec<Family<'_>> {
    let mut minerals: Vec<Option<&str>> = Vec::new();
    for goal in goals {
        let mineral = goal.mineral.as_deref();
        if !minerals.contains(&mineral) {
            minerals.push(mineral);
        }
    }
    minerals.sort_by_key(Option::is_none);
    minerals.into_iter().flat_map(|mineral| of_mineral(goals, mineral)).collect()
}

/// The ladders of one mineral, by origin, then its other goals.
fn of_mineral<'a>(goals: &'a [GoalFindings], mineral: Option<&'a str>) -> Vec<Family<'a>> {
    let mut ladders: Vec<(Question, Vec<&GoalFindings>)> = Vec::new();
    let mut rest = Vec::new();
    for goal in goals.iter().filter(|goal| goal.mineral.as_deref() == mineral) {
        if goal.share_of_demand.is_none() || mineral.is_none() {
            rest.push(goal);
            continue;
        }
        let question = Question { origin: goal.origin.as_deref(), sustain: goal.sustain };
        match ladders.iter_mut().find(|(known, _)| *known == question) {
            Some((_, steps)) => steps.push(goal),
            None => ladders.push((question, vec![goal])),
        }
    }
    let mut families = Vec::new();
    for (question, mut steps) in ladders {
        if steps.len() == 1 {
            rest.append(&mut steps);
            continue;
        }
        steps.sort_by(|a, b| a.share_of_demand.unwrap_or(0.0).total_cmp(&b.share_of_demand.unwrap_or(0.0)));
        families.push(Family { mineral, ladder: Some(question), goals: steps });
    }
    if !rest.is_empty() {
        families.push(Family { mineral, ladder: None, goals: rest });
    }
    families
}
