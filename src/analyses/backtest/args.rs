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
    /// Register of forecasts to be scored, a file or a folder of them [default: scenarios/forecasts]; with --forecast the new register that is written
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = super::register::FOLDER, conflicts_with_all = ["file", "episodes"])]
    pub register: Option<PathBuf>,
    /// File of statements (TOML) whose probabilities are written into a new register
    #[arg(long, value_name = "FILE", requires = "register", conflicts_with_all = ["file", "episodes"])]
    pub forecast: Option<PathBuf>,
    /// Day on which the registers are scored, such as 2027-07-01 [default: today]
    #[arg(long, value_name = "DATE", requires = "register", conflicts_with = "forecast")]
    pub as_of: Option<String>,
    /// Trials and seed of the episodes and of forecasts, results folder and form of the answer.
    #[command(flatten)]
    pub settings: Settings,
}
