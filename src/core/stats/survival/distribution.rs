//! Survival distributions: five families of distributions of a positive duration, with a scale and, except for the exponential, a shape.
//!
//! The formulas are kept apart from those of `chance`. Fits need the log density and the log survival probability, which `chance` does not have, and
//! published fits fix the last bits: `chance` computes quantiles from the nearer tail and its own tables, with other rounding. The two modules do not
//! import each other.

use std::f64::consts::{PI, SQRT_2};

use statrs::distribution::{ContinuousCDF, Gamma};
use statrs::function::erf::{erfc, erfc_inv};
use statrs::function::gamma::{checked_gamma_lr, checked_gamma_ur, ln_gamma};

/// Family of survival distributions, with survival function S.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// Exponential: S(t) = exp(−t/scale). The scale is the mean; the shape is 1 and not fitted.
    Exponential,
    /// Weibull: S(t) = exp(−(t/scale)^shape). With a shape above 1 the hazard rate increases with time.
    Weibull,
    /// Lognormal: ln t is normal with mean ln scale and standard deviation shape. The scale is the median, the shape is sigma.
    Lognormal,
    /// Gamma: density t^(shape − 1)·exp(−t/scale)/(Γ(shape)·scale^shape). The mean is shape × scale.
    Gamma,
    /// Log-logistic: S(t) = 1/(1 + (t/scale)^shape). The scale is the median; the tail decreases as a power of t.
    LogLogistic,
}

impl Family {
    /// All families, in order of complexity.
    pub const ALL: [Self; 5] = [Self::Exponential, Self::Weibull, Self::Lognormal, Self::Gamma, Self::LogLogistic];

    /// Name for display.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Exponential => "exponential",
            Self::Weibull => "weibull",
            Self::Lognormal => "lognormal",
            Self::Gamma => "gamma",
            Self::LogLogistic => "log-logistic",
        }
    }

    /// Number of fitted parameters.
    #[must_use]
    pub const fn parameters(self) -> usize {
        match self {
            Self::Exponential => 1,
            _ => 2,
        }
    }
}

/// Survival distribution with its parameters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SurvivalDistribution {
    /// Family.
    pub family: Family,
    /// Scale in the unit of the durations; see [`Family`].
    pub scale: f64,
    /// Shape, dimensionless; see [`Family`].
    pub shape: f64,
}

impl SurvivalDistribution {
    /// ln of the density at `t` > 0.
    #[must_use]
    pub fn ln_density(&self, t: f64) -> f64 {
        let (shape, x) = (self.shape, t / self.scale);
        match self.family {
            Family::Exponential => -x - self.scale.ln(),
            Family::Weibull => shape.ln() - t.ln() + shape * x.ln() - x.powf(shape),
            Family::Lognormal => {
                let z = x.ln() / shape;
                -0.5 * z * z - 0.5 * (2.0 * PI).ln() - shape.ln() - t.ln()
            }
            Family::Gamma => shape * x.ln() - x - ln_gamma(shape) - t.ln(),
            Family::LogLogistic => {
                let power = shape * x.ln();
                shape.ln() - t.ln() + power - 2.0 * ln_one_plus_exp(power)
            }
        }
    }

    /// ln of the survival probability P(T > t) for `t` ≥ 0.
    #[must_use]
    pub fn ln_survival(&self, t: f64) -> f64 {
        if t <= 0.0 {
            return 0.0;
        }
        let (shape, x) = (self.shape, t / self.scale);
        match self.family {
            Family::Exponential => -x,
            Family::Weibull => -x.powf(shape),
            Family::Lognormal => ln_normal_above(x.ln() / shape),
            Family::Gamma => {
                let above = checked_gamma_ur(shape, x).unwrap_or(f64::NAN);
                // Where the tail underflows, its leading term (Abramowitz & Stegun 6.5.32).
                if above > 1e-290 { above.ln() } else { (shape - 1.0) * x.ln() - x - ln_gamma(shape) }
            }
            Family::LogLogistic => -ln_one_plus_exp(shape * x.ln()),
        }
    }

    /// Survival probability P(T > t).
    #[must_use]
    pub fn survival(&self, t: f64) -> f64 {
        self.ln_survival(t).exp()
    }

    /// Cumulative distribution function P(T ≤ t).
    #[must_use]
    pub fn cdf(&self, t: f64) -> f64 {
        if t <= 0.0 {
            return 0.0;
        }
        match self.family {
            Family::Gamma => checked_gamma_lr(self.shape, t / self.scale).unwrap_or(f64::NAN),
            Family::Lognormal => 0.5 * erfc(-(t / self.scale).ln() / (self.shape * SQRT_2)),
            _ => -self.ln_survival(t).exp_m1(),
        }
    }

    /// Quantile function at `p` in (0, 1).
    #[must_use]
    pub fn quantile(&self, p: f64) -> f64 {
        self.scale * self.standard_quantile(p)
    }

    /// Mean; infinite for a log-logistic distribution with a shape of at most 1.
    #[must_use]
    pub fn mean(&self) -> f64 {
        let shape = self.shape;
        match self.family {
            Family::Exponential => self.scale,
            Family::Weibull => self.scale * ln_gamma(1.0 + shape.recip()).exp(),
            Family::Lognormal => self.scale * (0.5 * shape * shape).exp(),
            Family::Gamma => self.scale * shape,
            Family::LogLogistic if shape > 1.0 => self.scale * (PI / shape) / (PI / shape).sin(),
            Family::LogLogistic => f64::INFINITY,
        }
    }

    /// Quantile function at scale 1.
    pub(super) fn standard_quantile(&self, p: f64) -> f64 {
        match self.family {
            Family::Exponential => -(-p).ln_1p(),
            Family::Weibull => (-(-p).ln_1p()).powf(self.shape.recip()),
            Family::Lognormal => (-SQRT_2 * self.shape * erfc_inv(2.0 * p)).exp(),
            Family::Gamma => Gamma::new(self.shape, 1.0).map_or(f64::NAN, |gamma| gamma.inverse_cdf(p)),
            Family::LogLogistic => (p / (1.0 - p)).powf(self.shape.recip()),
        }
    }
}

/// ln(1 + exp x) without overflow.
fn ln_one_plus_exp(x: f64) -> f64 {
    if x > 0.0 { x + (-x).exp().ln_1p() } else { x.exp().ln_1p() }
}

/// ln of the upper tail probability of the standard normal distribution at `z`.
fn ln_normal_above(z: f64) -> f64 {
    if z < 35.0 {
        (0.5 * erfc(z / SQRT_2)).ln()
    } else {
        // Mills' ratio to second order: the error is below 2/z⁴.
        -0.5 * z * z - 0.5 * (2.0 * PI).ln() - z.ln() - (z * z).recip()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn density_survival_and_quantile_agree() {
        for family in Family::ALL {
            let distribution = SurvivalDistribution { family, scale: 7.0, shape: if family == Family::Exponential { 1.0 } else { 1.7 } };
            for p in [0.001, 0.1, 0.5, 0.9, 0.999] {
                let t = distribution.quantile(p);
                assert!((distribution.cdf(t) - p).abs() < 1e-9 && (distribution.survival(t) - (1.0 - p)).abs() < 1e-9, "{distribution:?} {p}");
                let slope = (distribution.cdf(t * (1.0 + 1e-6)) - distribution.cdf(t * (1.0 - 1e-6))) / (2e-6 * t);
                assert!((slope.ln() - distribution.ln_density(t)).abs() < 1e-4, "{distribution:?} {p}");
            }
            let steps = 200_000;
            let mean = (0..steps).map(|i| distribution.quantile((f64::from(i) + 0.5) / f64::from(steps))).sum::<f64>() / f64::from(steps);
            assert!((mean / distribution.mean() - 1.0).abs() < 0.01, "{distribution:?} {mean} {}", distribution.mean());
        }
    }

    #[test]
    fn far_tails_stay_finite() {
        for family in Family::ALL {
            let distribution = SurvivalDistribution { family, scale: 1.0, shape: 2.0 };
            assert!(distribution.ln_survival(1e4).is_finite() && distribution.ln_survival(1e4) < distribution.ln_survival(1e3), "{family:?}");
        }
        assert!((ln_normal_above(34.999) - ln_normal_above(35.001) - 0.07).abs() < 0.001);
    }
}
