//! Options of `adit rare`.

use clap::Args;

use super::RareFindings;
use crate::driver::{CommonArgs, GoalArgs};

/// Options of `adit rare`.
#[derive(Debug, Args)]
pub struct RareArgs {
    /// Options of every command on one scenario.
    #[command(flatten)]
    pub common: CommonArgs,
    /// Goal and year.
    #[command(flatten)]
    pub goal: GoalArgs,
    /// Estimate the probability that the goal has not arrived by then
    #[arg(long)]
    pub never: bool,
    /// Estimate the probability that the goal arrives and is lost again
    #[arg(long, conflicts_with_all = ["by", "never"])]
    pub lost: bool,
}

impl AsRef<CommonArgs> for RareArgs {
    fn as_ref(&self) -> &CommonArgs {
        &self.common
    }
}

impl RareArgs {
    /// Options that ask the same question, as typed on a command line.
    pub(super) fn options(&self, findings: &RareFindings) -> Vec<String> {
        let mut options = vec!["--goal".to_owned(), findings.goal.clone()];
        if !self.lost {
            options.extend(["--by".to_owned(), findings.year.to_string()]);
        }
        options.extend([("--never", self.never), ("--lost", self.lost)].iter().filter(|(_, given)| *given).map(|(option, _)| (*option).to_owned()));
        options
    }
}
