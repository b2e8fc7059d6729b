//! Options of `adit discover`.

use clap::Args;

use super::{DiscoverFindings, Search};
use crate::driver::{CommonArgs, GoalArgs};

/// Options of `adit discover`.
#[derive(Debug, Args)]
pub struct DiscoverArgs {
    /// Options of every command on one scenario.
    #[command(flatten)]
    pub common: CommonArgs,
    /// Goal and year.
    #[command(flatten)]
    pub goal: GoalArgs,
    /// Search only these columns of trials.csv; `*` matches any text (repeatable) [default: inputs and causes]
    #[arg(long, value_name = "PATTERN")]
    pub over: Vec<String>,
    /// Number of boxes, at most
    #[arg(long, value_name = "N", default_value_t = Search::default().boxes)]
    pub boxes: usize,
    /// Number of limits of a box, at most
    #[arg(long, value_name = "N", default_value_t = Search::default().limits)]
    pub limits: usize,
    /// Step of the peeling at which the first box is taken [default: the step with the highest coverage times excess density]
    #[arg(long = "box", value_name = "N")]
    pub step: Option<usize>,
}

impl AsRef<CommonArgs> for DiscoverArgs {
    fn as_ref(&self) -> &CommonArgs {
        &self.common
    }
}

impl DiscoverArgs {
    /// Options that ask the same question, as typed on a command line.
    pub(super) fn options(&self, findings: &DiscoverFindings) -> Vec<String> {
        let mut options = vec!["--goal".to_owned(), findings.goal.clone(), "--by".to_owned(), findings.year.to_string()];
        options.extend(self.over.iter().flat_map(|pattern| ["--over".to_owned(), pattern.clone()]));
        let usual = Search::default();
        for (name, value, usual) in [("--boxes", self.boxes, usual.boxes), ("--limits", self.limits, usual.limits)] {
            if value != usual {
                options.extend([name.to_owned(), value.to_string()]);
            }
        }
        options.extend(self.step.iter().flat_map(|step| ["--box".to_owned(), step.to_string()]));
        options
    }
}
