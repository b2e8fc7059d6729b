//! Figures of `adit causes`: Shapley values from the plan to the forecast, and exclusion of each cause.

mod spans;
mod tornado;
mod waterfall;

pub use tornado::tornado;
pub use waterfall::waterfall;
