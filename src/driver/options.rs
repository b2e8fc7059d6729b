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
}

/// Form of the answer on stdout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Tables for people, 100 columns
    Text,
    /// JSON for programs
    Json,
}
