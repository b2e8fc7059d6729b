//! Comparison of scenarios, and the estimates of the commands that are not in `analyses`.

mod estimates;

pub use estimates::{Estimate, Quantile, Share};
