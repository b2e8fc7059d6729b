//! Options of `adit fit`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{Condition, TargetArgs};
use crate::driver::Format;
use crate::units::Date;

/// Options of `adit fit`.
#[derive(Debug, Args)]
pub struct FitArgs {
    /// Content of the table.
    #[command(subcommand)]
    pub what: FitCommand,
}

/// Inputs that can be estimated.
#[derive(Debug, Subcommand)]
pub enum FitCommand {
    /// Durations with right censoring: five distributions, survival curve, goodness of fit
    Durations(DurationsArgs),
    /// Incidents by date or count: Poisson, trend, season, negative binomial and Hawkes processes
    Incidents(IncidentsArgs),
    /// Regimes from dated spells: the duration of each state and the state that follows
    Regimes(RegimesArgs),
    /// Quantiles from experts: the metalog and the lognormal distribution through them
    Quantiles(QuantilesArgs),
    /// Ramp-up of output after opening
    Ramp(RampArgs),
}

/// Options of every fit.
#[derive(Debug, Args)]
pub struct TableArgs {
    /// Table (CSV with a heading)
    pub file: PathBuf,
    /// Condition that rows must meet, as for `adit trials` (repeatable): kind == "storm" and days > 2; short: column=a|b, column!=a, column~part, column!~part, column>=2, column<=9
    #[arg(long = "where", value_name = "CONDITION", value_parser = Condition::parse)]
    pub conditions: Vec<Condition>,
    /// Name of the input, a key of the scenario [default: name of the table]
    #[arg(long, value_name = "KEY")]
    pub name: Option<String>,
    /// Key of the source in the scenario
    #[arg(long, value_name = "KEY")]
    pub source: Option<String>,
    /// Results folder; an existing results folder is replaced [default: outputs/fit-NAME]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Form of the answer on stdout: TOML to paste, or JSON
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Seed of the data sets simulated for the goodness of fit
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// Number of data sets simulated for the goodness of fit
    #[arg(long, value_name = "N", default_value_t = 499, value_parser = clap::value_parser!(u64).range(19..=100_000))]
    pub replicates: u64,
}

impl TableArgs {
    pub(super) fn replicates(&self) -> usize {
        usize::try_from(self.replicates).unwrap_or(usize::MAX)
    }
}

/// Options of `adit fit durations`.
#[derive(Debug, Args)]
pub struct DurationsArgs {
    /// Table.
    #[command(flatten)]
    pub table: TableArgs,
    /// Place in the scenario.
    #[command(flatten)]
    pub place: TargetArgs,
    /// Column of durations
    #[arg(long, value_name = "COLUMN", default_value = "duration", conflicts_with_all = ["from", "to"])]
    pub value: String,
    /// Column of beginnings, in place of --value
    #[arg(long, value_name = "COLUMN", requires = "to")]
    pub from: Option<String>,
    /// Column of ends; blank, or a word of --censored or --competing, where the row has not ended
    #[arg(long, value_name = "COLUMN", requires = "from")]
    pub to: Option<String>,
    /// Column of the date until which a row that has not ended was watched
    #[arg(long, value_name = "COLUMN", default_value = "last")]
    pub last: String,
    /// Column of planned ends: the ratio of actual to planned time is fitted
    #[arg(long, value_name = "COLUMN", requires = "from")]
    pub planned: Option<String>,
    /// Column that states whether a row has ended; a word that none of the next three options has is an error
    #[arg(long, value_name = "COLUMN")]
    pub ended: Option<String>,
    /// Beginnings of that column, or of the end, for rows that have ended
    #[arg(long, value_name = "WORDS", value_delimiter = ',', default_value = "1,yes,y,true,t,ended,completed")]
    pub completed: Vec<String>,
    /// Beginnings for rows that had not ended when last seen
    #[arg(long, value_name = "WORDS", value_delimiter = ',', default_value = "0,no,n,false,f,not yet,censored,running")]
    pub censored: Vec<String>,
    /// Beginnings for rows that ended otherwise: cancelled is not censored
    #[arg(long, value_name = "WORDS", value_delimiter = ',', default_value = "cancelled,never")]
    pub competing: Vec<String>,
    /// Unit of the durations [default: months, of ratios none]
    #[arg(long, value_name = "UNIT", value_parser = ["days", "months", "years", "ratio"])]
    pub unit: Option<String>,
    /// Durations up to this one are missing from the table (left truncation): only an exponential distribution is fitted
    #[arg(long, value_name = "DURATION", default_value_t = 0.0, value_parser = not_negative)]
    pub above: f64,
    /// Distribution to write [default: the best by AIC]
    #[arg(long, alias = "law", value_name = "NAME", value_parser = ["exponential", "weibull", "lognormal", "gamma", "log-logistic"])]
    pub distribution: Option<String>,
}

/// Options of `adit fit incidents`.
#[derive(Debug, Args)]
pub struct IncidentsArgs {
    /// Table.
    #[command(flatten)]
    pub table: TableArgs,
    /// Place in the scenario.
    #[command(flatten)]
    pub place: TargetArgs,
    /// Column of dates
    #[arg(long, value_name = "COLUMN", default_value = "date", conflicts_with = "count")]
    pub date: String,
    /// First date of the observation
    #[arg(long, value_name = "DATE", required_unless_present = "count", value_parser = Date::parse)]
    pub from: Option<Date>,
    /// End of the observation: the first date that was not observed
    #[arg(long, value_name = "DATE", required_unless_present = "count", value_parser = Date::parse)]
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
    /// Process to write [default: the best by AIC, a constant rate where it is within 2 of the best]
    #[arg(long, value_name = "NAME", value_parser = ["poisson", "trend", "season", "hawkes"])]
    pub process: Option<String>,
    /// Branching ratio of the scenario: the rate is written without offspring
    #[arg(long, value_name = "SHARE", value_parser = share)]
    pub branching: Option<f64>,
}

/// Options of `adit fit regimes`.
#[derive(Debug, Args)]
pub struct RegimesArgs {
    /// Table.
    #[command(flatten)]
    pub table: TableArgs,
    /// Place in the scenario.
    #[command(flatten)]
    pub place: TargetArgs,
    /// Column of states
    #[arg(long, value_name = "COLUMN", default_value = "state")]
    pub state: String,
    /// Column of starts
    #[arg(long, value_name = "COLUMN", default_value = "start")]
    pub start: String,
    /// Column of ends, blank while a spell runs
    #[arg(long, value_name = "COLUMN", default_value = "end")]
    pub end: String,
    /// Column of the date until which a running spell was observed
    #[arg(long, value_name = "COLUMN", default_value = "last")]
    pub last: String,
    /// Column of the state that followed, blank where unknown
    #[arg(long, value_name = "COLUMN", default_value = "next")]
    pub next: String,
    /// Prior weights of the next state (CSV with from, to, weight in jumps)
    #[arg(long, value_name = "FILE")]
    pub prior: Option<PathBuf>,
    /// Prior weight of every other state where that file has no row for a state
    #[arg(long, value_name = "JUMPS", default_value_t = 0.5)]
    pub flat: f64,
    /// Distribution to write for every state [default: the best by AIC]
    #[arg(long, alias = "law", value_name = "NAME", value_parser = ["exponential", "weibull", "lognormal", "gamma", "log-logistic"])]
    pub distribution: Option<String>,
}

/// Options of `adit fit quantiles`.
#[derive(Debug, Args)]
pub struct QuantilesArgs {
    /// Table with the columns quantity, p10, p50, p90 and optionally expert, min and max.
    #[command(flatten)]
    pub table: TableArgs,
}

/// Options of `adit fit ramp`.
#[derive(Debug, Args)]
pub struct RampArgs {
    /// Table.
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

fn not_negative(text: &str) -> Result<f64, String> {
    text.parse().ok().filter(|number: &f64| *number >= 0.0 && number.is_finite()).ok_or_else(|| "expected a number of 0 or more".to_owned())
}

fn share(text: &str) -> Result<f64, String> {
    text.parse().ok().filter(|share| (0.0..1.0).contains(share)).ok_or_else(|| "expected a share from 0 to below 1".to_owned())
}
