//! The questions asked of trials, each answered with its uncertainty.

mod columns;
mod compare;
mod correlations;
mod design;
mod estimate;
mod event_log;
mod findings;
mod flows;
mod key_inputs;
mod number;
mod paths;
mod precision;
mod ranges;
mod replicates;
mod run;
pub mod sweep;
mod table;
pub mod trials;

pub use crate::engine::{Accumulator, MOST_THREADS, RunCounts, RunOptions, RunTally, Tally, TallyCounts, TrialRow, default_threads};
pub use crate::plan::{
    Assumption, Assumptions, BINS, Curve, OriginStyle, Process, ProcessColumn, ReportPlan, SourceText, assumptions, planned_dates,
};
pub use crate::stats::{Index, Indices};
pub use columns::{Holds, TrialColumn, columns, goal_title, values};
pub use compare::{CompareError, PairedCounts, comparable, compare, compared, count_compared};
pub use correlations::{Correlation, ScalarInputs};
pub use design::design;
pub use event_log::{Event, EventLog, EventLogGoal, event_log};
pub use findings::*;
pub use precision::{Reached, Stopping, checkpoints};
pub use ranges::{Attached, Cut, Keeper, Ranges, RowWriter, StoppingRule, TRIALS_IN_A_BLOCK};
pub use run::{count, findings, found, run};
pub use table::{TrialColumns, each_trial, each_trial_of, trial_columns};
pub use trials::{Pick, Picked, Picker, TrialList, TrialsError, list_trials};
