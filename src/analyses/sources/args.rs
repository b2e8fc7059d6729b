//! Options of `adit sources`.

use clap::Args;

use super::SourcesFindings;
use crate::driver::{CommonArgs, GoalArgs};

/// Age in years beyond which a source is marked as old where `--stale` is not given. Mines, plants and controls change within about five years, and
/// the yearbooks cited appear every year.
pub const OLD_YEARS: f64 = 5.0;

/// Options of `adit sources`.
#[derive(Debug, Args)]
pub struct SourcesArgs {
    /// Options of every command on one scenario.
    #[command(flatten)]
    pub common: CommonArgs,
    /// Goal and year whose probability the effects are about.
    #[command(flatten)]
    pub goal: GoalArgs,
    /// Age in years, at the start of the scenario, beyond which a source is marked as old
    #[arg(long, value_name = "YEARS", default_value_t = OLD_YEARS)]
    pub stale: f64,
    /// Fail (exit code 2) where an input has no source
    #[arg(long)]
    pub strict: bool,
}

impl AsRef<CommonArgs> for SourcesArgs {
    fn as_ref(&self) -> &CommonArgs {
        &self.common
    }
}

impl SourcesArgs {
    /// Options that ask the same question, as typed on a command line.
    pub(super) fn options(&self, findings: &SourcesFindings) -> Vec<String> {
        let mut options = vec!["--goal".to_owned(), findings.goal.clone(), "--by".to_owned(), findings.year.to_string()];
        if self.stale.to_bits() != OLD_YEARS.to_bits() {
            options.extend(["--stale".to_owned(), self.stale.to_string()]);
        }
        options
    }
}
