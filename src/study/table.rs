//! A table of trials: every drawn input and every goal's month, row by row.

use std::io;

use super::run::{RunOptions, pool};
use crate::engine::{TrialRow, rows};
use crate::plan::Plan;

/// Trials made at a time: rows never pile up beyond it.
const BLOCK: u64 = 8_192;

/// Names of the columns of [`TrialRow`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrialColumns {
    /// Paths of drawn inputs.
    pub inputs: Vec<String>,
    /// Goals.
    pub goals: Vec<String>,
}

/// The columns of a plan's rows.
#[must_use]
pub fn trial_columns(plan: &Plan) -> TrialColumns {
    TrialColumns {
        inputs: plan.draws.iter().map(|draw| draw.path.clone()).collect(),
        goals: plan.goals.goals.iter().map(|goal| goal.name.clone()).collect(),
    }
}

/// Tells every trial in order; `progress` is told how many were told since its last call.
///
/// # Errors
/// Those of `row`, and where the threads cannot be started.
pub fn each_trial(
    plan: &Plan,
    options: &RunOptions,
    progress: &(dyn Fn(u64) + Sync),
    row: &mut dyn FnMut(&TrialRow) -> io::Result<()>,
) -> io::Result<()> {
    let pool = pool(options).map_err(io::Error::other)?;
    let mut first = 0;
    while first < options.trials {
        let end = (first + BLOCK).min(options.trials);
        for one in rows(plan, options.seed, first..end, &pool) {
            row(&one)?;
        }
        progress(end - first);
        first = end;
    }
    Ok(())
}
