//! A table of trials: every drawn input, what happened on the way, and every goal's month, row by row.

use std::io;
use std::ops::Range;

use super::run::{RunOptions, pool};
use crate::engine::{Processes, TrialRow, trial_rows};
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

/// Tells the trials of a range in order, process summaries over all months; `progress` is told how many were told since its last call.
///
/// # Errors
/// Those of `row`, and where the threads cannot be started.
pub fn each_trial_in(
    plan: &Plan,
    options: &RunOptions,
    trials: Range<u64>,
    progress: &(dyn Fn(u64) + Sync),
    row: &mut dyn FnMut(&TrialRow) -> io::Result<()>,
) -> io::Result<()> {
    each_trial_of(plan, options, trials, &Processes::new(plan, &plan.processes(), plan.months()), progress, row)
}

/// The same for all trials.
///
/// # Errors
/// Those of `row`, and where the threads cannot be started.
pub fn each_trial(
    plan: &Plan,
    options: &RunOptions,
    progress: &(dyn Fn(u64) + Sync),
    row: &mut dyn FnMut(&TrialRow) -> io::Result<()>,
) -> io::Result<()> {
    each_trial_in(plan, options, 0..options.trials, progress, row)
}

/// The same for a range of trials with these process summaries.
///
/// # Errors
/// Those of `row`, and where the threads cannot be started.
pub fn each_trial_of(
    plan: &Plan,
    options: &RunOptions,
    trials: Range<u64>,
    processes: &Processes,
    progress: &(dyn Fn(u64) + Sync),
    row: &mut dyn FnMut(&TrialRow) -> io::Result<()>,
) -> io::Result<()> {
    let pool = pool(options).map_err(io::Error::other)?;
    let mut first = trials.start;
    while first < trials.end {
        let end = (first + BLOCK).min(trials.end);
        for one in trial_rows(plan, options.seed, first..end, &pool, processes) {
            row(&one)?;
        }
        progress(end - first);
        first = end;
    }
    Ok(())
}
