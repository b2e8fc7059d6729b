//! Findings about stages, regimes, hazards and key inputs.

use serde::{Deserialize, Serialize};

use crate::units::Quantity;

/// Start and end of a stage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StageFindings {
    /// `project.stage`.
    pub name: String,
    /// Titles of the project and of the stage.
    pub titles: [String; 2],
    /// P10, P50, P90 of the month of its start, over all trials.
    pub start: [Quantity; 3],
    /// P10, P50, P90 of the month of its end, over all trials.
    pub end: [Quantity; 3],
    /// Probability that it does not end within the horizon.
    pub never: Quantity,
    /// Mean month of its end in the trials in which it ends.
    pub mean_end: Quantity,
    /// Start and end if all goes to plan, in months since the start (negative: before it); `None` = never.
    pub planned: [Option<f64>; 2],
    /// Probability that it is on the critical path of some goal.
    pub critical: Quantity,
}

/// Probabilities of the states of a regime over time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RegimeFindings {
    /// Key in the file.
    pub name: String,
    /// Title, else the key in words.
    pub title: String,
    /// States in the order of the file.
    pub states: Vec<StateFindings>,
    /// Observations before the start: months since the start (negative) and key of the state entered then, in order.
    pub history: Vec<(f64, String)>,
}

/// State of a regime.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StateFindings {
    /// Key in the file.
    pub name: String,
    /// Title, else the key in words.
    pub title: String,
    /// Mean share of each month spent in this state, over trials.
    pub shares: Vec<f64>,
}

impl RegimeFindings {
    /// Title of a state.
    #[must_use]
    pub fn state_title<'a>(&'a self, name: &'a str) -> &'a str {
        self.states.iter().find(|state| state.name == name).map_or(name, |state| &state.title)
    }
}

/// Incidents of a hazard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HazardFindings {
    /// Key in the file.
    pub name: String,
    /// Title, else the key in words.
    pub title: String,
    /// Incidents a year.
    pub incidents: Quantity,
    /// Incidents a year that struck at least one target.
    pub struck: Quantity,
}

/// Association of an input with the arrival of a goal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeyInput {
    /// Path of the input.
    pub input: String,
    /// What reports call it.
    #[serde(default)]
    pub title: String,
    /// Key of the goal.
    pub goal: String,
    /// Spearman rank correlation between the input and the month of arrival (never = latest), over the first trials.
    pub rank_correlation: Quantity,
    /// Area under the ROC curve (AUC): probability that the input is larger in a trial with arrival than in one without; `None` where fewer than 5% of the
    /// first trials are of one of the two kinds. A rank correlation with many ties cannot reach 1, and its upper bound depends on the probability of arrival;
    /// the AUC does not have this fault.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub auc: Option<Quantity>,
}

impl KeyInput {
    /// Strength of the association, 0 to 1, by which the inputs of one goal are ranked: |2·AUC − 1|, else the rank correlation.
    #[must_use]
    pub fn strength(&self) -> f64 {
        self.auc.as_ref().map_or(self.rank_correlation.number(), |auc| 2.0 * auc.number() - 1.0).abs()
    }
}
