//! Ranges, columns, correlations and designs of trials that several commands share.

mod columns;
mod correlations;
mod design;
mod expression;
mod given;
mod nested;
mod ranges;
mod split;
mod table;

pub use crate::engine::{Accumulator, MOST_THREADS, RunCounts, RunOptions, RunTally, Tally, TallyCounts, TrialRow, default_threads};
pub use crate::plan::{
    Assumption, Assumptions, BINS, Curve, OriginStyle, Process, ProcessColumn, ReportPlan, SourceText, assumptions, planned_dates,
};
pub use crate::stats::{Index, Indices};
pub use columns::{Holds, TrialColumn, columns, goal_title, values};
pub use correlations::{Correlation, ScalarInputs};
pub use design::design;
pub use expression::{Expression, ExpressionError, Names};
pub use given::{Conditions, condition_errors};
pub use nested::{Nested, event_streams, quantiles_over_inputs};
pub use ranges::{Attached, Cut, Keeper, Ranges, RowWriter, StoppingRule, TRIALS_IN_A_BLOCK};
pub use split::{Split, split};
pub use table::{TrialColumns, each_trial, each_trial_of, trial_columns};
