//! Attacks of 2025, from the counts of 2021 to 2024, in each series that has enough years.

use serde::Serialize;
use statrs::distribution::{ContinuousCDF, DiscreteCDF, NegativeBinomial, StudentsT};

use super::shipped::rows;
use crate::stats::{ForecastOutcome, covered, crps, pit};

/// Years that were known.
const KNOWN: std::ops::RangeInclusive<i32> = 2021..=2024;
/// Year forecast.
const ASKED: i32 = 2025;
/// Central interval whose coverage is counted.
const LEVEL: f64 = 0.8;
/// Years that a series needs.
const ENOUGH: usize = 3;
/// Years that are forecast, each from the years before it (leave-future-out).
const SCORED: [i32; 3] = [2023, 2024, 2025];
/// Years before the one forecast that are used.
const MEMORY: i32 = 7;
/// Upper end of the counts over which a score is taken, as a multiple of the largest known.
const REACH: f64 = 10.0;
/// Cells of the score's integral.
const CELLS: u32 = 2_000;

/// Method of a forecast of a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum IncidentMethod {
    /// Independent incidents at one rate for all years: a Poisson count whose rate is known from the counts before.
    OneRate,
    /// A year is drawn like those before, on the logarithmic scale: no trend.
    Exchangeable,
    /// The rate has the level of one of the years before, each with the same probability: a regime of calm and violent years.
    Levels,
    /// The logarithm of the rate changes by independent steps from year to year: lasting volatility.
    RandomWalk,
    /// A straight line through the logarithms, with its prediction interval.
    Trend,
}

impl IncidentMethod {
    /// All.
    pub const ALL: [Self; 5] = [Self::OneRate, Self::Levels, Self::Exchangeable, Self::RandomWalk, Self::Trend];

    /// Name in tables.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::OneRate => "one Poisson rate",
            Self::Exchangeable => "years alike, lognormal",
            Self::Levels => "levels of the years before",
            Self::RandomWalk => "random walk of the logarithm",
            Self::Trend => "trend of the logarithm",
        }
    }
}

/// A forecast of a count and its score.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct CountForecast {
    /// Method.
    pub method: IncidentMethod,
    /// 10, 50 and 90% quantiles.
    pub quantiles: [f64; 3],
    /// Probability given to a count no larger than the one observed.
    pub probability: f64,
    /// Whether the central 80% contain it.
    pub held: bool,
    /// Ranked probability score, attacks.
    pub crps: f64,
}

/// One series of counts.
#[derive(Clone, Debug, Serialize)]
pub struct SeriesBacktest {
    /// Institute and place.
    pub series: String,
    /// Known counts by year.
    pub known: Vec<(i32, f64)>,
    /// Count observed.
    pub came: f64,
    /// Forecasts.
    pub forecasts: Vec<CountForecast>,
}

/// Forecasts of incidents and their scores.
#[derive(Clone, Debug, Serialize)]
pub struct IncidentBacktest {
    /// Years known.
    pub known: [i32; 2],
    /// Year forecast.
    pub asked: i32,
    /// Series; they overlap (a country contains its provinces), so that they are not independent.
    pub series: Vec<SeriesBacktest>,
    /// Scores of the methods over several years, each forecast from the years before it.
    pub scores: Vec<RateScore>,
}

/// Score of a method over all series and years that have three of the seven years before.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct RateScore {
    /// Method.
    pub method: IncidentMethod,
    /// Forecasts.
    pub forecasts: usize,
    /// Mean ranked probability score over the count observed.
    pub relative_crps: f64,
    /// Forecasts whose central 80% contain the count.
    pub held: usize,
}

fn scores(all: &[(String, Vec<(i32, f64)>)]) -> Vec<RateScore> {
    let score = |method: IncidentMethod| {
        let forecasts = SCORED.iter().flat_map(|year| all.iter().map(move |(_, counts)| (*year, counts))).filter_map(|(asked, counts)| {
            let came = counts.iter().find(|(year, _)| *year == asked)?.1;
            let known: Vec<(i32, f64)> = counts.iter().filter(|(year, _)| (asked - MEMORY..asked).contains(year)).copied().collect();
            (known.len() >= ENOUGH).then(|| forecast(method, &known, came, asked)).flatten().map(|forecast| (forecast.crps / came, forecast.held))
        });
        let forecasts: Vec<(f64, bool)> = forecasts.collect();
        RateScore {
            method,
            forecasts: forecasts.len(),
            relative_crps: forecasts.iter().map(|(score, _)| score).sum::<f64>() / forecasts.len() as f64,
            held: forecasts.iter().filter(|(_, held)| *held).count(),
        }
    };
    IncidentMethod::ALL.into_iter().map(score).collect()
}

/// Forecasts from a table of yearly counts, scored on its last year.
#[must_use]
pub fn incidents(text: &str) -> IncidentBacktest {
    let mut all: Vec<(String, Vec<(i32, f64)>)> = Vec::new();
    for (series, year, count) in yearly(text) {
        match all.iter_mut().find(|(name, _)| *name == series) {
            Some((_, counts)) => counts.push((year, count)),
            None => all.push((series, vec![(year, count)])),
        }
    }
    for (_, counts) in &mut all {
        counts.sort_by_key(|(year, _)| *year);
    }
    let scores = scores(&all);
    let series = all.into_iter().filter_map(|(series, counts)| {
        let known: Vec<(i32, f64)> = counts.iter().filter(|(year, _)| KNOWN.contains(year)).copied().collect();
        let came = counts.iter().find(|(year, _)| *year == ASKED)?.1;
        let forecasts =
            (known.len() >= ENOUGH).then(|| IncidentMethod::ALL.into_iter().filter_map(|method| forecast(method, &known, came, ASKED)).collect())?;
        Some(SeriesBacktest { series, known, came, forecasts })
    });
    IncidentBacktest { known: [*KNOWN.start(), *KNOWN.end()], asked: ASKED, series: series.collect(), scores }
}

/// Counts of whole years: institute and place, year, attacks.
fn yearly(text: &str) -> Vec<(String, i32, f64)> {
    let rows = rows(text, ["year", "month_or_blank", "province", "attacks", "source"]);
    let yearly = rows.iter().filter_map(|[year, month, place, attacks, source]| {
        let institute = source.split_whitespace().next().unwrap_or_default();
        let whole_year = month.is_empty() && ["PIPS", "PICSS", "CRSS", "GTI"].contains(&institute);
        if whole_year { Some((format!("{institute}, {place}"), year.parse().ok()?, attacks.parse().ok()?)) } else { None }
    });
    yearly.collect()
}

/// A distribution function.
type Cdf = Box<dyn Fn(f64) -> f64>;

fn forecast(method: IncidentMethod, known: &[(i32, f64)], came: f64, asked: i32) -> Option<CountForecast> {
    let cdf = match method {
        IncidentMethod::OneRate => one_rate(known)?,
        IncidentMethod::Levels => levels(known)?,
        IncidentMethod::RandomWalk => random_walk(known, asked)?,
        IncidentMethod::Exchangeable => line(known, false, asked)?,
        IncidentMethod::Trend => line(known, true, asked)?,
    };
    let most = REACH * known.iter().map(|(_, count)| *count).fold(came, f64::max);
    let [probability, _] = pit(&cdf, ForecastOutcome::Occurred(came));
    Some(CountForecast {
        method,
        quantiles: [0.1, 0.5, 0.9].map(|p| quantile(&cdf, p, most).ceil()), // smallest whole count
        probability,
        held: covered([probability; 2], LEVEL) > 0.5,
        crps: crps(&cdf, ForecastOutcome::Occurred(came), [0.0, most], CELLS)?,
    })
}

/// Gamma–Poisson with Jeffreys' prior: r = Σ + ½ over n years.
fn one_rate(known: &[(i32, f64)]) -> Option<Cdf> {
    let n = f64::from(u32::try_from(known.len()).ok()?);
    let counts = NegativeBinomial::new(known.iter().map(|(_, count)| count).sum::<f64>() + 0.5, n / (n + 1.0)).ok()?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts")]
    Some(Box::new(move |count| if count < 0.0 { 0.0 } else { counts.cdf(count.floor() as u64) }))
}

/// Gamma–Poisson with Jeffreys' prior for the rate of each year before, with equal weights.
fn levels(known: &[(i32, f64)]) -> Option<Cdf> {
    let years: Option<Vec<Cdf>> = known.iter().map(|year| one_rate(&[*year])).collect();
    let years = years?;
    Some(Box::new(move |count| years.iter().map(|year| year(count)).sum::<f64>() / years.len() as f64))
}

/// Student's t distribution of the next logarithm around the last one, with the mean square of the yearly steps.
fn random_walk(known: &[(i32, f64)], asked: i32) -> Option<Cdf> {
    let steps = known.windows(2).map(|pair| (pair[1].1.max(0.5) / pair[0].1.max(0.5)).ln().powi(2) / f64::from(pair[1].0 - pair[0].0));
    let steps: Vec<f64> = steps.collect();
    let (last, freedom) = (known.last()?, steps.len() as f64);
    let deviation = (steps.iter().sum::<f64>() / freedom * f64::from(asked - last.0)).sqrt();
    let logarithm = StudentsT::new(last.1.max(0.5).ln(), deviation.max(1e-9), freedom).ok()?;
    Some(Box::new(move |count| if count <= 0.0 { 0.0 } else { logarithm.cdf(count.ln()) }))
}

/// Prediction interval of the next year's logarithm from least squares, with or without a slope: Student's t distribution.
fn line(known: &[(i32, f64)], slope: bool, asked: i32) -> Option<Cdf> {
    let n = f64::from(u32::try_from(known.len()).ok()?);
    let points: Vec<[f64; 2]> = known.iter().map(|&(year, count)| [f64::from(year - asked), count.max(0.5).ln()]).collect();
    let mean = |i: usize| points.iter().map(|point| point[i]).sum::<f64>() / n;
    let [x, y] = [mean(0), mean(1)];
    let squares: f64 = points.iter().map(|point| (point[0] - x).powi(2)).sum();
    let rise = if slope { points.iter().map(|point| (point[0] - x) * (point[1] - y)).sum::<f64>() / squares } else { 0.0 };
    let freedom = n - if slope { 2.0 } else { 1.0 };
    let residual: f64 = points.iter().map(|point| (point[1] - y - rise * (point[0] - x)).powi(2)).sum();
    let leverage = 1.0 + 1.0 / n + if slope { x * x / squares } else { 0.0 };
    let logarithm = StudentsT::new(y - rise * x, (residual / freedom * leverage).sqrt().max(1e-9), freedom).ok()?;
    Some(Box::new(move |count| if count <= 0.0 { 0.0 } else { logarithm.cdf(count.ln()) }))
}

fn quantile(cdf: &Cdf, p: f64, most: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1e3 * most);
    for _ in 0..80 {
        let middle = f64::midpoint(low, high);
        if cdf(middle) < p {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyses::backtest::shipped::INCIDENTS_ANNUAL;

    /// Doubling each year without scatter: the line goes through the next point.
    #[test]
    fn a_trend_without_scatter_is_continued() {
        let known = [(2021, 100.0), (2022, 200.0), (2023, 400.0), (2024, 800.0)];
        let trend = forecast(IncidentMethod::Trend, &known, 1_600.0, ASKED).unwrap();
        assert!((trend.quantiles[1] - 1_600.0).abs() <= 1.0 && trend.crps < 1.0, "{trend:?}");
        let alike = forecast(IncidentMethod::Exchangeable, &known, 1_600.0, ASKED).unwrap();
        assert!((alike.quantiles[1] - 283.0).abs() < 0.5, "{alike:?}"); // 282.84, as a whole count
        let rate = forecast(IncidentMethod::OneRate, &known, 1_600.0, ASKED).unwrap();
        let [levels, walk] = [IncidentMethod::Levels, IncidentMethod::RandomWalk].map(|method| forecast(method, &known, 1_600.0, ASKED).unwrap());
        assert!((levels.quantiles[1] - 300.0).abs() < 150.0 && (walk.quantiles[1] - 800.0).abs() <= 1.0, "{levels:?} {walk:?}");
        assert!((rate.quantiles[1] - 375.0).abs() <= 1.0 && !rate.held && rate.crps > 1_000.0);
    }

    #[test]
    fn the_shipped_series_are_those_with_three_years_and_an_outcome() {
        let found = incidents(INCIDENTS_ANNUAL);
        let names: Vec<&str> = found.series.iter().map(|series| series.series.as_str()).collect();
        assert_eq!(names, ["PIPS, Pakistan", "PIPS, Balochistan", "PICSS, Pakistan"]);
        assert!(found.series.iter().all(|series| series.known.iter().all(|(year, _)| *year < ASKED)));
    }
}
