//! The answer as the page shows it: headline, points, each goal with its difference from the unchanged scenario, and which figures there are.

use serde::Serialize;

use super::figures;
use super::store::Answer;
use crate::analyses::compare::Difference;
use crate::analyses::run::families::families;
use crate::analyses::run::{GoalFindings, headline, points};
use crate::report::words;
use crate::units::Quantity;

/// Answer of a run.
#[derive(Serialize)]
pub struct PageAnswer {
    id: u64,
    trials: u64,
    headline: String,
    /// Headline of the unchanged scenario; `None` where nothing is changed.
    unchanged: Option<String>,
    points: Vec<String>,
    families: Vec<PageFamily>,
    /// Why there are no paired differences.
    not_paired: Option<String>,
    /// Goals that are not compared, each with the reason.
    not_compared: Vec<String>,
    figures: Vec<figures::Listed>,
}

/// Goals of one question.
#[derive(Serialize)]
struct PageFamily {
    heading: String,
    goals: Vec<PageGoal>,
}

/// A goal in the changed and in the unchanged scenario.
#[derive(Serialize)]
struct PageGoal {
    /// Place in the findings, by which its attribution is asked for.
    number: usize,
    name: String,
    label: String,
    /// Median month and probability of arrival.
    changed: [String; 2],
    unchanged: Option<[String; 2]>,
    difference: Option<PageDifference>,
}

/// Paired difference of a goal, means with 95% intervals.
#[derive(Serialize)]
struct PageDifference {
    /// Months later.
    months: String,
    /// Percentage points of the probability of arrival.
    probability: String,
    /// Shares of trials with an earlier and with a later arrival.
    shares: String,
    /// Whether the months differ by more than sampling error: −1 earlier, 1 later, 0 not.
    sign: i8,
}

/// The answer of a run.
#[must_use]
pub fn answer(of: &Answer) -> PageAnswer {
    let result = &of.result;
    let (findings, before) = (&result.record.findings, &result.unchanged.findings);
    let compared = result.compared.as_ref();
    let goal = |label: String, goal: &GoalFindings| {
        let paired = compared.and_then(|compared| compared.goal(&goal.name));
        let same = before.goals.iter().find(|known| known.name == goal.name).filter(|_| of.changed.is_some());
        PageGoal {
            number: findings.goals.iter().position(|known| known.name == goal.name).unwrap_or(usize::MAX),
            name: goal.name.clone(),
            label,
            changed: figures_of(goal),
            unchanged: same.map(figures_of),
            difference: paired.and_then(|paired| paired.differences.first()).map(|(_, difference)| page_difference(difference)),
        }
    };
    let family = |family: &crate::analyses::run::families::Family| PageFamily {
        heading: words::capital(&family.heading()),
        goals: family.goals.iter().map(|known| goal(family.label(known), known)).collect(),
    };
    PageAnswer {
        id: of.id,
        trials: findings.trials,
        headline: headline(findings),
        unchanged: of.changed.is_some().then(|| headline(before)),
        points: points(findings),
        families: families(&findings.goals).iter().map(family).collect(),
        not_paired: result.not_paired.clone(),
        not_compared: compared
            .map_or_else(Vec::new, |compared| compared.not_compared.iter().map(|(goal, reason)| format!("{goal}: {reason}")).collect()),
        figures: figures::listed(of),
    }
}

/// Median month and probability of arrival within the scenario.
fn figures_of(goal: &GoalFindings) -> [String; 2] {
    let arrives = goal.arrived_by.last().map_or_else(|| "–".to_owned(), words::quantity);
    [words::quantity(&goal.p50), arrives]
}

fn page_difference(of: &Difference) -> PageDifference {
    let beyond = |quantity: &Quantity| match (quantity.low, quantity.high) {
        (Some(low), _) if low > 0.0 => 1,
        (_, Some(high)) if high < 0.0 => -1,
        _ => 0,
    };
    let share = words::value_text;
    PageDifference {
        months: words::quantity(&of.months),
        probability: words::quantity(&of.probability),
        shares: format!("earlier in {} of trials, later in {}", share(&of.earlier), share(&of.later)),
        sign: beyond(&of.months),
    }
}
