//! One trial, batches of trials, threads, the tally that merges exactly, and the replay of one trial.

mod bands;
mod batch;
mod capacity;
mod chain;
mod columns;
mod criticality;
mod draw;
mod flows;
mod goals;
mod jobs;
mod lanes;
mod lead;
mod market;
mod outcomes;
mod policy;
mod processes;
mod replay;
mod schedule;
mod security;
mod series;
mod simulate;
mod tally;

pub use bands::Bands;
pub use criticality::{PathTally, StageOnPath};
pub use draw::Keys;
pub use flows::{FlowTally, flows};
pub use outcomes::{Outcomes, outcomes};
pub use processes::{Processes, trial_rows};
pub use replay::{GoalTrace, MineralTrace, RouteTrace, Stay, TrialTrace, replay};
pub use security::Strike;
pub use series::Series;
pub use simulate::{TrialRow, rows, simulate};
pub use tally::{GoalTally, OriginTally, StageTally, Tally};
