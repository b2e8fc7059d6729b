//! Findings of `adit conditions`: probabilities without and with conditions, the smallest sets found, and how complete the search was.

use serde::Serialize;

use crate::units::Quantity;

/// Findings of `adit conditions`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ConditionsFindings {
    /// Key of the goal.
    pub goal: String,
    /// Title of the goal.
    pub goal_title: String,
    /// Year by the end of which the goal arrives.
    pub year: i32,
    /// Probability to reach.
    pub target: f64,
    /// Favourable quantile of a number whose high values help.
    pub quantile: f64,
    /// Trials on which sets were compared; none of them is used for a probability.
    pub comparison_trials: u64,
    /// Probability as modelled, without conditions.
    pub as_modelled: Quantity,
    /// Probability with all conditions.
    pub all_conditions: Quantity,
    /// Largest share of demand that the chain can deliver, where there is such a bound.
    pub deliverable: Option<DeliverableShare>,
    /// Random elements of the scenario.
    pub elements: usize,
    /// Random elements that affect the goal, each of which gives one condition.
    pub relevant_elements: usize,
    /// Sets that reach the probability, the highest probability first; empty where none is needed or none reaches it.
    pub sets: Vec<ConditionSet>,
    /// Conditions of the first set, ordered so that each next one helps most.
    pub steps: Vec<Step>,
    /// Conditions without which all others do not reach the probability.
    pub necessary: Vec<NecessaryCondition>,
    /// How complete the search was.
    pub search: SearchCoverage,
}

/// Condition: a random element with a favourable outcome.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Condition {
    /// Path of the element.
    pub path: String,
    /// Its group of causes.
    pub group: String,
    /// Its favourable outcome.
    pub favour: Favour,
}

/// Favourable outcome of an element.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Favour {
    /// A number is at one of its quantiles, in its own unit and before the drivers that scale it.
    Value {
        /// Index of the input among the draws of the plan.
        #[serde(skip)]
        draw: usize,
        /// Probability of the quantile.
        quantile: f64,
        /// Quantile.
        value: f64,
        /// Unit; empty for a plain factor.
        unit: String,
    },
    /// A regime stays in its planned state.
    PlannedState(String),
    /// A hazard has no incidents.
    NoIncidents,
    /// A risk does not occur.
    RiskDoesNotOccur,
    /// A stage is not cancelled.
    NotCancelled,
}

/// Largest share of demand that the chain can deliver with all inputs at the most favourable end of their distributions.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct DeliverableShare {
    /// Largest share.
    pub share: f64,
    /// Share that the goal needs at least.
    pub needed: f64,
}

/// Set of conditions.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ConditionSet {
    /// Its conditions.
    pub conditions: Vec<Condition>,
    /// Probability under them.
    pub probability: Quantity,
}

/// Condition of the first set.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step {
    /// The condition.
    pub condition: Condition,
    /// Probability with it and those before it.
    pub cumulative: Quantity,
    /// Probability with it alone.
    pub alone: Quantity,
    /// Probability with all others of the set but without it.
    pub without: Quantity,
}

/// Condition without which all others do not reach the probability.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NecessaryCondition {
    /// The condition.
    pub condition: Condition,
    /// Probability with all others but without it.
    pub without: Quantity,
}

/// How complete the search was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SearchCoverage {
    /// All sets of fewer conditions than this, among the leading ones and with the necessary ones, were tried and do not reach the probability.
    pub complete_below: usize,
    /// Leading conditions besides the necessary ones.
    pub leading: usize,
    /// Whether each condition was tried alone.
    pub each_alone: bool,
    /// Sets tried.
    pub sets_tried: usize,
}
