//! From the plan to the forecast: what each cause adds, and what would be gained if one of them went to plan.

mod spans;
mod tornado;
mod waterfall;

pub use tornado::tornado;
pub use waterfall::waterfall;
