//! The scenario language, the plan, the statistics and the Monte Carlo engine of `adit`.
//!
//! The crate is separate from the program so that a change of a report, a chart or a command does not compile the engine again.

pub mod chance;
pub mod engine;
pub mod plan;
pub mod scenario;
pub mod stats;
pub mod units;
