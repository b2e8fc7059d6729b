//! Poisson counts by inversion: each count uses one uniform number, and a larger mean never gives a smaller count.
//!
//! Rejection samplers use a varying number of uniform numbers, so that a slightly larger mean can give any other count.

use super::LANES;

/// Largest mean of a count. exp(−mean) is then far above the smallest positive number, and the search takes few steps.
pub const MAX_MEAN: f64 = 32.0;

/// Sequential search of the cumulative distribution function for the counts of one batch (Devroye 1986, X.3.3).
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Search {
    uniform: [f64; LANES],
    mean: [f64; LANES],
    /// Probability of the number reached.
    probability: [f64; LANES],
    /// Cumulative probability of the number reached; 2 once it no longer increases.
    up_to: [f64; LANES],
    count: [f64; LANES],
}

/// Poisson counts that are collected first and then computed together.
#[derive(Clone, Debug, Default)]
pub struct PoissonCounts(Vec<Search>);

impl PoissonCounts {
    /// Removes all counts.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Adds the counts for uniform numbers in (0, 1) and means of at most [`MAX_MEAN`]; `none` is the probability exp(−mean) of a count of 0.
    pub fn push(&mut self, mean: [f64; LANES], none: [f64; LANES], uniform: [f64; LANES]) {
        self.0.push(Search { uniform, mean, probability: none, up_to: none, count: [0.0; LANES] });
    }

    /// Computes all counts added.
    #[inline(always)]
    pub fn compute(&mut self) {
        for number in 1_u32.. {
            let inverse = 1.0 / f64::from(number);
            let mut all_above = [0.0; LANES];
            // One short loop per operation, so that the compiler vectorises each.
            for Search { uniform, mean, probability, up_to, count } in &mut self.0 {
                let above: [f64; LANES] = std::array::from_fn(|lane| if uniform[lane] >= up_to[lane] { 1.0 } else { 0.0 });
                count.iter_mut().zip(above).for_each(|(count, above)| *count += above);
                all_above.iter_mut().zip(above).for_each(|(all, above)| *all += above);
                probability.iter_mut().zip(&*mean).for_each(|(probability, mean)| *probability *= *mean * inverse);
                let next: [f64; LANES] = std::array::from_fn(|lane| up_to[lane] + probability[lane]);
                *up_to = std::array::from_fn(|lane| if next[lane] > up_to[lane] { next[lane] } else { 2.0 });
            }
            if all_above.iter().sum::<f64>() == 0.0 {
                return;
            }
        }
    }

    /// The count of one lane of the batch added at `place`.
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
        counts.push([0.0; LANES], [1.0; LANES], [uniform; LANES]);
        counts.push([mean; LANES], [(-mean).exp(); LANES], [uniform; LANES]);
        counts.compute();
        assert!((0..LANES).all(|lane| counts.count(0, lane) == 0));
        counts.count(1, 5)
    }

    #[test]
    fn counts_invert_the_distribution_function() {
        for mean in [0.01, 0.5, 1.0, 6.0, 31.0, MAX_MEAN] {
            let exact = Poisson::new(mean).unwrap();
            for index in 0..2000 {
                let uniform = unit(Key::from_bits(5).word(index));
                let count = count(mean, uniform) as u64;
                assert!(exact.cdf(count) > uniform - 1e-12, "{mean} {uniform}");
                assert!(count == 0 || exact.cdf(count - 1) <= uniform + 1e-12, "{mean} {uniform}");
            }
        }
    }

    #[test]
    fn counts_do_not_decrease_with_the_mean_and_are_finite() {
        for index in 0..500 {
            let uniform = unit(Key::from_bits(9).word(index));
            let counts: Vec<usize> = (0..=320).map(|tenth| count(f64::from(tenth) / 10.0, uniform)).collect();
            assert!(counts.is_sorted(), "{uniform}");
        }
        assert!(count(MAX_MEAN, 1.0 - f64::EPSILON / 2.0) < 120);
        assert_eq!((count(MAX_MEAN, f64::EPSILON / 2.0), count(0.0, 0.999)), (0, 0));
    }
}
