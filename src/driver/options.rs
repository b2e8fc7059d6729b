//! Options that several commands have in common: the scenario and the form of the answer.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// The scenario of a command.
#[derive(Clone, Debug, Args)]
pub struct ScenarioArgs {
    /// Scenario file (TOML)
    pub file: PathBuf,
    /// Replace one value of the scenario, for example `nodes.mine.capacity=4000` (repeatable)
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub overrides: Vec<String>,
    /// Read files that the scenario names outside its folder and the current directory, too
    #[arg(long)]
    pub allow_outside: bool,
}

/// Form of the answer on stdout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Tables for people, 100 columns
    Text,
    /// JSON for programs
    Json,
}
