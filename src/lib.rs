//! Monte Carlo simulator of critical-mineral supply: when new supply arrives, with what probability, and what delays it.
//!
//! A scenario file describes suppliers, policies, security incidents, projects and the supply chain of one or more minerals. The program simulates
//! many trials of it and estimates when new supply reaches a goal and with what probability, which stock bridges the time until then, and how often
//! the goal is never reached. From a scenario file to its findings:
//!
//! ```
//! use adit::{RunOptions, compile, load, run};
//!
//! let loaded = load("scenarios/one-refinery.toml".as_ref(), &[]);
//! assert!(!loaded.problems.any_error());
//! let scenario = loaded.scenario.expect("a scenario without errors");
//! let (plan, problems) = compile(&scenario);
//! assert!(!problems.any_error());
//! let options = RunOptions { trials: 1_000, seed: 1, threads: None };
//! let findings = run(&plan.expect("a plan without errors"), &options, &|_| ())?;
//! let goal = &findings.goals[0];
//! // Months are counted from 0, the first of the scenario; `None` is never. Probabilities are shares of the trials.
//! println!("{}: P50 {:?}, never {:?} of {} trials", goal.title, goal.p50.value, goal.never.value, goal.never.trials);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The names at the top of the crate are its interface: [`load`] and [`load_text`] read a scenario with all its [`Problems`] into [`Loaded`],
//! [`compile`] makes the [`Plan`] of a [`Scenario`], [`run`] simulates it with [`RunOptions`] and returns [`Findings`] of [`Quantity`] each, and
//! [`Comparison`] pairs the trials of several plans. They follow semantic versions. `docs/examples` has programs that build a scenario in code, read a
//! goal of their own from single trials, and sweep in parallel.
//!
//! Nothing of the interface panics on any input: what is wrong with a scenario is a problem in [`Problems`], and what the machine refuses is an error.
//! Every [`Quantity`] states its unit, its uncertainty and its number of trials. All modules are parts of the program: they are hidden here, and their
//! items may change from version to version.

#[doc(hidden)]
pub use adit_core::{chance, engine, plan, scenario, stats, units};

#[doc(inline)]
pub use analyses::compare::Comparison;
#[doc(inline)]
pub use analyses::run::{Findings, run};
#[doc(inline)]
pub use engine::RunOptions;
#[doc(inline)]
pub use plan::{Plan, compile};
#[doc(inline)]
pub use scenario::{Loaded, Scenario, load, load_text};
#[doc(inline)]
pub use units::{Problems, Quantity};

#[doc(hidden)]
pub mod analyses;
#[doc(hidden)]
pub mod cli;
#[doc(hidden)]
pub mod driver;
#[cfg(feature = "explore")]
#[doc(hidden)]
pub mod explore;
#[doc(hidden)]
pub mod report;
#[doc(hidden)]
pub mod store;
#[doc(hidden)]
pub mod study;
