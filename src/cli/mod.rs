//! Command line: the subcommands, one file each. Answers go to stdout; problems and progress go to stderr.

use clap::{Parser, Subcommand};

use crate::analyses::{AnalysisCommand, run, trial, trials};

pub mod check;
pub mod completions;
pub mod doctor;
pub mod man;
pub mod merge;
mod missing;
pub mod new;
pub mod schema;
pub mod submit;
mod summary;

/// Monte Carlo simulator of critical-mineral supply: when new supply arrives, with what probability, and what delays it
#[derive(Debug, Parser)]
#[command(name = "adit", version, about, long_about = None, propagate_version = true, max_term_width = 100)]
pub struct Cli {
    /// Subcommand to run.
    #[command(subcommand)]
    pub command: Command,
}

/// Subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run a scenario: dates, probabilities and tonnes on stdout; report, figures and data in a results folder
    Run(run::RunArgs),
    /// Merge partial results from `--part`; the output is identical to that of a single run
    Merge(merge::MergeArgs),
    /// Run a scenario in parts on a Slurm cluster: write job scripts, submit them, resubmit failed parts, merge
    Submit(submit::SubmitArgs),
    /// Write the report and the figures of a results folder again, without running trials
    Report(run::ReportArgs),
    /// Draw one figure of a results folder for a publication: column width, typeface, labels, caption
    Figure(run::FigureArgs),
    /// Analyses that are declared in one place.
    #[command(flatten)]
    Analysis(AnalysisCommand),
    /// Check a scenario and report every problem with its line and a correction
    Check(check::CheckArgs),
    /// Serve a page on this computer on which assumptions can be changed and the results seen, and saved as an overlay
    #[cfg(feature = "explore")]
    Explore(crate::explore::ExploreArgs),
    /// Write a commented scenario as a starting point, with its JSON Schema beside it
    New(new::NewArgs),
    /// Print the JSON Schema of scenario files or of a JSON file of a results folder, for editors and other programs
    Schema(schema::SchemaArgs),
    /// Print the completions of a shell for the commands and options of this program
    Completions(completions::CompletionsArgs),
    /// Print the manual page of the program or of a command, or write all of them into a folder
    Man(man::ManArgs),
    /// Print what a report of a fault should contain: version, processor, threads, locale, terminal
    Doctor(doctor::DoctorArgs),
    /// Print one trial as a dated event log
    Trial(trial::TrialArgs),
    /// List trials that match a condition, in the order of a column: the worst, the most typical
    Trials(trials::TrialsArgs),
}
