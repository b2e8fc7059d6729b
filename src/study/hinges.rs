//! On which inputs the answer hinges: rank correlation of each drawn input with the month of arrival, over the first trials.
//!
//! Spearman's rho with mid-ranks; never counts as later than any month. A pointer to look further, not an attribution: it sees inputs
//! drawn once a trial and monotone effects only. `adit sensitivity` looks further.

use super::correlations::ScalarInputs;
use super::findings::Hinge;
use super::run::RunOptions;
use crate::engine::{Keys, outcomes};
use crate::plan::Plan;

/// Trials that it looks at, at most.
const TRIALS: u64 = 4_096;
/// Correlations below this many standard errors are not told.
const NOISE: f64 = 5.0;
/// Most that are told for one goal.
const PER_GOAL: usize = 5;

/// The strongest correlations, goal by goal.
pub(super) fn hinges(plan: &Plan, options: &RunOptions, pool: &rayon::ThreadPool) -> Vec<Hinge> {
    let trials = options.trials.min(TRIALS);
    if trials < 100 || plan.draws.is_empty() {
        return Vec::new();
    }
    let run = outcomes(plan, &Keys::new(plan, options.seed), 0..trials, pool, true);
    let standard_error = 1.0 / ((trials - 1) as f64).sqrt();
    let inputs = ScalarInputs::new(plan, &run.inputs);
    let mut found = Vec::new();
    for (goal, arrivals) in plan.goals.goals.iter().zip(&run.arrivals) {
        let arrivals: Vec<f64> = arrivals.iter().map(|month| month.map_or(f64::INFINITY, |month| month as f64)).collect();
        let mut of_goal: Vec<Hinge> = inputs
            .draws
            .iter()
            .zip(inputs.spearman(&arrivals))
            .map(|(&draw, rank_correlation)| Hinge {
                input: plan.draws[draw].path.clone(),
                goal: goal.name.clone(),
                rank_correlation,
                standard_error,
                trials,
            })
            .filter(|hinge| hinge.rank_correlation.abs() > NOISE * standard_error)
            .collect();
        of_goal.sort_by(|a, b| b.rank_correlation.abs().total_cmp(&a.rank_correlation.abs()));
        of_goal.truncate(PER_GOAL);
        found.extend(of_goal);
    }
    found
}
