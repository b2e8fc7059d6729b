//! Keys of the file of an episode.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

/// Finite number.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(try_from = "f64")]
pub struct Finite(pub f64);

impl TryFrom<f64> for Finite {
    type Error = &'static str;

    fn try_from(number: f64) -> Result<Self, Self::Error> {
        if number.is_finite() { Ok(Self(number)) } else { Err("expected a finite number") }
    }
}

/// Episode as declared.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Episode {
    /// Title.
    pub title: String,
    /// Scenario file, relative to the folder of the episode.
    pub scenario: Spanned<String>,
    /// Trials where none are asked for.
    pub trials: Spanned<u64>,
    /// Basis of the scenario.
    pub note: String,
    /// Reason why an answer fails, where it does.
    #[serde(default)]
    pub limits: String,
    /// Yearly quantities.
    #[serde(default)]
    pub observed: Vec<Observed>,
    /// Growth of a yearly quantity.
    #[serde(default)]
    pub growth: Vec<Growth>,
    /// Questions.
    #[serde(default)]
    pub questions: Vec<Question>,
    /// Variant of the scenario to compare with.
    pub without: Option<Variant>,
}

/// The scenario without a part of the model, which must score worse.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// Name in tables, such as "without the market".
    pub title: String,
    /// Changes of the scenario, as for `--set`.
    pub set: Vec<String>,
}

/// Observed values of a yearly quantity.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Observed {
    /// Name in tables.
    pub title: String,
    /// Measure, see [`super::measure`].
    pub measure: Spanned<String>,
    /// Mineral.
    pub mineral: Spanned<String>,
    /// Origin of what is counted.
    pub origin: Option<Spanned<String>>,
    /// First and last year that are shown.
    pub years: Spanned<[i32; 2]>,
    /// Values by year.
    pub values: Spanned<BTreeMap<String, Finite>>,
    /// Relative uncertainty of the values.
    #[serde(default)]
    pub tolerance: Finite,
    /// Source of the values.
    pub source: String,
}

/// Observed growth a year of a yearly quantity.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Growth {
    /// Name in sentences.
    pub title: String,
    /// Measure.
    pub measure: Spanned<String>,
    /// Mineral.
    pub mineral: Spanned<String>,
    /// Origin of what is counted.
    pub origin: Option<Spanned<String>>,
    /// First and last year.
    pub years: Spanned<[i32; 2]>,
    /// Observed difference a year.
    pub value: Finite,
    /// Source of the value.
    pub source: String,
}

/// Question about a trial: whether all its conditions hold together.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Statement, such as "supply of 2025 is at least 25,000 t".
    pub title: String,
    /// Whether it was so.
    pub observed: bool,
    /// Least share of trials in which it must be so for the test to pass.
    pub at_least: Option<Spanned<Finite>>,
    /// Source of the observation.
    pub source: String,
    /// Conditions.
    pub all: Spanned<Vec<Spanned<Condition>>>,
}

/// Condition on a trial: `{ goal, by }`, `{ measure, mineral, year, at_least, at_most }`, `{ measure, mineral, year, share_of_peak }` or
/// `{ measure, mineral, peak_before, at_least }`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// Goal of the scenario.
    pub goal: Option<Spanned<String>>,
    /// Month by whose end it has arrived, `YYYY-MM`.
    pub by: Option<Spanned<String>>,
    /// Measure.
    pub measure: Option<Spanned<String>>,
    /// Mineral.
    pub mineral: Option<Spanned<String>>,
    /// Origin of what is counted.
    pub origin: Option<Spanned<String>>,
    /// Year of the quantity.
    pub year: Option<Spanned<i32>>,
    /// Lower bound.
    pub at_least: Option<Finite>,
    /// Upper bound.
    pub at_most: Option<Finite>,
    /// Month before which the quantity has its largest monthly value, `YYYY-MM`.
    pub peak_before: Option<Spanned<String>>,
    /// The year's value is at most this share of the largest monthly value.
    pub share_of_peak: Option<Finite>,
}
