//! Families of goals: the thresholds of one question side by side (a ladder), and the other goals by mineral.

use super::findings::GoalFindings;
use crate::report::words;

/// Months in a row that are not mentioned.
const USUAL_SUSTAIN: usize = 12;

/// Goals shown together.
#[derive(Clone, Debug)]
pub(crate) struct Family<'a> {
    /// Mineral; `None` where the goals span several.
    pub mineral: Option<&'a str>,
    /// Question of a ladder, whose goals differ only in the threshold.
    pub ladder: Option<Question<'a>>,
    /// Goals: by threshold in a ladder, else in the order of the file.
    pub goals: Vec<&'a GoalFindings>,
}

/// Question of all thresholds of a ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Question<'a> {
    /// Origin of the arrivals; `None` for those over all routes.
    pub origin: Option<&'a str>,
    /// Months in a row.
    sustain: usize,
}

impl Family<'_> {
    /// Title of the mineral.
    pub fn mineral_title(&self) -> &str {
        self.goals.first().filter(|_| self.mineral.is_some()).map_or("several minerals", |goal| &goal.mineral_title)
    }

    /// Title of the origin of a ladder with its preposition: `from Pakistan`, `over all routes`.
    pub fn from(&self) -> String {
        let origin = self.ladder.and_then(|question| question.origin).and(self.goals.first());
        origin.map_or_else(|| "over all routes".to_owned(), |goal| format!("from {}", goal.origin_title))
    }

    /// Heading: mineral, and for a ladder its question.
    pub fn heading(&self) -> String {
        let Some(Question { sustain, .. }) = self.ladder else { return self.mineral_title().to_owned() };
        let long = if sustain == USUAL_SUSTAIN { String::new() } else { format!(" for {sustain} months") };
        format!("{} {}, at least this share of demand{long}", self.mineral_title(), self.from().replace("over", "from"))
    }

    /// Label that distinguishes one goal of the family from the others.
    pub fn label(&self, goal: &GoalFindings) -> String {
        match (self.ladder, goal.share_of_demand) {
            (Some(_), Some(share)) => words::threshold(share),
            _ => goal.shown_title().to_owned(),
        }
    }

    /// Label with a mark where the threshold is beyond the capacity of the chain.
    pub fn marked_label(&self, goal: &GoalFindings) -> String {
        format!("{}{}", self.label(goal), if goal.beyond().is_some() { "†" } else { "" })
    }

    /// Name of a figure of this family: its kind, mineral and origin.
    pub fn figure_name(&self, kind: &str) -> String {
        let origin = self.ladder.and_then(|question| question.origin).unwrap_or("all");
        format!("{kind}-{}", words::slug_of(&[self.mineral.unwrap_or_default(), origin]))
    }
}

/// All goals, each in one family; minerals in the order in which goals first name them, goals of several minerals last.
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
