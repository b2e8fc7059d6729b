//! A table of trials, row by row: every drawn input, process summaries, and the month of arrival of every goal.

use std::io;

use crate::engine::{Processes, RunOptions, TrialRow, trial_rows};
use crate::plan::{Plan, ProcessColumn};

/// Trials made at a time: rows never pile up beyond it.
const BLOCK: u64 = 8_192;

/// Names of the columns of [`TrialRow`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrialColumns {
    /// Paths of drawn inputs.
    pub inputs: Vec<String>,
    /// Process summaries.
    pub processes: Vec<ProcessColumn>,
    /// Goals.
    pub goals: Vec<String>,
}

/// The columns of a plan's rows.
#[must_use]
pub fn trial_columns(plan: &Plan) -> TrialColumns {
    TrialColumns {
        inputs: plan.draws.iter().map(|draw| draw.path.clone()).collect(),
        processes: plan.processes(),
        goals: plan.goals.goals.iter().map(|goal| goal.name.clone()).collect(),
    }
}

/// Passes the rows of all trials of a run to `row` in order, with process summaries over all months; `progress` receives the number of rows passed since
/// its last call.
///
/// # Errors
/// Those of `row`, and where the threads cannot be started.
pub fn each_trial(
    plan: &Plan,
    options: &RunOptions,
    progress: &(dyn Fn(u64) + Sync),
    row: &mut dyn FnMut(&TrialRow) -> io::Result<()>,
) -> io::Result<()> {
    each_trial_of(plan, options, &Processes::new(plan, &plan.processes(), plan.months()), progress, row)
}

/// The same with these process summaries.
///
/// # Errors
/// Those of `row`, and where the threads cannot be started.
pub fn each_trial_of(
    plan: &Plan,
    options: &RunOptions,
    processes: &Processes,
    progress: &(dyn Fn(u64) + Sync),
    row: &mut dyn FnMut(&TrialRow) -> io::Result<()>,
) -> io::Result<()> {
    let pool = options.pool().map_err(io::Error::other)?;
    let mut first = 0;
    while first < options.trials {
        let end = (first + BLOCK).min(options.trials);
        for one in trial_rows(plan, options.seed, first..end, &pool, processes) {
            row(&one)?;
        }
        progress(end - first);
        first = end;
    }
    Ok(())
}
