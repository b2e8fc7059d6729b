//! Trials over threads: each thread takes blocks of trials as it can and counts them; the counts merge to the same in any order.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use super::batch::Batch;
use super::draw::Keys;
use super::processes::{Processes, trial_rows};
use super::tally::Tally;
use crate::chance::LANES;
use crate::plan::Plan;

/// Trials that a thread takes at a time.
const SHARE: u64 = 256;

/// Runs the trials of a range on the threads of `pool` and counts them; `progress` is told how many were finished since its last call.
///
/// Trial i is the same in whatever range, on whatever thread.
#[must_use]
pub fn simulate(plan: &Plan, seed: u64, trials: Range<u64>, pool: &rayon::ThreadPool, progress: &(dyn Fn(u64) + Sync)) -> Tally {
    let keys = Keys::new(plan, seed);
    let (next, lanes) = (AtomicU64::new(trials.start), LANES as u64);
    let tallies = pool.broadcast(|_| {
        let mut tally = Tally::new(plan);
        tally.bands.expect(trials.end.saturating_sub(trials.start));
        let mut batch = Batch::new(plan, false);
        loop {
            let from = next.fetch_add(SHARE, Ordering::Relaxed);
            if from >= trials.end {
                break;
            }
            let to = (from + SHARE).min(trials.end);
            let mut first = from;
            while first < to {
                // Batches end with the blocks of a design.
                let count = usize::try_from((to - first).min(lanes - first % lanes)).unwrap_or(LANES);
                batch.keep_months(tally.bands.count(first, count));
                batch.run(plan, &keys, first, &mut |m, run| tally.add_mineral(plan, m, run, first, count));
                tally.add(plan, &batch, first, count);
                first += count as u64;
            }
            progress(to - from);
        }
        tally.bands.flush();
        tally.pool();
        tally
    });
    let mut tallies = tallies.into_iter();
    let mut whole = tallies.next().unwrap_or_else(|| Tally::new(plan));
    for tally in tallies {
        whole.merge(&tally);
    }
    whole
}

/// One row of a table of trials.
#[derive(Clone, Debug, PartialEq)]
pub struct TrialRow {
    /// Number of the trial.
    pub trial: u64,
    /// Values in the order of `Plan::draws`.
    pub inputs: Vec<f64>,
    /// Process summaries in the order asked for; dates are months since the start, infinite = never.
    pub processes: Vec<f64>,
    /// Month of arrival by goal.
    pub arrivals: Vec<Option<usize>>,
    /// Whether it was lost again, by goal.
    pub lost: Vec<bool>,
    /// Shortage until arrival by goal, t; NaN where the goal names several minerals.
    pub bridge: Vec<f64>,
}

/// Rows of a range of trials, in order, without process summaries.
#[must_use]
pub fn rows(plan: &Plan, seed: u64, trials: Range<u64>, pool: &rayon::ThreadPool) -> Vec<TrialRow> {
    trial_rows(plan, seed, trials, pool, &Processes::new(plan, &[], plan.months()))
}
