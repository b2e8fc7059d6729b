//! Selection of the goals that the chapter reports in detail.

use super::findings::GoalSensitivity;
use crate::plan::{GoalPlan, Measure, Plan, TestPlan};

/// Marks the goals asked for. Where none is, marks of each ladder of thresholds the step whose probability of arrival is nearest to one half, and all
/// goals that belong to no ladder. Goals whose months until arrival have no indices are never marked.
pub fn select(plan: &Plan, asked: &[String], goals: &mut [GoalSensitivity]) {
    let ladders: Vec<_> = plan.goals.goals.iter().map(|goal| ladder(plan, goal)).collect();
    let off = |goal: &GoalSensitivity| (goal.arrival.number() - 0.5).abs();
    let varies: Vec<Option<f64>> = goals.iter().map(|goal| goal.months_until_arrival.indices().map(|_| off(goal))).collect();
    for (g, goal) in goals.iter_mut().enumerate() {
        let Some(own) = varies[g] else { continue };
        let nearest = ladders[g].is_none()
            || (0..varies.len())
                .filter(|&other| ladders[other] == ladders[g])
                .all(|other| varies[other].is_none_or(|off| own < off || (own <= off && g <= other)));
        goal.detailed = if asked.is_empty() { nearest } else { asked.contains(&goal.goal) };
    }
}

/// Mineral, origin and months in a row, which all steps of a ladder have in common.
fn ladder(plan: &Plan, goal: &GoalPlan) -> Option<(usize, Option<usize>, usize)> {
    let TestPlan::Measure(at) = goal.test else { return None };
    let measure = &plan.goals.measures[at];
    (measure.measure == Measure::ShareOfDemand).then_some((measure.mineral, measure.origin, goal.sustain))
}
