//! Key inputs: association of each input that is drawn once a trial with the arrival of a goal, over the first trials.
//!
//! It is Spearman's rank correlation with the month of arrival (ties have mid-ranks; never is later than any month) and, where a goal may or may not arrive,
//! the area under the ROC curve for arrival, by which the inputs are then ranked. The association only points out where to look: it covers inputs drawn once
//! a trial, and it shows monotone effects only. `adit sensitivity` attributes the variance of arrival to all inputs and processes.

use crate::analyses::run::findings::KeyInput;
use crate::engine::Outcomes;
use crate::plan::Plan;
use crate::study::ScalarInputs;
use crate::units::{Quantity, Unit};

/// Fewest trials for which correlations are given.
const FEWEST: usize = 100;
/// Correlations of fewer standard errors are left out.
const NOISE: f64 = 5.0;
/// Share of the trials of the rarer kind, with or without arrival, from which on the AUC is given.
const RARER: f64 = 0.05;
/// Most inputs for one goal.
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
        let arrived: Vec<bool> = arrivals.iter().map(Option::is_some).collect();
        let count = arrived.iter().filter(|&&is| is).count();
        let is_open = count.min(trials - count) as f64 >= RARER * trials as f64;
        let months: Vec<f64> = arrivals.iter().map(|month| month.map_or(f64::INFINITY, |month| month as f64)).collect();
        let areas = if is_open { inputs.auc(&arrived) } else { vec![None; inputs.draws.len()] };
        let associations = inputs.draws.iter().zip(inputs.spearman(&months)).zip(areas);
        let mut of_goal: Vec<KeyInput> = associations
            .map(|((&draw, rank_correlation), auc)| KeyInput {
                title: plan.title_of_input(&plan.draws[draw].path),
                input: plan.draws[draw].path.clone(),
                goal: goal.name.clone(),
                rank_correlation: Quantity::mean(rank_correlation, standard_error, Unit::NONE, trials as u64),
                auc: auc.map(|[area, error]| Quantity::mean(area, error, Unit::PROBABILITY, trials as u64)),
            })
            .filter(|input| is_clear(input, standard_error))
            .collect();
        of_goal.sort_by(|a, b| b.strength().total_cmp(&a.strength()));
        of_goal.truncate(PER_GOAL);
        found.extend(of_goal);
    }
    found
}

/// Whether an association is more than sampling error.
fn is_clear(input: &KeyInput, standard_error: f64) -> bool {
    match &input.auc {
        Some(auc) => auc.standard_error.is_some_and(|error| (auc.number() - 0.5).abs() > NOISE * error),
        None => input.rank_correlation.number().abs() > NOISE * standard_error,
    }
}
