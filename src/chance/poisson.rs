//! Poisson counts by inversion: one uniform number a count, and the larger mean gives no smaller one.
//!
//! Samplers that reject read as many numbers as they need, so that a slightly larger mean may give any other count.

use super::LANES;

/// The greatest mean that one count may have: e to the minus that is still far above the smallest number, and few steps lead there.
pub const MOST: f64 = 32.0;

/// Counts of one batch under search: the cumulative distribution function climbed step by step (Devroye 1986, X.3.3).
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Search {
    uniform: [f64; LANES],
    mean: [f64; LANES],
    /// Chance of the number reached.
    chance: [f64; LANES],
    /// Chance of that number or less; 2 once it grows no more.
    up_to: [f64; LANES],
    count: [f64; LANES],
}

/// Counts that are asked for and then found all at once.
#[derive(Clone, Debug, Default)]
pub struct PoissonCounts(Vec<Search>);

impl PoissonCounts {
    /// Starts anew.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Asks for the counts that uniform numbers in (0, 1) stand for; means are at most [`MOST`].
    pub fn ask(&mut self, mean: [f64; LANES], none: [f64; LANES], uniform: [f64; LANES]) {
        self.0.push(Search { uniform, mean, chance: none, up_to: none, count: [0.0; LANES] });
    }

    /// Finds all that was asked for.
    #[inline(always)]
    pub fn find(&mut self) {
        for number in 1_u32.. {
            let inverse = 1.0 / f64::from(number);
            let mut all_above = [0.0; LANES];
            // One small loop for each operation, which vectorises.
            for Search { uniform, mean, chance, up_to, count } in &mut self.0 {
                let above: [f64; LANES] = std::array::from_fn(|lane| if uniform[lane] >= up_to[lane] { 1.0 } else { 0.0 });
                count.iter_mut().zip(above).for_each(|(count, above)| *count += above);
                all_above.iter_mut().zip(above).for_each(|(all, above)| *all += above);
                chance.iter_mut().zip(&*mean).for_each(|(chance, mean)| *chance *= *mean * inverse);
                let next: [f64; LANES] = std::array::from_fn(|lane| up_to[lane] + chance[lane]);
                *up_to = std::array::from_fn(|lane| if next[lane] > up_to[lane] { next[lane] } else { 2.0 });
            }
            if all_above.iter().sum::<f64>() == 0.0 {
                return;
            }
        }
    }

    /// The count asked for at that place.
    #[inline]
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
    pub fn count(&self, place: usize, lane: usize) -> usize {
        self.0[place].count[lane] as usize
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Key, unit};
    use super::*;
    use statrs::distribution::{DiscreteCDF, Poisson};

    fn count(mean: f64, uniform: f64) -> usize {
        let mut counts = PoissonCounts::default();
        counts.ask([0.0; LANES], [1.0; LANES], [uniform; LANES]);
        counts.ask([mean; LANES], [(-mean).exp(); LANES], [uniform; LANES]);
        counts.find();
        assert!((0..LANES).all(|lane| counts.count(0, lane) == 0));
        counts.count(1, 5)
    }

    #[test]
    fn counts_invert_the_distribution_function() {
        for mean in [0.01, 0.5, 1.0, 6.0, 31.0, MOST] {
            let law = Poisson::new(mean).unwrap();
            for index in 0..2000 {
                let uniform = unit(Key::from_bits(5).word(index));
                let count = count(mean, uniform) as u64;
                assert!(law.cdf(count) > uniform - 1e-12, "{mean} {uniform}");
                assert!(count == 0 || law.cdf(count - 1) <= uniform + 1e-12, "{mean} {uniform}");
            }
        }
    }

    #[test]
    fn a_larger_mean_gives_no_smaller_count_and_the_ends_are_finite() {
        for index in 0..500 {
            let uniform = unit(Key::from_bits(9).word(index));
            let counts: Vec<usize> = (0..=320).map(|tenth| count(f64::from(tenth) / 10.0, uniform)).collect();
            assert!(counts.is_sorted(), "{uniform}");
        }
        assert!(count(MOST, 1.0 - f64::EPSILON / 2.0) < 120);
        assert_eq!((count(MOST, f64::EPSILON / 2.0), count(0.0, 0.999)), (0, 0));
    }
}
