//! `adit fit`: from a table of what happened to lines of TOML, with the figure and the tables behind them.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use jiff::Timestamp;
use serde::Serialize;

use super::interrupt::Unfinished;
use super::{Failure, Format, output, problems};
use crate::report::{
    About, Chapter, FitContext, InputFile, Manifest, ResultsFolder, durations_chapter, durations_toml, incidents_chapter, incidents_toml,
    quantiles_chapter, quantiles_toml, ramp_chapter, ramp_toml, regimes_chapter, regimes_toml, write_chapter, write_json,
};
use crate::study::fit::{
    Columns, Condition, CsvTable, EndsColumns, IncidentColumns, Length, RegimeColumns, fit_durations, fit_incidents, fit_quantiles, fit_ramp,
    fit_regimes, read_counts, read_durations, read_prior, read_spells, read_times, select,
};
use crate::units::{Date, Problems, SourceFile};

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
    /// Rows to use, as often as needed, all conditions holding: column=a|b, column!=a, column~part, column!~part, column>=2, column<=9
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

/// Fits.
///
/// # Errors
/// Where a table cannot be used, the folder cannot be written, or stdout refuses the answer.
pub fn fit(args: &FitArgs) -> Result<(), Failure> {
    match &args.what {
        FitCommand::Durations(args) => durations(args),
        FitCommand::Incidents(args) => incidents(args),
        FitCommand::Regimes(args) => regimes(args),
        FitCommand::Quantiles(args) => {
            let mut fitting = Fitting::read(&args.table)?;
            let found = fit_quantiles(&fitting.table, &mut fitting.problems);
            let context = fitting.sound(&args.table, 0)?;
            fitting.finish(&args.table, &quantiles_toml(&found, &context), &quantiles_chapter(&found, &context), &found)
        }
        FitCommand::Ramp(args) => {
            let mut fitting = Fitting::read(&args.table)?;
            let found = fit_ramp(&fitting.table, &args.series, &args.months, &args.percent, &mut fitting.problems);
            let context = fitting.sound(&args.table, 0)?;
            let Some(found) = found else { return Err(Failure::Told) };
            fitting.finish(&args.table, &ramp_toml(&found, &context), &ramp_chapter(&found, &context), &found)
        }
    }
}

fn durations(args: &DurationsArgs) -> Result<(), Failure> {
    let mut fitting = Fitting::read(&args.table)?;
    let length = match (&args.from, &args.to) {
        (Some(from), Some(to)) => Length::Dates { from: from.clone(), to: to.clone(), last: args.last.clone(), planned: args.planned.clone() },
        _ => Length::Column(args.value.clone()),
    };
    let ends = EndsColumns { column: args.ended.clone(), censored: args.censored.clone(), competing: args.competing.clone() };
    let (observed, blank) = read_durations(&fitting.table, &Columns { length, ends }, &mut fitting.problems);
    let context = fitting.sound(&args.table, blank)?;
    let unit = args.unit.as_deref().unwrap_or(if args.planned.is_some() { "ratio" } else { "months" });
    let found = fit_durations(&observed, unit, replicates(&args.table), args.table.seed).map_err(|error| Failure::Input(error.to_string()))?;
    let law = args.law.as_deref();
    fitting.finish(&args.table, &durations_toml(&found, &context, law), &durations_chapter(&found, &context, law), &found)
}

fn incidents(args: &IncidentsArgs) -> Result<(), Failure> {
    let mut fitting = Fitting::read(&args.table)?;
    let (from, to) = (args.from.unwrap_or_default(), args.to.unwrap_or_default());
    if args.count.is_none() && from >= to {
        return Err(Failure::Input("--to must come after --from".to_owned()));
    }
    let (times, counts, blank) = if let Some(count) = &args.count {
        let columns = IncidentColumns { count: count.clone(), year: args.year.clone(), month: args.month.clone() };
        let (counts, blank) = read_counts(&fitting.table, &columns, &mut fitting.problems);
        (Vec::new(), counts, blank)
    } else {
        let (times, blank) = read_times(&fitting.table, &args.date, from, to, &mut fitting.problems);
        (times, Vec::new(), blank)
    };
    let context = fitting.sound(&args.table, blank)?;
    if args.count.is_some() && counts.is_empty() {
        return Err(Failure::Input("no row has a count".to_owned()));
    }
    let found = fit_incidents(&times, &counts, from, to);
    fitting.finish(&args.table, &incidents_toml(&found, &context, args.branching), &incidents_chapter(&found, &context), &found)
}

fn regimes(args: &RegimesArgs) -> Result<(), Failure> {
    let mut fitting = Fitting::read(&args.table)?;
    let columns = RegimeColumns {
        state: args.state.clone(),
        start: args.start.clone(),
        end: args.end.clone(),
        last: args.last.clone(),
        next: args.next.clone(),
    };
    let spells = read_spells(&fitting.table, &columns, &mut fitting.problems);
    let prior = match &args.prior {
        Some(file) => {
            let table = fitting.also(file)?;
            table.map_or_else(Vec::new, |table| read_prior(&table, &mut fitting.problems))
        }
        None => Vec::new(),
    };
    let context = fitting.sound(&args.table, 0)?;
    let found = fit_regimes(&spells, &prior, args.flat, replicates(&args.table), args.table.seed);
    let law = args.law.as_deref();
    fitting.finish(&args.table, &regimes_toml(&found, &context, law), &regimes_chapter(&found, &context), &found)
}

fn replicates(args: &TableArgs) -> usize {
    usize::try_from(args.replicates).unwrap_or(usize::MAX)
}

/// A table that has been read, with all that is wrong with it so far.
struct Fitting {
    table: CsvTable,
    files: Vec<SourceFile>,
    problems: Problems,
    started: Timestamp,
}

impl Fitting {
    /// Reads the table and chooses its rows.
    fn read(args: &TableArgs) -> Result<Self, Failure> {
        let mut problems = Problems::default();
        let files = vec![read(&args.file)?];
        let table = CsvTable::read(&files[0].text, 0, &mut problems).map(|table| select(table, &args.conditions, &mut problems));
        let Some(table) = table else {
            problems::tell(&[(&problems, &files)]);
            return Err(Failure::Input(format!("{} has no heading", args.file.display())));
        };
        Ok(Self { table, files, problems, started: Timestamp::now() })
    }

    /// Reads one more table.
    fn also(&mut self, file: &Path) -> Result<Option<CsvTable>, Failure> {
        self.files.push(read(file)?);
        let number = self.files.len() - 1;
        Ok(CsvTable::read(&self.files[number].text, number, &mut self.problems))
    }

    /// Tells the problems; what the pages say of the table, where none of them is an error.
    fn sound(&self, args: &TableArgs, blank: usize) -> Result<FitContext, Failure> {
        problems::tell(&[(&self.problems, &self.files)]);
        if self.problems.any_error() {
            return Err(Failure::Told);
        }
        let file = args.file.file_name().unwrap_or(args.file.as_os_str()).to_string_lossy().into_owned();
        let rows: Vec<String> = args.conditions.iter().map(ToString::to_string).collect();
        Ok(FitContext { name: name(args), file, rows: rows.join(", "), source: args.source.clone(), blank })
    }

    /// Writes the folder and answers.
    fn finish(self, args: &TableArgs, toml: &str, chapter: &Chapter, found: &impl Serialize) -> Result<(), Failure> {
        let target = args.out.clone().unwrap_or_else(|| PathBuf::from("outputs").join(format!("fit-{}", name(args))));
        let folder = ResultsFolder::open(&target)?;
        let unfinished = Unfinished::watch(folder.making());
        let inputs: Vec<InputFile> = self.files.iter().map(|file| InputFile::new(&file.name, &file.text)).collect();
        let command: Vec<String> = std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect();
        let words = command.get(1..).unwrap_or_default().join(" ");
        let file = args.file.display().to_string();
        let manifest =
            Manifest::new(command, file, inputs, InputFile::new("fit.toml", toml), self.started).of_run(args.seed, args.replicates, 1, &[]);
        let about = About { command: format!("{} {words}", manifest.program), ..About::new(&chapter.title, &name(args), "fit", &[], &manifest) };
        write_chapter(&folder, chapter, &about)?;
        folder.write("fit.toml", |out| std::io::Write::write_all(out, toml.as_bytes()))?;
        folder.write("fit.json", |out| write_json(found, out))?;
        folder.write("manifest.json", |out| write_json(&manifest, out))?;
        unfinished.finish(folder)?;
        match args.format {
            Format::Text => output::answer(toml)?,
            Format::Json => output::answer_json(found)?,
        }
        output::note(&format!("figure and tables in {}", target.display()));
        Ok(())
    }
}

fn read(file: &Path) -> Result<SourceFile, Failure> {
    let text = std::fs::read_to_string(file).map_err(|error| Failure::Input(format!("cannot read {}: {error}", file.display())))?;
    Ok(SourceFile { name: file.display().to_string(), text })
}

/// Name asked for, else the table's.
fn name(args: &TableArgs) -> String {
    args.name.clone().unwrap_or_else(|| args.file.file_stem().unwrap_or(args.file.as_os_str()).to_string_lossy().into_owned())
}
