//! Profile-likelihood intervals of the parameters and quantiles of a survival distribution.

use super::fit::log_likelihood;
use super::{DistributionFit, Family, Observed, SurvivalDistribution};
use crate::stats::optimization::{PROFILE_DROP, minimum, root};

/// Largest distance from the estimate in logarithms, a factor of e⁴⁰ or about 10¹⁷: beyond, the data give no end.
const MAX_DISTANCE: f64 = 40.0;

/// Estimate with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Estimate.
    pub value: f64,
    /// Lower end; 0 where the data give none.
    pub low: f64,
    /// Upper end; infinite where the data give none.
    pub high: f64,
}

impl DistributionFit {
    /// Quantile at `p` with its 95 % profile-likelihood interval, on the durations that were fitted.
    #[must_use]
    pub fn quantile_interval(&self, observed: &[Observed], p: f64) -> Interval {
        let distribution = self.distribution;
        // The scale follows from the quantile x and the shape.
        self.interval(distribution.quantile(p), distribution.shape.ln(), |ln_quantile, ln_shape| {
            let shaped = SurvivalDistribution { shape: ln_shape.exp(), ..distribution };
            log_likelihood(&SurvivalDistribution { scale: ln_quantile.exp() / shaped.standard_quantile(p), ..shaped }, observed)
        })
    }

    /// Scale with its 95 % profile-likelihood interval.
    #[must_use]
    pub fn scale_interval(&self, observed: &[Observed]) -> Interval {
        let distribution = self.distribution;
        self.interval(distribution.scale, distribution.shape.ln(), |ln_scale, ln_shape| {
            log_likelihood(&SurvivalDistribution { scale: ln_scale.exp(), shape: ln_shape.exp(), ..distribution }, observed)
        })
    }

    /// Shape with its 95 % profile-likelihood interval; exactly 1 for the exponential distribution.
    #[must_use]
    pub fn shape_interval(&self, observed: &[Observed]) -> Interval {
        let distribution = self.distribution;
        if distribution.family == Family::Exponential {
            return Interval { value: 1.0, low: 1.0, high: 1.0 };
        }
        self.interval(distribution.shape, distribution.scale.ln(), |ln_shape, ln_scale| {
            log_likelihood(&SurvivalDistribution { scale: ln_scale.exp(), shape: ln_shape.exp(), ..distribution }, observed)
        })
    }

    /// Interval in which the profile log-likelihood is within [`PROFILE_DROP`] of the maximum. `log_likelihood_at` takes ln of the parameter and ln
    /// of the nuisance parameter, whose search starts at `other`.
    fn interval(&self, value: f64, other: f64, log_likelihood_at: impl Fn(f64, f64) -> f64) -> Interval {
        let centre = value.ln();
        let decrease = |ln: f64| {
            let best = if self.distribution.family == Family::Exponential {
                log_likelihood_at(ln, 0.0)
            } else {
                -minimum(|x| -log_likelihood_at(ln, x), other)
            };
            self.log_likelihood - best - PROFILE_DROP
        };
        let end = |side: f64| {
            let mut near = 0.0;
            let mut far = 0.1;
            while far <= MAX_DISTANCE {
                if decrease(centre + side * far) > 0.0 {
                    return root(|distance| decrease(centre + side * distance), near, far).map(|distance| (centre + side * distance).exp());
                }
                near = far;
                far *= 1.6;
            }
            None
        };
        Interval { value, low: end(-1.0).unwrap_or(0.0), high: end(1.0).unwrap_or(f64::INFINITY) }
    }
}
