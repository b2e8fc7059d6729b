//! Probabilities of the goals in the readings that the scenario names.

use serde::{Deserialize, Serialize};

use super::GoalFindings;
use crate::units::Quantity;

/// Probabilities of the goals in each reading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadingRanges {
    /// Trials of each reading.
    pub trials: u64,
    /// Readings in the order of the file.
    pub readings: Vec<ReadingFindings>,
}

/// One reading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadingFindings {
    /// Title of the scenario.
    pub title: String,
    /// By the key of a goal, the probability of having arrived by the end of each year of the report, and of the last year of the horizon.
    pub goals: Vec<(String, Vec<(i32, Quantity)>)>,
}

impl ReadingFindings {
    /// Probabilities of a goal.
    #[must_use]
    pub fn of_goal(&self, goal: &str) -> Option<&[(i32, Quantity)]> {
        self.goals.iter().find(|(name, _)| name == goal).map(|(_, by)| by.as_slice())
    }
}

impl ReadingRanges {
    /// Lowest and highest probability that a goal arrives within the horizon, over the run and its readings.
    #[must_use]
    pub fn of_arrival(&self, goal: &GoalFindings) -> [f64; 2] {
        let others = self.readings.iter().filter_map(|reading| Some(reading.of_goal(&goal.name)?.last()?.1.number()));
        let own = 1.0 - goal.never.number();
        others.fold([own, own], |[low, high], other| [low.min(other), high.max(other)])
    }
}
