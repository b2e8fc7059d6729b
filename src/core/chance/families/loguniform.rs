//! The loguniform (reciprocal) distribution.

use super::SmoothFamily;
use super::parameters::{ascending, positive};
use crate::chance::distribution::Distribution;
use crate::chance::distribution_error::DistributionError;
use crate::chance::tail_quantile::{QuantilePoint, Tail, TailQuantile};

impl Distribution {
    /// Loguniform distribution on [`low`, `high`]: the logarithm is uniform, so that each factor of ten has the same probability.
    ///
    /// # Errors
    /// Unless 0 < low ≤ high, both finite.
    pub fn loguniform(low: f64, high: f64) -> Result<Self, DistributionError> {
        ascending(&["low", "high"], &[low, high])?;
        positive("low", low)?;
        if low >= high { Self::constant(low) } else { Self::checked(Loguniform { low, high }) }
    }
}

/// Loguniform distribution on [`low`, `high`], 0 < low < high.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Loguniform {
    low: f64,
    high: f64,
}

impl Loguniform {
    /// Width of the support of the logarithm.
    fn width(&self) -> f64 {
        self.high.ln() - self.low.ln()
    }
}

impl TailQuantile for Loguniform {
    fn point(&self, tail: Tail, probability: f64, _guess: f64) -> QuantilePoint {
        let value = match tail {
            Tail::Lower => self.low * (self.width() * probability).exp(),
            Tail::Upper => self.high * (-self.width() * probability).exp(),
        };
        let value = value.clamp(self.low, self.high);
        QuantilePoint { value, slope: tail.sign() * self.width() * value }
    }
}

impl SmoothFamily for Loguniform {
    fn cdf(&self, x: f64) -> f64 {
        if x <= self.low { 0.0 } else { ((x.ln() - self.low.ln()) / self.width()).min(1.0) }
    }

    fn mean(&self) -> f64 {
        // (high − low)/width, without cancellation where the support is narrow.
        self.low * self.width().exp_m1() / self.width()
    }

    fn sd(&self) -> f64 {
        let mean = SmoothFamily::mean(self);
        let mean_of_square = self.low * self.low * (2.0 * self.width()).exp_m1() / (2.0 * self.width());
        (mean_of_square - mean * mean).max(0.0).sqrt()
    }

    fn support(&self) -> [f64; 2] {
        [self.low, self.high]
    }
}
