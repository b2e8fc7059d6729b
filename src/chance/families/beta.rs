//! The beta distribution between any two bounds; PERT is one.

use statrs::function::beta::checked_beta_reg;
use statrs::function::gamma::ln_gamma;

use super::invert::invert;
use super::quadrature::{integral, log_excess, reach, stirling_error};
use super::tails::{Node, Tail, Tails};

/// Smaller and larger shape from which on tails are integrated: the continued fraction needs some √shape terms, the quadrature always the same.
const NARROW: [f64; 2] = [20.0, 200.0];

/// Beta distribution of shapes `low_shape` (alpha) and `high_shape` (beta), both positive and finite, stretched over [`low`, `high`].
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Beta {
    low_shape: f64,
    high_shape: f64,
    low: f64,
    high: f64,
    /// ln of the density's constant factor: 1/B(alpha, beta), or what is left of it in the saddle-point form.
    ln_factor: f64,
    /// 1/B(alpha, beta) over the value that statrs takes for it, which cancels where one shape is large: by tail, as the order of its terms counts.
    corrections: [f64; 2],
}

/// Whether tails are integrated.
fn is_narrow(shape: f64, other: f64) -> bool {
    shape.min(other) >= NARROW[0] && shape.max(other) >= NARROW[1]
}

impl Beta {
    pub(super) fn new(low_shape: f64, high_shape: f64, low: f64, high: f64) -> Self {
        let sum = low_shape + high_shape;
        let (small, large) = (low_shape.min(high_shape), low_shape.max(high_shape));
        let plain = [(low_shape, high_shape), (high_shape, low_shape)].map(|(near, far)| ln_gamma(sum) - ln_gamma(near) - ln_gamma(far));
        let ln_factor = if is_narrow(small, large) {
            0.5 * (small / sum * large / std::f64::consts::TAU).ln() + stirling_error(sum) - stirling_error(small) - stirling_error(large)
        } else if large >= NARROW[1] {
            // Stirling's formula for the two large terms, their difference taken before rounding.
            (large - 0.5) * (small / large).ln_1p() + small * (sum.ln() - 1.0) + stirling_error(sum) - stirling_error(large) - ln_gamma(small)
        } else {
            plain[0]
        };
        Self { low_shape, high_shape, low, high, ln_factor, corrections: plain.map(|plain| (ln_factor - plain).exp()) }
    }

    /// Bounds of the values.
    pub(super) fn support(&self) -> [f64; 2] {
        [self.low, self.high]
    }

    pub(super) fn mean(&self) -> f64 {
        self.low + (self.high - self.low) * (self.low_shape / (self.low_shape + self.high_shape))
    }

    pub(super) fn sd(&self) -> f64 {
        let sum = self.low_shape + self.high_shape;
        (self.high - self.low) * (self.low_shape / sum * (self.high_shape / sum) / (sum + 1.0)).sqrt()
    }

    pub(super) fn cdf(&self, x: f64) -> f64 {
        if x <= self.low {
            return 0.0;
        }
        if x >= self.high {
            return 1.0;
        }
        let width = self.high - self.low;
        // The tail on this side of the mean, so that its probability is exact where it is small.
        if x <= self.mean() { self.tail(Tail::Lower, (x - self.low) / width) } else { 1.0 - self.tail(Tail::Upper, (self.high - x) / width) }
    }

    /// The shapes as seen from one bound: the near one first.
    fn shapes(&self, tail: Tail) -> (f64, f64) {
        match tail {
            Tail::Lower => (self.low_shape, self.high_shape),
            Tail::Upper => (self.high_shape, self.low_shape),
        }
    }

    /// Probability that the distance from one bound, in widths, is at most x in (0, 1).
    fn tail(&self, tail: Tail, x: f64) -> f64 {
        let (near, far) = self.shapes(tail);
        if !is_narrow(near, far) {
            // Shapes are positive and x lies in [0, 1], all that the function asks. It takes the other tail from where the mean is.
            let probability = checked_beta_reg(near, far, x).unwrap_or(f64::NAN);
            let is_from_other = x >= (near + 1.0) / (near + far + 2.0);
            let correction = self.corrections[usize::from(tail == Tail::Upper)];
            return if is_from_other { 1.0 - (1.0 - probability) * correction } else { probability * correction };
        }
        let sum = near + far;
        let distance = near / sum - x;
        if distance < 0.0 {
            let other = if tail == Tail::Lower { Tail::Upper } else { Tail::Lower };
            return 1.0 - self.tail(other, 1.0 - x);
        }
        // Far outside, the density falls as slowly as its own skewness lets it.
        let sd = ((near / sum * (far / sum)).max(x * (1.0 - x)) / sum).sqrt();
        integral(x, -reach(sd, distance).min(x), |at| self.density(tail, at))
    }

    /// Density of the distance from one bound, in widths, at x in (0, 1).
    fn density(&self, tail: Tail, x: f64) -> f64 {
        let (near, far) = self.shapes(tail);
        if x <= 0.0 || x >= 1.0 {
            // Only reached where the quantile has run into a bound within rounding.
            return f64::INFINITY;
        }
        if !is_narrow(near, far) {
            return (self.ln_factor + (near - 1.0) * x.ln() + (far - 1.0) * (-x).ln_1p()).exp();
        }
        // Saddle-point form (Loader 2000), which does not cancel for large shapes.
        let mean = near / (near + far);
        let off = x - mean;
        let exponent = near * log_excess(off / mean) + far * log_excess(-off / (1.0 - mean));
        (self.ln_factor - exponent).exp() / (x * (1.0 - x))
    }
}

impl Tails for Beta {
    fn node(&self, tail: Tail, probability: f64, guess: f64) -> Node {
        let width = self.high - self.low;
        let (near, far) = self.shapes(tail);
        let (bound, inwards) = if tail == Tail::Lower { (self.low, 1.0) } else { (self.high, -1.0) };
        let guess = if guess.is_nan() { near / (near + far) } else { (guess - bound) * inwards / width };
        let x = invert(false, probability, guess, 1.0, |x| (self.tail(tail, x), self.density(tail, x)));
        Node { value: (bound + inwards * width * x).clamp(self.low, self.high), slope: inwards * width / self.density(tail, x) }
    }
}
