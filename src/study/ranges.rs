//! Work cut into parts, and a long run made range by range.

use std::ops::Range;

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
                assert!(range.end == units || range.end % TRIALS_IN_A_BLOCK == 0, "{range:?}");
                assert!(range.end - range.start <= (units / parts).saturating_add(2 * TRIALS_IN_A_BLOCK), "{range:?}");
                end = range.end;
            }
            assert_eq!(end, units);
            assert!(cut.range(0).is_empty() && cut.range(parts + 1).is_empty());
        }
    }
}
