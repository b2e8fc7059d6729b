//! Distributions made, or refused, from the parameters by which people know them.

use std::sync::Arc;

use super::{Distribution, Law};
use crate::chance::beta::Beta;
use crate::chance::error::DistributionError;
use crate::chance::gamma::Gamma;
use crate::chance::metalog::Metalog;
use crate::chance::mixture::Mixture;
use crate::chance::normal::{Lognormal, Normal};
use crate::chance::simple::{Exponential, Triangular, Uniform, Weibull};
use crate::chance::steps::{Discrete, Empirical};
use crate::chance::stream::LEAST;

/// The standard normal 90 % quantile.
const NORMAL_P90: f64 = 1.281_551_565_544_600_4;

/// Standard deviations below this share of the mean are those of a constant: double precision hardly tells its values apart.
const CONSTANT: f64 = 1e-12;

/// What every constructor returns.
type Made = Result<Distribution, DistributionError>;

/// Constructors. Parameters are in the unit of the quantity unless said otherwise. All refuse numbers that are not finite, and distributions whose
/// draws would not be; a distribution of no width is a constant.
#[expect(clippy::missing_errors_doc, reason = "said once above and in DistributionError; what each asks of its parameters stands in its first line")]
impl Distribution {
    /// The value `value`, always.
    pub fn constant(value: f64) -> Made {
        finite(&[("the value", value)])?;
        Ok(Self { law: Law::Constant(value) })
    }

    /// Any value between `low` and `high` alike, low ≤ high.
    pub fn uniform(low: f64, high: f64) -> Made {
        rising(&["low", "high"], &[low, high])?;
        if low >= high { Self::constant(low) } else { Self::checked(Law::Uniform(Uniform { low, high })) }
    }

    /// A density that is a triangle from `low` over its peak at `mode` to `high`, low ≤ mode ≤ high.
    pub fn triangular(low: f64, mode: f64, high: f64) -> Made {
        rising(&["low", "mode", "high"], &[low, mode, high])?;
        if low >= high { Self::constant(low) } else { Self::checked(Law::Triangular(Triangular { low, mode, high })) }
    }

    /// PERT of the usual weight 4 (Malcolm, Roseboom, Clark & Fazar 1959), low ≤ mode ≤ high: the beta distribution on [low, high] of
    /// shapes 1 + 4(mode − low)/(high − low) and 1 + 4(high − mode)/(high − low), with mean (low + 4·mode + high)/6.
    pub fn pert(low: f64, mode: f64, high: f64) -> Made {
        rising(&["low", "mode", "high"], &[low, mode, high])?;
        if low >= high {
            return Self::constant(low);
        }
        let width = high - low;
        Self::checked(Law::Beta(Beta::new(1.0 + 4.0 * ((mode - low) / width), 1.0 + 4.0 * ((high - mode) / width), low, high)))
    }

    /// Normal of mean `mean` and standard deviation `sd` ≥ 0.
    pub fn normal(mean: f64, sd: f64) -> Made {
        finite(&[("mean", mean), ("sd", sd)])?;
        not_negative("sd", sd)?;
        if sd == 0.0 { Self::constant(mean) } else { Self::checked(Law::Normal(Normal { mean, sd })) }
    }

    /// Lognormal by its median > 0 and `sigma` ≥ 0, the standard deviation of the logarithm (a pure number).
    pub fn lognormal_median(median: f64, sigma: f64) -> Made {
        finite(&[("median", median), ("sigma", sigma)])?;
        positive("median", median)?;
        not_negative("sigma", sigma)?;
        if sigma == 0.0 { Self::constant(median) } else { Self::checked(Law::Lognormal(Lognormal { median, sigma })) }
    }

    /// Lognormal by its own mean > 0 and standard deviation ≥ 0: sigma² = ln(1 + (sd/mean)²).
    pub fn lognormal_mean(mean: f64, sd: f64) -> Made {
        finite(&[("mean", mean), ("sd", sd)])?;
        positive("mean", mean)?;
        not_negative("sd", sd)?;
        let ratio = sd / mean;
        Self::lognormal_median(mean / 1.0_f64.hypot(ratio), (ratio * ratio).ln_1p().sqrt())
    }

    /// Lognormal by its 10 % and 90 % quantiles, 0 < p10 ≤ p90.
    pub fn lognormal_percentiles(p10: f64, p90: f64) -> Made {
        rising(&["p10", "p90"], &[p10, p90])?;
        positive("p10", p10)?;
        Self::lognormal_median(p10.sqrt() * p90.sqrt(), (p90.ln() - p10.ln()) / (2.0 * NORMAL_P90))
    }

    /// Gamma by its mean > 0 and standard deviation ≥ 0: shape (mean/sd)², scale sd²/mean.
    pub fn gamma(mean: f64, sd: f64) -> Made {
        finite(&[("mean", mean), ("sd", sd)])?;
        positive("mean", mean)?;
        not_negative("sd", sd)?;
        if sd <= mean * CONSTANT { Self::constant(mean) } else { Self::checked(Law::Gamma(Gamma::new(mean, sd))) }
    }

    /// Beta on [0, 1] by its mean and standard deviation, 0 ≤ sd < √(mean·(1 − mean)): the shapes are mean·n and (1 − mean)·n with
    /// n = mean·(1 − mean)/sd² − 1.
    pub fn beta(mean: f64, sd: f64) -> Made {
        finite(&[("mean", mean), ("sd", sd)])?;
        not_negative("sd", sd)?;
        if !(0.0..=1.0).contains(&mean) {
            return Err(DistributionError::MeanOutsideUnit { mean });
        }
        if sd <= mean.min(1.0 - mean) * CONSTANT {
            return if sd == 0.0 || mean > 0.0 && mean < 1.0 { Self::constant(mean) } else { Err(DistributionError::TooWideForUnit { mean, sd }) };
        }
        let size = mean / sd * ((1.0 - mean) / sd) - 1.0;
        if size <= 0.0 {
            return Err(DistributionError::TooWideForUnit { mean, sd });
        }
        Self::checked(Law::Beta(Beta::new(mean * size, (1.0 - mean) * size, 0.0, 1.0)))
    }

    /// Exponential of mean `mean` > 0.
    pub fn exponential(mean: f64) -> Made {
        finite(&[("mean", mean)])?;
        positive("mean", mean)?;
        Self::checked(Law::Exponential(Exponential { mean }))
    }

    /// Weibull of `shape` > 0 (a pure number; 1 is exponential) and `scale` > 0, its 63.2 % quantile.
    pub fn weibull(shape: f64, scale: f64) -> Made {
        finite(&[("shape", shape), ("scale", scale)])?;
        positive("shape", shape)?;
        positive("scale", scale)?;
        Self::checked(Law::Weibull(Weibull { shape, scale }))
    }

    /// Three-term metalog through the elicited quantiles p10 < p50 < p90 (Keelin 2016), with `min` < p10 and `max` > p90 where given; all three
    /// equal are a constant. Refused where the quantile function through them would fall anywhere in (0, 1).
    pub fn metalog(p10: f64, p50: f64, p90: f64, min: Option<f64>, max: Option<f64>) -> Made {
        rising(&["p10", "p50", "p90"], &[p10, p50, p90])?;
        let outside = |what, bound: f64, percentile, is_outside: bool| {
            finite(&[(what, bound)])?;
            if is_outside { Ok(()) } else { Err(DistributionError::BoundInside { what, bound, percentile }) }
        };
        if let Some(min) = min {
            outside("min", min, p10, min < p10)?;
        }
        if let Some(max) = max {
            outside("max", max, p90, max > p90)?;
        }
        if p10 >= p90 { Self::constant(p50) } else { Self::checked(Law::Metalog(Metalog::new([p10, p50, p90], min, max)?)) }
    }

    /// The values of `(value, weight)` with chances in proportion to the weights ≥ 0, of which one at least is above 0. The order does not matter.
    pub fn discrete(weighted: &[(f64, f64)]) -> Made {
        let discrete = Discrete::new(weighted)?;
        match discrete.values() {
            [only] => Self::constant(*only),
            _ => Ok(Self { law: Law::Discrete(Arc::new(discrete)) }),
        }
    }

    /// Rows observed, each with the same chance, without interpolation. The order does not matter.
    pub fn empirical(rows: &[f64]) -> Made {
        let empirical = Empirical::new(rows)?;
        match empirical.rows() {
            [first, .., last] if first < last => Ok(Self { law: Law::Empirical(Arc::new(empirical)) }),
            rows => Self::constant(rows[0]),
        }
    }

    /// One of the components, with chances in proportion to the weights ≥ 0, of which one at least is above 0. A [`Sampler`](crate::chance::Sampler)
    /// of it picks the component by the uniform number, in the order listed, and stretches what is left of the number over that component: its
    /// draws do not rise with the number, but have this distribution.
    pub fn mixture(weighted: Vec<(Distribution, f64)>) -> Made {
        let mixture = Mixture::new(weighted)?;
        let components = mixture.components();
        if components.iter().all(|other| *other == components[0]) {
            return Ok(components[0].clone());
        }
        Ok(Self { law: Law::Mixture(Arc::new(mixture)) })
    }

    /// Takes a law whose extreme draws are finite numbers.
    fn checked(law: Law) -> Made {
        let made = Self { law };
        let extremes = [LEAST, 1.0 - LEAST].map(|p| made.quantile(p));
        if extremes.iter().all(|x| x.is_finite()) && (extremes[1] - extremes[0]).is_finite() { Ok(made) } else { Err(DistributionError::Overflow) }
    }
}

fn finite(parameters: &[(&'static str, f64)]) -> Result<(), DistributionError> {
    match parameters.iter().find(|(_, value)| !value.is_finite()) {
        Some(&(what, value)) => Err(DistributionError::NotFinite { what, value }),
        None => Ok(()),
    }
}

fn positive(what: &'static str, value: f64) -> Result<(), DistributionError> {
    if value > 0.0 { Ok(()) } else { Err(DistributionError::NotPositive { what, value }) }
}

fn not_negative(what: &'static str, value: f64) -> Result<(), DistributionError> {
    if value >= 0.0 { Ok(()) } else { Err(DistributionError::Negative { what, value }) }
}

/// Finite numbers, at least one, none of which is below the one before, and whose span is finite too.
fn rising(names: &'static [&'static str], values: &[f64]) -> Result<(), DistributionError> {
    for (&what, &value) in names.iter().zip(values) {
        finite(&[(what, value)])?;
    }
    if !values.is_sorted() {
        return Err(DistributionError::Unordered { names, values: values.to_vec() });
    }
    if (values[values.len() - 1] - values[0]).is_finite() { Ok(()) } else { Err(DistributionError::Overflow) }
}
