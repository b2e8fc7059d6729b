//! Ranges of the probabilities over the uncertain inputs: a nested design beside the run.

use crate::analyses::run::findings::{GoalRanges, InputRanges};
use crate::engine::RunOptions;
use crate::plan::Plan;
use crate::study::{Nested, quantiles_over_inputs};
use crate::units::{Quantity, Unit};

/// Probabilities of the quantiles over the uncertain inputs.
const RANGE: [f64; 2] = [0.1, 0.9];

/// Ranges beside a run of so many trials: a function of the plan, the seed and that number, so that a run and its merged parts have the same; `None` where the
/// run is too small for them.
///
/// # Errors
/// Where the threads cannot be started.
pub fn input_ranges(
    plan: &Plan,
    options: &RunOptions,
    trials: u64,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Option<InputRanges>, rayon::ThreadPoolBuildError> {
    let Some(nested) = Nested::beside(trials) else { return Ok(None) };
    let repeats = nested.repeats(plan, options.seed, &options.pool()?, progress);
    let range = |goal: usize, year: i32| {
        let month = plan.grid.last_month_of(year)?;
        let ends = quantiles_over_inputs(&repeats, goal, month, RANGE)?;
        Some((year, ends.map(|end| Quantity::without_error(end, Unit::PROBABILITY, nested.trials()))))
    };
    let years = plan.report.years_and_last(plan.grid);
    let goals = plan
        .goals
        .goals
        .iter()
        .enumerate()
        .map(|(g, goal)| GoalRanges { name: goal.name.clone(), by: years.iter().filter_map(|year| range(g, *year)).collect() });
    Ok(Some(InputRanges { draws: nested.outer, trials_per_draw: u64::from(nested.inner), goals: goals.collect() }))
}
