//! Analyses: each folder answers one question about a scenario.
//!
//! A folder contains `args.rs` (options), `compute.rs` (the only file that runs trials), `findings.rs` (plain results), `report.rs` (findings as
//! typed blocks) and, where it draws figures, `chart.rs`. To register an analysis, add its module and one line to `commands!` below.

pub mod conditions;
pub mod discover;
pub mod doubt;
mod drive;
mod estimates;
pub mod rare;
pub mod sources;

use clap::{Args, Subcommand};
use serde::Serialize;

use crate::driver::{CommonArgs, Failure, Request};
use crate::report::{Chapter, Source};
use crate::scenario::Scenario;

/// Question about a scenario that is answered by running trials.
pub trait Analysis {
    /// Name of the subcommand, of the JSON file and of the chapter.
    const NAME: &'static str;
    /// Options of the subcommand.
    type Args: Args + AsRef<CommonArgs>;
    /// Results as plain data; the JSON file and `--format json` show them.
    type Findings: Serialize;

    /// Number of trials where `--trials` is not given.
    #[must_use]
    fn default_trials(scenario: &Scenario) -> u64 {
        scenario.trials
    }

    /// Runs the trials.
    ///
    /// # Errors
    /// Where an option does not fit the scenario, or the threads cannot be started.
    fn compute(request: &Request, args: &Self::Args) -> Result<Self::Findings, Failure>;

    /// Options, as typed on a command line, with which the same findings are computed again; the scenario, `--trials`, `--seed` and `--set` are
    /// added by the driver.
    fn options(findings: &Self::Findings, args: &Self::Args) -> Vec<String>;

    /// Findings as sentences, tables and figures.
    fn chapter(findings: &Self::Findings, source: &Source) -> Chapter;

    /// Chapter that the terminal shows, where it differs from that of the page.
    fn answer(findings: &Self::Findings, source: &Source) -> Chapter {
        Self::chapter(findings, source)
    }

    /// Judgement of the findings that decides the exit code, after everything is written.
    ///
    /// # Errors
    /// Where an option asks to fail on such findings.
    fn verdict(_findings: &Self::Findings, _args: &Self::Args) -> Result<(), Failure> {
        Ok(())
    }
}

/// Declares the subcommand of each analysis: its help text and its type.
macro_rules! commands {
    ($($(#[$help:meta])* $variant:ident => $analysis:ty;)*) => {
        /// Subcommands of the analyses.
        #[derive(Debug, Subcommand)]
        pub enum AnalysisCommand {
            $($(#[$help])* $variant(<$analysis as Analysis>::Args),)*
        }

        impl AnalysisCommand {
            /// Runs the analysis.
            ///
            /// # Errors
            /// Where the scenario cannot run, an option does not fit it, the folder cannot be written, or stdout cannot be written to.
            pub fn run(&self) -> Result<(), Failure> {
                match self {
                    $(Self::$variant(args) => drive::run::<$analysis>(args),)*
                }
            }
        }
    };
}

commands! {
    /// Find the smallest set of favourable conditions under which a goal reaches a probability, one half by default
    Conditions => conditions::Conditions;
    /// Find limits on inputs and events inside which a goal fails (scenario discovery, PRIM)
    Discover => discover::Discover;
    /// Separate sampling error, input uncertainty (nested design) and the choice among alternative scenarios
    Doubt => doubt::Doubt;
    /// Estimate rare-event probabilities by importance sampling, with many times fewer trials than counting needs
    Rare => rare::Rare;
    /// List the source of each input and its effect on the result, and mark missing and old sources
    Sources => sources::Sources;
}
