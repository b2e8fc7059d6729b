//! What is asked: which goals, where nobody says, and by which year.

use super::sections::NEVER;
use crate::plan::{Measure, Plan, TestPlan};
use crate::units::MonthGrid;

/// Most goals explained where none is named.
const MOST: usize = 3;

/// Names of the goals worth explaining, given arrivals by goal in the forecast: the least step of each ladder of thresholds, or where the scenario has no
/// ladder every goal, so far as its median arrives after the first month that it can; the first three. Where no median does, the likeliest of them
/// that are not certain.
pub fn worth_explaining(plan: &Plan, forecast: &[Vec<u16>]) -> Vec<usize> {
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

/// Mineral, origin and months in a row that all steps of a ladder ask about.
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

/// The year whose chance tells most: by whose end the forecast is nearest to even odds, the first of several; the last year where it never arrives.
pub fn telling_year(grid: MonthGrid, chance: impl Fn(usize) -> f64) -> Option<i32> {
    let years: Vec<(i32, f64)> = grid.years().filter_map(|year| grid.last_month_of(year).map(|month| (year, chance(month)))).collect();
    let last = *years.last()?;
    let nearest = years.into_iter().min_by(|a, b| (a.1 - 0.5).abs().total_cmp(&(b.1 - 0.5).abs()));
    if last.1 > 0.0 { nearest.map(|(year, _)| year) } else { Some(last.0) }
}
