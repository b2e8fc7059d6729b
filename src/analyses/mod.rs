//! Analyses: each folder answers one question about a scenario.
//!
//! A folder contains `args.rs` (options), `compute.rs` (the only file that runs trials), `findings.rs` (plain results), `report.rs` (findings as
//! typed blocks) and, where it draws figures, `chart.rs`. To register an analysis, add its module and one line to `commands!` below.

pub mod backtest;
pub mod causes;
pub mod compare;
pub mod conditions;
pub mod discover;
pub mod doubt;
mod drive;
mod estimates;
pub mod fit;
pub mod levers;
pub mod rare;
pub mod run;
pub mod sensitivity;
pub mod sources;
pub mod sweep;
pub mod trial;
pub mod trials;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::driver::output_run::Settings;
use crate::driver::part::{PartArgs, PartOf};
use crate::driver::{CommonArgs, Failure, Request};
use crate::report::{Chapter, DataFile, Source};
use crate::scenario::Scenario;
use crate::store::{InputFile, Parts};

/// Question about a scenario that is answered by running trials.
pub trait Analysis {
    /// Name of the subcommand.
    const NAME: &'static str;
    /// Name of the JSON file without its ending.
    const FILE: &'static str = Self::NAME;
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

    /// Scenario files that are compared with the first.
    #[must_use]
    fn others(_args: &Self::Args) -> &[PathBuf] {
        &[]
    }

    /// Further files of the results folder.
    #[must_use]
    fn files(_findings: &Self::Findings) -> Vec<DataFile> {
        Vec::new()
    }

    /// Files that the options name beside the scenario, for the manifest.
    #[must_use]
    fn inputs(_args: &Self::Args) -> Vec<InputFile> {
        Vec::new()
    }

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

/// Parts of an analysis in order, each read when it is asked for.
pub type PartsOf<'a, A> = &'a mut dyn Iterator<Item = Result<<A as Mergeable>::Part, Failure>>;

/// Analysis whose trials can be run in parts, for example on several machines, and merged to the same findings.
pub trait Mergeable: Analysis + Sized {
    /// Options that determine the findings; each part carries them.
    type Question: Serialize + DeserializeOwned;
    /// Results of one part.
    type Part: Serialize + DeserializeOwned;

    /// Option `--part`.
    fn part(args: &Self::Args) -> &PartArgs;

    /// Options that determine the findings.
    fn question(args: &Self::Args) -> Self::Question;

    /// Options of the whole, from those of a part.
    fn args(common: CommonArgs, question: Self::Question) -> Self::Args;

    /// Runs one part of the trials.
    ///
    /// # Errors
    /// As of [`Analysis::compute`].
    fn compute_part(request: &Request, args: &Self::Args, which: PartOf) -> Result<Self::Part, Failure>;

    /// Findings from all parts, which are read in order, one at a time; the same as those of [`Analysis::compute`].
    ///
    /// # Errors
    /// As of [`Analysis::compute`], and where a part cannot be read or is not one of the scenario.
    fn merge(request: &Request, args: &Self::Args, parts: PartsOf<Self>) -> Result<Self::Findings, Failure>;
}

/// Declares the subcommand of each analysis: its help text and its type. Analyses that can be run in parts are `mergeable`; commands that read tables and
/// no scenario of the user are in `tables`.
macro_rules! commands {
    (
        whole { $($(#[$help:meta])* $variant:ident => $analysis:ty;)* }
        mergeable { $($(#[$part_help:meta])* $part_variant:ident => $part_analysis:ty;)* }
        tables { $($(#[$table_help:meta])* $table_variant:ident($table_args:ty) => $run:path;)* }
    ) => {
        /// Subcommands of the analyses.
        #[derive(Debug, Subcommand)]
        pub enum AnalysisCommand {
            $($(#[$part_help])* $part_variant(<$part_analysis as Analysis>::Args),)*
            $($(#[$help])* $variant(<$analysis as Analysis>::Args),)*
            $($(#[$table_help])* $table_variant(Box<$table_args>),)*
        }

        impl AnalysisCommand {
            /// Runs the analysis.
            ///
            /// # Errors
            /// Where the scenario cannot run, an option does not fit it, the folder cannot be written, or stdout cannot be written to.
            pub fn run(&self) -> Result<(), Failure> {
                match self {
                    $(Self::$part_variant(args) => drive::run_or_part::<$part_analysis>(args),)*
                    $(Self::$variant(args) => drive::run::<$analysis>(args),)*
                    $(Self::$table_variant(args) => $run(args),)*
                }
            }

            /// Merges parts; `None` where no analysis made them.
            #[must_use]
            pub fn merge(parts: &Parts, settings: &Settings) -> Option<Result<(), Failure>> {
                match parts.header().command.as_str() {
                    $(<$part_analysis as Analysis>::NAME => Some(drive::merge::<$part_analysis>(parts, settings)),)*
                    _ => None,
                }
            }
        }
    };
}

commands! {
    whole {
        /// Find the smallest set of favourable conditions under which a goal reaches a probability, one half by default
        Conditions => conditions::Conditions;
        /// Find limits on inputs and events inside which a goal fails (scenario discovery, PRIM)
        Discover => discover::Discover;
        /// Separate sampling error, input uncertainty (nested design) and the choice among alternative scenarios
        Doubt => doubt::Doubt;
        /// Estimate what levers (possible interventions) gain and cost, alone and in pairs, and the value of information before choosing
        Levers => levers::Levers;
        /// Estimate rare-event probabilities by importance sampling, with many times fewer trials than counting needs
        Rare => rare::Rare;
        /// Decompose the variance of each goal's arrival by group, element and input (Sobol' indices, rank correlations); about fifty runs of 4,096 trials
        Sensitivity => sensitivity::Sensitivity;
        /// List the source of each input and its effect on the result, and mark missing and old sources
        Sources => sources::Sources;
    }
    mergeable {
        /// Attribute the delay of a goal to its causes: Shapley values of months and probabilities from the plan to the forecast
        Causes => causes::Causes;
        /// Compare scenarios on the same random draws, with paired differences
        Compare => compare::Compare;
        /// Compute the results of goals at many points of a scenario, on the same draws: a grid, a Latin hypercube, a table
        Sweep => sweep::Sweep;
    }
    tables {
        /// Estimate inputs from a table of observations: distributions, incident rates, regimes, ramp-up curves
        Fit(fit::FitArgs) => fit::fit;
        /// Score forecasts against observations: project start dates, export controls, incidents, episodes of the past
        Backtest(backtest::BacktestArgs) => backtest::backtest;
    }
}
