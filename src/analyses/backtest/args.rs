//! Options of `adit backtest`.

use std::path::PathBuf;

use clap::Args;

use crate::driver::output_run::Settings;

/// Options of `adit backtest`.
#[derive(Debug, Args)]
pub struct BacktestArgs {
    /// Table of projects (CSV, columns as of the shipped one) to be scored by the distributions fitted on the shipped rows
    /// [default: the shipped table, each row left out in turn, and all other backtests]
    #[arg(conflicts_with = "episodes")]
    pub file: Option<PathBuf>,
    /// File of an episode (TOML) to be run in place of all shipped backtests (repeatable)
    #[arg(long = "episode", value_name = "FILE")]
    pub episodes: Vec<PathBuf>,
    /// Trials and seed of the episodes, results folder and form of the answer.
    #[command(flatten)]
    pub settings: Settings,
}
