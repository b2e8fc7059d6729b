//! The constant and the continuous uniform distribution.

use super::Family;
use super::parameters::{ascending, finite};
use crate::chance::distribution::Distribution;
use crate::chance::distribution_error::DistributionError;
use crate::chance::sampler::Kind;

impl Distribution {
    /// Constant: the value `value` with probability 1.
    ///
    /// # Errors
    /// When `value` is not finite.
    pub fn constant(value: f64) -> Result<Self, DistributionError> {
        finite(&[("the value", value)])?;
        Ok(Self::unchecked(Constant { value }))
    }

    /// Continuous uniform distribution on [`low`, `high`].
    ///
    /// # Errors
    /// Unless low ≤ high, both finite.
    pub fn uniform(low: f64, high: f64) -> Result<Self, DistributionError> {
        ascending(&["low", "high"], &[low, high])?;
        if low >= high { Self::constant(low) } else { Self::checked(Uniform { low, high }) }
    }
}

/// A constant.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Constant {
    pub(crate) value: f64,
}

impl Family for Constant {
    fn cdf(&self, x: f64) -> f64 {
        f64::from(u8::from(x >= self.value))
    }

    fn mean(&self) -> f64 {
        self.value
    }

    fn sd(&self) -> f64 {
        0.0
    }

    fn support(&self) -> [f64; 2] {
        [self.value; 2]
    }

    fn quantile(&self, _p: f64) -> f64 {
        self.value
    }

    fn compile(&self) -> Kind {
        Kind::Constant(self.value)
    }
}

/// Continuous uniform distribution on [`low`, `high`], low < high.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Uniform {
    low: f64,
    high: f64,
}

impl Uniform {
    /// Quantile at `u`.
    #[inline]
    pub(crate) fn draw(&self, u: f64) -> f64 {
        (self.low + (self.high - self.low) * u).min(self.high)
    }
}

impl Family for Uniform {
    fn cdf(&self, x: f64) -> f64 {
        ((x - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    fn mean(&self) -> f64 {
        self.low + (self.high - self.low) / 2.0
    }

    fn sd(&self) -> f64 {
        (self.high - self.low) / 12.0_f64.sqrt()
    }

    fn support(&self) -> [f64; 2] {
        [self.low, self.high]
    }

    fn quantile(&self, p: f64) -> f64 {
        self.draw(p)
    }

    fn compile(&self) -> Kind {
        Kind::Uniform(self.clone())
    }
}
