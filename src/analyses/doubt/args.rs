//! Options of `adit doubt`.

use std::path::PathBuf;

use clap::Args;

use super::DoubtFindings;
use crate::driver::{CommonArgs, GoalArgs};

/// Options of `adit doubt`.
#[derive(Debug, Args)]
pub struct DoubtArgs {
    /// Options of every command on one scenario.
    #[command(flatten)]
    pub common: CommonArgs,
    /// Goal of the sentences and year of the probabilities.
    #[command(flatten)]
    pub goal: GoalArgs,
    /// Alternative scenarios: scenario files over the same months, which may change a few values of this one with `extends`
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub against: Vec<PathBuf>,
    /// Number of draws of the uncertain inputs
    #[arg(long, value_name = "N", default_value_t = 256, value_parser = clap::value_parser!(u64).range(2..=1_000_000))]
    pub outer: u64,
    /// Number of trials for each draw of the uncertain inputs
    #[arg(long, value_name = "N", default_value_t = 32, value_parser = clap::value_parser!(u32).range(2..=10_000))]
    pub inner: u32,
}

impl AsRef<CommonArgs> for DoubtArgs {
    fn as_ref(&self) -> &CommonArgs {
        &self.common
    }
}

impl DoubtArgs {
    /// Options that ask the same question, as typed on a command line.
    pub(super) fn options(&self, findings: &DoubtFindings) -> Vec<String> {
        let mut options = vec!["--goal".to_owned(), findings.goal.clone(), "--by".to_owned(), findings.year.to_string()];
        options.extend(["--outer".to_owned(), self.outer.to_string(), "--inner".to_owned(), self.inner.to_string()]);
        if !self.against.is_empty() {
            options.push("--against".to_owned());
            options.extend(self.against.iter().map(|file| file.display().to_string()));
        }
        options
    }
}
