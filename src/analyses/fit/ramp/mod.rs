//! Ramp-up of output after opening (`adit fit ramp`).

mod compute;
mod report;

pub use compute::{RampFit, RampPoint, compute, fit_ramp};
pub use report::{chapter, toml};
