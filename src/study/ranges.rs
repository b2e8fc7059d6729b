//! Partition of trials into parts, and a long run made range by range.

use std::io;
use std::ops::Range;
use std::time::{Duration, Instant};

use super::Conditions;
use crate::engine::{Given, Keys, Processes, RunTally, Tally, TrialRow, TrialRows, trial_rows};
use crate::plan::Plan;

/// Trials that are never torn apart: whole batches, however many lanes a batch has.
pub const TRIALS_IN_A_BLOCK: u64 = 64;

/// Where work of so many units is cut into parts: at fixed places that depend on nothing but these three numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Units of work in all, such as trials.
    pub units: u64,
    /// Units that are never torn apart.
    pub block: u64,
    /// Parts; where they are more than the blocks, some are empty.
    pub parts: u64,
}

impl Cut {
    /// Trials cut into parts.
    #[must_use]
    pub const fn of_trials(trials: u64, parts: u64) -> Self {
        Self { units: trials, block: TRIALS_IN_A_BLOCK, parts }
    }

    /// The units of a part, the first part being number 1; empty where there is no such part.
    #[must_use]
    pub fn range(self, part: u64) -> Range<u64> {
        let end = |part: u64| {
            let blocks = u128::from(self.units.div_ceil(self.block.max(1)));
            let blocks = blocks * u128::from(part.min(self.parts)) / u128::from(self.parts.max(1));
            u64::try_from(blocks * u128::from(self.block.max(1))).unwrap_or(u64::MAX).min(self.units)
        };
        end(part.saturating_sub(1))..end(part)
    }
}

/// Trials of the first range, by which the run learns how fast it is.
const FIRST: u64 = 8_192;
/// Fewest trials of a range, so that starting and merging it costs nothing to speak of.
const FEWEST: u64 = 4_096;

/// Most trials of a range whose rows are written.
const ROWS: u64 = 8_192;

/// Saves what a long run has accumulated while it goes on.
pub struct Keeper<'a> {
    /// The least time between two saves; they are within about twice that.
    pub every: Duration,
    /// Receives what was accumulated so far.
    pub keep: &'a mut dyn FnMut(&RunTally),
}

/// Receives the rows of the table of trials, in order.
pub type RowWriter<'a> = &'a mut dyn FnMut(&TrialRow) -> io::Result<()>;

/// What is attached to a run.
#[derive(Default)]
pub struct Attached<'a> {
    /// What was accumulated before the run was interrupted: the first trials of the range.
    pub before: Option<RunTally>,
    /// Saves what was accumulated.
    pub keeper: Option<Keeper<'a>>,
    /// Receives a row for each trial.
    pub rows: Option<RowWriter<'a>>,
}

/// When a run may stop before its last trial.
pub struct StoppingRule<'a> {
    /// Rising numbers of trials after which the counts are tested, so that where a run stops depends on its counts only.
    pub looks: &'a [u64],
    /// Whether these counts are enough.
    pub enough: &'a dyn Fn(&Tally) -> bool,
}

/// A run made range by range. The lengths of the ranges depend on time, and the results do not depend on them.
pub struct Ranges<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Its seed.
    pub seed: u64,
    /// The threads.
    pub pool: &'a rayon::ThreadPool,
    /// Receives the number of trials finished since its last call.
    pub progress: &'a (dyn Fn(u64) + Sync),
    /// When it may stop before its last trial.
    pub stopping: Option<StoppingRule<'a>>,
}

impl Ranges<'_> {
    /// Accumulates the trials of a range.
    ///
    /// Trials accumulated before are run again for their rows only: these are not saved, because they take far more memory than everything else.
    ///
    /// # Errors
    /// Those of the writer of rows, and where a condition of the plan cannot be evaluated.
    pub fn count(&self, trials: Range<u64>, Attached { before, mut keeper, mut rows }: Attached) -> io::Result<RunTally> {
        let conditions = Conditions::new(self.plan).map_err(io::Error::other)?;
        let holding = |row: &TrialRow| conditions.holding(row);
        let processes = rows.as_ref().map(|_| Processes::new(self.plan, &self.plan.processes(), self.plan.months()));
        let mut run = before.unwrap_or_else(|| RunTally::new(self.plan));
        let mut from = trials.start + run.tally.trials;
        if let (Some(row), Some(processes)) = (&mut rows, &processes) {
            for first in (trials.start..from).step_by(usize::try_from(ROWS).unwrap_or(usize::MAX)) {
                let again = first..from.min(first + ROWS);
                trial_rows(self.plan, self.seed, again, self.pool, processes).iter().try_for_each(&mut *row)?;
            }
        }
        let (mut kept, mut length) = (Instant::now(), FIRST);
        while from < trials.end && !self.is_enough(from, &run.tally) {
            let started = Instant::now();
            let length_now = if keeper.is_some() { length } else { u64::MAX };
            let to = self.end(from, if rows.is_some() { length_now.min(ROWS) } else { length_now }, &trials);
            let given = || Given::new(self.plan, conditions.processes(), &holding);
            let keys = Keys::new(self.plan, self.seed);
            let given = if let (Some(row), Some(processes)) = (&mut rows, &processes) {
                let beside = || (given(), TrialRows::new(processes));
                let (given, found) = run.add_trials(self.plan, &keys, from..to, self.pool, self.progress, beside);
                found.in_order().iter().try_for_each(&mut *row)?;
                given
            } else {
                run.add_trials(self.plan, &keys, from..to, self.pool, self.progress, given)
            };
            run.given.merge(&given.into_tally());
            conditions.check().map_err(io::Error::other)?;
            if let Some(Keeper { every, keep }) = keeper.as_mut().filter(|_| to < trials.end) {
                if kept.elapsed() >= every.mul_f64(0.75) {
                    keep(&run);
                    kept = Instant::now();
                }
                let left = every.saturating_sub(kept.elapsed());
                length = in_time(left, to - from, started.elapsed());
            }
            from = to;
        }
        Ok(run)
    }

    /// The end of the range that begins with trial `from`: after at most `length` trials, at the next look of a stopping rule, or with the last trial.
    fn end(&self, from: u64, length: u64, trials: &Range<u64>) -> u64 {
        let looked_at = self.stopping.as_ref().and_then(|rule| rule.looks.iter().copied().find(|&look| look > from)).unwrap_or(u64::MAX);
        from.saturating_add(length).min(looked_at).min(trials.end)
    }

    fn is_enough(&self, done: u64, tally: &Tally) -> bool {
        self.stopping.as_ref().is_some_and(|rule| rule.looks.contains(&done) && (rule.enough)(tally))
    }
}

/// Whole blocks of trials that take about so long, where `trials` took `took`.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a rough number of trials, far below 2⁶³")]
fn in_time(left: Duration, trials: u64, took: Duration) -> u64 {
    let length = trials as f64 * left.as_secs_f64() / took.as_secs_f64().max(1e-6);
    (length.min(1e15) as u64).max(FEWEST) / TRIALS_IN_A_BLOCK * TRIALS_IN_A_BLOCK
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_hold_every_unit_once_in_whole_blocks_of_nearly_the_same_size() {
        for (units, parts) in [(1, 1), (100_000, 16), (100_000, 7), (100, 5), (640, 10), (1_000_000_000, 100_000), (u64::MAX, 3)] {
            let cut = Cut::of_trials(units, parts);
            let mut end = 0;
            for part in 1..=parts {
                let range = cut.range(part);
                assert_eq!(range.start, end);
                assert!(range.end == units || range.end.is_multiple_of(TRIALS_IN_A_BLOCK), "{range:?}");
                assert!(range.end - range.start <= (units / parts).saturating_add(2 * TRIALS_IN_A_BLOCK), "{range:?}");
                end = range.end;
            }
            assert_eq!(end, units);
            assert!(cut.range(0).is_empty() && cut.range(parts + 1).is_empty());
        }
    }
}
