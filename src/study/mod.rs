//! The questions asked of trials, each answered with its uncertainty.

mod compare;
mod findings;
pub mod fit;
mod flows;
mod hinges;
mod levers;
mod number;
mod run;
mod story;
mod table;

pub use crate::engine::TrialRow;
pub use crate::plan::{Assumption, Assumptions, BINS, Curve, Process, ProcessColumn, SourceText, assumptions, planned_dates};
pub use compare::{CompareError, compare};
pub use findings::*;
pub use levers::{
    Interval, LeverCase, LeverGoal, LeverPair, LeverQuestion, LeverRow, LeverSet, LeversFound, MonthsGained, Objective, PairCase, Spread, WorthKnowing, levers,
    perfect_information, worth_knowing,
};
pub use run::{RunOptions, findings, run};
pub use story::{Event, Story, StoryGoal, story};
pub use table::{TrialColumns, each_trial, trial_columns};
