//! Latin hypercube samples whose points are known by their number: a keyed permutation of the strata in place of a shuffled list.
//!
//! In each dimension the n points of a sample fall one into each of n equal strata (`McKay`, Beckman & Conover 1979), in an order that a small
//! Feistel network makes from a key (Black & Rogaway 2002, "Ciphers with arbitrary finite domains": the generalised network on a × b ≥ n numbers,
//! walked on until the result is below n). So any point is there at once, and nothing is kept of the others.

use super::LANES;
use super::stream::{Key, LEAST, unit};

/// Rounds of the network, and those where the sides are so small that it mixes slowly.
const ROUNDS: usize = 6;
const SMALL_ROUNDS: usize = 24;

/// Sides below this are small.
const SMALL: u32 = 16;

/// A number of strata, split into two nearly equal factors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Strata {
    count: u64,
    sides: [u32; 2],
}

/// The order of one sample in one dimension.
struct Order {
    keys: [u64; SMALL_ROUNDS],
    rounds: usize,
    strata: Strata,
}

impl Strata {
    /// The most that there can be.
    pub const MOST: u64 = 1 << 32;

    /// So many strata: at least 1, at most [`Self::MOST`].
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the root of 2³² is 2¹⁶")]
    pub fn new(count: u64) -> Self {
        let count = count.clamp(1, Self::MOST);
        let root = (count as f64).sqrt().ceil() as u32;
        Self { count, sides: [root, count.div_ceil(u64::from(root)) as u32] }
    }

    /// How many.
    #[must_use]
    pub const fn count(self) -> u64 {
        self.count
    }

    /// Points `first` and the next of the dimension that `key` belongs to, in (0, 1): each at a random place in its stratum. Points beyond the count
    /// form further samples, each in an order of its own.
    #[inline]
    #[must_use]
    pub fn points(self, key: Key, first: u64) -> [f64; LANES] {
        let (mut sample, mut place) = (first / self.count, first % self.count);
        let mut order = self.order(key.child(sample));
        std::array::from_fn(|_| {
            if place == self.count {
                (sample, place) = (sample + 1, 0);
                order = self.order(key.child(sample));
            }
            let point = self.placed(order.stratum(place), key.child(sample), place);
            place += 1;
            point
        })
    }

    /// One point of [`points`](Self::points).
    #[inline]
    #[must_use]
    pub fn point(self, key: Key, number: u64) -> f64 {
        let (sample, place) = (key.child(number / self.count), number % self.count);
        self.placed(self.order(sample).stratum(place), sample, place)
    }

    /// A random place in a stratum, by the words that a sample's key has after those of its order.
    #[inline]
    fn placed(self, stratum: u64, sample: Key, place: u64) -> f64 {
        let within = unit(sample.word(SMALL_ROUNDS as u64 + place));
        ((stratum as f64 + within) * (self.count as f64).recip()).clamp(LEAST, 1.0 - LEAST)
    }

    #[inline]
    fn order(self, key: Key) -> Order {
        let rounds = if self.sides[1] < SMALL { SMALL_ROUNDS } else { ROUNDS };
        let mut keys = [0; SMALL_ROUNDS];
        (0..).zip(&mut keys[..rounds]).for_each(|(round, word)| *word = key.word(round));
        Order { keys, rounds, strata: self }
    }
}

impl Order {
    /// The stratum that comes at `place`: both below the count.
    #[inline]
    fn stratum(&self, place: u64) -> u64 {
        let [a, b] = self.strata.sides;
        let mut at = place;
        loop {
            #[expect(clippy::cast_possible_truncation, reason = "below the two sides")]
            let [mut left, mut right] = [(at % u64::from(a)) as u32, (at / u64::from(a)) as u32];
            for pair in self.keys[..self.rounds].chunks_exact(2) {
                left = turned(left, below(right, pair[0], a), a);
                right = turned(right, below(left, pair[1], b), b);
            }
            at = u64::from(right) * u64::from(a) + u64::from(left);
            if at < self.strata.count {
                return at;
            }
        }
    }
}

/// A number below `side` that a part and the round's key decide: the upper half of a keyed product, mixed once more.
#[inline]
fn below(part: u32, key: u64, side: u32) -> u32 {
    let mixed = (u64::from(part) ^ key).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 32)).wrapping_mul(0x94D0_49BB_1331_11EB);
    (((mixed >> 32) * u64::from(side)) >> 32) as u32
}

/// The sum of two numbers below `side`, modulo it.
#[inline]
const fn turned(part: u32, by: u32, side: u32) -> u32 {
    let sum = part + by;
    if sum >= side { sum - side } else { sum }
}

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small whole numbers")]
mod tests {
    use super::*;

    /// All points of some samples, one after the other.
    fn points(strata: Strata, key: Key, samples: u64) -> Vec<f64> {
        let all = (0..samples * strata.count()).step_by(LANES).flat_map(|first| strata.points(key, first));
        all.take((samples * strata.count()) as usize).collect()
    }

    #[test]
    fn each_stratum_is_hit_once() {
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
        assert_eq!(Strata::new(u64::MAX).count(), Strata::MOST);
        assert!(Strata::new(Strata::MOST).points(Key::from_bits(1), Strata::MOST - 8).iter().all(|u| *u < 1.0));
    }

    /// Pairs of strata at two places, and strata of one place under keys of two dimensions, are as likely as each other.
    #[test]
    fn orders_are_uniform_and_independent() {
        // Cells: eighths of the strata. Places next to each other, in the same row and in the same column of the network.
        for (count, places) in [(8, [0, 1]), (8, [2, 7]), (8, [3, 4]), (1024, [0, 1]), (1024, [0, 32]), (1000, [3, 999]), (512, [0, 23])] {
            let strata = Strata::new(count);
            let (mut pairs, mut across) = ([0.0_f64; 64], [0.0_f64; 64]);
            let runs = 56_000;
            for run in 0..runs {
                let [key, other] = [77, 78].map(|base| strata.order(Key::from_bits(base).child(run)));
                let eighth = |order: &Order, place: usize| (8 * order.stratum(places[place]) / count) as usize;
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
            assert!(found.iter().all(|one| *one < 118.0), "{count}, {places:?}: {found:?}"); // 63 degrees, 1 in 35 000, fourteen of them
        }
    }

    #[test]
    fn what_is_a_sum_of_inputs_is_nearly_exact() {
        // Mean of x + y² over 64 points: at random its variance is (1/12 + 4/45)/64; stratified, about 64² times less.
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
