//! Quantile functions as tables of cubic polynomials, so that a draw takes a few arithmetic operations for any distribution.
//!
//! The tail probability t = min(u, 1 − u) is divided into octaves [2⁻ᵏ⁻¹, 2⁻ᵏ) down to 2⁻⁵³, the smallest uniform number, and each octave into equal
//! bins. So neither tail is truncated, and the accuracy is relative to the tail probability. In each bin the quantile function is interpolated by the
//! cubic Hermite polynomial through its values and derivatives at both ends. The derivatives are limited to three times the slope of the chord, so
//! that the polynomial is monotone (Fritsch & Carlson 1980).

use super::LANES;
use super::stream::MIN_UNIFORM;
use super::tail_quantile::{QuantilePoint, Tail, TailQuantile};

/// Bit pattern of 2⁻⁵³, where the tables begin.
const FIRST: u64 = (1023 - 53) << 52;

/// Number of octaves of the tail probability from 2⁻⁵³ to ½.
const OCTAVES: usize = 52;

/// Largest tail probability used, just below ½, so that ½ itself is in the last bin.
const MAX_TAIL: f64 = 0.5 - f64::EPSILON / 4.0;

/// Smallest and largest number of halvings of an octave.
const HALVINGS: std::ops::RangeInclusive<u32> = 3..=7;

/// Target error relative to the value, or relative to the floor where the value is smaller (see [`FLOOR`]).
const TOLERANCE: f64 = 2.0e-7;

/// Floor of the relative error as a share of the distribution's scale, for distributions of one sign.
const FLOOR: f64 = 1e-6;

/// The same for distributions with values of both signs, whose quantile functions pass through 0.
const FLOOR_OF_BOTH_SIGNS: f64 = 0.1;

/// Coefficients of a cubic polynomial of the position in the bin, 0 to 1, constant term first.
#[derive(Clone, Copy, Debug)]
#[repr(align(32))]
struct Cubic([f64; 4]);

/// Table of a quantile function.
#[derive(Debug)]
pub(super) struct QuantileTable {
    /// Bins of the lower tail from 2⁻⁵³ to ½, then those of the upper tail.
    bins: Box<[Cubic]>,
    /// Index of the first bin of the upper tail.
    upper: u64,
    /// Number of bits of a tail probability that give the position within a bin.
    shift: u32,
    support: [f64; 2],
}

impl QuantileTable {
    /// The table of a distribution with values in `support`. It has as many bins per octave (8 to 128) as the target error needs.
    pub(super) fn new(distribution: &impl TailQuantile, support: [f64; 2]) -> Self {
        let mut sides = [Tail::Lower, Tail::Upper].map(|tail| Side::new(distribution, tail));
        let scale = f64::max(distribution.value(Tail::Lower, 1e-3).abs(), distribution.value(Tail::Upper, 1e-3).abs());
        let one_sign = support[0] >= 0.0 || support[1] <= 0.0;
        let floor = scale * if one_sign { FLOOR } else { FLOOR_OF_BOTH_SIGNS };
        let mut halvings = 0;
        loop {
            halvings += 1;
            let error = sides.each_mut().map(|side| side.halve(distribution, floor)).into_iter().fold(0.0, f64::max);
            // This is the error before the bins were halved; halving divides it by 2⁴.
            if halvings >= *HALVINGS.end() || (halvings >= *HALVINGS.start() && error <= 16.0 * TOLERANCE) {
                break;
            }
        }
        let bins: Box<[Cubic]> = sides.iter().flat_map(Side::cubics).collect();
        Self { upper: (bins.len() / 2) as u64, bins, shift: 52 - halvings, support }
    }

    /// The bin of `u` and the position within the bin, 0 to 1.
    #[inline(always)]
    fn place(&self, u: f64) -> (usize, f64) {
        // Without a branch on the tail, which would be unpredictable. NaN gives the first bin.
        let bits = smaller(larger(smaller(1.0 - u, u), MIN_UNIFORM), MAX_TAIL).to_bits();
        let is_upper = (0.5 - u).to_bits() >> 63;
        #[expect(clippy::cast_possible_truncation, reason = "fewer than 2¹⁴ bins")]
        let bin = (((bits - FIRST) >> self.shift) + is_upper * self.upper) as usize;
        // The remaining bits are the mantissa of a number in [1, 2).
        let share = f64::from_bits(1.0_f64.to_bits() | (bits << (52 - self.shift)) & ((1 << 52) - 1)) - 1.0;
        (bin, share)
    }

    /// The interpolated quantile at a position within a bin.
    #[inline(always)]
    fn value(&self, bin: usize, share: f64) -> f64 {
        let Cubic([c0, c1, c2, c3]) = self.bins[bin];
        smaller(larger(c0 + share * (c1 + share * (c2 + share * c3)), self.support[0]), self.support[1])
    }

    /// Quantile at `u`.
    #[inline]
    pub(super) fn draw(&self, u: f64) -> f64 {
        let (bin, share) = self.place(u);
        self.value(bin, share)
    }

    /// Does [`draw`](Self::draw) for all numbers: first the bins of some numbers, which vectorises, then their values.
    #[inline(always)]
    pub(super) fn draw_all(&self, u: &mut [f64]) {
        const FEW: usize = 32;
        let (mut bins, mut shares) = ([0; FEW], [0.0; FEW]);
        for few in u.chunks_mut(FEW) {
            for ((u, bin), share) in few.iter().zip(&mut bins).zip(&mut shares) {
                (*bin, *share) = self.place(*u);
            }
            for ((value, bin), share) in few.iter_mut().zip(bins).zip(shares) {
                *value = self.value(bin, share);
            }
        }
    }

    /// Does [`draw`](Self::draw) for every lane.
    #[inline(always)]
    pub(super) fn draw_lanes(&self, u: &[f64; LANES]) -> [f64; LANES] {
        let (mut bins, mut shares) = ([0; LANES], [0.0; LANES]);
        for ((u, bin), share) in u.iter().zip(&mut bins).zip(&mut shares) {
            (*bin, *share) = self.place(*u);
        }
        std::array::from_fn(|lane| self.value(bins[lane], shares[lane]))
    }
}

/// Smaller of two numbers; the second where one is NaN. It compiles to one instruction, `f64::min` to several.
#[inline(always)]
fn smaller(one: f64, other: f64) -> f64 {
    if one < other { one } else { other }
}

/// Larger of two numbers; the second where one is NaN.
#[inline(always)]
fn larger(one: f64, other: f64) -> f64 {
    if one > other { one } else { other }
}

/// Nodes of one tail during the construction of a table.
struct Side {
    tail: Tail,
    halvings: u32,
    nodes: Vec<QuantilePoint>,
}

impl Side {
    /// Nodes at the octaves, computed from the middle outwards. The guess for each continues the one before as a power of the tail probability.
    fn new(distribution: &impl TailQuantile, tail: Tail) -> Self {
        let mut nodes = Vec::with_capacity(OCTAVES + 1);
        let mut probability = 0.5;
        let mut node = distribution.point(tail, probability, f64::NAN);
        nodes.push(node);
        for _ in 0..OCTAVES {
            probability *= 0.5;
            node = distribution.point(tail, probability, node.value - node.slope * probability);
            nodes.push(node);
        }
        nodes.reverse();
        Self { tail, halvings: 0, nodes }
    }

    /// Tail probability of a node.
    fn probability(&self, node: usize) -> f64 {
        f64::from_bits(FIRST + ((node as u64) << (52 - self.halvings)))
    }

    /// Width of a bin in tail probability.
    fn width(&self, bin: usize) -> f64 {
        self.probability(bin + 1) - self.probability(bin)
    }

    /// Halves every bin. Returns the largest error of the cubics in the middle of the old bins, relative to the value there or to `floor`.
    fn halve(&mut self, distribution: &impl TailQuantile, floor: f64) -> f64 {
        let coarse = self.cubics();
        let old = std::mem::take(&mut self.nodes);
        self.halvings += 1;
        let mut error = 0.0_f64;
        self.nodes.reserve(2 * coarse.len() + 1);
        for (bin, (&node, Cubic([c0, c1, c2, c3]))) in old.iter().zip(coarse).enumerate() {
            let guess = c0 + 0.5 * (c1 + 0.5 * (c2 + 0.5 * c3));
            let middle = distribution.point(self.tail, self.probability(2 * bin + 1), guess);
            error = error.max((guess - middle.value).abs() / middle.value.abs().max(floor));
            self.nodes.push(node);
            self.nodes.push(middle);
        }
        self.nodes.extend(old.last());
        error
    }

    /// The cubics of all bins.
    fn cubics(&self) -> Vec<Cubic> {
        let bins = self.nodes.windows(2).enumerate();
        bins.map(|(bin, ends)| {
            let chord = ends[1].value - ends[0].value;
            let width = self.width(bin);
            // The derivative gets the sign of the chord and at most three times its slope; an infinite or NaN derivative gets that limit.
            let limit = 3.0 * chord.abs();
            let slope = |node: &QuantilePoint| (node.slope * width).abs().min(limit).copysign(chord);
            let (start, end) = (slope(&ends[0]), slope(&ends[1]));
            Cubic([ends[0].value, start, 3.0 * chord - 2.0 * start - end, start + end - 2.0 * chord])
        })
        .collect()
    }
}
