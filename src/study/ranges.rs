//! Work cut into parts, and a long run made range by range.

use std::ops::Range;
use std::time::{Duration, Instant};

use crate::engine::{Tally, simulate};
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

/// Who keeps the counts of a long run while it goes on.
pub struct Keeper<'a> {
    /// How long the run goes on at least before its counts are kept again; they are within about twice that.
    pub every: Duration,
    /// Takes what was counted so far.
    pub keep: &'a mut dyn FnMut(&Tally),
}

/// When trials are enough, though more were asked for.
pub struct StoppingRule<'a> {
    /// The counts are looked at after just so many trials, rising, so that where a run stops depends on nothing but its counts.
    pub looks: &'a [u64],
    /// Whether they are enough.
    pub enough: &'a dyn Fn(&Tally) -> bool,
}

/// A run made range by range. Where its ranges end is a matter of time and does not show in what it counts.
pub struct Ranges<'a, 'k> {
    /// What is run.
    pub plan: &'a Plan,
    /// Its seed.
    pub seed: u64,
    /// The threads.
    pub pool: &'a rayon::ThreadPool,
    /// Is told how many trials were finished since its last call.
    pub progress: &'a (dyn Fn(u64) + Sync),
    /// Who keeps the counts, if anybody.
    pub keeper: Option<Keeper<'k>>,
    /// When they are enough, if not when all trials are run.
    pub stopping: Option<StoppingRule<'a>>,
}

impl Ranges<'_, '_> {
    /// Counts the trials of a range; those of its beginning that `before` counted are not run again.
    pub fn count(&mut self, trials: Range<u64>, before: Option<Tally>) -> Tally {
        let mut tally = before.unwrap_or_else(|| Tally::new(self.plan));
        let mut from = trials.start + tally.trials;
        let (mut kept, mut length) = (Instant::now(), FIRST);
        while from < trials.end && !self.is_enough(from, &tally) {
            let started = Instant::now();
            let to = self.end(from, length, &trials);
            tally.merge(&simulate(self.plan, self.seed, from..to, self.pool, self.progress));
            if let Some(Keeper { every, keep }) = self.keeper.as_mut().filter(|_| to < trials.end) {
                if kept.elapsed() >= every.mul_f64(0.75) {
                    keep(&tally);
                    kept = Instant::now();
                }
                let left = every.saturating_sub(kept.elapsed());
                length = in_time(left, to - from, started.elapsed());
            }
            from = to;
        }
        tally
    }

    /// Where the range from `from` on ends: after so many trials where somebody keeps them, at the next look of a stopping rule, or with all trials.
    fn end(&self, from: u64, length: u64, trials: &Range<u64>) -> u64 {
        let kept = if self.keeper.is_some() { from.saturating_add(length) } else { u64::MAX };
        let looked_at = self.stopping.as_ref().and_then(|rule| rule.looks.iter().copied().find(|&look| look > from)).unwrap_or(u64::MAX);
        kept.min(looked_at).min(trials.end)
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
