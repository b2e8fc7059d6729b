//! Quantile functions of continuous distributions as functions of a tail probability, from which quantile tables are made.

/// One tail of a distribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tail {
    /// Small values.
    Lower,
    /// Large values.
    Upper,
}

impl Tail {
    /// The tail that holds the cumulative probability `p`, and its tail probability there, at most ½.
    pub(super) fn of(p: f64) -> (Self, f64) {
        if p > 0.5 { (Self::Upper, 1.0 - p) } else { (Self::Lower, p) }
    }

    /// Derivative of the cumulative probability with respect to the tail probability: 1 for the lower tail, −1 for the upper.
    pub(super) const fn sign(self) -> f64 {
        match self {
            Self::Lower => 1.0,
            Self::Upper => -1.0,
        }
    }
}

/// A point of a quantile function.
#[derive(Clone, Copy, Debug)]
pub(super) struct QuantilePoint {
    /// Quantile.
    pub(super) value: f64,
    /// Its derivative with respect to the tail probability: positive in the lower tail, negative in the upper.
    pub(super) slope: f64,
}

/// A continuous distribution whose quantile function is smooth in (0, 1).
pub(super) trait TailQuantile {
    /// Quantile at a tail probability in (0, ½], with an error of a few roundings relative to that tail. `guess` is a value thought to be near the
    /// quantile, or NaN. It affects only the speed and the last bits of the result.
    fn point(&self, tail: Tail, probability: f64, guess: f64) -> QuantilePoint;

    /// Quantile at a tail probability.
    fn value(&self, tail: Tail, probability: f64) -> f64 {
        self.point(tail, probability, f64::NAN).value
    }
}
