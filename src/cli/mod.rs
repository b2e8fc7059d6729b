//! The command line: one subcommand a file, problems and progress on stderr, answers on stdout.

use clap::{Parser, Subcommand};

use crate::analyses::AnalysisCommand;

pub mod backtest;
pub mod causes;
pub mod check;
pub mod compare;
pub mod conditions;
pub mod discover;
pub mod doubt;
pub mod fit;
pub mod levers;
pub mod merge;
mod missing;
pub mod new;
mod points;
pub mod report;
pub mod resume;
pub mod run;
pub mod sensitivity;
mod slurm;
pub mod sources;
pub mod submit;
pub mod sweep;
pub mod trial;
pub mod trials;
mod varied;

/// When does new critical-mineral supply become diversification?
#[derive(Debug, Parser)]
#[command(name = "adit", version, about, long_about = None, propagate_version = true, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run a scenario: dates, chances and tonnes on stdout, files and figures in a folder
    Run(run::RunArgs),
    /// Put the parts of a work together, made with --part on as many machines: the very results of doing it at once
    Merge(merge::MergeArgs),
    /// Run a scenario in parts on a Slurm cluster: job scripts, progress from the queue, what failed once more, the answer
    Submit(submit::SubmitArgs),
    /// Make the report and the figures of a run again, without running it
    Report(report::ReportArgs),
    /// Run several scenarios on the same draws and say how they differ, trial by trial
    Compare(compare::CompareArgs),
    /// Explain why a goal is late: months and chances from the plan to the forecast, cause by cause
    Causes(causes::CausesArgs),
    /// Share out the variance of each goal's arrival among groups, single elements and inputs; 4,096 trials in each of some fifty runs, unless --trials
    Sensitivity(sensitivity::SensitivityArgs),
    /// Say in which corner of inputs and events a goal fails
    Discover(discover::DiscoverArgs),
    /// Say what would have to be true for a goal to be as likely as one half
    Conditions(conditions::ConditionsArgs),
    /// Pull the levers of a scenario, alone and in pairs, and say what each gains and costs
    Levers(levers::LeversArgs),
    /// Ask the same at many points of a scenario, on the same draws: a grid, a Latin hypercube, a table
    Sweep(sweep::SweepArgs),
    /// Analyses that are declared in one place.
    #[command(flatten)]
    Analysis(AnalysisCommand),
    /// Keep apart three kinds of doubt: too few trials, unknown inputs, other readings of the same world
    Doubt(doubt::DoubtArgs),
    /// List where every figure comes from, and how far the answer moves with it
    Sources(sources::SourcesArgs),
    /// From a table of what happened to inputs of a scenario: laws, rates, regimes, ramps, with what the data cannot say
    Fit(fit::FitArgs),
    /// Score the forecasts: start dates of projects left out in turn, controls, incidents, the rare-earth episode of 2010
    Backtest(backtest::BacktestArgs),
    /// Report all that is wrong with a scenario, each with its line and what to write instead
    Check(check::CheckArgs),
    /// Write a commented scenario to start from
    New(new::NewArgs),
    /// Tell one trial as a dated story
    Trial(trial::TrialArgs),
    /// List trials of which something is true, in an order: the worst, the typical
    Trials(trials::TrialsArgs),
}
