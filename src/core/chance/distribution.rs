//! Probability distributions with valid parameters.

use super::distribution_error::DistributionError;
use super::families::AnyFamily;
use super::stream::MIN_UNIFORM;

/// A probability distribution of a real quantity. Its constructors refuse parameters that are not valid, so that nothing fails afterwards.
///
/// Parameters have the unit of the quantity unless said otherwise. All constructors refuse numbers that are not finite and distributions whose draws
/// would not be finite. A distribution of zero width is a constant.
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution {
    family: AnyFamily,
}

impl Distribution {
    /// A distribution of a family whose quantiles need no check.
    pub(super) fn unchecked(family: impl Into<AnyFamily>) -> Self {
        Self { family: family.into() }
    }

    /// A distribution of a family, refused where its extreme draws or their distance are not finite.
    pub(super) fn checked(family: impl Into<AnyFamily>) -> Result<Self, DistributionError> {
        let made = Self::unchecked(family);
        let extremes = [MIN_UNIFORM, 1.0 - MIN_UNIFORM].map(|p| made.quantile(p));
        if extremes.iter().all(|x| x.is_finite()) && (extremes[1] - extremes[0]).is_finite() { Ok(made) } else { Err(DistributionError::Overflow) }
    }

    /// The family and its parameters.
    pub(super) fn family(&self) -> &AnyFamily {
        &self.family
    }

    /// Quantile function: the smallest x with P(X ≤ x) ≥ `p`, for `p` in [0, 1]. The quantiles at 0 and 1 are the ends of the support; NaN for any
    /// other `p`.
    #[must_use]
    pub fn quantile(&self, p: f64) -> f64 {
        if !(0.0..=1.0).contains(&p) {
            return f64::NAN;
        }
        if p <= 0.0 || p >= 1.0 {
            return self.support()[usize::from(p >= 1.0)];
        }
        self.family.get().quantile(p)
    }

    /// Cumulative distribution function P(X ≤ x); NaN for NaN.
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        if x.is_nan() { x } else { self.family.get().cdf(x) }
    }

    /// Mean; infinite for some metalog distributions with one bound.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.family.get().mean()
    }

    /// Standard deviation; infinite for some metalog distributions with one bound.
    #[must_use]
    pub fn sd(&self) -> f64 {
        self.family.get().sd()
    }

    /// Support: the smallest closed interval that holds every value; its ends may be infinite.
    #[must_use]
    pub fn support(&self) -> [f64; 2] {
        self.family.get().support()
    }

    /// The value of a constant; `None` for any other distribution.
    #[must_use]
    pub fn as_constant(&self) -> Option<f64> {
        match &self.family {
            AnyFamily::Constant(constant) => Some(constant.value),
            _ => None,
        }
    }
}
