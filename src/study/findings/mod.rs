//! Comparison of scenarios, and the estimates of the commands that are not in `analyses`.

mod compared;
mod estimates;

pub use compared::{Comparison, GoalComparison, PairedDifference};
pub use estimates::{Estimate, Quantile, Share};
