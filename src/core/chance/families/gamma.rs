//! The gamma distribution.

use statrs::function::gamma::{checked_gamma_lr, checked_gamma_ur, ln_gamma};

use super::SmoothFamily;
use super::parameters::{NEGLIGIBLE_SPREAD, finite, not_negative, positive};
use crate::chance::distribution::Distribution;
use crate::chance::distribution_error::DistributionError;
use crate::chance::quadrature::{integral, log_excess, stirling_error, tail_length};
use crate::chance::tail_inversion::invert;
use crate::chance::tail_quantile::{QuantilePoint, Tail, TailQuantile};

/// Shape from which on tail probabilities are integrated numerically: series and continued fraction need about √shape terms, the quadrature a fixed
/// number.
const NARROW: f64 = 200.0;

impl Distribution {
    /// Gamma distribution by its mean and standard deviation: shape (mean/sd)², scale sd²/mean.
    ///
    /// # Errors
    /// Unless mean > 0 and sd ≥ 0, both finite.
    pub fn gamma(mean: f64, sd: f64) -> Result<Self, DistributionError> {
        finite(&[("mean", mean), ("sd", sd)])?;
        positive("mean", mean)?;
        not_negative("sd", sd)?;
        if sd <= mean * NEGLIGIBLE_SPREAD { Self::constant(mean) } else { Self::checked(Gamma::new(mean, sd)) }
    }
}

/// Gamma distribution with `shape` and `scale`, both positive and finite.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Gamma {
    shape: f64,
    scale: f64,
    ln_gamma_shape: f64,
}

impl Gamma {
    fn new(mean: f64, sd: f64) -> Self {
        let shape = (mean / sd).powi(2);
        Self { shape, scale: sd * (sd / mean), ln_gamma_shape: ln_gamma(shape) }
    }

    /// Probability of a tail at x > 0 for scale 1.
    fn tail(&self, tail: Tail, x: f64) -> f64 {
        if self.shape < NARROW {
            // The functions fail only for arguments that are not positive and finite.
            let exact = if tail == Tail::Lower { checked_gamma_lr } else { checked_gamma_ur };
            return exact(self.shape, x).unwrap_or(f64::NAN);
        }
        let outwards = -tail.sign();
        let distance = (x - self.shape) * outwards;
        if distance < 0.0 {
            let other = if tail == Tail::Lower { Tail::Upper } else { Tail::Lower };
            return 1.0 - self.tail(other, x);
        }
        // Below the mean the density falls faster than a normal one; above it more slowly, as one of standard deviation √x.
        let length = tail_length(x.max(self.shape).sqrt(), distance);
        let length = if tail == Tail::Lower { length.min(x) } else { length };
        integral(x, outwards * length, |at| self.density(at))
    }

    /// Density at x > 0 for scale 1.
    fn density(&self, x: f64) -> f64 {
        if x <= 0.0 {
            return 0.0;
        }
        if self.shape < NARROW {
            return ((self.shape - 1.0) * x.ln() - x - self.ln_gamma_shape).exp();
        }
        // Saddle-point form (Loader 2000), which does not lose digits by cancellation for large shapes.
        let exponent = self.shape * log_excess(x / self.shape - 1.0) + stirling_error(self.shape);
        (self.shape / std::f64::consts::TAU).sqrt() / x * (-exponent).exp()
    }
}

impl TailQuantile for Gamma {
    fn point(&self, tail: Tail, probability: f64, guess: f64) -> QuantilePoint {
        let guess = if guess.is_nan() { self.shape } else { guess / self.scale };
        let x = invert(tail == Tail::Upper, probability, guess, f64::INFINITY, |x| (self.tail(tail, x), self.density(x)));
        QuantilePoint { value: self.scale * x, slope: tail.sign() * self.scale / self.density(x) }
    }
}

impl SmoothFamily for Gamma {
    fn cdf(&self, x: f64) -> f64 {
        if x <= 0.0 {
            0.0
        } else if x == f64::INFINITY {
            1.0
        } else {
            self.tail(Tail::Lower, x / self.scale)
        }
    }

    fn mean(&self) -> f64 {
        self.shape * self.scale
    }

    fn sd(&self) -> f64 {
        self.shape.sqrt() * self.scale
    }

    fn support(&self) -> [f64; 2] {
        [0.0, f64::INFINITY]
    }
}
