//! Random draws: keyed streams, probability distributions, samplers compiled from them, dependence and cascades.
//!
//! Everything here is a pure function of numbers. A draw is a function of a key and a uniform number, never of what was drawn before, so any
//! trial can be walked again and scenarios that share an input share its draws.
//!
//! A [`Distribution`] is what was asked for, with valid parameters; a [`Sampler`] is the same compiled for speed. Both turn a uniform number into
//! a value by inversion, one number a draw, which is what lets a [`Copula`] tie inputs together.

mod beta;
mod cascade;
mod copula;
mod distribution;
mod error;
mod gamma;
mod invert;
mod latin;
mod metalog;
mod mixture;
mod normal;
mod poisson;
mod quadrature;
mod sampler;
mod simple;
mod sobol;
mod steps;
mod stream;
mod table;
mod tails;

pub use cascade::offspring_delays;
pub use copula::{Copula, CopulaError};
pub use distribution::Distribution;
pub use error::DistributionError;
pub use latin::Strata;
pub use poisson::{MOST as POISSON_MOST, PoissonCounts};
pub use sampler::Sampler;
pub use sobol::{DIGITS, SobolDimension, sobol_dimensions};
pub use stream::{Key, Stream, unit};

/// Trials in a batch: samplers and copulas work on this many at once.
pub const LANES: usize = 8;
