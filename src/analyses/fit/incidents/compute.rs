//! Incidents: processes fitted to dates or counts, and whether the data determine them.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::analyses::fit::tables::{LeftOut, Tables, date};
use crate::analyses::fit::{IncidentsArgs, known};
use crate::driver::Failure;
use crate::stats::incidents::{Count, Process, ProcessFit, fit_counts, fit_times};
use crate::units::{CsvCell, CsvTable, Date, Problems, Quantity};

/// A day in months, the resolution of dates.
const DAY: f64 = 12.0 / 365.25;
/// Difference of AIC below which two processes cannot be told apart.
pub(super) const TELLING: f64 = 2.0;

/// Fitted process.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ProcessRow {
    /// Name.
    pub process: &'static str,
    /// Parameters by name.
    pub parameters: Vec<(&'static str, Quantity)>,
    /// Log-likelihood.
    pub log_likelihood: f64,
    /// Akaike's information criterion.
    pub aic: f64,
    /// AIC above that of the best process.
    pub worse_by: f64,
    /// Kolmogorov–Smirnov distance of the transformed intervals from uniform ones; `None` for counts.
    pub residual_gap: Option<f64>,
    /// Probability of at least this distance if the process is right.
    pub residual_p: Option<f64>,
    /// Correlation of neighbouring transformed intervals.
    pub serial_correlation: Option<f64>,
}

impl ProcessRow {
    /// The parameter of this name.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&Quantity> {
        self.parameters.iter().find(|(known, _)| *known == name).map(|(_, quantity)| quantity)
    }
}

/// Fits to incidents.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct IncidentsFit {
    /// Number of incidents.
    pub incidents: u64,
    /// Months of observation.
    pub months: f64,
    /// First date of the observation.
    pub from: Date,
    /// Date on which it ended.
    pub to: Date,
    /// Rate a year, offspring included, with Garwood's exact interval.
    pub rate: Quantity,
    /// Mean of the posterior gamma distribution of that rate under Jeffreys' prior, (n + ½)/years.
    pub rate_mean: f64,
    /// Its standard deviation, √(n + ½)/years.
    pub rate_sd: f64,
    /// Variance of the counts over their mean, 1 for a Poisson process; `None` for dates.
    pub dispersion: Option<f64>,
    /// Mean length of the periods of counts, months; `None` for dates.
    pub period: Option<f64>,
    /// Processes, the best first.
    pub processes: Vec<ProcessRow>,
    /// Whether a Poisson process is within an AIC of 2 of the best.
    pub cannot_tell: bool,
    /// Whether the interval of the branching ratio includes 0; `None` where it was not fitted.
    pub branching_may_be_zero: Option<bool>,
    /// Times of the incidents, months since the first date; empty for counts.
    pub times: Vec<f64>,
}

/// Reads the incidents of the table and fits processes to them.
///
/// # Errors
/// Where the table has a problem, or the dates of the observation are not in order.
pub fn compute(tables: &mut Tables, args: &IncidentsArgs) -> Result<IncidentsFit, Failure> {
    let (from, to) = (args.from.unwrap_or_default(), args.to.unwrap_or_default());
    if args.count.is_none() && from >= to {
        return Err(Failure::Input("--to must be after --from".to_owned()));
    }
    let Tables { table, left_out, problems, .. } = tables;
    let (times, counts) = match &args.count {
        Some(count) => (Vec::new(), read_counts(table, [count, &args.year], args.month.as_deref(), left_out, problems)),
        None => (read_times(table, &args.date, [from, to], left_out, problems), Vec::new()),
    };
    tables.check()?;
    if args.count.is_some() && counts.is_empty() {
        return Err(Failure::Input("no row has a count".to_owned()));
    }
    Ok(fit_incidents(&times, &counts, from, to))
}

/// Reads the dates of incidents from the first date of the observation to its end, as months since the former; those of one day are spread evenly over
/// it. Rows without a date, or with one outside, are left out and counted.
pub fn read_times(table: &CsvTable, column: &str, [from, to]: [Date; 2], left_out: &mut LeftOut, problems: &mut Problems) -> Vec<f64> {
    let Some(place) = table.column(column, problems) else { return Vec::new() };
    let mut dates: Vec<Date> = Vec::new();
    for row in &table.rows {
        if row[place].text.is_empty() {
            left_out.blank += 1;
            continue;
        }
        match date(&row[place], column, problems) {
            Some(date) if date < from => left_out.before += 1,
            Some(date) if date >= to => left_out.after += 1,
            found => dates.extend(found),
        }
    }
    dates.sort();
    let of_day = |same: &[Date]| {
        let spread = |i: usize| same[0].months_since(from) + DAY * (i as f64 + 0.5) / same.len() as f64;
        (0..same.len()).map(spread).collect::<Vec<_>>()
    };
    dates.chunk_by(|a, b| a == b).flat_map(of_day).collect()
}

/// Reads counts by year, or by month where a column states the month; rows without a count are left out and counted. Periods that overlap are an error.
pub fn read_counts(table: &CsvTable, [count, year]: [&str; 2], month: Option<&str>, left_out: &mut LeftOut, problems: &mut Problems) -> Vec<Count> {
    let (count, year) = (table.column(count, problems), table.column(year, problems));
    let month = month.map(|name| table.column(name, problems));
    let (Some(count), Some(year), None | Some(Some(_))) = (count, year, month) else { return Vec::new() };
    let (mut counts, mut months_seen, mut years_reported) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    for row in &table.rows {
        if row[count].text.is_empty() {
            left_out.blank += 1;
            continue;
        }
        let read =
            [(count, "the count", 0..=u64::MAX / 2), (year, "the year", 1900..=2200)].map(|(at, what, range)| whole(&row[at], what, range, problems));
        let month = month.flatten().filter(|&month| !row[month].text.is_empty()).map(|month| whole(&row[month], "the month", 1..=12, problems));
        let ([Some(many), Some(in_year)], None | Some(Some(_))) = (read, month) else { continue };
        let start = (in_year - 1900) * 12;
        let period = month.flatten().map_or(start..start + 12, |month| start + month - 1..start + month);
        if period.clone().filter(|month| !months_seen.insert(*month)).count() > 0 && years_reported.insert(in_year) {
            let help =
                "sum the rows of one period; where the rows are months, name their column with --month; select one series with --where".to_owned();
            problems.error(
                row[year].place,
                format!("the period of this row, in {in_year}, is in an earlier row too"),
                "expected each period once",
                help,
            );
        }
        let months = (period.end - period.start) as f64;
        counts.push(Count { count: many, months, middle: period.start as f64 + months / 2.0 });
    }
    counts
}

fn whole(cell: &CsvCell, what: &str, range: std::ops::RangeInclusive<u64>, problems: &mut Problems) -> Option<u64> {
    let found = cell.text.parse::<u64>().ok().filter(|number| range.contains(number));
    if found.is_none() {
        let expected =
            if *range.end() > 100_000 { "expected a whole number".to_owned() } else { format!("expected {} to {}", range.start(), range.end()) };
        cell.refuse(what, &expected, problems);
    }
    found
}

/// Fits processes to times in months since `from`, or, where counts are given, to these.
#[must_use]
pub fn fit_incidents(times: &[f64], counts: &[Count], from: Date, to: Date) -> IncidentsFit {
    let by_times = counts.is_empty();
    let (from, to) = if by_times { (from, to) } else { watched(counts) };
    let months = if by_times { to.months_since(from) } else { counts.iter().map(|c| c.months).sum() };
    let incidents = if by_times { times.len() as u64 } else { counts.iter().map(|c| c.count).sum() };
    let fits = if by_times { fit_times(times, months, from.month_of_year(), DAY) } else { fit_counts(counts) };
    let best = fits.first().map_or(0.0, |fit| fit.aic);
    let poisson = fits.iter().find(|fit| fit.process == Process::Poisson);
    let telling = poisson.is_some_and(|poisson| poisson.aic - best > TELLING);
    let branching = fits.iter().find_map(|fit| fit.parameter("branching"));
    let years = months / 12.0;
    let half = incidents as f64 + 0.5;
    let [low, high] = crate::stats::incidents::poisson_interval(incidents).map(|count| count / years);
    let mean = incidents as f64 / counts.len().max(1) as f64;
    let scatter = |counts: &[Count]| {
        let expected = |c: &Count| incidents as f64 * c.months / months;
        counts.iter().map(|c| (c.count as f64 - expected(c)).powi(2) / expected(c)).sum::<f64>() / (counts.len() as f64 - 1.0)
    };
    IncidentsFit {
        incidents,
        months,
        from,
        to,
        rate: known(incidents as f64 / years, [low, high], "1/yr"),
        rate_mean: half / years,
        rate_sd: half.sqrt() / years,
        dispersion: (counts.len() > 1 && mean > 0.0).then(|| scatter(counts)),
        period: (!counts.is_empty()).then(|| months / counts.len() as f64),
        processes: fits.iter().map(|fit| process_row(fit, best)).collect(),
        cannot_tell: !telling,
        branching_may_be_zero: branching.map(|branching| branching.low < 1e-4),
        times: times.to_vec(),
    }
}

/// First day of the first period, and the first day after the last.
fn watched(counts: &[Count]) -> (Date, Date) {
    let first = counts.iter().map(|c| c.middle - c.months / 2.0).fold(f64::INFINITY, f64::min);
    let last = counts.iter().map(|c| c.middle + c.months / 2.0).fold(f64::NEG_INFINITY, f64::max);
    let date = |month: f64| {
        let (years, part) = ((month / 12.0).floor(), month.rem_euclid(12.0).floor());
        Date::parse(&format!("{:04}-{:02}", 1900.0 + years, part + 1.0)).unwrap_or_default()
    };
    (date(first), date(last))
}

fn process_row(fit: &ProcessFit, best: f64) -> ProcessRow {
    ProcessRow {
        process: fit.process.name(),
        parameters: fit.parameters.iter().map(|p| (p.name, known(p.value, [p.low, p.high], p.unit))).collect(),
        log_likelihood: fit.log_likelihood,
        aic: fit.aic,
        worse_by: fit.aic - best,
        residual_gap: fit.residuals.map(|r| r.kolmogorov_smirnov),
        residual_p: fit.residuals.map(|r| r.p),
        serial_correlation: fit.residuals.map(|r| r.serial_correlation).filter(|x| x.is_finite()),
    }
}
