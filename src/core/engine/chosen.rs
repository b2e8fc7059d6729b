//! Which trials enter the monthly bands: the first 4 096, and every 32nd batch of eight after them.

use crate::chance::LANES;

/// Trials from the first on that all enter the bands.
const ALL: u64 = 4_096;
/// After them, one batch in so many enters.
const ONE_IN: u64 = 32;

/// Whether a trial enters the bands. This depends on its number only, so that every partition of the trials gives the same bands.
#[inline]
const fn counts(trial: u64) -> bool {
    trial < ALL || (trial / LANES as u64).is_multiple_of(ONE_IN)
}

/// The lanes of a batch that enter the bands.
pub struct Chosen {
    /// Number of them.
    pub count: usize,
    /// All lanes, those that enter first.
    pub lanes: [usize; LANES],
}

impl Chosen {
    /// Of the first `count` lanes of a batch that begins with trial `first`.
    pub fn of(first: u64, count: usize) -> Self {
        let (mut lanes, mut chosen) = (std::array::from_fn(|lane| lane), 0);
        for (lane, trial) in (0..count).zip(first..) {
            if counts(trial) {
                lanes.swap(chosen, lane);
                chosen += 1;
            }
        }
        Self { count: chosen, lanes }
    }

    /// Whether all lanes enter.
    pub fn is_whole(&self) -> bool {
        self.count == LANES
    }
}
