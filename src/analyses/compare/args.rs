//! Options of `adit compare`.

use std::path::PathBuf;

use clap::Args;
use serde::{Deserialize, Serialize};

use crate::driver::CommonArgs;
use crate::driver::part::PartArgs;

/// Options of `adit compare`.
#[derive(Debug, Args)]
pub struct CompareArgs {
    /// Options of every command; the first scenario is that with which the others are compared, and every --set applies to all of them.
    #[command(flatten)]
    pub common: CommonArgs,
    /// Scenario files to compare with the first
    #[arg(required = true, value_name = "OTHER")]
    pub others: Vec<PathBuf>,
    /// Question.
    #[command(flatten)]
    pub question: CompareQuestion,
    /// Part of the work.
    #[command(flatten)]
    pub part: PartArgs,
}

/// Question of the analysis.
#[derive(Clone, Debug, Default, PartialEq, Eq, Args, Serialize, Deserialize)]
pub struct CompareQuestion {
    /// Goal (repeatable) [default: all goals that the scenarios share]
    #[arg(long = "goal", value_name = "NAME")]
    pub goals: Vec<String>,
    /// Year by the end of which the goals have arrived (repeatable) [default: the report years, `[report] years`, and the last one]
    #[arg(long, value_name = "YEAR")]
    pub by: Vec<i32>,
}

impl AsRef<CommonArgs> for CompareArgs {
    fn as_ref(&self) -> &CommonArgs {
        &self.common
    }
}

impl CompareQuestion {
    /// Options that ask the same question, as typed on a command line.
    pub(super) fn options(&self) -> Vec<String> {
        let goals = self.goals.iter().flat_map(|goal| ["--goal".to_owned(), goal.clone()]);
        goals.chain(self.by.iter().flat_map(|year| ["--by".to_owned(), year.to_string()])).collect()
    }
}
