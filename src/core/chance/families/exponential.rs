//! The exponential and the Weibull distribution.

use statrs::function::gamma::ln_gamma;

use super::SmoothFamily;
use super::parameters::{finite, positive};
use crate::chance::distribution::Distribution;
use crate::chance::distribution_error::DistributionError;
use crate::chance::tail_quantile::{QuantilePoint, Tail, TailQuantile};

impl Distribution {
    /// Exponential distribution with mean `mean`.
    ///
    /// # Errors
    /// Unless mean > 0 and finite.
    pub fn exponential(mean: f64) -> Result<Self, DistributionError> {
        finite(&[("mean", mean)])?;
        positive("mean", mean)?;
        Self::checked(Exponential { mean })
    }

    /// Weibull distribution with `shape` (dimensionless; 1 is exponential) and `scale`, its 63.2 % quantile.
    ///
    /// # Errors
    /// Unless shape > 0 and scale > 0, both finite.
    pub fn weibull(shape: f64, scale: f64) -> Result<Self, DistributionError> {
        finite(&[("shape", shape), ("scale", scale)])?;
        positive("shape", shape)?;
        positive("scale", scale)?;
        Self::checked(Weibull { shape, scale })
    }
}

/// Exponential distribution; the mean is positive.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Exponential {
    mean: f64,
}

/// Point of the quantile function of the exponential distribution with mean 1.
fn unit_exponential(tail: Tail, probability: f64) -> QuantilePoint {
    match tail {
        Tail::Lower => QuantilePoint { value: -(-probability).ln_1p(), slope: 1.0 / (1.0 - probability) },
        Tail::Upper => QuantilePoint { value: -probability.ln(), slope: -1.0 / probability },
    }
}

impl TailQuantile for Exponential {
    fn point(&self, tail: Tail, probability: f64, _guess: f64) -> QuantilePoint {
        let QuantilePoint { value, slope } = unit_exponential(tail, probability);
        QuantilePoint { value: self.mean * value, slope: self.mean * slope }
    }
}

impl SmoothFamily for Exponential {
    fn cdf(&self, x: f64) -> f64 {
        if x <= 0.0 { 0.0 } else { -(-x / self.mean).exp_m1() }
    }

    fn mean(&self) -> f64 {
        self.mean
    }

    fn sd(&self) -> f64 {
        self.mean
    }

    fn support(&self) -> [f64; 2] {
        [0.0, f64::INFINITY]
    }
}

/// Weibull distribution: `scale`·E^(1/`shape`) with E exponential of mean 1; both parameters are positive.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Weibull {
    shape: f64,
    scale: f64,
}

impl TailQuantile for Weibull {
    fn point(&self, tail: Tail, probability: f64, _guess: f64) -> QuantilePoint {
        let QuantilePoint { value: exponential, slope } = unit_exponential(tail, probability);
        let value = self.scale * exponential.powf(1.0 / self.shape);
        QuantilePoint { value, slope: value / (self.shape * exponential) * slope }
    }
}

impl SmoothFamily for Weibull {
    fn cdf(&self, x: f64) -> f64 {
        if x <= 0.0 { 0.0 } else { -(-(x / self.scale).powf(self.shape)).exp_m1() }
    }

    fn mean(&self) -> f64 {
        self.scale * ln_gamma(1.0 + 1.0 / self.shape).exp()
    }

    fn sd(&self) -> f64 {
        // Coefficient of variation: √(Γ(1 + 2/shape)/Γ(1 + 1/shape)² − 1).
        let ratio = ln_gamma(1.0 + 2.0 / self.shape) - 2.0 * ln_gamma(1.0 + 1.0 / self.shape);
        SmoothFamily::mean(self) * ratio.exp_m1().max(0.0).sqrt()
    }

    fn support(&self) -> [f64; 2] {
        [0.0, f64::INFINITY]
    }
}
