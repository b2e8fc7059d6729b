//! Results of an episode as plain data.

use serde::Serialize;

use crate::units::Quantity;

/// A year of an observed quantity.
#[derive(Clone, Debug, Serialize)]
pub struct YearFindings {
    /// Year.
    pub year: i32,
    /// 5, 25, 50, 75 and 95% quantiles over the trials.
    pub quantiles: [Quantity; 5],
    /// Observed value.
    pub observed: Option<f64>,
    /// Share of trials with no larger value than the observed one.
    pub probability: Option<f64>,
    /// Ranked probability score, in the unit of the quantity.
    pub crps: Option<f64>,
    /// The same of the variant without a part of the model.
    pub crps_without: Option<f64>,
}

/// An observed quantity.
#[derive(Clone, Debug, Serialize)]
pub struct ObservedFindings {
    /// Name.
    pub title: String,
    /// Relative uncertainty of the observed values.
    pub tolerance: f64,
    /// Source of the observed values.
    pub source: String,
    /// Years.
    pub years: Vec<YearFindings>,
}

/// Growth of a quantity.
#[derive(Clone, Debug, Serialize)]
pub struct GrowthFindings {
    /// Name.
    pub title: String,
    /// First and last year.
    pub years: [i32; 2],
    /// 5, 50 and 95% quantiles of the difference a year.
    pub quantiles: [Quantity; 3],
    /// Observed difference a year.
    pub observed: f64,
}

/// A question.
#[derive(Clone, Debug, Serialize)]
pub struct QuestionFindings {
    /// Statement.
    pub title: String,
    /// Share of trials in which it is so.
    pub probability: Quantity,
    /// The same in the variant without a part of the model.
    pub probability_without: Option<Quantity>,
    /// Whether it was so.
    pub observed: bool,
    /// Least share of trials in which it must be so.
    pub at_least: Option<f64>,
    /// Whether it is so in that share of trials.
    pub passed: Option<bool>,
    /// Brier score of the probability, 0 is best.
    pub brier: f64,
    /// Source of the observation.
    pub source: String,
}

/// An episode and its observations.
#[derive(Clone, Debug, Serialize)]
pub struct EpisodeFindings {
    /// Name of the file.
    pub name: String,
    /// Title.
    pub title: String,
    /// Name of the scenario file.
    pub scenario: String,
    /// Trials.
    pub trials: u64,
    /// Seed.
    pub seed: u64,
    /// Basis of the scenario.
    pub note: String,
    /// Reason why an answer fails.
    pub limits: String,
    /// Name of the variant without a part of the model.
    pub without: Option<String>,
    /// Yearly quantities.
    pub observed: Vec<ObservedFindings>,
    /// Growth of yearly quantities.
    pub growth: Vec<GrowthFindings>,
    /// Questions.
    pub questions: Vec<QuestionFindings>,
}
