//! The questions asked of trials, each answered with its uncertainty.

mod findings;
mod hinges;
mod run;
mod story;
mod table;

pub use crate::engine::TrialRow;
pub use findings::*;
pub use run::{RunOptions, findings, run};
pub use story::{Event, Story, story};
pub use table::{TrialColumns, each_trial, trial_columns};
