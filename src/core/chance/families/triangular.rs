//! The triangular distribution.

use super::Family;
use super::parameters::ascending;
use crate::chance::distribution::Distribution;
use crate::chance::distribution_error::DistributionError;
use crate::chance::sampler::Kind;

impl Distribution {
    /// Triangular distribution on [`low`, `high`] with its mode at `mode`.
    ///
    /// # Errors
    /// Unless low ≤ mode ≤ high, all finite.
    pub fn triangular(low: f64, mode: f64, high: f64) -> Result<Self, DistributionError> {
        ascending(&["low", "mode", "high"], &[low, mode, high])?;
        if low >= high { Self::constant(low) } else { Self::checked(Triangular { low, mode, high }) }
    }
}

/// Triangular distribution on [`low`, `high`] with its mode at `mode`, low < high.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Triangular {
    low: f64,
    mode: f64,
    high: f64,
}

impl Triangular {
    /// Quantile at `u`, computed from the bound that is nearer in probability. Without branches, so that loops over lanes vectorise.
    #[inline]
    pub(crate) fn draw(&self, u: f64) -> f64 {
        let width = self.high - self.low;
        let (rise, fall) = (self.mode - self.low, self.high - self.mode);
        // The mode has cumulative probability rise/width. Below it the cumulative probability grows with the square of x − low.
        let below = self.low + (u * width).sqrt() * rise.sqrt();
        let above = self.high - ((1.0 - u) * width).sqrt() * fall.sqrt();
        let value = if u * width <= rise { below } else { above };
        value.max(self.low).min(self.high)
    }
}

impl Family for Triangular {
    fn cdf(&self, x: f64) -> f64 {
        let width = self.high - self.low;
        if x <= self.low {
            0.0
        } else if x < self.mode {
            (x - self.low) / width * ((x - self.low) / (self.mode - self.low))
        } else if x < self.high {
            1.0 - (self.high - x) / width * ((self.high - x) / (self.high - self.mode))
        } else {
            1.0
        }
    }

    fn mean(&self) -> f64 {
        self.low + ((self.mode - self.low) + (self.high - self.low)) / 3.0
    }

    fn sd(&self) -> f64 {
        let (mode, high) = (self.mode - self.low, self.high - self.low);
        high * ((1.0 - mode / high * (1.0 - mode / high)) / 18.0).sqrt()
    }

    fn support(&self) -> [f64; 2] {
        [self.low, self.high]
    }

    fn quantile(&self, p: f64) -> f64 {
        self.draw(p)
    }

    fn compile(&self) -> Kind {
        Kind::Triangular(self.clone())
    }
}
