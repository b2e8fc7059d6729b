//! Probability distributions with valid parameters.

mod make;

use std::sync::Arc;

use super::beta::Beta;
use super::gamma::Gamma;
use super::metalog::Metalog;
use super::mixture::Mixture;
use super::normal::{Lognormal, Normal};
use super::simple::{Exponential, Triangular, Uniform, Weibull};
use super::steps::{Discrete, Empirical};
use super::tails::{Tail, Tails};

/// A probability distribution whose parameters were found valid, of finite numbers throughout: past the constructors nothing can fail.
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution {
    law: Law,
}

/// The families.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Law {
    Constant(f64),
    Uniform(Uniform),
    Triangular(Triangular),
    Beta(Beta),
    Normal(Normal),
    Lognormal(Lognormal),
    Gamma(Gamma),
    Exponential(Exponential),
    Weibull(Weibull),
    Metalog(Metalog),
    Discrete(Arc<Discrete>),
    Empirical(Arc<Empirical>),
    Mixture(Arc<Mixture>),
}

impl Distribution {
    /// The family and its parameters.
    pub(super) fn law(&self) -> &Law {
        &self.law
    }

    /// The smallest value that the quantity does not exceed with probability `p`: in [0, 1], the ends giving the ends of the support. Undefined
    /// outside.
    #[must_use]
    pub fn quantile(&self, p: f64) -> f64 {
        if !(0.0..=1.0).contains(&p) {
            return f64::NAN;
        }
        if p <= 0.0 || p >= 1.0 {
            return self.support()[usize::from(p >= 1.0)];
        }
        let (tail, probability) = Tail::of(p);
        match &self.law {
            Law::Constant(value) => *value,
            Law::Uniform(law) => law.draw(p),
            Law::Triangular(law) => law.draw(p),
            Law::Beta(law) => law.value(tail, probability),
            Law::Normal(law) => law.value(tail, probability),
            Law::Lognormal(law) => law.value(tail, probability),
            Law::Gamma(law) => law.value(tail, probability),
            Law::Exponential(law) => law.value(tail, probability),
            Law::Weibull(law) => law.value(tail, probability),
            Law::Metalog(law) => law.value(tail, probability),
            Law::Discrete(law) => law.draw(p),
            Law::Empirical(law) => law.draw(p),
            Law::Mixture(law) => law.quantile(p),
        }
    }

    /// The probability of `x` or less; undefined for an undefined `x`.
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        if x.is_nan() {
            return x;
        }
        match &self.law {
            Law::Constant(value) => f64::from(u8::from(x >= *value)),
            Law::Uniform(law) => law.cdf(x),
            Law::Triangular(law) => law.cdf(x),
            Law::Beta(law) => law.cdf(x),
            Law::Normal(law) => law.cdf(x),
            Law::Lognormal(law) => law.cdf(x),
            Law::Gamma(law) => law.cdf(x),
            Law::Exponential(law) => law.cdf(x),
            Law::Weibull(law) => law.cdf(x),
            Law::Metalog(law) => law.cdf(x),
            Law::Discrete(law) => law.cdf(x),
            Law::Empirical(law) => law.cdf(x),
            Law::Mixture(law) => law.cdf(x),
        }
    }

    /// The mean; infinite for some metalogs with one bound.
    #[must_use]
    pub fn mean(&self) -> f64 {
        match &self.law {
            Law::Constant(value) => *value,
            Law::Uniform(law) => law.low + (law.high - law.low) / 2.0,
            Law::Triangular(law) => law.mean(),
            Law::Beta(law) => law.mean(),
            Law::Normal(law) => law.mean,
            Law::Lognormal(law) => law.mean(),
            Law::Gamma(law) => law.mean(),
            Law::Exponential(law) => law.mean,
            Law::Weibull(law) => law.mean(),
            Law::Metalog(law) => law.mean(),
            Law::Discrete(law) => law.mean(),
            Law::Empirical(law) => law.mean(),
            Law::Mixture(law) => law.mean(),
        }
    }

    /// The standard deviation; infinite for some metalogs with one bound.
    #[must_use]
    pub fn sd(&self) -> f64 {
        match &self.law {
            Law::Constant(_) => 0.0,
            Law::Uniform(law) => (law.high - law.low) / 12.0_f64.sqrt(),
            Law::Triangular(law) => law.sd(),
            Law::Beta(law) => law.sd(),
            Law::Normal(law) => law.sd,
            Law::Lognormal(law) => law.sd(),
            Law::Gamma(law) => law.sd(),
            Law::Exponential(law) => law.mean,
            Law::Weibull(law) => law.sd(),
            Law::Metalog(law) => law.sd(),
            Law::Discrete(law) => law.sd(),
            Law::Empirical(law) => law.sd(),
            Law::Mixture(law) => law.sd(),
        }
    }

    /// The least interval that holds every value, its ends possibly infinite.
    #[must_use]
    pub fn support(&self) -> [f64; 2] {
        match &self.law {
            Law::Constant(value) => [*value; 2],
            Law::Uniform(law) => [law.low, law.high],
            Law::Triangular(law) => [law.low, law.high],
            Law::Beta(law) => law.support(),
            Law::Normal(_) => [f64::NEG_INFINITY, f64::INFINITY],
            Law::Lognormal(_) | Law::Gamma(_) | Law::Exponential(_) | Law::Weibull(_) => [0.0, f64::INFINITY],
            Law::Metalog(law) => law.support(),
            Law::Discrete(law) => ends(law.values()),
            Law::Empirical(law) => ends(law.rows()),
            Law::Mixture(law) => law.support(),
        }
    }

    /// The value, where there is one only.
    #[must_use]
    pub fn as_constant(&self) -> Option<f64> {
        match self.law {
            Law::Constant(value) => Some(value),
            _ => None,
        }
    }
}

/// First and last of rising values; there is one at least.
fn ends(values: &[f64]) -> [f64; 2] {
    [values[0], values[values.len() - 1]]
}
