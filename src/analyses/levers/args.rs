//! Options of `adit levers`.

use clap::Args;

use super::LeversFindings;
use crate::driver::{CommonArgs, GoalArgs};
use crate::units::Date;

/// Options of `adit levers`.
#[derive(Debug, Args)]
pub struct LeversArgs {
    /// Options of every command on one scenario; the trials are those of each run.
    #[command(flatten)]
    pub common: CommonArgs,
    /// Goal and year.
    #[command(flatten)]
    pub goal: GoalArgs,
    /// Benefit of an arrival by the end of the year, USD [default: the shortage avoided at the price of the mineral]
    #[arg(long, value_name = "USD", value_parser = dollars)]
    pub worth: Option<f64>,
    /// Month until which the choice could wait for information: each lever is then decided on in that month, and its lead time follows
    #[arg(long, value_name = "YYYY-MM", value_parser = Date::parse)]
    pub wait_until: Option<Date>,
}

impl AsRef<CommonArgs> for LeversArgs {
    fn as_ref(&self) -> &CommonArgs {
        &self.common
    }
}

impl LeversArgs {
    /// Options that ask the same question, as typed on a command line.
    pub(super) fn options(&self, findings: &LeversFindings) -> Vec<String> {
        let mut options = vec!["--goal".to_owned(), findings.goal.clone(), "--by".to_owned(), findings.year.to_string()];
        options.extend(self.worth.iter().flat_map(|worth| ["--worth".to_owned(), worth.to_string()]));
        options.extend(self.wait_until.iter().flat_map(|date| ["--wait-until".to_owned(), date.to_string()]));
        options
    }
}

/// Reads an amount of money, not below 0.
fn dollars(text: &str) -> Result<f64, String> {
    match text.replace('_', "").parse::<f64>() {
        Ok(value) if value.is_finite() && value >= 0.0 => Ok(value),
        _ => Err("expected US dollars such as 250e6".to_owned()),
    }
}
