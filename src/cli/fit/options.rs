//! What `adit fit` takes.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::driver::Format;
use crate::study::fit::Condition;
use crate::units::Date;

/// Options of `adit fit`.
#[derive(Debug, Args)]
pub struct FitArgs {
    /// What the table holds.
    #[command(subcommand)]
    pub what: FitCommand,
}

/// What can be fitted.
#[derive(Debug, Subcommand)]
pub enum FitCommand {
    /// How long something lasts, running ones counted as longer: five laws, survival curve, goodness of fit
    Durations(DurationsArgs),
    /// How often something happens: Poisson, trend, season, negative binomial, Hawkes
    Incidents(IncidentsArgs),
    /// States of a regime from dated spells: how long each lasts and what follows
    Regimes(RegimesArgs),
    /// Quantiles from experts: the metalog and the lognormal law through them
    Quantiles(QuantilesArgs),
    /// How output ramps up after opening
    Ramp(RampArgs),
}

/// Options that every fit has.
#[derive(Debug, Args)]
pub struct TableArgs {
    /// Table (CSV with a heading)
    pub file: PathBuf,
    /// Condition that rows must meet (repeatable): column=a|b, column!=a, column~part, column!~part, column>=2, column<=9
    #[arg(long = "where", value_name = "CONDITION", value_parser = Condition::parse)]
    pub conditions: Vec<Condition>,
    /// Name of what is fitted, a key of the scenario [default: the table's name]
    #[arg(long, value_name = "KEY")]
    pub name: Option<String>,
    /// Key of the source in the scenario
    #[arg(long, value_name = "KEY")]
    pub source: Option<String>,
    /// Folder of the page and the figures; what was there before is replaced [default: outputs/fit-NAME]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// How to answer on stdout: TOML to paste, or JSON
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Seed of the simulated data sets of the goodness of fit
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// How many of them
    #[arg(long, value_name = "N", default_value_t = 499, value_parser = clap::value_parser!(u64).range(19..=100_000))]
    pub replicates: u64,
}

/// Options of `adit fit durations`.
#[derive(Debug, Args)]
pub struct DurationsArgs {
    /// The table.
    #[command(flatten)]
    pub table: TableArgs,
    /// Column of lengths
    #[arg(long, value_name = "COLUMN", default_value = "duration", conflicts_with_all = ["from", "to"])]
    pub value: String,
    /// Column of beginnings, in place of --value
    #[arg(long, value_name = "COLUMN", requires = "to")]
    pub from: Option<String>,
    /// Column of ends; blank, or a word of --censored or --competing, where there is none
    #[arg(long, value_name = "COLUMN", requires = "from")]
    pub to: Option<String>,
    /// Column of the date until which a row was watched that has not ended
    #[arg(long, value_name = "COLUMN", default_value = "last")]
    pub last: String,
    /// Column of planned ends: the ratio of actual to planned time is fitted
    #[arg(long, value_name = "COLUMN", requires = "from")]
    pub planned: Option<String>,
    /// Column that tells how a row ended
    #[arg(long, value_name = "COLUMN")]
    pub ended: Option<String>,
    /// What it says, at its beginning, where a row still ran
    #[arg(long, value_name = "WORDS", value_delimiter = ',', default_value = "0,no,censored,running")]
    pub censored: Vec<String>,
    /// What it says, at its beginning, where a row ended otherwise: cancelled is not censored
    #[arg(long, value_name = "WORDS", value_delimiter = ',', default_value = "cancelled,never")]
    pub competing: Vec<String>,
    /// Unit of the lengths [default: months, of ratios none]
    #[arg(long, value_name = "UNIT", value_parser = ["days", "months", "years", "ratio"])]
    pub unit: Option<String>,
    /// Law to write [default: the best by AIC]
    #[arg(long, value_name = "LAW", value_parser = ["exponential", "weibull", "lognormal", "gamma", "log-logistic"])]
    pub law: Option<String>,
}

/// Options of `adit fit incidents`.
#[derive(Debug, Args)]
pub struct IncidentsArgs {
    /// The table.
    #[command(flatten)]
    pub table: TableArgs,
    /// Column of dates
    #[arg(long, value_name = "COLUMN", default_value = "date", conflicts_with = "count")]
    pub date: String,
    /// First date of the watch
    #[arg(long, value_name = "DATE", required_unless_present = "count", value_parser = date)]
    pub from: Option<Date>,
    /// Date on which the watch ended, itself not watched
    #[arg(long, value_name = "DATE", required_unless_present = "count", value_parser = date)]
    pub to: Option<Date>,
    /// Column of counts by year or month, in place of dates
    #[arg(long, value_name = "COLUMN")]
    pub count: Option<String>,
    /// Column of years of the counts
    #[arg(long, value_name = "COLUMN", default_value = "year")]
    pub year: String,
    /// Column of months of the counts, 1 to 12, blank for a whole year
    #[arg(long, value_name = "COLUMN")]
    pub month: Option<String>,
    /// Branching ratio that the scenario uses: the rate is written less offspring
    #[arg(long, value_name = "SHARE", value_parser = share)]
    pub branching: Option<f64>,
}

/// Options of `adit fit regimes`.
#[derive(Debug, Args)]
pub struct RegimesArgs {
    /// The table.
    #[command(flatten)]
    pub table: TableArgs,
    /// Column of states
    #[arg(long, value_name = "COLUMN", default_value = "state")]
    pub state: String,
    /// Column of starts
    #[arg(long, value_name = "COLUMN", default_value = "start")]
    pub start: String,
    /// Column of ends, blank while a spell runs
    #[arg(long, value_name = "COLUMN", default_value = "end")]
    pub end: String,
    /// Column of the date until which a running spell was watched
    #[arg(long, value_name = "COLUMN", default_value = "last")]
    pub last: String,
    /// Column of the state that followed, blank where it is not known
    #[arg(long, value_name = "COLUMN", default_value = "next")]
    pub next: String,
    /// Weights before the data (CSV with from, to, weight in jumps)
    #[arg(long, value_name = "FILE")]
    pub prior: Option<PathBuf>,
    /// Weight of every other state where that file says nothing of a state
    #[arg(long, value_name = "JUMPS", default_value_t = 0.5)]
    pub flat: f64,
    /// Law to write for every state [default: the best by AIC]
    #[arg(long, value_name = "LAW", value_parser = ["exponential", "weibull", "lognormal", "gamma", "log-logistic"])]
    pub law: Option<String>,
}

/// Options of `adit fit quantiles`.
#[derive(Debug, Args)]
pub struct QuantilesArgs {
    /// The table, with the columns quantity, p10, p50, p90 and, if it has them, expert, min and max.
    #[command(flatten)]
    pub table: TableArgs,
}

/// Options of `adit fit ramp`.
#[derive(Debug, Args)]
pub struct RampArgs {
    /// The table.
    #[command(flatten)]
    pub table: TableArgs,
    /// Column that names the plant
    #[arg(long, value_name = "COLUMN", default_value = "series")]
    pub series: String,
    /// Column of months since opening
    #[arg(long, value_name = "COLUMN", default_value = "months")]
    pub months: String,
    /// Column of per cent of nameplate
    #[arg(long, value_name = "COLUMN", default_value = "percent_of_nameplate")]
    pub percent: String,
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).map_err(|error| error.to_string())
}

fn share(text: &str) -> Result<f64, String> {
    text.parse().ok().filter(|share| (0.0..1.0).contains(share)).ok_or_else(|| "expected a share from 0 to below 1".to_owned())
}
