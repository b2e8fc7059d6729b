//! What a run found: plain data, every number with its unit, its uncertainty and the trials behind it.
//!
//! Months are counted from 0, the first month of the scenario; `None` in place of a month means never (within the horizon).
//! `Estimate` is a mean with its standard error; `Share` a chance with its 95% interval; `Quantile` a quantile with its 95% interval.

mod compared;
mod estimates;
mod goals;
mod supply;

use serde::{Deserialize, Serialize};

use super::number::or_undefined;
use super::precision::Reached;
use crate::plan::ReportPlan;
use crate::units::MonthGrid;

pub use compared::{Comparison, GoalComparison, PairedDifference};
pub use estimates::{Band, Estimate, Quantile, Share, Yearly};
pub use goals::{Ceiling, GoalFindings, PathFindings, StageFindings, StagePath};
pub use supply::{ClearedSeries, Flows, MineralFindings, OriginFindings, PassageFlow, RouteFlow, TrialLine};

/// All that a run found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Findings {
    /// Title of the scenario.
    pub title: String,
    /// Its grid of months.
    pub grid: MonthGrid,
    /// Seed.
    pub seed: u64,
    /// Trials.
    pub trials: u64,
    /// How the trials cover the inputs, where they are not drawn at random: errors and intervals are then those of the replicates' spread.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub design: Option<DesignFindings>,
    /// Trials that monthly bands and monthly means are of: the first ones, and a part of those after them.
    pub band_trials: u64,
    /// Years, groups of causes and colours of origins in reports.
    #[serde(default)]
    pub report: ReportPlan,
    /// Goals in the order of the file.
    pub goals: Vec<GoalFindings>,
    /// Minerals in the order of the file.
    pub minerals: Vec<MineralFindings>,
    /// Stages in the order of the file, `project.stage`.
    pub stages: Vec<StageFindings>,
    /// The longest path to each goal, in the order of the goals.
    pub paths: Vec<PathFindings>,
    /// What each origin of routes earns.
    pub origins: Vec<OriginFindings>,
    /// Regimes: chance of each state in each month.
    pub regimes: Vec<RegimeFindings>,
    /// Hazards: incidents.
    pub hazards: Vec<HazardFindings>,
    /// Key inputs of each goal: rank correlation with the month of arrival, strongest first.
    #[serde(rename = "hinges")]
    pub key_inputs: Vec<KeyInput>,
    /// The physical chain: mean tonnes through each passage by year.
    pub flows: Flows,
    /// The interval that the run went on for, where the scenario asks for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision: Option<Reached>,
}

/// How designed trials cover the inputs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DesignFindings {
    /// `latin-hypercube` or `sobol`.
    pub sampling: String,
    /// Independent samples into which the trials are split evenly.
    pub replicates: u64,
}

/// Chance of each state over time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RegimeFindings {
    /// Key in the file.
    pub name: String,
    /// States in the order of the file, each with the share of trials that are in it at the middle of each month.
    pub states: Vec<(String, Vec<f64>)>,
    /// What was observed before the start: months since the start (negative) and the state entered then, in order.
    pub history: Vec<(f64, String)>,
}

/// Incidents of a hazard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HazardFindings {
    /// Key in the file.
    pub name: String,
    /// Incidents a year.
    pub incidents: Estimate,
    /// Incidents a year that struck at least one target.
    pub struck: Estimate,
}

/// Rank correlation of an input with the month of arrival of a goal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeyInput {
    /// Path of the input.
    pub input: String,
    /// Goal.
    pub goal: String,
    /// Spearman rank correlation between the input and the month of arrival (never = latest), over the first trials.
    #[serde(deserialize_with = "or_undefined")]
    pub rank_correlation: f64,
    /// Its approximate standard error.
    #[serde(deserialize_with = "or_undefined")]
    pub standard_error: f64,
    /// Trials it rests on.
    pub trials: u64,
}
