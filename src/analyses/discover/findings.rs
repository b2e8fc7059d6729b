//! Findings of `adit discover`: boxes with their limits, estimated on trials that the search did not use.

use serde::Serialize;

use super::sample::Side;
use crate::units::Quantity;

/// Findings of `adit discover`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DiscoverFindings {
    /// Key of the goal.
    pub goal: String,
    /// Title of the goal.
    pub goal_title: String,
    /// Year by the end of which the goal arrives.
    pub year: i32,
    /// Whether the boxes describe the trials in which the goal has not arrived by then, or those in which it has: always the rarer of the two.
    pub of_failures: bool,
    /// Probability of what the boxes describe, over all trials.
    pub probability: Quantity,
    /// Trials on which boxes were found.
    pub search_trials: u64,
    /// Trials on which limits were confirmed.
    pub confirmation_trials: u64,
    /// Trials on which the boxes were counted.
    pub fresh_trials: u64,
    /// Columns that were searched.
    pub columns: usize,
    /// Boxes, each searched outside those before it.
    pub boxes: Vec<FoundBox>,
    /// Reason why there is no box, or no further one.
    pub end: String,
}

/// Box.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FoundBox {
    /// Limits.
    pub limits: Vec<FoundLimit>,
    /// Share of the trials inside that are of interest.
    pub density: Quantity,
    /// Share of all trials of interest that lie inside.
    pub coverage: Quantity,
    /// Share of all trials that lie inside.
    pub mass: Quantity,
    /// Fresh trials inside.
    pub trials_inside: u64,
    /// Fresh trials of interest inside.
    pub of_interest_inside: u64,
    /// Density on the trials on which the box was found.
    pub density_in_search: Quantity,
    /// Peeling, from the whole space to the smallest box, on the trials on which the box was found.
    pub trajectory: Vec<TrajectoryStep>,
    /// Step of the peeling that the box comes from.
    pub step: usize,
}

/// Step of a peeling.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct TrajectoryStep {
    /// Share of all trials that lie inside.
    pub mass: f64,
    /// Share of all trials of interest that lie inside.
    pub coverage: f64,
    /// Share of the trials inside that are of interest.
    pub density: f64,
    /// Number of limits.
    pub limits: usize,
}

/// Limit of a box.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FoundLimit {
    /// Name of the column.
    pub column: String,
    /// Unit of the column; empty for plain factors and flags.
    pub unit: String,
    /// Kind of its values.
    pub kind: ColumnKind,
    /// Limit as a clause: `reko diq: review is not cancelled`.
    pub text: String,
    /// Side that lies inside.
    pub side: Side,
    /// Value of the limit, in the unit of the column.
    pub value: f64,
    /// Quasi-p value on the trials on which the box was found.
    pub quasi_p: f64,
    /// P value on the trials on which the limit was confirmed.
    pub confirmed_p: f64,
    /// Share of the repetitions on random halves of the trials in which the column was selected again.
    pub selected_again: Quantity,
    /// Density of the box without this limit.
    pub density_without: Quantity,
    /// Histogram of the column.
    pub histogram: Histogram,
}

/// Kind of the values of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ColumnKind {
    /// Number.
    Number,
    /// 1 for yes and 0 for no.
    Flag,
    /// Decimal year.
    Date,
}

/// Histogram of a column over the fresh trials.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Histogram {
    /// Left end of the first bin and right end of the last; values beyond are counted in these bins.
    pub ends: [f64; 2],
    /// Trials by bin.
    pub all: Vec<u64>,
    /// Trials of interest by bin.
    pub of_interest: Vec<u64>,
    /// Trials, and trials of interest, in which the date never comes.
    pub never: [u64; 2],
}
