//! Options of `adit causes`.

use clap::Args;
use serde::{Deserialize, Serialize};

use super::game::MOST_CAUSES;
use crate::driver::CommonArgs;
use crate::driver::part::PartArgs;

const _: () = assert!(MOST_CAUSES == 16, "the range of --causes states it too");

/// Options of `adit causes`.
#[derive(Debug, Args)]
pub struct CausesArgs {
    /// Options of every command on one scenario; the trials are those of the forecast.
    #[command(flatten)]
    pub common: CommonArgs,
    /// Question.
    #[command(flatten)]
    pub question: CausesQuestion,
    /// Part of the work.
    #[command(flatten)]
    pub part: PartArgs,
}

/// Question of the analysis.
#[derive(Clone, Debug, PartialEq, Eq, Args, Serialize, Deserialize)]
pub struct CausesQuestion {
    /// Goal to explain (repeatable) [default: up to three goals: of each ladder of thresholds the lowest step that half of the trials reach]
    #[arg(long = "goal", value_name = "NAME")]
    pub goals: Vec<String>,
    /// Year by the end of which the goal has arrived [default: for each goal the year in which this probability is nearest to one half]
    #[arg(long, value_name = "YEAR")]
    pub by: Option<i32>,
    /// Number of causes, at most; each one more doubles the runs. Where there are more groups, those with the smallest effects form one cause
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u8).range(2..=16))]
    pub causes: u8,
}

impl AsRef<CommonArgs> for CausesArgs {
    fn as_ref(&self) -> &CommonArgs {
        &self.common
    }
}

impl CausesQuestion {
    /// Causes, at most, within the range that can be computed.
    pub(super) fn most_causes(&self) -> usize {
        usize::from(self.causes).clamp(2, MOST_CAUSES)
    }

    /// Options that ask the same question, as typed on a command line.
    pub(super) fn options(&self) -> Vec<String> {
        let mut options: Vec<String> = self.goals.iter().flat_map(|goal| ["--goal".to_owned(), goal.clone()]).collect();
        options.extend(self.by.iter().flat_map(|year| ["--by".to_owned(), year.to_string()]));
        options.extend(["--causes".to_owned(), self.causes.to_string()]);
        options
    }
}
