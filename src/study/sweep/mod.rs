//! Sweeps: the same questions at many points of a scenario, on the same draws at each, so that points differ by what was varied alone.

mod design;
mod found;
mod sums;
mod vary;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

pub use design::{Design, Layout, MOST_POINTS};
pub use found::{Against, GoalAtPoint, SweepFound, SweepQuestion, SweptGoal, sweep_found};
pub use sums::{Amount, Differences, GoalSums, SweepSums};
pub use vary::{Values, Vary, read_vary};

use self::sums::Swept;
use crate::engine::{Keys, RunOptions, outcomes};
use crate::plan::Plan;

/// Trials of a point that are kept at a time, beside the same of the scenario as written.
const BLOCK: u64 = 16_384;

/// Why points cannot be swept.
#[derive(Debug)]
pub enum SweepError {
    /// A point does not compile: its place, 1 first.
    NoPlan(usize),
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
            Self::NoPlan(point) => write!(f, "point {point} does not run"),
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

/// Counts a range of trials at all points; `point` gives the plan of each, anew for each block of trials if it likes. `progress` is told of finished
/// trials, those of all points together.
///
/// A block of trials runs over all points before the next block begins: memory goes with the points, not with their trials.
///
/// # Errors
/// Where a point has no plan, runs over other months or lacks a goal; where the threads cannot be started.
pub fn sweep_trials(
    written: &Plan,
    point: &dyn Fn(usize) -> Option<Arc<Plan>>,
    question: &SweepQuestion,
    trials: Range<u64>,
    options: &RunOptions,
    progress: &dyn Fn(u64),
) -> Result<SweepSums, SweepError> {
    let first_places = places(written, question, 0)?;
    let by: Vec<usize> = question.years.iter().filter_map(|&year| question.grid.last_month_of(year)).collect();
    let pool = options.pool()?;
    let run = |plan: &Plan, block: &Range<u64>| outcomes(plan, &Keys::new(plan, question.seed), block.clone(), &pool, false);
    let mut sums = SweepSums::default();
    let mut from = trials.start;
    loop {
        let block = from..(from + BLOCK).min(trials.end);
        let first = Swept { plan: written, outcomes: &run(written, &block), goals: &first_places };
        sums.add(0, &first, &first, &by);
        progress(block.end - block.start);
        for at in 0..question.design.points.len() {
            let plan = point(at).ok_or(SweepError::NoPlan(at + 1))?;
            let goals = places(&plan, question, at + 1)?;
            sums.add(at + 1, &first, &Swept { plan: &plan, outcomes: &run(&plan, &block), goals: &goals }, &by);
            progress(block.end - block.start);
        }
        sums.trials += block.end - block.start;
        from = block.end;
        if from >= trials.end {
            return Ok(sums);
        }
    }
}

/// Where the goals asked stand in the plan of a point, 0 being the scenario as written.
fn places(plan: &Plan, question: &SweepQuestion, point: usize) -> Result<Vec<usize>, SweepError> {
    if plan.grid != question.grid {
        return Err(SweepError::OtherMonths(point));
    }
    let place = |name: &String| plan.goals.goals.iter().position(|goal| goal.name == *name).ok_or_else(|| SweepError::NoGoal(point, name.clone()));
    question.goals.iter().map(|goal| place(&goal.name)).collect()
}
