//! Options of `adit sensitivity`.

use clap::Args;

use crate::driver::CommonArgs;

/// Single elements that have runs of their own where no number is asked for.
const LEADING: usize = 24;

/// Options of `adit sensitivity`.
#[derive(Debug, Args)]
pub struct SensitivityArgs {
    /// Options of every command on one scenario; the trials are those of each run of the design.
    #[command(flatten)]
    pub common: CommonArgs,
    /// Goal to report in detail (repeatable) [default: one of each ladder of thresholds, and every other goal]
    #[arg(long = "goal", value_name = "NAME")]
    pub goals: Vec<String>,
    /// Year by the end of which the goal has arrived [default: for each goal the year in which this probability is nearest to one half]
    #[arg(long, value_name = "YEAR")]
    pub by: Option<i32>,
    /// Number of single elements with runs of their own: those with the largest effects in the screening
    #[arg(long, value_name = "N", default_value_t = LEADING, value_parser = leading)]
    pub leading: usize,
}

impl AsRef<CommonArgs> for SensitivityArgs {
    fn as_ref(&self) -> &CommonArgs {
        &self.common
    }
}

impl SensitivityArgs {
    /// Options that ask the same question, as typed on a command line.
    pub(super) fn options(&self) -> Vec<String> {
        let mut options: Vec<String> = self.goals.iter().flat_map(|goal| ["--goal".to_owned(), goal.clone()]).collect();
        options.extend(self.by.iter().flat_map(|year| ["--by".to_owned(), year.to_string()]));
        if self.leading != LEADING {
            options.extend(["--leading".to_owned(), self.leading.to_string()]);
        }
        options
    }
}

/// Reads a number of elements.
fn leading(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(count) if (1..=10_000).contains(&count) => Ok(count),
        _ => Err("write a whole number from 1 to 10000".to_owned()),
    }
}
