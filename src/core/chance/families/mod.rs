//! The families of probability distributions.
//!
//! A family is one file with its parameters, its constructor on [`Distribution`](super::Distribution) and its implementation of [`SmoothFamily`] or,
//! where draws do not come from a table of the quantile function, of [`Family`]. To add one, declare its module here and list it in `families!`.

mod beta;
mod discrete;
mod empirical;
mod exponential;
mod gamma;
mod loguniform;
mod metalog;
mod mixture;
mod normal;
mod parameters;
mod triangular;
mod uniform;
mod weights;

use std::sync::Arc;

use super::quantile_table::QuantileTable;
use super::sampler::Kind;
use super::tail_quantile::{Tail, TailQuantile};

pub(super) use beta::LEAST_SIZE as LEAST_BETA_SIZE;
pub(super) use discrete::Discrete;
pub(super) use empirical::Empirical;
pub(super) use mixture::MixtureSampler;
pub(super) use normal::{Normal, standard_normal_cdf_10_digits};
pub use normal::{standard_normal, tied_uniform};
pub(super) use triangular::Triangular;
pub(super) use uniform::Uniform;

/// A probability distribution of one family with valid parameters.
pub(super) trait Family {
    /// Cumulative distribution function P(X ≤ x), for an `x` that is not NaN.
    fn cdf(&self, x: f64) -> f64;
    /// Mean.
    fn mean(&self) -> f64;
    /// Standard deviation.
    fn sd(&self) -> f64;
    /// Smallest closed interval that holds every value; its ends may be infinite.
    fn support(&self) -> [f64; 2];
    /// Quantile function: the smallest x with P(X ≤ x) ≥ `p`, for `p` in (0, 1).
    fn quantile(&self, p: f64) -> f64;
    /// The compiled form from which values are drawn by inversion.
    fn compile(&self) -> Kind;
}

/// A family whose quantile function is smooth in (0, 1), so that quantiles follow from [`TailQuantile`] and draws from a [`QuantileTable`].
pub(super) trait SmoothFamily: TailQuantile {
    /// As [`Family::cdf`].
    fn cdf(&self, x: f64) -> f64;
    /// As [`Family::mean`].
    fn mean(&self) -> f64;
    /// As [`Family::sd`].
    fn sd(&self) -> f64;
    /// As [`Family::support`].
    fn support(&self) -> [f64; 2];
}

impl<T: SmoothFamily> Family for T {
    fn cdf(&self, x: f64) -> f64 {
        SmoothFamily::cdf(self, x)
    }

    fn mean(&self) -> f64 {
        SmoothFamily::mean(self)
    }

    fn sd(&self) -> f64 {
        SmoothFamily::sd(self)
    }

    fn support(&self) -> [f64; 2] {
        SmoothFamily::support(self)
    }

    fn quantile(&self, p: f64) -> f64 {
        let (tail, probability) = Tail::of(p);
        self.value(tail, probability)
    }

    fn compile(&self) -> Kind {
        Kind::Table(Arc::new(QuantileTable::new(self, SmoothFamily::support(self))))
    }
}

/// Declares [`AnyFamily`], the enum of all families, and the dispatch to [`Family`].
macro_rules! families {
    ($($name:ident($family:ty)),* $(,)?) => {
        /// A distribution of any family.
        #[derive(Clone, Debug, PartialEq)]
        pub(super) enum AnyFamily {
            $($name($family),)*
        }

        impl AnyFamily {
            /// The distribution behind its common interface.
            pub(super) fn get(&self) -> &dyn Family {
                match self {
                    $(Self::$name(family) => family,)*
                }
            }
        }

        $(impl From<$family> for AnyFamily {
            fn from(family: $family) -> Self {
                Self::$name(family)
            }
        })*
    };
}

families! {
    Beta(beta::Beta),
    Constant(uniform::Constant),
    Discrete(Arc<Discrete>),
    Empirical(Arc<Empirical>),
    Exponential(exponential::Exponential),
    Gamma(gamma::Gamma),
    Lognormal(normal::Lognormal),
    Loguniform(loguniform::Loguniform),
    Metalog(metalog::Metalog),
    Mixture(Arc<mixture::Mixture>),
    Normal(Normal),
    Triangular(Triangular),
    Uniform(Uniform),
    Weibull(exponential::Weibull),
}
