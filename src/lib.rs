//! When does new critical-mineral supply become diversification?
pub mod chance;
pub mod engine;
pub mod plan;
pub mod scenario;
pub mod stats;
pub mod study;
pub mod units;
