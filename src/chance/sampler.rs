//! Distributions compiled for speed.

use std::sync::Arc;

use super::LANES;
use super::distribution::{Distribution, Law};
use super::simple::{Triangular, Uniform};
use super::steps::{Discrete, Empirical, class_of, cumulative};
use super::stream::LEAST;
use super::table::Table;

/// A distribution ready to be drawn from, by inversion: one uniform number a draw, and the larger number gives no smaller value (but for mixtures,
/// see [`Distribution::mixture`]).
///
/// Constants, uniform, triangular, discrete and empirical distributions are exact. All others come from tables of the quantile function that cover
/// both tails down to 2⁻⁵³, the least that [`unit`](super::unit) gives, and never leave the support. Their error is at most 10⁻⁶ of the value, or of a
/// millionth of the distribution's scale (its 99.9 % quantile) where the value is less; where values have both signs, of a tenth of the scale. Typical
/// are 10⁻⁸ to 2·10⁻⁷. Beyond that are only distributions so lopsided that a standard deviation is many means.
#[derive(Clone, Debug)]
pub struct Sampler {
    kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    Constant(f64),
    Uniform(Uniform),
    Triangular(Triangular),
    Table(Arc<Table>),
    Discrete(Arc<Discrete>),
    Empirical(Arc<Empirical>),
    Mixture(Arc<MixtureSampler>),
}

impl Sampler {
    /// Compiles a distribution; tables take well under a millisecond, those of beta and gamma distributions about one.
    #[must_use]
    pub fn new(distribution: &Distribution) -> Self {
        let support = distribution.support();
        let table = |table| Kind::Table(Arc::new(table));
        let kind = match distribution.law() {
            Law::Constant(value) => Kind::Constant(*value),
            Law::Uniform(law) => Kind::Uniform(law.clone()),
            Law::Triangular(law) => Kind::Triangular(law.clone()),
            Law::Beta(law) => table(Table::new(law, support)),
            Law::Normal(law) => table(Table::new(law, support)),
            Law::Lognormal(law) => table(Table::new(law, support)),
            Law::Gamma(law) => table(Table::new(law, support)),
            Law::Exponential(law) => table(Table::new(law, support)),
            Law::Weibull(law) => table(Table::new(law, support)),
            Law::Metalog(law) => table(Table::new(law, support)),
            Law::Discrete(law) => Kind::Discrete(Arc::clone(law)),
            Law::Empirical(law) => Kind::Empirical(Arc::clone(law)),
            Law::Mixture(law) => Kind::Mixture(Arc::new(MixtureSampler {
                cumulative: cumulative(law.chances()),
                components: law.components().iter().map(Self::new).collect(),
            })),
        };
        Self { kind }
    }

    /// The value that `u` in (0, 1) stands for; beyond the least and the greatest number of [`unit`](super::unit) it stays where it is there.
    /// Constants do not look at it.
    #[inline]
    #[must_use]
    pub fn draw(&self, u: f64) -> f64 {
        match &self.kind {
            Kind::Constant(value) => *value,
            Kind::Uniform(law) => law.draw(u),
            Kind::Triangular(law) => law.draw(u),
            Kind::Table(table) => table.draw(u),
            Kind::Discrete(law) => law.draw(u),
            Kind::Empirical(law) => law.draw(u),
            Kind::Mixture(mixture) => mixture.draw(u),
        }
    }

    /// Turns uniform numbers into the values that they stand for, each to the last bit what [`draw`](Self::draw) gives.
    #[inline(always)]
    pub fn draw_all(&self, u: &mut [f64]) {
        match &self.kind {
            Kind::Table(table) => table.draw_all(u),
            _ => {
                for u in u {
                    *u = self.draw(*u);
                }
            }
        }
    }

    /// The values that the lanes stand for, each to the last bit what [`draw`](Self::draw) gives.
    #[inline(always)]
    #[must_use]
    pub fn draw_lanes(&self, u: &[f64; LANES]) -> [f64; LANES] {
        match &self.kind {
            Kind::Constant(value) => [*value; LANES],
            Kind::Uniform(law) => u.map(|u| law.draw(u)),
            Kind::Triangular(law) => u.map(|u| law.draw(u)),
            Kind::Table(table) => table.draw_lanes(u),
            Kind::Discrete(law) => u.map(|u| law.draw(u)),
            Kind::Empirical(law) => u.map(|u| law.draw(u)),
            Kind::Mixture(mixture) => u.map(|u| mixture.draw(u)),
        }
    }
}

#[derive(Debug)]
struct MixtureSampler {
    cumulative: Vec<f64>,
    components: Vec<Sampler>,
}

impl MixtureSampler {
    fn draw(&self, u: f64) -> f64 {
        let class = class_of(&self.cumulative, u);
        let below = if class == 0 { 0.0 } else { self.cumulative[class - 1] };
        let rest = (u - below) / (self.cumulative[class] - below);
        self.components[class].draw(rest.clamp(LEAST, 1.0 - LEAST))
    }
}
