//! Findings of `adit rare`: the estimate, its diagnostics and the proposal distributions of the pilot.

use serde::Serialize;

use crate::units::Quantity;

/// Event whose probability is estimated; months are counted from the first of the scenario and inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// The goal has arrived by the end of this month.
    By(usize),
    /// The goal has not arrived by the end of this month.
    NotBy(usize),
    /// The goal arrives and is lost again.
    Lost,
}

/// Quantity that importance sampling may draw from another distribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum InputKind {
    /// Number or driver drawn once a trial.
    Number,
    /// Whether a risk occurs: it does where the uniform number is low.
    Risk,
    /// Whether a stage is cancelled: it is where the uniform number is low.
    Cancellation,
    /// Initial state of a regime.
    InitialState,
    /// Sojourn time of a regime at its entry of this number, counted from 1.
    Sojourn(u64),
    /// Next state of a regime after its entry of this number, counted from 1.
    NextState(u64),
}

/// Round of the pilot.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Round {
    /// Trials.
    pub trials: u64,
    /// Trials that reached the event.
    pub hits: u64,
    /// Trials of all rounds so far from which the next proposal distributions were fitted.
    pub elite_trials: u64,
    /// Inputs with a proposal distribution.
    pub proposals: usize,
}

/// Proposal distribution of one input.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Proposal {
    /// Path in the scenario.
    pub path: String,
    /// What is drawn.
    pub kind: InputKind,
    /// Mean of the quantile at which it is drawn; 0.5 under the original distribution.
    pub mean_quantile: f64,
    /// Relative entropy to the original distribution, nats: how much the event depends on the input.
    pub relative_entropy: f64,
}

/// Reason not to rely on the estimate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Warning {
    /// No trial reached the event.
    NoHit,
    /// The effective number of hits is below 30.
    FewHits,
    /// One trial makes more than a fifth of the observed variance.
    OneTrial,
    /// The trials drawn from the original distribution disagree with the estimate.
    Disagrees,
}

/// Findings of `adit rare`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RareFindings {
    /// Key of the goal.
    pub goal: String,
    /// Title of the goal.
    pub goal_title: String,
    /// Event.
    pub event: Event,
    /// Month of the event, `YYYY-MM`; `None` for an event without a month.
    pub month: Option<String>,
    /// Year of that month, or the last of the scenario.
    pub year: i32,
    /// Estimated probability.
    pub probability: Quantity,
    /// Trials that reached the event.
    pub hits: u64,
    /// Hits of equal weight that would give the same precision (Kish).
    pub effective_hits: f64,
    /// Share of the estimate that the heaviest hit makes.
    pub heaviest_share_of_estimate: f64,
    /// Share of the observed variance that the heaviest hit makes.
    pub heaviest_share_of_variance: f64,
    /// Probability from the trials drawn from the original distribution alone.
    pub original_distribution: Quantity,
    /// Trials that plain counting needs for the same standard error.
    pub plain_trials_for_same_error: Option<f64>,
    /// Those trials over the trials spent, the pilot's included.
    pub gain: Option<f64>,
    /// Reasons not to rely on the estimate; empty where there is none.
    pub warnings: Vec<Warning>,
    /// Trials of the pilot.
    pub pilot_trials: u64,
    /// Rounds of the pilot.
    pub rounds: Vec<Round>,
    /// Inputs that can be drawn from a proposal distribution.
    pub candidates: usize,
    /// Proposal distributions, the largest relative entropy first.
    pub proposals: Vec<Proposal>,
}
