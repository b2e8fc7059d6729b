//! Compiled distributions, from which values are drawn fast.

use std::sync::Arc;

use super::LANES;
use super::distribution::Distribution;
use super::families::{Discrete, Empirical, MixtureSampler, Triangular, Uniform};
use super::quantile_table::QuantileTable;

/// A distribution compiled for sampling by inversion: each draw uses one uniform number, and a larger number never gives a smaller value (except for
/// mixtures, see [`Distribution::mixture`]).
///
/// Constant, uniform, triangular, discrete and empirical distributions are drawn exactly. All others are drawn from tables of the quantile function.
/// The tables cover both tails down to 2⁻⁵³, the smallest number that [`unit`](super::unit) gives, and never leave the support. Their error is at most
/// 10⁻⁶ of the larger of |value| and a floor. With the scale defined as the 99.9 % quantile in absolute value, the floor is 10⁻⁶ of the scale for
/// supports of one sign and a tenth of the scale for supports with both signs. Typical errors are 10⁻⁸ to 2·10⁻⁷. Only distributions so skewed that the
/// standard deviation is many times the mean exceed the bound.
#[derive(Clone, Debug)]
pub struct Sampler {
    kind: Kind,
}

/// How a uniform number becomes a value.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    Constant(f64),
    Uniform(Uniform),
    Triangular(Triangular),
    Table(Arc<QuantileTable>),
    Discrete(Arc<Discrete>),
    Empirical(Arc<Empirical>),
    Mixture(Arc<MixtureSampler>),
}

impl Sampler {
    /// Compiles a distribution. A table takes well under a millisecond, for beta and gamma distributions about one millisecond.
    #[must_use]
    pub fn new(distribution: &Distribution) -> Self {
        Self { kind: distribution.family().get().compile() }
    }

    /// The value that `u` in (0, 1) stands for. Below the smallest and above the largest number of [`unit`](super::unit) the value stays what it is
    /// there. Constants ignore `u`.
    #[inline]
    #[must_use]
    pub fn draw(&self, u: f64) -> f64 {
        match &self.kind {
            Kind::Constant(value) => *value,
            Kind::Uniform(uniform) => uniform.draw(u),
            Kind::Triangular(triangular) => triangular.draw(u),
            Kind::Table(table) => table.draw(u),
            Kind::Discrete(discrete) => discrete.draw(u),
            Kind::Empirical(empirical) => empirical.draw(u),
            Kind::Mixture(mixture) => mixture.draw(u),
        }
    }

    /// Replaces uniform numbers by the values that they stand for, bit for bit as [`draw`](Self::draw) gives them.
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

    /// The values that the uniform numbers of all lanes stand for, bit for bit as [`draw`](Self::draw) gives them.
    #[inline(always)]
    #[must_use]
    pub fn draw_lanes(&self, u: &[f64; LANES]) -> [f64; LANES] {
        match &self.kind {
            Kind::Constant(value) => [*value; LANES],
            Kind::Uniform(uniform) => u.map(|u| uniform.draw(u)),
            Kind::Triangular(triangular) => u.map(|u| triangular.draw(u)),
            Kind::Table(table) => table.draw_lanes(u),
            Kind::Discrete(discrete) => u.map(|u| discrete.draw(u)),
            Kind::Empirical(empirical) => u.map(|u| empirical.draw(u)),
            Kind::Mixture(mixture) => u.map(|u| mixture.draw(u)),
        }
    }
}
