//! File of a register and file of its outcomes.

use serde::{Deserialize, Serialize};
use toml::Spanned;

/// Layout of the file.
pub const FORMAT: u32 = 1;

/// Line before the hash of all lines above it.
const CHECK: &str = "check = ";

/// A register as written.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// Layout of the file.
    pub format: u32,
    /// Title.
    pub title: String,
    /// Day on which it was written.
    pub written: String,
    /// Scenario file.
    pub scenario: String,
    /// Hash of the scenario as run.
    pub scenario_sha256: String,
    /// Program and version.
    pub program: String,
    /// Commit of the program.
    pub commit: String,
    /// Trials.
    pub trials: u64,
    /// Seed.
    pub seed: u64,
    /// Forecasts.
    #[serde(default)]
    pub forecasts: Vec<Forecast>,
}

/// A forecast.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Forecast {
    /// Name by which its outcome is entered.
    pub key: String,
    /// Statement that can be checked.
    pub statement: String,
    /// Date from which it can be judged.
    pub due: String,
    /// Share of trials in which it is so.
    pub probability: f64,
    /// 95% interval of its sampling error.
    pub interval: [f64; 2],
    /// Probability without the scenario.
    pub base_rate: f64,
    /// Where the base rate comes from.
    pub base: String,
    /// Bounds within which an amount makes the statement true.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<f64>,
    /// Upper bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<f64>,
    /// Conditions that a trial must meet, as in the file of statements.
    pub conditions: String,
}

impl Register {
    /// Text of the file, which ends with a hash of what stands above it.
    #[must_use]
    pub fn text(&self) -> String {
        let mut body = "# Register of forecasts, written by `adit backtest --forecast`. It is never edited: outcomes belong into the file beside it that ends in\n\
                        # .outcomes.toml. Fields: docs/backtest.md.\n"
            .to_owned();
        body += &toml::to_string(self).unwrap_or_default();
        format!("{body}\n# Hash of all lines above.\n#{CHECK}\"{}\"\n", hash(&body))
    }
}

/// Whether the text is as it was written.
#[must_use]
pub fn is_untouched(text: &str) -> bool {
    let text = text.replace("\r\n", "\n");
    let Some((body, check)) = text.split_once("\n# Hash of all lines above.\n") else { return false };
    check.trim() == format!("#{CHECK}\"{}\"", hash(body))
}

fn hash(text: &str) -> String {
    crate::store::InputFile::new("", text).sha256
}

/// What has been observed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutcomeFile {
    /// Outcomes.
    #[serde(default)]
    pub outcomes: Vec<Entered>,
}

/// An outcome as entered by the user.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entered {
    /// Key of the forecast.
    pub key: Spanned<String>,
    /// Whether it was so, or the amount observed.
    pub outcome: Spanned<Observed>,
    /// Source of the observation.
    pub source: String,
}

/// An observation.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Observed {
    /// Whether the statement was true.
    So(bool),
    /// Amount that the bounds of the forecast judge.
    Amount(f64),
}
