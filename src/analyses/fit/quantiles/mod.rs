//! Quantiles from experts (`adit fit quantiles`).

mod compute;
mod report;

pub use compute::{QuantileRow, QuantilesFit, compute, fit_quantiles};
pub use report::{chapter, toml};
