//! Findings of `adit sensitivity`: Sobol' indices and rank correlations of each goal's arrival.

use serde::Serialize;

use crate::units::Quantity;

/// Findings of `adit sensitivity`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SensitivityFindings {
    /// Months of the scenario; the months until arrival of a goal that never arrives.
    pub horizon_months: usize,
    /// Trials of each run of the screening; 0 where nothing was screened.
    pub screening_trials: u64,
    /// Trials of all runs together.
    pub total_trials: u64,
    /// Groups of random elements; correlated drivers of several groups stand last, as a group of their own.
    pub groups: Vec<Cause>,
    /// Single elements with runs of their own.
    pub elements: Vec<Cause>,
    /// Single elements that the screening left out.
    pub left_out: Vec<Cause>,
    /// Goals in the order of the scenario.
    pub goals: Vec<GoalSensitivity>,
}

/// Group of random elements, or a single element.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cause {
    /// Name of a group, path of a single element; paths joined by ` + ` for correlated drivers.
    pub name: String,
    /// Group of the element; empty for correlated drivers of several groups.
    pub group: String,
    /// `group`, `driver`, `input`, `regime`, `hazard`, `risk`, `cancellation`, `unknown fact`, `correlated drivers` or `left out`.
    pub kind: &'static str,
    /// Number of elements.
    pub elements: usize,
}

/// Sensitivity of one goal.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GoalSensitivity {
    /// Key of the goal.
    pub goal: String,
    /// Title of the goal, or its key where it has none.
    pub title: String,
    /// Test of the goal in words.
    pub sentence: String,
    /// Whether the chapter reports the goal in detail.
    pub detailed: bool,
    /// Probability that it arrives within the scenario, from the two independent runs.
    pub arrival: Quantity,
    /// Year of `arrived_by_year`.
    pub year: i32,
    /// Whether it has arrived by the end of that year, 0 or 1.
    pub arrived_by_year: ExplainedQuantity,
    /// Months until it arrives; the length of the scenario where it never does.
    pub months_until_arrival: ExplainedQuantity,
    /// Rank correlations of inputs with `months_until_arrival`; empty where these do not vary enough.
    pub correlations: Vec<InputCorrelation>,
}

/// Quantity whose variance is decomposed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExplainedQuantity {
    /// Mean over the two independent runs.
    pub mean: Quantity,
    /// Variance over the two independent runs.
    pub variance: Quantity,
    /// Decomposition of the variance.
    pub decomposition: Decomposition,
}

/// Decomposition of a variance, or the reason why there is none.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decomposition {
    /// The quantity is the same in all trials.
    Constant,
    /// The quantity differs from its commonest value in only this number of trials, too few for indices.
    TooFew(u64),
    /// Sobol' indices.
    Indices(Box<SobolIndices>),
}

/// Sobol' indices of one quantity.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SobolIndices {
    /// Indices of the groups, in the order of [`SensitivityFindings::groups`].
    pub groups: Vec<CauseIndices>,
    /// Sum of the first-order indices of the groups: the share of the variance without interactions between groups.
    pub without_interactions: Quantity,
    /// Indices of the single elements with runs of their own.
    pub elements: Vec<CauseIndices>,
    /// Indices of all other single elements together.
    pub left_out: Option<CauseIndices>,
}

/// Sobol' indices of one cause.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CauseIndices {
    /// The cause.
    #[serde(flatten)]
    pub cause: Cause,
    /// First-order index: share of the variance that the cause accounts for by itself.
    pub first_order: Quantity,
    /// Total index: share of the variance that the cause accounts for together with all its interactions.
    pub total: Quantity,
}

/// Rank correlations of one input with the months until arrival.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InputCorrelation {
    /// Path of the input.
    pub input: String,
    /// Spearman's rank correlation.
    pub spearman: Quantity,
    /// Partial rank correlation, with all other inputs held constant; `None` where it cannot be computed.
    pub partial: Option<Quantity>,
}

impl ExplainedQuantity {
    /// Indices, where there are any.
    #[must_use]
    pub fn indices(&self) -> Option<&SobolIndices> {
        if let Decomposition::Indices(indices) = &self.decomposition { Some(indices) } else { None }
    }
}

/// Indices of at least half a per cent, the largest total index first.
#[must_use]
pub(super) fn ranked(indices: &[CauseIndices]) -> Vec<&CauseIndices> {
    let mut ranked: Vec<&CauseIndices> = indices.iter().filter(|one| one.total.number() >= 0.005).collect();
    ranked.sort_by(|a, b| b.total.number().total_cmp(&a.total.number()));
    ranked
}

impl GoalSensitivity {
    /// Correlations that differ from 0, the strongest first.
    #[must_use]
    pub(super) fn clear_correlations(&self) -> Vec<&InputCorrelation> {
        let mut clear: Vec<&InputCorrelation> = self.correlations.iter().filter(|one| one.is_clear()).collect();
        clear.sort_by(|a, b| b.main().number().abs().total_cmp(&a.main().number().abs()));
        clear
    }
}

impl InputCorrelation {
    /// Correlation by which inputs are ranked: the partial one, or Spearman’s where there is none.
    #[must_use]
    pub fn main(&self) -> &Quantity {
        self.partial.as_ref().unwrap_or(&self.spearman)
    }

    /// Whether its 95% interval, made twice as wide, excludes 0: among a hundred inputs a few single intervals would exclude it by chance.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        let Quantity { low: Some(low), high: Some(high), .. } = self.main() else { return false };
        let value = self.main().number();
        (2.0 * low - value) * (2.0 * high - value) > 0.0
    }
}
