//! Durations with right censoring and competing ends (`adit fit durations`).

mod compute;
mod read;
mod report;

pub use compute::{DurationsFit, FittedDistribution, StepRow, compute, fit_durations};
pub use read::{Durations, Ends, Length, read};
pub use report::{chapter, toml};
