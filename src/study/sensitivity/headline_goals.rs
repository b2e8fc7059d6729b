//! Headline goals: which goals are reported in full.

use super::findings::GoalSensitivity;
use crate::plan::{GoalPlan, Measure, Plan, TestPlan};

/// Marks the goals asked for; where none is, of each ladder of thresholds the step whose chance of ever arriving is nearest to one half, and all goals
/// that stand on no ladder. Those whose months do not vary enough have nothing to tell.
pub fn mark_headline_goals(plan: &Plan, asked: &[String], goals: &mut [GoalSensitivity]) {
    let ladders: Vec<_> = plan.goals.goals.iter().map(|goal| ladder(plan, goal)).collect();
    let off = |goal: &GoalSensitivity| (goal.ever.share - 0.5).abs();
    let varies: Vec<Option<f64>> = goals.iter().map(|goal| goal.months.shares().map(|_| off(goal))).collect();
    for (g, goal) in goals.iter_mut().enumerate() {
        let Some(own) = varies[g] else { continue };
        let nearest = ladders[g].is_none()
            || (0..varies.len())
                .filter(|&other| ladders[other] == ladders[g])
                .all(|other| varies[other].is_none_or(|off| own < off || (own <= off && g <= other)));
        goal.speaks = if asked.is_empty() { nearest } else { asked.contains(&goal.name) };
    }
}

/// What the steps of a ladder share: mineral, origin, months in a row.
fn ladder(plan: &Plan, goal: &GoalPlan) -> Option<(usize, Option<usize>, usize)> {
    let TestPlan::Measure(at) = goal.test else { return None };
    let measure = &plan.goals.measures[at];
    (measure.measure == Measure::ShareOfDemand).then_some((measure.mineral, measure.origin, goal.sustain))
}
