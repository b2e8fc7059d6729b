//! Intervals by profile likelihood: all values of one number for which some law with that value lies within χ² of the best.

use super::fit::log_likelihood;
use super::{Family, Law, LawFit, Observed};
use crate::stats::optimum::{DROP, least, root};

/// Farthest place looked at, in logarithms from the estimate: a factor of e¹⁰, some 22 000.
const FARTHEST: f64 = 10.0;

/// A number with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The estimate.
    pub value: f64,
    /// Lower end; 0 where the data set none.
    pub low: f64,
    /// Upper end; infinite where the data set none.
    pub high: f64,
}

impl LawFit {
    /// The duration by which a share `p` has ended, with its 95 % profile-likelihood interval on the durations that were fitted.
    #[must_use]
    pub fn quantile_interval(&self, observed: &[Observed], p: f64) -> Interval {
        let law = self.law;
        // Holding the quantile at x and choosing the shape, the scale follows.
        self.interval(law.quantile(p), law.shape.ln(), |ln_quantile, ln_shape| {
            let shaped = Law { shape: ln_shape.exp(), ..law };
            log_likelihood(&Law { scale: ln_quantile.exp() / shaped.standard_quantile(p), ..shaped }, observed)
        })
    }

    /// The scale with its 95 % profile-likelihood interval.
    #[must_use]
    pub fn scale_interval(&self, observed: &[Observed]) -> Interval {
        let law = self.law;
        self.interval(law.scale, law.shape.ln(), |ln_scale, ln_shape| {
            log_likelihood(&Law { scale: ln_scale.exp(), shape: ln_shape.exp(), ..law }, observed)
        })
    }

    /// The shape with its 95 % profile-likelihood interval; 1 and known for the exponential law.
    #[must_use]
    pub fn shape_interval(&self, observed: &[Observed]) -> Interval {
        let law = self.law;
        if law.family == Family::Exponential {
            return Interval { value: 1.0, low: 1.0, high: 1.0 };
        }
        self.interval(law.shape, law.scale.ln(), |ln_shape, ln_scale| {
            log_likelihood(&Law { scale: ln_scale.exp(), shape: ln_shape.exp(), ..law }, observed)
        })
    }

    /// Where the profile of ln likelihood has fallen by [`DROP`] on either side of the estimate. `height` takes ln of the number asked for, then ln
    /// of the one to be chosen, which starts at `other`.
    fn interval(&self, value: f64, other: f64, height: impl Fn(f64, f64) -> f64) -> Interval {
        let centre = value.ln();
        let fallen = |ln: f64| {
            let best = if self.law.family == Family::Exponential { height(ln, 0.0) } else { -least(|x| -height(ln, x), other) };
            self.log_likelihood - best - DROP
        };
        let end = |side: f64| {
            let mut near = 0.0;
            let mut far = 0.1;
            while far <= FARTHEST {
                if fallen(centre + side * far) > 0.0 {
                    return root(|distance| fallen(centre + side * distance), near, far).map(|distance| (centre + side * distance).exp());
                }
                near = far;
                far *= 1.6;
            }
            None
        };
        Interval { value, low: end(-1.0).unwrap_or(0.0), high: end(1.0).unwrap_or(f64::INFINITY) }
    }
}
