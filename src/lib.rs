//! Monte Carlo simulator of critical-mineral supply: when new supply arrives, with what probability, and what delays it.
//!
//! A scenario file describes suppliers, policies, security incidents, projects and the supply chain of one or more minerals. The program simulates
//! many trials of it and estimates when new supply reaches a goal and with what probability, which stock bridges the time until then, and how often
//! the goal is never reached. From a scenario file to its findings:
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
#[cfg(feature = "explore")]
pub mod explore;
pub mod report;
pub mod store;
pub mod study;
