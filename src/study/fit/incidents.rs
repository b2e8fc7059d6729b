//! Incidents from a table of dates or of counts: the processes that might have made them, and whether the data can tell.

use serde::Serialize;

use super::Known;
use super::dates::date_in;
use super::table::{CsvCell, CsvTable};
use crate::stats::incidents::{Count, Process, ProcessFit, fit_counts, fit_times};
use crate::units::{Date, Problems};

/// A day, months: dates are no finer.
const DAY: f64 = 12.0 / 365.25;

/// Difference of AIC below which two processes cannot be told apart.
const TELLING: f64 = 2.0;

/// Columns of a table of counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentColumns {
    /// How many.
    pub count: String,
    /// Calendar year of the period.
    pub year: String,
    /// Calendar month of the period, 1 to 12; blank means the whole year. Without this column all periods are years.
    pub month: Option<String>,
}

/// A number of a process.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NumberRow {
    /// Its name.
    pub name: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// The number with its interval.
    pub known: Known,
}

/// A process as fitted.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ProcessRow {
    /// Its name.
    pub process: &'static str,
    /// Its numbers.
    pub numbers: Vec<NumberRow>,
    /// ln of the likelihood.
    pub log_likelihood: f64,
    /// Akaike's information criterion.
    pub aic: f64,
    /// AIC above the best process's.
    pub worse_by: f64,
    /// Kolmogorov–Smirnov distance of the transformed spacings from uniform ones; none for counts.
    pub residual_gap: Option<f64>,
    /// Chance of at least such a gap were the process right.
    pub residual_p: Option<f64>,
    /// Correlation of neighbouring transformed spacings.
    pub serial_correlation: Option<f64>,
}

/// What incidents say.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct IncidentsFit {
    /// How many there were.
    pub incidents: u64,
    /// Over how many months they were watched.
    pub months: f64,
    /// First date of the watch.
    pub from: Date,
    /// The day on which it ended.
    pub to: Date,
    /// Rate a year, offspring included: posterior of a Poisson rate under Jeffreys' prior, a gamma law of mean (n + ½)/years and this standard
    /// deviation √(n + ½)/years.
    pub rate: Known,
    /// Mean of that gamma law.
    pub rate_mean: f64,
    /// Its standard deviation.
    pub rate_sd: f64,
    /// Variance of the counts over their mean; 1 for a Poisson process. `None` for times.
    pub dispersion: Option<f64>,
    /// The processes, best first.
    pub processes: Vec<ProcessRow>,
    /// Whether the data cannot tell a plain Poisson process from the best one that excites itself, trends, swings or scatters more.
    pub cannot_tell: bool,
    /// Whether the interval of the branching ratio includes 0; none where it was not fitted.
    pub branching_may_be_zero: Option<bool>,
    /// Times of the incidents, months since the first date; empty for counts.
    pub times: Vec<f64>,
}

/// Reads the dates of incidents in a window, months since `from`; those of one day are spread evenly over it, rows without a date are left out and
/// counted.
pub fn read_times(table: &CsvTable, column: &str, from: Date, to: Date, problems: &mut Problems) -> (Vec<f64>, usize) {
    let Some(place) = table.column(column, problems) else { return (Vec::new(), 0) };
    let mut blank = 0;
    let mut dates: Vec<Date> = Vec::new();
    for row in &table.rows {
        if row[place].text.is_empty() {
            blank += 1;
        } else if let Some(date) = date_in(&row[place], column, problems).filter(|date| from <= *date && *date < to) {
            dates.push(date);
        }
    }
    dates.sort();
    let times = dates.iter().enumerate().map(|(i, date)| {
        let same: Vec<usize> = (0..dates.len()).filter(|&j| dates[j] == *date).collect();
        let place = same.iter().position(|&j| j == i).unwrap_or(0);
        date.months_since(from) + DAY * (place as f64 + 0.5) / same.len() as f64
    });
    (times.collect(), blank)
}

/// Reads counts by year, or by month where that column says so; rows without a count are left out and counted. The first and last dates are those
/// of the periods.
pub fn read_counts(table: &CsvTable, columns: &IncidentColumns, problems: &mut Problems) -> (Vec<Count>, usize) {
    let (count, year) = (table.column(&columns.count, problems), table.column(&columns.year, problems));
    let month = columns.month.as_ref().map(|name| table.column(name, problems));
    let (Some(count), Some(year), None | Some(Some(_))) = (count, year, month) else { return (Vec::new(), 0) };
    let mut blank = 0;
    let counts = table
        .rows
        .iter()
        .filter_map(|row| {
            if row[count].text.is_empty() {
                blank += 1;
                return None;
            }
            let many = whole(&row[count], "the count", 0..=u64::MAX / 2, problems)?;
            let year = whole(&row[year], "the year", 1900..=2200, problems)?;
            let month = month.flatten().filter(|&month| !row[month].text.is_empty());
            let start = (year - 1900) as f64 * 12.0;
            let (months, middle) = match month {
                None => (12.0, start + 6.0),
                Some(month) => (1.0, start + whole(&row[month], "the month", 1..=12, problems)? as f64 - 0.5),
            };
            Some(Count { count: many, months, middle })
        })
        .collect();
    (counts, blank)
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

/// Fits processes to times in a window, or, where there are none, to counts.
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
        rate: Known::new(incidents as f64 / years, low, high),
        rate_mean: half / years,
        rate_sd: half.sqrt() / years,
        dispersion: (counts.len() > 1 && mean > 0.0).then(|| scatter(counts)),
        processes: fits.iter().map(|fit| process_row(fit, best)).collect(),
        cannot_tell: !telling,
        branching_may_be_zero: branching.map(|branching| branching.low < 1e-4),
        times: times.to_vec(),
    }
}

/// First day of the first period and first day after the last.
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
    let numbers = fit.parameters.iter().map(|p| NumberRow { name: p.name, unit: p.unit, known: Known::new(p.value, p.low, p.high) });
    ProcessRow {
        process: fit.process.name(),
        numbers: numbers.collect(),
        log_likelihood: fit.log_likelihood,
        aic: fit.aic,
        worse_by: fit.aic - best,
        residual_gap: fit.residuals.map(|r| r.kolmogorov_smirnov),
        residual_p: fit.residuals.map(|r| r.p),
        serial_correlation: fit.residuals.map(|r| r.serial_correlation).filter(|x| x.is_finite()),
    }
}
