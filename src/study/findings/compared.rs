//! Several scenarios on the same draws, and how they differ.

use serde::{Deserialize, Serialize};

use super::{Estimate, Share};
use crate::analyses::run::Findings;

/// Several scenarios on common random numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// What each found, in the order given; the first is what the others are compared with.
    pub findings: Vec<Findings>,
    /// Names of the scenarios (file stems).
    pub names: Vec<String>,
    /// For each goal that all share: paired differences of each later scenario from the first.
    pub goals: Vec<GoalComparison>,
}

/// One goal across scenarios.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GoalComparison {
    /// Key in the files.
    pub name: String,
    /// Title.
    pub title: String,
    /// One entry for each scenario after the first.
    pub differences: Vec<PairedDifference>,
}

/// How much later a goal arrives than in the first scenario, trial by trial on the same draws.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PairedDifference {
    /// Mean difference in months within the horizon (an arrival that never comes counts as the horizon), positive = later.
    pub months: Estimate,
    /// Mean difference in months over the trials in which both arrive; `None` where no trial does.
    pub months_if_both: Option<Estimate>,
    /// Share of trials in which both arrive.
    pub both: Share,
    /// Share of trials in which it arrives earlier than in the first.
    pub earlier: Share,
    /// Share of trials in which it arrives later, or never where the first arrives.
    pub later: Share,
    /// Difference of the chance of arriving within the horizon, with the paired standard error.
    pub chance: Estimate,
}
