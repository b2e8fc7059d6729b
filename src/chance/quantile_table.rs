//! Quantile functions as tables of cubics: a handful of arithmetic operations a draw, whatever the distribution.
//!
//! The tail probability t = min(u, 1 − u) is cut into octaves [2⁻ᵏ⁻¹, 2⁻ᵏ) down to 2⁻⁵³, the least that a uniform number can be, and each
//! octave into equal bins, so that neither tail is cut off and accuracy is relative to the tail. In a bin stands the cubic that has the quantile
//! function's values and derivatives at both ends (Hermite), its derivatives held to three times the chord so that it never falls
//! (Fritsch & Carlson 1980).

use super::LANES;
use super::stream::LEAST;
use super::tails::{Node, Tail, Tails};

/// Bits of 2⁻⁵³, where the tables begin.
const FIRST: u64 = (1023 - 53) << 52;

/// Octaves of the tail probability, from 2⁻⁵³ to ½.
const OCTAVES: usize = 52;

/// The greatest, just below ½, so that ½ itself falls into the last bin.
const MOST: f64 = 0.5 - f64::EPSILON / 4.0;

/// Halvings of an octave: at least and at most.
const HALVINGS: std::ops::RangeInclusive<u32> = 3..=7;

/// Error aimed at, relative to the value (or to [`FLOOR`] of the distribution's scale where that is more).
const TOLERANCE: f64 = 2.0e-7;

/// Share of the scale below which a value counts as nothing, for distributions of one sign.
const FLOOR: f64 = 1e-6;

/// The same for distributions with values of both signs, whose quantile functions pass through 0.
const FLOOR_OF_BOTH_SIGNS: f64 = 0.1;

/// A cubic in the share of the bin, constant term first.
#[derive(Clone, Copy, Debug)]
#[repr(align(32))]
struct Cubic([f64; 4]);

/// A compiled quantile function.
#[derive(Debug)]
pub(super) struct Table {
    /// Lower tail from 2⁻⁵³ to ½, then the upper tail likewise.
    bins: Box<[Cubic]>,
    /// Where the upper tail begins.
    upper: u64,
    /// Bits of a tail probability that are the place within a bin.
    shift: u32,
    support: [f64; 2],
}

impl Table {
    /// Of a distribution with values in `support`, in as many bins an octave (8 to 128) as the accuracy asks.
    pub(super) fn new(distribution: &impl Tails, support: [f64; 2]) -> Self {
        let mut sides = [Tail::Lower, Tail::Upper].map(|tail| Side::new(distribution, tail));
        let scale = f64::max(distribution.value(Tail::Lower, 1e-3).abs(), distribution.value(Tail::Upper, 1e-3).abs());
        let one_sign = support[0] >= 0.0 || support[1] <= 0.0;
        let floor = scale * if one_sign { FLOOR } else { FLOOR_OF_BOTH_SIGNS };
        let mut halvings = 0;
        loop {
            halvings += 1;
            let error = sides.each_mut().map(|side| side.halve(distribution, floor)).into_iter().fold(0.0, f64::max);
            // That was the error of the bins before they were halved, and halving divides it by 2⁴.
            if halvings >= *HALVINGS.end() || (halvings >= *HALVINGS.start() && error <= 16.0 * TOLERANCE) {
                break;
            }
        }
        let bins: Box<[Cubic]> = sides.iter().flat_map(Side::cubics).collect();
        Self { upper: (bins.len() / 2) as u64, bins, shift: 52 - halvings, support }
    }

    /// The bin of `u`, and the share of the bin that lies before it.
    #[inline(always)]
    fn place(&self, u: f64) -> (usize, f64) {
        // No branch on the side, which no processor can predict. Undefined numbers end in the first bin.
        let bits = smaller(larger(smaller(1.0 - u, u), LEAST), MOST).to_bits();
        let is_upper = (0.5 - u).to_bits() >> 63;
        #[expect(clippy::cast_possible_truncation, reason = "fewer than 2¹⁴ bins")]
        let bin = (((bits - FIRST) >> self.shift) + is_upper * self.upper) as usize;
        // The remaining bits as the mantissa of a number in [1, 2).
        let share = f64::from_bits(1.0_f64.to_bits() | (bits << (52 - self.shift)) & ((1 << 52) - 1)) - 1.0;
        (bin, share)
    }

    /// The value in a bin.
    #[inline(always)]
    fn value(&self, bin: usize, share: f64) -> f64 {
        let Cubic([c0, c1, c2, c3]) = self.bins[bin];
        smaller(larger(c0 + share * (c1 + share * (c2 + share * c3)), self.support[0]), self.support[1])
    }

    /// The quantile at `u`.
    #[inline]
    pub(super) fn draw(&self, u: f64) -> f64 {
        let (bin, share) = self.place(u);
        self.value(bin, share)
    }

    /// [`draw`](Self::draw) for all of them: some places at a time, which vectorises, then what stands there.
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

    /// [`draw`](Self::draw) for every lane.
    #[inline(always)]
    pub(super) fn draw_lanes(&self, u: &[f64; LANES]) -> [f64; LANES] {
        let (mut bins, mut shares) = ([0; LANES], [0.0; LANES]);
        for ((u, bin), share) in u.iter().zip(&mut bins).zip(&mut shares) {
            (*bin, *share) = self.place(*u);
        }
        std::array::from_fn(|lane| self.value(bins[lane], shares[lane]))
    }
}

/// The smaller of two numbers, the second where one is undefined: one instruction, where `f64::min` takes several.
#[inline(always)]
fn smaller(one: f64, other: f64) -> f64 {
    if one < other { one } else { other }
}

/// The larger of two numbers, the second where one is undefined.
#[inline(always)]
fn larger(one: f64, other: f64) -> f64 {
    if one > other { one } else { other }
}

/// One tail's nodes while the table is being made.
struct Side {
    tail: Tail,
    halvings: u32,
    nodes: Vec<Node>,
}

impl Side {
    /// Nodes at the octaves, worked out from the middle outwards: each is near the one before, continued as a power of the tail probability.
    fn new(distribution: &impl Tails, tail: Tail) -> Self {
        let mut nodes = Vec::with_capacity(OCTAVES + 1);
        let mut probability = 0.5;
        let mut node = distribution.node(tail, probability, f64::NAN);
        nodes.push(node);
        for _ in 0..OCTAVES {
            probability *= 0.5;
            node = distribution.node(tail, probability, node.value - node.slope * probability);
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

    /// Halves every bin. Returns the greatest error that the cubics had in the middle of the bins, relative to the value there or to `floor`.
    fn halve(&mut self, distribution: &impl Tails, floor: f64) -> f64 {
        let coarse = self.cubics();
        let old = std::mem::take(&mut self.nodes);
        self.halvings += 1;
        let mut error = 0.0_f64;
        self.nodes.reserve(2 * coarse.len() + 1);
        for (bin, (&node, Cubic([c0, c1, c2, c3]))) in old.iter().zip(coarse).enumerate() {
            let guess = c0 + 0.5 * (c1 + 0.5 * (c2 + 0.5 * c3));
            let middle = distribution.node(self.tail, self.probability(2 * bin + 1), guess);
            error = error.max((guess - middle.value).abs() / middle.value.abs().max(floor));
            self.nodes.push(node);
            self.nodes.push(middle);
        }
        self.nodes.extend(old.last());
        error
    }

    /// The cubics of the bins.
    fn cubics(&self) -> Vec<Cubic> {
        let bins = self.nodes.windows(2).enumerate();
        bins.map(|(bin, ends)| {
            let chord = ends[1].value - ends[0].value;
            let width = self.width(bin);
            // Of the chord's sign and at most three times as steep; an infinite or undefined derivative becomes the steepest.
            let limit = 3.0 * chord.abs();
            let slope = |node: &Node| (node.slope * width).abs().min(limit).copysign(chord);
            let (start, end) = (slope(&ends[0]), slope(&ends[1]));
            Cubic([ends[0].value, start, 3.0 * chord - 2.0 * start - end, start + end - 2.0 * chord])
        })
        .collect()
    }
}
