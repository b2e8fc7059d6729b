//! Findings among the trials in which a condition holds.

use serde::{Deserialize, Serialize};

use crate::units::Quantity;

/// Probabilities among the trials in which a condition of `[[report.given]]` or `--given` holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GivenFindings {
    /// Title of the condition, else the condition.
    pub title: String,
    /// Condition, as written.
    pub condition: String,
    /// Trials in which it holds.
    pub trials: u64,
    /// The same as a share of all trials.
    pub share: Quantity,
    /// Goals in the order of the file.
    pub goals: Vec<GivenGoal>,
}

/// A goal among these trials.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GivenGoal {
    /// Key of the goal.
    pub name: String,
    /// Probability of having arrived by the end of each year of the report, and of the last year of the horizon.
    pub by: Vec<(i32, GivenProbability)>,
    /// Median month of arrival among the trials in which the condition holds.
    pub p50: Quantity,
}

/// A probability among the trials in which a condition holds, against that among the others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GivenProbability {
    /// Where it holds.
    pub holds: Quantity,
    /// Where it does not hold.
    pub otherwise: Quantity,
    /// The first less the second. The two groups of trials have no trial in common, so their estimates are independent.
    pub difference: Quantity,
}
