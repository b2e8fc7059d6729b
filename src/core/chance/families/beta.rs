//! The beta distribution on a finite interval, of which the PERT distribution is a special case.

use statrs::function::beta::checked_beta_reg;
use statrs::function::gamma::ln_gamma;

use super::SmoothFamily;
use super::parameters::{NEGLIGIBLE_SPREAD, ascending, finite, not_negative};
use crate::chance::distribution::Distribution;
use crate::chance::distribution_error::DistributionError;
use crate::chance::quadrature::{integral, log_excess, stirling_error, tail_length};
use crate::chance::tail_inversion::invert;
use crate::chance::tail_quantile::{QuantilePoint, Tail, TailQuantile};

/// Smaller and larger shape from which on tail probabilities are integrated numerically: the continued fraction needs about √shape terms, the
/// quadrature a fixed number.
const NARROW: [f64; 2] = [20.0, 200.0];

/// Smallest sum of the shapes: below it nearly all weight is at 0 and 1, and the tables of quantiles are no longer accurate to 10⁻⁶.
pub(in crate::chance) const LEAST_SIZE: f64 = 0.03;

impl Distribution {
    /// PERT distribution with the usual weight of 4 on the mode (Malcolm, Roseboom, Clark & Fazar 1959): the beta distribution on [low, high] with
    /// shapes 1 + 4(mode − low)/(high − low) and 1 + 4(high − mode)/(high − low), and mean (low + 4·mode + high)/6.
    ///
    /// # Errors
    /// Unless low ≤ mode ≤ high, all finite.
    pub fn pert(low: f64, mode: f64, high: f64) -> Result<Self, DistributionError> {
        ascending(&["low", "mode", "high"], &[low, mode, high])?;
        if low >= high {
            return Self::constant(low);
        }
        let width = high - low;
        Self::checked(Beta::new(1.0 + 4.0 * ((mode - low) / width), 1.0 + 4.0 * ((high - mode) / width), low, high))
    }

    /// Beta distribution on [0, 1] by its mean and standard deviation: its shapes are mean·n and (1 − mean)·n with n = mean·(1 − mean)/sd² − 1.
    ///
    /// # Errors
    /// Unless 0 ≤ mean ≤ 1 and 0 ≤ sd ≤ √(mean·(1 − mean)/1.03).
    pub fn beta(mean: f64, sd: f64) -> Result<Self, DistributionError> {
        finite(&[("mean", mean), ("sd", sd)])?;
        not_negative("sd", sd)?;
        if !(0.0..=1.0).contains(&mean) {
            return Err(DistributionError::MeanOutsideUnit { mean });
        }
        if sd <= mean.min(1.0 - mean) * NEGLIGIBLE_SPREAD {
            return if sd == 0.0 || mean > 0.0 && mean < 1.0 { Self::constant(mean) } else { Err(DistributionError::TooWideForUnit { mean, sd }) };
        }
        let size = mean / sd * ((1.0 - mean) / sd) - 1.0;
        if size < LEAST_SIZE {
            return Err(DistributionError::TooWideForUnit { mean, sd });
        }
        Self::checked(Beta::new(mean * size, (1.0 - mean) * size, 0.0, 1.0))
    }
}

/// Beta distribution with shapes `low_shape` (alpha) and `high_shape` (beta), both positive and finite, on [`low`, `high`].
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Beta {
    low_shape: f64,
    high_shape: f64,
    low: f64,
    high: f64,
    /// ln of the density's constant factor: of 1/B(alpha, beta), or of the constant of the saddle-point form.
    ln_factor: f64,
    /// Ratio of 1/B(alpha, beta) to the value that statrs computes, which loses digits by cancellation where one shape is large. One ratio per tail,
    /// because the rounding depends on the order of the terms.
    corrections: [f64; 2],
}

/// Whether tail probabilities are integrated numerically.
fn is_narrow(shape: f64, other: f64) -> bool {
    shape.min(other) >= NARROW[0] && shape.max(other) >= NARROW[1]
}

impl Beta {
    fn new(low_shape: f64, high_shape: f64, low: f64, high: f64) -> Self {
        let sum = low_shape + high_shape;
        let (small, large) = (low_shape.min(high_shape), low_shape.max(high_shape));
        let plain = [(low_shape, high_shape), (high_shape, low_shape)].map(|(near, far)| ln_gamma(sum) - ln_gamma(near) - ln_gamma(far));
        let ln_factor = if is_narrow(small, large) {
            0.5 * (small / sum * large / std::f64::consts::TAU).ln() + stirling_error(sum) - stirling_error(small) - stirling_error(large)
        } else if large >= NARROW[1] {
            // Stirling's formula for the two large terms, with their difference in closed form.
            (large - 0.5) * (small / large).ln_1p() + small * (sum.ln() - 1.0) + stirling_error(sum) - stirling_error(large) - ln_gamma(small)
        } else {
            plain[0]
        };
        Self { low_shape, high_shape, low, high, ln_factor, corrections: plain.map(|plain| (ln_factor - plain).exp()) }
    }

    /// The two shapes, that of the bound of this tail first.
    fn shapes(&self, tail: Tail) -> (f64, f64) {
        match tail {
            Tail::Lower => (self.low_shape, self.high_shape),
            Tail::Upper => (self.high_shape, self.low_shape),
        }
    }

    /// Probability of a tail: that the distance from its bound, in units of the width, is at most x in (0, 1).
    fn tail(&self, tail: Tail, x: f64) -> f64 {
        let (near, far) = self.shapes(tail);
        if !is_narrow(near, far) {
            // The function fails only for shapes that are not positive or x outside [0, 1]. Beyond the mean it computes the other tail.
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
        // Far outside, the larger of the two variances bounds how slowly a skewed density falls.
        let sd = ((near / sum * (far / sum)).max(x * (1.0 - x)) / sum).sqrt();
        integral(x, -tail_length(sd, distance).min(x), |at| self.density(tail, at))
    }

    /// Density of the distance from the bound of a tail, in units of the width, at x in (0, 1).
    fn density(&self, tail: Tail, x: f64) -> f64 {
        let (near, far) = self.shapes(tail);
        if x <= 0.0 || x >= 1.0 {
            // Reached only when a quantile equals a bound within rounding.
            return f64::INFINITY;
        }
        if !is_narrow(near, far) {
            return (self.ln_factor + (near - 1.0) * x.ln() + (far - 1.0) * (-x).ln_1p()).exp();
        }
        // Saddle-point form (Loader 2000), which does not lose digits by cancellation for large shapes.
        let mean = near / (near + far);
        let off = x - mean;
        let exponent = near * log_excess(off / mean) + far * log_excess(-off / (1.0 - mean));
        (self.ln_factor - exponent).exp() / (x * (1.0 - x))
    }
}

impl TailQuantile for Beta {
    fn point(&self, tail: Tail, probability: f64, guess: f64) -> QuantilePoint {
        let width = self.high - self.low;
        let (near, far) = self.shapes(tail);
        let (bound, inwards) = if tail == Tail::Lower { (self.low, 1.0) } else { (self.high, -1.0) };
        let guess = if guess.is_nan() { near / (near + far) } else { (guess - bound) * inwards / width };
        let x = invert(false, probability, guess, 1.0, |x| (self.tail(tail, x), self.density(tail, x)));
        QuantilePoint { value: (bound + inwards * width * x).clamp(self.low, self.high), slope: inwards * width / self.density(tail, x) }
    }
}

impl SmoothFamily for Beta {
    fn cdf(&self, x: f64) -> f64 {
        if x <= self.low {
            return 0.0;
        }
        if x >= self.high {
            return 1.0;
        }
        let width = self.high - self.low;
        // The tail on this side of the mean, so that small probabilities keep their relative accuracy.
        if x <= SmoothFamily::mean(self) {
            self.tail(Tail::Lower, (x - self.low) / width)
        } else {
            1.0 - self.tail(Tail::Upper, (self.high - x) / width)
        }
    }

    fn mean(&self) -> f64 {
        self.low + (self.high - self.low) * (self.low_shape / (self.low_shape + self.high_shape))
    }

    fn sd(&self) -> f64 {
        let sum = self.low_shape + self.high_shape;
        (self.high - self.low) * (self.low_shape / sum * (self.high_shape / sum) / (sum + 1.0)).sqrt()
    }

    fn support(&self) -> [f64; 2] {
        [self.low, self.high]
    }
}
