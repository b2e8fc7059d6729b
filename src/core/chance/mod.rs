//! Random numbers: keyed counter-based streams, designed point sets, probability distributions and their samplers, copulas and Hawkes offspring.
//!
//! All functions are pure. A draw depends on a key and a uniform number only and never on earlier draws. So any trial can be repeated by itself, and
//! scenarios that share an input share its draws (common random numbers).
//!
//! A [`Distribution`] holds valid parameters; a [`Sampler`] is its compiled form. Both turn one uniform number into one value by inversion, which lets
//! a [`Copula`] make inputs dependent.

mod copula;
mod distribution;
mod distribution_error;
mod families;
mod hawkes_offspring;
mod latin_hypercube;
mod poisson;
mod quadrature;
mod quantile_table;
mod rank_margin;
mod sampler;
mod sobol_sequence;
mod stream;
mod tail_inversion;
mod tail_quantile;

pub use copula::{Copula, CopulaError};
pub use distribution::Distribution;
pub use distribution_error::DistributionError;
pub use families::{standard_normal, tied_uniform};
pub use hawkes_offspring::offspring_delays;
pub use latin_hypercube::Strata;
pub use poisson::{MAX_MEAN as POISSON_MAX_MEAN, PoissonCounts};
pub use rank_margin::Margin;
pub use sampler::Sampler;
pub use sobol_sequence::{SobolDimension, sobol_dimensions};
pub use stream::{Key, Stream, unit};

/// Number of trials in a batch; samplers and copulas process one number of each at once.
pub const LANES: usize = 8;
