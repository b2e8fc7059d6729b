//! `adit fit`: from a table of what happened to lines of TOML, with the figure and the tables behind them.

mod fitting;
mod options;

use crate::driver::Failure;
use crate::report::{
    durations_chapter, durations_toml, incidents_chapter, incidents_toml, quantiles_chapter, quantiles_toml, ramp_chapter, ramp_toml,
    regimes_chapter, regimes_toml,
};
use crate::study::fit::{
    Columns, EndsColumns, IncidentColumns, Length, RegimeColumns, fit_durations, fit_incidents, fit_quantiles, fit_ramp, fit_regimes, read_counts,
    read_durations, read_prior, read_spells, read_times,
};
use fitting::Fitting;

pub use options::{DurationsArgs, FitArgs, FitCommand, IncidentsArgs, QuantilesArgs, RampArgs, RegimesArgs, TableArgs};

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
            let Some(found) = found else { return Err(Failure::Reported) };
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
