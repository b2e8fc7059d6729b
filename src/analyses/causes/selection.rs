//! Selection of the goals and of the year where none is asked for.

use super::sections::NEVER;
use crate::plan::{Measure, Plan, TestPlan};
use crate::units::MonthGrid;

/// Goals explained where none is named, at most.
const MOST: usize = 3;

/// Indices of the goals to explain, from arrivals by goal in the forecast: the lowest step of each ladder of thresholds, or every goal where the scenario
/// has no ladder, if its median arrival is after the first possible month; the first three. Where there is none, those with the largest probability
/// of arrival that do not arrive in the first possible month.
pub fn goals_to_explain(plan: &Plan, forecast: &[Vec<u16>]) -> Vec<usize> {
    let ladders = least_steps(plan);
    let candidates: Vec<usize> = if ladders.is_empty() { (0..plan.goals.goals.len()).collect() } else { ladders };
    let arrived = |goal: usize| forecast[goal].iter().filter(|&&month| month != NEVER).count();
    let waited = |goal: usize| forecast[goal].iter().filter(|&&month| month > 11).count();
    let mut found: Vec<usize> =
        candidates.iter().copied().filter(|&goal| 2 * arrived(goal) >= forecast[goal].len() && 2 * waited(goal) > forecast[goal].len()).collect();
    if found.is_empty() {
        found = candidates;
        found.sort_by_key(|&goal| (waited(goal) == 0, std::cmp::Reverse(arrived(goal)), goal));
    }
    found.truncate(MOST);
    found
}

/// Mineral, origin and months in a row, which all steps of a ladder have in common.
type Question = (usize, Option<usize>, usize);
/// A goal and its threshold.
type Step = (usize, f64);

/// Of goals that differ in a constant threshold alone, the one with the least.
fn least_steps(plan: &Plan) -> Vec<usize> {
    let mut ladders: Vec<(Question, Vec<Step>)> = Vec::new();
    for (g, goal) in plan.goals.goals.iter().enumerate() {
        let TestPlan::Measure(at) = goal.test else { continue };
        let measure = &plan.goals.measures[at];
        if measure.measure != Measure::ShareOfDemand || plan.draws.iter().any(|draw| draw.slot == measure.threshold) {
            continue;
        }
        let question = (measure.mineral, measure.origin, goal.sustain);
        let step = (g, plan.values[measure.threshold.0]);
        match ladders.iter_mut().find(|(known, _)| *known == question) {
            Some((_, steps)) => steps.push(step),
            None => ladders.push((question, vec![step])),
        }
    }
    let least = |steps: Vec<Step>| steps.into_iter().min_by(|a, b| a.1.total_cmp(&b.1)).map(|(goal, _)| goal);
    ladders.into_iter().filter(|(_, steps)| steps.len() > 1).filter_map(|(_, steps)| least(steps)).collect()
}

/// Year whose probability of arrival is nearest to one half, the first of several; the last year where the goal never arrives.
pub fn informative_year(grid: MonthGrid, chance: impl Fn(usize) -> f64) -> Option<i32> {
    let years: Vec<(i32, f64)> = grid.years().filter_map(|year| grid.last_month_of(year).map(|month| (year, chance(month)))).collect();
    let last = *years.last()?;
    let nearest = years.into_iter().min_by(|a, b| (a.1 - 0.5).abs().total_cmp(&(b.1 - 0.5).abs()));
    if last.1 > 0.0 { nearest.map(|(year, _)| year) } else { Some(last.0) }
}
