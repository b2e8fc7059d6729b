//! What a quantile table is made from: a continuous distribution seen from its two tails.

/// One end of a distribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tail {
    /// Small values.
    Lower,
    /// Large values.
    Upper,
}

impl Tail {
    /// The tail in which the cumulative probability `p` lies, and its probability there, at most ½.
    pub(super) fn of(p: f64) -> (Self, f64) {
        if p > 0.5 { (Self::Upper, 1.0 - p) } else { (Self::Lower, p) }
    }

    /// 1 below, −1 above: how the cumulative probability moves with the tail's.
    pub(super) const fn sign(self) -> f64 {
        match self {
            Self::Lower => 1.0,
            Self::Upper => -1.0,
        }
    }
}

/// A point of a quantile function: the value and its derivative in the tail probability.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    /// The value.
    pub(super) value: f64,
    /// Its derivative in the tail probability: positive for the lower tail, negative for the upper.
    pub(super) slope: f64,
}

/// A continuous distribution whose quantile function is smooth inside (0, 1).
pub(super) trait Tails {
    /// The quantile at a tail probability in (0, ½], exact but for rounding relative to that tail. `guess` is a value thought to be near, or NaN;
    /// it may only change how fast the answer comes, and its last bits.
    fn node(&self, tail: Tail, probability: f64, guess: f64) -> Node;

    /// The value at a tail probability.
    fn value(&self, tail: Tail, probability: f64) -> f64 {
        self.node(tail, probability, f64::NAN).value
    }
}
