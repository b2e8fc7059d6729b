//! Shared steps of all commands: reading and checking scenarios, options, progress, results folders, answers, errors and exit codes.

mod analysis;
pub mod excerpt;
mod failure;
mod goal_args;
pub mod interrupt;
mod memory;
pub mod options;
pub mod output;
pub mod output_run;
pub mod part;
pub mod prepare;
pub mod problems;
pub mod progress;
pub mod question;
pub mod readings;
pub mod request;
pub mod sampling;
pub mod start;

pub use analysis::{CommonArgs, OpenAnalysis};
pub use failure::Failure;
pub use goal_args::{GoalArgs, GoalChoice};
pub use options::{Format, ScenarioArgs, SeedArgs};
pub use request::Request;
