//! Options of `adit conditions`.

use clap::Args;

use super::ConditionsFindings;
use crate::driver::{CommonArgs, GoalArgs};

/// Options of `adit conditions`.
#[derive(Debug, Args)]
pub struct ConditionsArgs {
    /// Options of every command on one scenario.
    #[command(flatten)]
    pub common: CommonArgs,
    /// Goal and year.
    #[command(flatten)]
    pub goal: GoalArgs,
    /// Probability to reach
    #[arg(long, alias = "chance", value_name = "P", default_value_t = 0.5)]
    pub probability: f64,
    /// Favourable quantile of a number whose high values help; a number whose low values help is set to the opposite quantile
    #[arg(long, value_name = "Q", default_value_t = 0.9)]
    pub quantile: f64,
}

impl AsRef<CommonArgs> for ConditionsArgs {
    fn as_ref(&self) -> &CommonArgs {
        &self.common
    }
}

impl ConditionsArgs {
    /// Options that ask the same question, as typed on a command line.
    pub(super) fn options(&self, findings: &ConditionsFindings) -> Vec<String> {
        let (year, probability, quantile) = (findings.year.to_string(), self.probability.to_string(), self.quantile.to_string());
        ["--goal", &findings.goal, "--by", &year, "--probability", &probability, "--quantile", &quantile].map(str::to_owned).into()
    }
}
