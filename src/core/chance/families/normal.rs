//! The normal and the lognormal distribution.

use std::f64::consts::{FRAC_1_SQRT_2, FRAC_2_SQRT_PI, SQRT_2, TAU};

use statrs::function::erf::{erfc, erfc_inv};

use super::SmoothFamily;
use super::parameters::{ascending, finite, not_negative, positive};
use crate::chance::distribution::Distribution;
use crate::chance::distribution_error::DistributionError;
use crate::chance::tail_quantile::{QuantilePoint, Tail, TailQuantile};

/// Standard normal 90 % quantile.
const NORMAL_P90: f64 = 1.281_551_565_544_600_4;

impl Distribution {
    /// Normal distribution with mean `mean` and standard deviation `sd`.
    ///
    /// # Errors
    /// Unless sd ≥ 0, both finite.
    pub fn normal(mean: f64, sd: f64) -> Result<Self, DistributionError> {
        finite(&[("mean", mean), ("sd", sd)])?;
        not_negative("sd", sd)?;
        if sd == 0.0 { Self::constant(mean) } else { Self::checked(Normal { mean, sd }) }
    }

    /// Lognormal distribution by its median and `sigma`, the standard deviation of the logarithm (dimensionless).
    ///
    /// # Errors
    /// Unless median > 0 and sigma ≥ 0, both finite.
    pub fn lognormal_median(median: f64, sigma: f64) -> Result<Self, DistributionError> {
        finite(&[("median", median), ("sigma", sigma)])?;
        positive("median", median)?;
        not_negative("sigma", sigma)?;
        if sigma == 0.0 { Self::constant(median) } else { Self::checked(Lognormal { median, sigma }) }
    }

    /// Lognormal distribution by its own mean and standard deviation: sigma² = ln(1 + (sd/mean)²).
    ///
    /// # Errors
    /// Unless mean > 0 and sd ≥ 0, both finite.
    pub fn lognormal_mean(mean: f64, sd: f64) -> Result<Self, DistributionError> {
        finite(&[("mean", mean), ("sd", sd)])?;
        positive("mean", mean)?;
        not_negative("sd", sd)?;
        let ratio = sd / mean;
        Self::lognormal_median(mean / 1.0_f64.hypot(ratio), (ratio * ratio).ln_1p().sqrt())
    }

    /// Lognormal distribution by its 10 % and 90 % quantiles.
    ///
    /// # Errors
    /// Unless 0 < p10 ≤ p90, both finite.
    pub fn lognormal_percentiles(p10: f64, p90: f64) -> Result<Self, DistributionError> {
        ascending(&["p10", "p90"], &[p10, p90])?;
        positive("p10", p10)?;
        Self::lognormal_median(p10.sqrt() * p90.sqrt(), (p90.ln() - p10.ln()) / (2.0 * NORMAL_P90))
    }
}

/// Standard normal cumulative distribution function with a relative accuracy of ten digits, in the lower tail as well.
pub(crate) fn standard_normal_cdf_10_digits(z: f64) -> f64 {
    0.5 * erfc(-z * FRAC_1_SQRT_2)
}

/// Standard normal cumulative distribution function with full relative accuracy, in the lower tail as well.
fn standard_cdf(z: f64) -> f64 {
    let x = z.abs() * FRAC_1_SQRT_2;
    let mut tail = erfc(x);
    if x >= 0.5 && tail > 0.0 {
        // The constants of erfc in statrs have ten digits only, those of its inverse all digits: one Newton step from the inverse gives the rest.
        tail -= (x - erfc_inv(tail)) * FRAC_2_SQRT_PI * (-x * x).exp();
    }
    if z > 0.0 { 1.0 - 0.5 * tail } else { 0.5 * tail }
}

/// Standard normal quantile function for a probability in (0, ½].
fn standard_quantile(probability: f64) -> f64 {
    -SQRT_2 * erfc_inv(2.0 * probability)
}

/// The uniform number Φ(`loading`·`factor` + √(1 − `loading`²)·Φ⁻¹(`u`)) of something that depends on a standard normal factor: over the factor and `u` it
/// is uniform, whatever the loading in [−1, 1]. It grows with `u`.
#[must_use]
pub fn tied_uniform(u: f64, factor: f64, loading: f64) -> f64 {
    standard_cdf(loading * factor + (1.0 - loading * loading).max(0.0).sqrt() * standard_normal(u))
}

/// The standard normal number that a uniform number in (0, 1) stands for, by inversion.
#[must_use]
pub fn standard_normal(u: f64) -> f64 {
    if u <= 0.5 { standard_quantile(u) } else { -standard_quantile(1.0 - u) }
}

/// Standard normal density.
fn standard_density(z: f64) -> f64 {
    (-0.5 * z * z).exp() / TAU.sqrt()
}

/// Normal distribution; `sd` is positive.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Normal {
    mean: f64,
    sd: f64,
}

impl Normal {
    /// Standard normal distribution.
    pub(crate) const STANDARD: Self = Self { mean: 0.0, sd: 1.0 };
}

impl TailQuantile for Normal {
    fn point(&self, tail: Tail, probability: f64, _guess: f64) -> QuantilePoint {
        let z = standard_quantile(probability);
        QuantilePoint { value: self.mean + tail.sign() * self.sd * z, slope: tail.sign() * self.sd / standard_density(z) }
    }
}

impl SmoothFamily for Normal {
    fn cdf(&self, x: f64) -> f64 {
        standard_cdf((x - self.mean) / self.sd)
    }

    fn mean(&self) -> f64 {
        self.mean
    }

    fn sd(&self) -> f64 {
        self.sd
    }

    fn support(&self) -> [f64; 2] {
        [f64::NEG_INFINITY, f64::INFINITY]
    }
}

/// Lognormal distribution: `median`·exp(`sigma`·Z) with Z standard normal; both parameters are positive.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Lognormal {
    median: f64,
    sigma: f64,
}

impl TailQuantile for Lognormal {
    fn point(&self, tail: Tail, probability: f64, _guess: f64) -> QuantilePoint {
        let z = standard_quantile(probability);
        let value = self.median * (tail.sign() * self.sigma * z).exp();
        QuantilePoint { value, slope: tail.sign() * self.sigma * value / standard_density(z) }
    }
}

impl SmoothFamily for Lognormal {
    fn cdf(&self, x: f64) -> f64 {
        if x <= 0.0 { 0.0 } else { standard_cdf((x / self.median).ln() / self.sigma) }
    }

    fn mean(&self) -> f64 {
        self.median * (0.5 * self.sigma * self.sigma).exp()
    }

    fn sd(&self) -> f64 {
        SmoothFamily::mean(self) * (self.sigma * self.sigma).exp_m1().sqrt()
    }

    fn support(&self) -> [f64; 2] {
        [0.0, f64::INFINITY]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standard_cdf_has_full_accuracy() {
        // Φ(z) from 40-digit arithmetic.
        for (z, p) in [
            (-8.0, 6.220_960_574_271_784e-16),
            (-5.0, 2.866_515_718_791_939e-07),
            (-3.0, 0.001_349_898_031_630_094_6),
            (-1.0, 0.158_655_253_931_457_05),
            (-0.75, 0.226_627_352_376_868_2),
            (-0.5, 0.308_537_538_725_986_9),
            (0.0, 0.5),
            (0.6, 0.725_746_882_249_926_5),
            (1.5, 0.933_192_798_731_141_9),
            (4.0, 0.999_968_328_758_166_9),
        ] {
            assert!((standard_cdf(z) / p - 1.0).abs() < 2e-15 * (1.0_f64).max(z * z), "{z}");
        }
    }

    #[test]
    fn standard_quantile_inverts_the_distribution_function() {
        // Φ⁻¹ to 16 digits.
        for (p, z) in [(0.25, -0.674_489_750_196_081_7), (0.001, -3.090_232_306_167_813), (1e-20, -9.262_340_089_798_409)] {
            assert!((standard_quantile(p) / z - 1.0).abs() < 1e-15, "{p}");
        }
        for exponent in 1..=53 {
            let p = 0.5_f64.powi(exponent);
            assert!((standard_cdf(standard_quantile(p)) / p - 1.0).abs() < 1e-13, "2^-{exponent}");
        }
    }
}
