//! The questions asked of trials, each answered with its uncertainty.

pub mod backtest;
mod causes;
mod columns;
mod compare;
mod design;
mod findings;
pub mod fit;
mod flows;
mod hinges;
mod levers;
mod number;
mod paths;
mod precision;
mod ranges;
mod replicates;
mod run;
pub mod sensitivity;
mod story;
pub mod sweep;
mod table;
pub mod trials;

pub use crate::engine::{Tally, TallyCounts, TrialRow};
pub use crate::plan::{
    Assumption, Assumptions, BINS, Curve, OriginStyle, Process, ProcessColumn, ReportPlan, SourceText, assumptions, planned_dates,
};
pub use crate::stats::{Index, Indices};
pub use causes::{
    Account, Bounded, Cause, Causes, CausesError, CausesPart, CausesQuestion, GoalCauses, Lack, MOST_CAUSES, Quantity, causes, causes_of_parts,
    causes_trials, exclusion, inclusion, part_of_causes, shapley,
};
pub use columns::{Holds, TrialColumn, columns, goal_title, values};
pub use compare::{CompareError, PairedCounts, comparable, compare, compared, count_compared};
pub use design::design;
pub use findings::*;
pub use levers::{
    Interval, LeverCase, LeverGoal, LeverPair, LeverQuestion, LeverRow, LeverSet, LeversFound, MonthsGained, Objective, PairCase, Spread,
    WorthKnowing, levers, perfect_information, worth_knowing,
};
pub use precision::{Reached, Stopping, checkpoints};
pub use ranges::{Cut, Keeper, Ranges, StoppingRule, TRIALS_IN_A_BLOCK};
pub use run::{MOST_THREADS, RunOptions, count, default_threads, findings, found, pool, run};
pub use story::{Event, Story, StoryGoal, story};
pub use table::{TrialColumns, each_trial, each_trial_in, each_trial_of, trial_columns};
pub use trials::{Pick, Picked, Picker, TrialList, TrialsError, list_trials};
