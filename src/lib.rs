//! Monte Carlo simulator of critical-mineral supply: when new supply arrives, with what probability, and what delays it.
//!
//! A scenario file says who supplies what, which policies come and go, what can be struck, which projects are under way and how material reaches
//! the market; many trials of it say when, and how likely, the new supply makes a difference, what it takes to bridge the wait, and how often it
//! never comes. The way of one scenario:
//!
//! ```
//! use adit::{analyses, plan, scenario, study};
//!
//! let loaded = scenario::load("scenarios/one-refinery.toml".as_ref(), &[]);
//! let scenario = loaded.scenario.expect("no errors");
//! let (plan, problems) = plan::compile(&scenario);
//! assert!(!problems.any_error());
//! let options = study::RunOptions { trials: 1_000, seed: 1, threads: None };
//! let findings = analyses::run::run(&plan.expect("no errors"), &options, &|_| ())?;
//! println!("median month: {:?}", findings.goals[0].p50.value);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub use adit_core::{chance, engine, plan, scenario, stats, units};

pub mod analyses;
pub mod cli;
pub mod driver;
pub mod report;
pub mod store;
pub mod study;
