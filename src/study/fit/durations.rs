//! Durations from a table: which rows ended, still ran or were cancelled; five laws, what stands without a law, and whether the laws fit.

use serde::Serialize;

use super::dates::date_in;
use super::table::{CsvCell, CsvTable};
use super::{Known, uniforms};
use crate::stats::survival::{
    CumulativeIncidence, End, FitError, IncidenceStep, LawFit, Observed, cumulative_incidence, fit_all, goodness, kaplan_meier,
};
use crate::units::{Date, Problems};

/// Points of a curve from 0 to the longest duration.
const POINTS: u32 = 120;

/// How long a row lasted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Length {
    /// A column of numbers.
    Column(String),
    /// From one column of dates to another; a row that has not ended is watched until the date in `last`. Over `planned`, where named: the ratio of
    /// that time to the planned one, which begins at the same date and ends at this column's.
    Dates {
        /// Column of the beginning.
        from: String,
        /// Column of the end, which may say instead why there is none.
        to: String,
        /// Column of the date until which the row was watched.
        last: String,
        /// Column of the planned end.
        planned: Option<String>,
    },
}

/// How the end of a row is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndsColumns {
    /// Column that tells; without one every row with a number has ended, and with dates the column of the end tells.
    pub column: Option<String>,
    /// Beginnings of what it says where the row still ran.
    pub censored: Vec<String>,
    /// Beginnings of what it says where the row ended otherwise.
    pub competing: Vec<String>,
}

/// The columns to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// How long.
    pub length: Length,
    /// And whether it ended.
    pub ends: EndsColumns,
}

/// A law as fitted.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LawRow {
    /// Its name.
    pub law: &'static str,
    /// Its scale (mean of the exponential, median of the lognormal and log-logistic laws, scale of the Weibull and gamma laws).
    pub scale: Known,
    /// Its shape (sigma of the lognormal law); `None` for the exponential.
    pub shape: Option<Known>,
    /// The duration by which half have ended.
    pub median: Known,
    /// The duration by which nine tenths have ended.
    pub p90: Known,
    /// The duration by which a tenth has ended.
    pub p10: f64,
    /// The mean; `None` where it is infinite.
    pub mean: Option<f64>,
    /// Standard error of ln scale.
    pub ln_scale_error: f64,
    /// Standard error of ln median.
    pub ln_median_error: f64,
    /// ln of the likelihood.
    pub log_likelihood: f64,
    /// Akaike's information criterion.
    pub aic: f64,
    /// AIC above the best law's.
    pub worse_by: f64,
    /// Kolmogorov–Smirnov distance from the product-limit estimate.
    pub kolmogorov_smirnov: f64,
    /// Share of simulated data farther away.
    pub kolmogorov_smirnov_p: f64,
    /// Anderson–Darling distance.
    pub anderson_darling: f64,
    /// Share of simulated data farther away.
    pub anderson_darling_p: f64,
    /// The share lasting longer at each of [`DurationsFit::times`].
    pub survival: Vec<f64>,
}

/// A step of an estimate without a law.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct StepRow {
    /// When.
    pub time: f64,
    /// How many were watched just before.
    pub at_risk: usize,
    /// The share after it.
    pub share: f64,
    /// Standard error.
    pub standard_error: Option<f64>,
    /// Lower end of its 95 % interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

/// What durations say.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DurationsFit {
    /// Unit of the durations.
    pub unit: String,
    /// Rows used.
    pub rows: usize,
    /// Of these ended.
    pub events: usize,
    /// Still running when last seen.
    pub censored: usize,
    /// Ended otherwise.
    pub competing: usize,
    /// Simulated data sets behind each share of the goodness of fit.
    pub replicates: usize,
    /// The laws that could be fitted, best first.
    pub laws: Vec<LawRow>,
    /// Where the laws' curves are given.
    pub times: Vec<f64>,
    /// The product-limit estimate.
    pub kaplan_meier: Vec<StepRow>,
    /// The longest duration watched.
    pub last: f64,
    /// Cumulative incidence of the end waited for; empty without competing ends.
    pub ended: Vec<StepRow>,
    /// Cumulative incidence of the other.
    pub ended_otherwise: Vec<StepRow>,
    /// The durations, in the order of the rows.
    #[serde(skip)]
    pub observed: Vec<Observed>,
}

/// Reads the durations of a table; rows whose length is blank are left out and counted.
pub fn read_durations(table: &CsvTable, columns: &Columns, problems: &mut Problems) -> (Vec<Observed>, usize) {
    let told = columns.ends.column.as_ref().and_then(|name| table.column(name, problems));
    let reader = Reader { ends: &columns.ends, told };
    let mut blank = 0;
    let observed = match &columns.length {
        Length::Column(name) => {
            let Some(value) = table.column(name, problems) else { return (Vec::new(), 0) };
            table.rows.iter().filter_map(|row| reader.plain(row, &row[value], name, &mut blank, problems)).collect()
        }
        Length::Dates { from, to, last, planned } => {
            let (from, to, last) = (table.column(from, problems), table.column(to, problems), table.column(last, problems));
            let planned = planned.as_ref().map(|name| table.column(name, problems));
            let (Some(from), Some(to), Some(last), None | Some(Some(_))) = (from, to, last, planned) else { return (Vec::new(), 0) };
            let places = Places { from, to, last, planned: planned.flatten() };
            table.rows.iter().filter_map(|row| reader.dated(row, &places, &mut blank, problems)).collect()
        }
    };
    (observed, blank)
}

struct Reader<'a> {
    ends: &'a EndsColumns,
    told: Option<usize>,
}

struct Places {
    from: usize,
    to: usize,
    last: usize,
    planned: Option<usize>,
}

impl Reader<'_> {
    /// How a row ended, by what its cell says; `other` where it says none of the words.
    fn end(&self, text: &str, other: End) -> End {
        let begins = |words: &[String]| words.iter().any(|word| !word.is_empty() && text.to_lowercase().starts_with(&word.to_lowercase()));
        if begins(&self.ends.competing) {
            End::Competing
        } else if begins(&self.ends.censored) {
            End::Censored
        } else {
            other
        }
    }

    fn plain(&self, row: &[CsvCell], cell: &CsvCell, name: &str, blank: &mut usize, problems: &mut Problems) -> Option<Observed> {
        if cell.text.is_empty() {
            *blank += 1;
            return None;
        }
        let value = cell.number(name, problems)?;
        if value <= 0.0 {
            cell.refuse(name, "expected a length above 0", problems);
            return None;
        }
        Some(Observed { value, end: self.told.map_or(End::Event, |told| self.end(&row[told].text, End::Event)) })
    }

    fn dated(&self, row: &[CsvCell], places: &Places, blank: &mut usize, problems: &mut Problems) -> Option<Observed> {
        if row[places.from].text.is_empty() || places.planned.is_some_and(|planned| row[planned].text.is_empty()) {
            *blank += 1;
            return None;
        }
        let from = date_in(&row[places.from], "the beginning", problems)?;
        let to = &row[places.to];
        let said = self.told.map_or(to.text.as_str(), |told| row[told].text.as_str());
        let end = self.end(said, if to.text.is_empty() { End::Censored } else { End::Event });
        let until = if end == End::Event { to } else { &row[places.last] };
        let until = (date_in(until, if end == End::Event { "the end" } else { "the last date of watch" }, problems)?, until);
        let months = Self::after(from, until.0, until.1, problems)?;
        let value = match places.planned {
            None => months,
            Some(planned) => months / Self::after(from, date_in(&row[planned], "the planned end", problems)?, &row[planned], problems)?,
        };
        Some(Observed { value, end })
    }

    fn after(from: Date, to: Date, cell: &CsvCell, problems: &mut Problems) -> Option<f64> {
        let months = to.months_since(from);
        if months > 0.0 {
            return Some(months);
        }
        cell.refuse("a date that should come after the beginning", "expected a later date", problems);
        None
    }
}

/// Fits the five laws to durations in `unit`; goodness by `replicates` simulated data sets per law, drawn under `seed`.
///
/// # Errors
/// Where no law can be fitted; see [`FitError`].
pub fn fit_durations(observed: &[Observed], unit: &str, replicates: usize, seed: u64) -> Result<DurationsFit, FitError> {
    let fits = fit_all(observed)?;
    let estimate = kaplan_meier(observed);
    let last = estimate.last;
    let times: Vec<f64> = (0..=POINTS).map(|i| 1.15 * last * f64::from(i) / f64::from(POINTS)).collect();
    let best = fits.first().map_or(0.0, |fit| fit.aic);
    let laws = fits.iter().map(|fit| law_row(fit, observed, best, &times, replicates, seed)).collect();
    let count = |end| observed.iter().filter(|o| o.end == end).count();
    let competing = count(End::Competing);
    let CumulativeIncidence { event, competing: other } = if competing > 0 { cumulative_incidence(observed) } else { CumulativeIncidence::default() };
    let known = |x: f64| Some(x).filter(|x| x.is_finite());
    let steps = estimate.steps.iter().map(|s| StepRow {
        time: s.time,
        at_risk: s.at_risk,
        share: s.survival,
        standard_error: known(s.standard_error),
        low: known(s.low),
        high: known(s.high),
    });
    let shares = |steps: Vec<IncidenceStep>| -> Vec<StepRow> {
        let row = |s: IncidenceStep| StepRow {
            time: s.time,
            at_risk: s.at_risk,
            share: s.share,
            standard_error: known(s.standard_error),
            low: known(s.low),
            high: known(s.high),
        };
        steps.into_iter().map(row).collect()
    };
    Ok(DurationsFit {
        unit: unit.to_owned(),
        rows: observed.len(),
        events: count(End::Event),
        censored: count(End::Censored),
        competing,
        replicates,
        laws,
        times,
        kaplan_meier: steps.collect(),
        last,
        ended: shares(event),
        ended_otherwise: shares(other),
        observed: observed.to_vec(),
    })
}

fn law_row(fit: &LawFit, observed: &[Observed], best: f64, times: &[f64], replicates: usize, seed: u64) -> LawRow {
    let law = &fit.law;
    let interval = |interval: crate::stats::survival::Interval| Known::new(interval.value, interval.low, interval.high);
    let good = goodness(fit, observed, replicates, uniforms(seed, law.family.name()));
    // ln median = ln scale + ln of the standard median, whose slope in ln shape follows by a small step.
    let slope = {
        let moved = |by: f64| crate::stats::survival::Law { shape: law.shape * f64::exp(by), ..*law }.quantile(0.5).ln();
        (moved(1e-4) - moved(-1e-4)) / 2e-4
    };
    let [[vv, vw], [_, ww]] = fit.covariance;
    LawRow {
        law: law.family.name(),
        scale: interval(fit.scale_interval(observed)),
        shape: (law.family.parameters() > 1).then(|| interval(fit.shape_interval(observed))),
        median: interval(fit.quantile_interval(observed, 0.5)),
        p90: interval(fit.quantile_interval(observed, 0.9)),
        p10: law.quantile(0.1),
        mean: Some(law.mean()).filter(|mean| mean.is_finite()),
        ln_scale_error: fit.standard_errors()[0],
        ln_median_error: (vv + 2.0 * slope * vw + slope * slope * ww).max(0.0).sqrt(),
        log_likelihood: fit.log_likelihood,
        aic: fit.aic,
        worse_by: fit.aic - best,
        kolmogorov_smirnov: good.kolmogorov_smirnov,
        kolmogorov_smirnov_p: good.kolmogorov_smirnov_p,
        anderson_darling: good.anderson_darling,
        anderson_darling_p: good.anderson_darling_p,
        survival: times.iter().map(|&t| law.survival(t)).collect(),
    }
}
