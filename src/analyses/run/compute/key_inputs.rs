//! Key inputs: Spearman's rank correlation of each input that is drawn once a trial with the month of arrival, over the first trials.
//!
//! Ties have mid-ranks; a goal that never arrives is later than any month. The correlation only points out where to look: it covers inputs drawn once a
//! trial, and it shows monotone effects only. `adit sensitivity` attributes the variance of arrival to all inputs and processes.

use crate::analyses::run::findings::KeyInput;
use crate::engine::Outcomes;
use crate::plan::Plan;
use crate::study::ScalarInputs;
use crate::units::{Quantity, Unit};

/// Fewest trials for which correlations are given.
const FEWEST: usize = 100;
/// Correlations of fewer standard errors are left out.
const NOISE: f64 = 5.0;
/// Most correlations for one goal.
const PER_GOAL: usize = 5;

/// The strongest correlations, goal by goal, over the first trials of a run.
pub(super) fn key_inputs(plan: &Plan, first: &Outcomes) -> Vec<KeyInput> {
    let trials = first.trials();
    if trials < FEWEST || plan.draws.is_empty() {
        return Vec::new();
    }
    let standard_error = 1.0 / ((trials - 1) as f64).sqrt();
    let inputs = ScalarInputs::new(plan, &first.inputs);
    let mut found = Vec::new();
    for (goal, arrivals) in plan.goals.goals.iter().zip(&first.arrivals) {
        let arrivals: Vec<f64> = arrivals.iter().map(|month| month.map_or(f64::INFINITY, |month| month as f64)).collect();
        let correlations = inputs.draws.iter().zip(inputs.spearman(&arrivals));
        let mut of_goal: Vec<KeyInput> = correlations
            .map(|(&draw, rank_correlation)| KeyInput {
                input: plan.draws[draw].path.clone(),
                goal: goal.name.clone(),
                rank_correlation: Quantity::mean(rank_correlation, standard_error, Unit::NONE, trials as u64),
            })
            .filter(|input| input.rank_correlation.number().abs() > NOISE * standard_error)
            .collect();
        of_goal.sort_by(|a, b| b.rank_correlation.number().abs().total_cmp(&a.rank_correlation.number().abs()));
        of_goal.truncate(PER_GOAL);
        found.extend(of_goal);
    }
    found
}
