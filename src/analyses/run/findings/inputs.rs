//! Ranges of the probabilities over the uncertain inputs.

use serde::{Deserialize, Serialize};

use crate::units::Quantity;

/// Ranges of the probabilities of the goals over the uncertain inputs, from a nested design beside the run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InputRanges {
    /// Draws of the uncertain inputs.
    pub draws: u64,
    /// Trials for each draw.
    pub trials_per_draw: u64,
    /// Goals in the order of the file.
    pub goals: Vec<GoalRanges>,
}

/// Ranges of one goal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GoalRanges {
    /// Key of the goal.
    pub name: String,
    /// P10 and P90 over the uncertain inputs of the probability of having arrived by the end of each year of the report, and of the last year of the
    /// horizon.
    pub by: Vec<(i32, [Quantity; 2])>,
}

impl InputRanges {
    /// Range of the probability that a goal arrives within the horizon.
    #[must_use]
    pub fn of_arrival(&self, goal: &str) -> Option<&[Quantity; 2]> {
        self.goals.iter().find(|known| known.name == goal)?.by.last().map(|(_, range)| range)
    }
}
