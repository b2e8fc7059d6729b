//! Findings of `adit doubt`: for each goal its sampling error, its input uncertainty and the results of alternative scenarios.

use serde::Serialize;

use crate::units::{MonthGrid, Quantity};

/// Findings of `adit doubt`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DoubtFindings {
    /// Key of the goal that the sentences are about.
    pub goal: String,
    /// Month by the end of which probabilities are taken, `YYYY-MM`.
    pub month: String,
    /// Year of that month.
    pub year: i32,
    /// Draws of the uncertain inputs.
    pub input_draws: u64,
    /// Trials for each draw of the uncertain inputs.
    pub trials_per_draw: u64,
    /// Random streams that count as uncertain inputs.
    pub input_streams: usize,
    /// Random streams that count as random events.
    pub event_streams: usize,
    /// Names of the alternative scenarios.
    pub alternatives: Vec<String>,
    /// Goals of the scenario.
    pub goals: Vec<GoalUncertainty>,
    /// Months of the scenario.
    #[serde(skip)]
    pub grid: MonthGrid,
}

/// Uncertainty of one goal.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GoalUncertainty {
    /// Key of the goal.
    pub goal: String,
    /// Title of the goal.
    pub title: String,
    /// Result of the scenario; its intervals are the sampling error.
    pub result: GoalResult,
    /// Input uncertainty; `None` with fewer than two draws or two trials for each.
    pub inputs: Option<InputUncertainty>,
    /// Results of the alternative scenarios that have this goal.
    pub alternatives: Vec<AlternativeResult>,
}

/// Result of one scenario for a goal.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GoalResult {
    /// Probability of arrival by the end of the month.
    pub probability: Quantity,
    /// Median month of arrival.
    pub median: Quantity,
}

/// Quantiles over the uncertain inputs, and the share of the variance that they account for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InputUncertainty {
    /// P10 over the uncertain inputs of the probability of arrival.
    pub probability_p10: Quantity,
    /// P90 over the uncertain inputs of the probability of arrival.
    pub probability_p90: Quantity,
    /// P10 over the uncertain inputs of the median month of arrival.
    pub median_p10: Quantity,
    /// P90 over the uncertain inputs of the median month of arrival.
    pub median_p90: Quantity,
    /// Share of the variance of arrival by the end of the month that the uncertain inputs account for; random events account for the rest.
    pub variance_share: Quantity,
}

/// Result of an alternative scenario for a goal.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AlternativeResult {
    /// Name of the scenario.
    pub scenario: String,
    /// Its result.
    #[serde(flatten)]
    pub result: GoalResult,
}

impl GoalUncertainty {
    /// Results of the scenario and of the alternative scenarios.
    pub fn results(&self) -> impl Iterator<Item = &GoalResult> {
        std::iter::once(&self.result).chain(self.alternatives.iter().map(|alternative| &alternative.result))
    }

    /// Lowest and highest probability over the scenario and the alternative scenarios; `None` without alternative scenarios.
    #[must_use]
    pub fn probability_range(&self) -> Option<[&Quantity; 2]> {
        self.range(|result| &result.probability)
    }

    /// Earliest and latest median month over the scenario and the alternative scenarios; `None` without alternative scenarios.
    #[must_use]
    pub fn median_range(&self) -> Option<[&Quantity; 2]> {
        self.range(|result| &result.median)
    }

    /// Smallest and largest of a quantity; no value, which is never for a month, counts as the largest.
    fn range(&self, of: fn(&GoalResult) -> &Quantity) -> Option<[&Quantity; 2]> {
        let key = |quantity: &&Quantity| quantity.value.unwrap_or(f64::INFINITY);
        let all = || self.results().map(of);
        let (least, greatest) = (all().min_by(|a, b| key(a).total_cmp(&key(b)))?, all().max_by(|a, b| key(a).total_cmp(&key(b)))?);
        (!self.alternatives.is_empty()).then_some([least, greatest])
    }

    /// Whether the goal arrives in any trial by the month, or in half of the trials at any time.
    #[must_use]
    pub fn ever_arrives(&self) -> bool {
        let arrives = |result: &GoalResult| result.probability.number() > 0.0 || result.median.value.is_some();
        self.inputs.as_ref().is_some_and(|inputs| inputs.median_p10.value.is_some()) || self.results().any(arrives)
    }
}
