//! Latin hypercube samples with random access: a keyed permutation of the strata instead of a shuffled list.
//!
//! In each dimension the n points of a sample fall one into each of n equal strata (`McKay`, Beckman & Conover 1979). The strata are
//! permuted pseudorandomly by a small Feistel network (Black & Rogaway 2002, "Ciphers with arbitrary finite domains": the generalised network on a ×
//! b ≥ n numbers, applied repeatedly until the result is below n). Each point is computed by itself, and no list is stored.

use super::LANES;
use super::stream::{Key, MIN_UNIFORM, unit};

/// Rounds of the Feistel network, for large and for small sides; small sides need more rounds for the same mixing.
const ROUNDS: usize = 6;
const SMALL_ROUNDS: usize = 24;

/// Sides below this are small.
const SMALL: u32 = 16;

/// Number of strata, with two nearly equal factors whose product is at least as large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Strata {
    count: u64,
    sides: [u32; 2],
}

/// Permutation of the strata of one sample in one dimension.
struct Permutation {
    keys: [u64; SMALL_ROUNDS],
    rounds: usize,
    strata: Strata,
}

impl Strata {
    /// Largest number of strata.
    pub const MAX: u64 = 1 << 32;

    /// The given number of strata, limited to 1 to [`Self::MAX`].
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the root of 2³² is 2¹⁶")]
    pub fn new(count: u64) -> Self {
        let count = count.clamp(1, Self::MAX);
        let root = (count as f64).sqrt().ceil() as u32;
        Self { count, sides: [root, count.div_ceil(u64::from(root)) as u32] }
    }

    /// Number of strata.
    #[must_use]
    pub const fn count(self) -> u64 {
        self.count
    }

    /// [`LANES`] consecutive points from number `first` on, in the dimension of `key`; each is uniform in its stratum and in (0, 1). Points beyond
    /// the number of strata form further samples, each with a permutation of its own.
    #[inline]
    #[must_use]
    pub fn points(self, key: Key, first: u64) -> [f64; LANES] {
        let (mut sample, mut place) = (first / self.count, first % self.count);
        let mut permutation = self.permutation(key.child(sample));
        std::array::from_fn(|_| {
            if place == self.count {
                (sample, place) = (sample + 1, 0);
                permutation = self.permutation(key.child(sample));
            }
            let point = self.uniform_in(permutation.stratum(place), key.child(sample), place);
            place += 1;
            point
        })
    }

    /// One point of [`points`](Self::points).
    #[inline]
    #[must_use]
    pub fn point(self, key: Key, number: u64) -> f64 {
        let (sample, place) = (key.child(number / self.count), number % self.count);
        self.uniform_in(self.permutation(sample).stratum(place), sample, place)
    }

    /// Uniform number in a stratum. It uses the words of the sample's key that follow those of the permutation.
    #[inline]
    fn uniform_in(self, stratum: u64, sample: Key, place: u64) -> f64 {
        let within = unit(sample.word(SMALL_ROUNDS as u64 + place));
        ((stratum as f64 + within) * (self.count as f64).recip()).clamp(MIN_UNIFORM, 1.0 - MIN_UNIFORM)
    }

    #[inline]
    fn permutation(self, key: Key) -> Permutation {
        let rounds = if self.sides[1] < SMALL { SMALL_ROUNDS } else { ROUNDS };
        let mut keys = [0; SMALL_ROUNDS];
        (0..).zip(&mut keys[..rounds]).for_each(|(round, word)| *word = key.word(round));
        Permutation { keys, rounds, strata: self }
    }
}

impl Permutation {
    /// The stratum at a position of the permutation; both are below the number of strata.
    #[inline]
    fn stratum(&self, place: u64) -> u64 {
        let [a, b] = self.strata.sides;
        let mut at = place;
        loop {
            #[expect(clippy::cast_possible_truncation, reason = "below the two sides")]
            let [mut left, mut right] = [(at % u64::from(a)) as u32, (at / u64::from(a)) as u32];
            for pair in self.keys[..self.rounds].chunks_exact(2) {
                left = add_modulo(left, round_function(right, pair[0], a), a);
                right = add_modulo(right, round_function(left, pair[1], b), b);
            }
            at = u64::from(right) * u64::from(a) + u64::from(left);
            if at < self.strata.count {
                return at;
            }
        }
    }
}

/// Round function: a number below `side` that depends on one half and the round key. It is the upper half of a keyed product, mixed once more.
#[inline]
fn round_function(part: u32, key: u64, side: u32) -> u32 {
    let mixed = (u64::from(part) ^ key).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 32)).wrapping_mul(0x94D0_49BB_1331_11EB);
    (((mixed >> 32) * u64::from(side)) >> 32) as u32
}

/// Sum of two numbers below `side`, modulo `side`.
#[inline]
const fn add_modulo(part: u32, by: u32, side: u32) -> u32 {
    let sum = part + by;
    if sum >= side { sum - side } else { sum }
}

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small whole numbers")]
mod tests {
    use super::*;

    /// All points of consecutive samples.
    fn points(strata: Strata, key: Key, samples: u64) -> Vec<f64> {
        let all = (0..samples * strata.count()).step_by(LANES).flat_map(|first| strata.points(key, first));
        all.take((samples * strata.count()) as usize).collect()
    }

    #[test]
    fn each_stratum_holds_one_point() {
        for count in [1, 2, 3, 7, 8, 9, 24, 632, 1000, 4096] {
            for key in 0..20 {
                for sample in points(Strata::new(count), Key::from_bits(5).child(key), 2).chunks(count as usize) {
                    let mut hit = vec![false; count as usize];
                    for u in sample {
                        assert!(*u > 0.0 && *u < 1.0);
                        assert!(!std::mem::replace(&mut hit[(u * count as f64) as usize], true), "{u} of {count}");
                    }
                }
            }
        }
        assert_eq!(Strata::new(u64::MAX).count(), Strata::MAX);
        assert!(Strata::new(Strata::MAX).points(Key::from_bits(1), Strata::MAX - 8).iter().all(|u| *u < 1.0));
    }

    /// Chi-squared tests that pairs of strata at two positions of one permutation, and strata at one position of two permutations, are uniform.
    #[test]
    fn permutations_are_uniform_and_independent() {
        // Cells are eighths of the strata. The positions are adjacent, in one row and in one column of the network.
        for (count, places) in [(8, [0, 1]), (8, [2, 7]), (8, [3, 4]), (1024, [0, 1]), (1024, [0, 32]), (1000, [3, 999]), (512, [0, 23])] {
            let strata = Strata::new(count);
            let (mut pairs, mut across) = ([0.0_f64; 64], [0.0_f64; 64]);
            let runs = 56_000;
            for run in 0..runs {
                let [key, other] = [77, 78].map(|base| strata.permutation(Key::from_bits(base).child(run)));
                let eighth = |permutation: &Permutation, place: usize| (8 * permutation.stratum(places[place]) / count) as usize;
                pairs[8 * eighth(&key, 0) + eighth(&key, 1)] += 1.0;
                across[8 * eighth(&key, 0) + eighth(&other, 0)] += 1.0;
            }
            let (n, cell) = (count as f64, (count / 8) as f64);
            let statistic = |counts: &[f64; 64], distinct: bool| {
                let expected = |at: usize| match (distinct, at / 8 == at % 8) {
                    (false, _) => 1.0 / 64.0,
                    (true, true) => cell / n * (cell - 1.0) / (n - 1.0),
                    (true, false) => cell / n * cell / (n - 1.0),
                };
                let squares = (0..64).map(|at| (runs as f64 * expected(at), counts[at]));
                squares.map(|(expected, count)| if expected > 0.0 { (count - expected).powi(2) / expected } else { count }).sum::<f64>()
            };
            let found = [statistic(&pairs, true), statistic(&across, false)];
            assert!(found.iter().all(|one| *one < 118.0), "{count}, {places:?}: {found:?}"); // 63 degrees of freedom: probability 1 in 35 000 in each of 14 tests
        }
    }

    #[test]
    fn additive_functions_have_a_small_variance() {
        // Mean of x + y² over 64 points: at random its variance is (1/12 + 4/45)/64; with strata it is about 64² times smaller.
        let means: Vec<f64> = (0..400)
            .map(|run| {
                let [x, y] = [0, 1].map(|dimension| points(Strata::new(64), Key::from_bits(9).child(run).child(dimension), 1));
                x.iter().zip(&y).map(|(x, y)| x + y * y).sum::<f64>() / 64.0
            })
            .collect();
        let variance = means.iter().map(|mean| (mean - 5.0 / 6.0).powi(2)).sum::<f64>() / 400.0;
        let gain = (1.0 / 12.0 + 4.0 / 45.0) / 64.0 / variance;
        assert!((2500.0..6000.0).contains(&gain), "{gain}");
    }
}
