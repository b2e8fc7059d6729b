//! The questions asked of trials, each answered with its uncertainty.

pub mod backtest;
mod causes;
mod columns;
mod compare;
pub mod conditions;
mod correlations;
mod design;
pub mod discovery;
pub mod doubt;
mod estimate;
mod event_log;
mod findings;
pub mod fit;
mod flows;
mod key_inputs;
mod levers;
mod number;
mod paths;
mod precision;
pub mod provenance;
mod ranges;
mod replicates;
mod run;
pub mod sensitivity;
pub mod sweep;
mod table;
pub mod trials;

pub use crate::engine::{Accumulator, RunCounts, RunOptions, RunTally, Tally, TallyCounts, TrialRow};
pub use crate::plan::{Assumption, Assumptions, BINS, Curve, Process, ProcessColumn, SourceText, assumptions, planned_dates};
pub use crate::stats::{Index, Indices};
pub use causes::{
    Account, Bounded, Cause, Causes, CausesError, CausesPart, CausesQuestion, GoalCauses, Lack, MOST_CAUSES, Quantity, causes, causes_of_parts,
    causes_trials, exclusion, inclusion, part_of_causes, shapley,
};
pub use columns::{Holds, TrialColumn, asked_goal, asked_month, columns, values};
pub use compare::{CompareError, PairedCounts, comparable, compare, compared, count_compared};
pub use design::design;
pub use event_log::{Event, EventLog, EventLogGoal, event_log};
pub use findings::*;
pub use levers::{
    Interval, LeverCase, LeverGoal, LeverPair, LeverQuestion, LeverRow, LeverSet, LeversFound, MonthsGained, Objective, PairCase, Spread,
    WorthKnowing, levers, perfect_information, worth_knowing,
};
pub use precision::{Reached, Stopping, checkpoints};
pub use ranges::{Attached, Cut, Keeper, Ranges, RowWriter, StoppingRule, TRIALS_IN_A_BLOCK};
pub use run::{count, findings, found, run};
pub use table::{TrialColumns, each_trial, trial_columns};
pub use trials::{Pick, Picked, Picker, TrialList, TrialsError, list_trials};
