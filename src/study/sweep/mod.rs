//! Sweeps: the same questions at many points of a scenario, on the same draws at each, so that points differ by what was varied alone.

mod design;
mod found;
mod sums;
mod vary;

use std::fmt;
use std::ops::Range;

pub use design::{Design, Layout, MOST_POINTS};
pub use found::{Against, GoalAtPoint, SweepFound, SweepQuestion, SweptGoal, sweep_found};
pub use sums::{Amount, Differences, GoalSums, SweepSums};
pub use vary::{Values, Vary, read_vary};

use super::run::{RunOptions, pool};
use crate::engine::{Keys, outcomes};
use crate::plan::Plan;

/// Trials of a point that are kept at a time, beside the same of the scenario as written.
const BLOCK: u64 = 16_384;

/// Why points cannot be swept.
#[derive(Debug)]
pub enum SweepError {
    /// A point runs over other months than the scenario as written: its place.
    OtherMonths(usize),
    /// A point has no such goal: its place and the goal.
    NoGoal(usize, String),
    /// The threads could not be started.
    Threads(rayon::ThreadPoolBuildError),
}

impl fmt::Display for SweepError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherMonths(point) => {
                write!(f, "point {point} runs over other months than the scenario as written: start and end cannot be varied")
            }
            Self::NoGoal(point, goal) => write!(f, "point {point} has no goal {goal}"),
            Self::Threads(error) => write!(f, "the threads could not be started: {error}"),
        }
    }
}

impl std::error::Error for SweepError {}

impl From<rayon::ThreadPoolBuildError> for SweepError {
    fn from(error: rayon::ThreadPoolBuildError) -> Self {
        Self::Threads(error)
    }
}

/// Counts a range of trials at all points; `plans` are the scenario as written, then each point. `progress` is told of finished trials, those of all
/// points together.
///
/// Blocks of trials run over all points before the next block begins: memory goes with the points, not with their trials.
///
/// # Errors
/// Where a point runs over other months or lacks a goal; where the threads cannot be started.
pub fn sweep_trials(
    plans: &[Plan],
    question: &SweepQuestion,
    trials: Range<u64>,
    options: &RunOptions,
    progress: &dyn Fn(u64),
) -> Result<SweepSums, SweepError> {
    let places = places(plans, question)?;
    let by: Vec<usize> = question.years.iter().filter_map(|&year| question.grid.last_month_of(year)).collect();
    let mut sums = SweepSums::new(plans, &places, by.len());
    let Some((written, others)) = plans.split_first() else { return Ok(sums) };
    let pool = pool(options)?;
    let keys: Vec<Keys> = plans.iter().map(|plan| Keys::new(plan, question.seed)).collect();
    let mut from = trials.start;
    while from < trials.end {
        let block = from..(from + BLOCK).min(trials.end);
        let count = block.end - block.start;
        let first = outcomes(written, &keys[0], block.clone(), &pool, false);
        sums.add(0, [(&first, &places[0]), (&first, &places[0])], &by, written.months());
        progress(count);
        for (point, plan) in (1..).zip(others) {
            let other = outcomes(plan, &keys[point], block.clone(), &pool, false);
            sums.add(point, [(&first, &places[0]), (&other, &places[point])], &by, written.months());
            progress(count);
        }
        sums.trials += count;
        from = block.end;
    }
    Ok(sums)
}

/// Where the goals asked stand in each plan.
fn places(plans: &[Plan], question: &SweepQuestion) -> Result<Vec<Vec<usize>>, SweepError> {
    let of = |(point, plan): (usize, &Plan)| {
        if plan.grid != question.grid {
            return Err(SweepError::OtherMonths(point));
        }
        let place =
            |name: &String| plan.goals.goals.iter().position(|goal| goal.name == *name).ok_or_else(|| SweepError::NoGoal(point, name.clone()));
        question.goals.iter().map(|goal| place(&goal.name)).collect()
    };
    plans.iter().enumerate().map(of).collect()
}
