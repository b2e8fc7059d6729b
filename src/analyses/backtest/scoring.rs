//! Scores of forecasts of months: coverage, calibration, ranked probability score, Brier score by year.

use serde::Serialize;

use super::forecasters::{Forecast, Forecaster};
use crate::stats::survival::{KaplanMeier, Observed, kaplan_meier};
use crate::stats::{ForecastOutcome, binomial_power, binomial_range, brier, covered, mean_crps, pit, pit_histogram};
use crate::units::{Quantity, Unit};

/// Central intervals whose coverage is counted.
pub const LEVELS: [f64; 3] = [0.5, 0.8, 0.9];
/// Bins of the calibration histogram.
pub const BINS: u32 = 5;
/// Years after the announcement whose probabilities are scored.
const YEARS: u32 = 8;
/// Months over which the ranked probability score is taken.
pub const SCORED_MONTHS: f64 = 120.0;
/// Cells of its integral: half a month each.
const CELLS: u32 = 240;
/// Confidence of the binomial range.
const CONFIDENCE: f64 = 0.95;

/// Loss of coverage whose detection is stated: an 80% interval that contains only 60% of outcomes.
pub const LOSS: f64 = 0.2;

/// Coverage of central intervals.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Coverage {
    /// Nominal probability.
    pub level: f64,
    /// Outcomes inside: a censored one by the share of its possible outcomes that are inside.
    pub held: f64,
    /// Number of outcomes.
    pub outcomes: u64,
    /// Counts that contain 95% of all counts if the level is right.
    pub range: [u64; 2],
    /// Power of the test: the probability of a count outside this range if the true coverage is lower by [`LOSS`].
    pub power: f64,
    /// Outcomes inside among the projects that ended, and their number; these are selected for being early.
    pub ended: [u64; 2],
}

impl Coverage {
    /// Whether the count is inside the range.
    #[must_use]
    pub fn is_within(&self) -> bool {
        self.held >= self.range[0] as f64 && self.held <= self.range[1] as f64
    }
}

/// Brier score of the probability of having started within so many years.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct YearScore {
    /// Years since the announcement.
    pub years: u32,
    /// Score, 0 is best, with its jackknife standard error.
    pub brier: Quantity,
    /// Outcomes known by then.
    pub outcomes: usize,
}

/// Scores of one forecaster.
#[derive(Clone, Debug, Serialize)]
pub struct Scored {
    /// Forecaster.
    pub forecaster: Forecaster,
    /// Coverage of its central intervals; empty where it gives no distribution.
    pub coverage: Vec<Coverage>,
    /// Outcomes in fifths of equal probability; empty where it gives no distribution.
    pub pit: Vec<f64>,
    /// Mean ranked probability score over ten years.
    pub crps: Quantity,
    /// The same less that of the first forecaster: above 0 where this one is worse.
    pub crps_worse: Quantity,
    /// Brier scores.
    pub years: Vec<YearScore>,
}

/// Scores of each forecaster over the same outcomes.
#[must_use]
pub fn score(forecasts: &[(Forecaster, Vec<Forecast>)], seen: &[ForecastOutcome]) -> Vec<Scored> {
    let watched = watched(seen);
    let first = forecasts.first().map(|(_, forecasts)| forecasts.as_slice()).unwrap_or_default();
    forecasts
        .iter()
        .map(|(forecaster, forecasts)| {
            let crps = |without: Option<usize>| mean_score(forecasts, seen, &watched, without);
            let worse = |without: Option<usize>| crps(without) - mean_score(first, seen, &watched, without);
            let pits: Vec<[f64; 2]> = forecasts.iter().zip(seen).map(|(forecast, &seen)| pit(&|month| forecast.cdf(month), seen)).collect();
            let spread = forecaster.has_spread();
            Scored {
                forecaster: *forecaster,
                coverage: LEVELS.iter().filter(|_| spread).map(|&level| coverage(&pits, seen, level)).collect(),
                pit: if spread { pit_histogram(&pits, BINS) } else { Vec::new() },
                crps: jackknife(seen.len(), Unit::MONTHS, &crps),
                crps_worse: jackknife(seen.len(), Unit::MONTHS_DIFFERENCE, &worse),
                years: (1..=YEARS).filter_map(|years| year_score(forecasts, seen, &watched, years)).collect(),
            }
        })
        .collect()
}

/// Probability of being observed for longer than a time.
fn watched(seen: &[ForecastOutcome]) -> KaplanMeier {
    let watched = seen.iter().map(|seen| match *seen {
        ForecastOutcome::Censored(time) => Observed::new(time, true),
        ForecastOutcome::Occurred(time) | ForecastOutcome::RuledOut(time) => Observed::new(time, false),
    });
    kaplan_meier(&watched.collect::<Vec<_>>())
}

fn coverage(pits: &[[f64; 2]], seen: &[ForecastOutcome], level: f64) -> Coverage {
    let ended: Vec<bool> =
        pits.iter().zip(seen).filter(|(_, seen)| !matches!(seen, ForecastOutcome::Censored(_))).map(|(&pit, _)| covered(pit, level) > 0.5).collect();
    let outcomes = pits.len() as u64;
    let range = binomial_range(outcomes, level, CONFIDENCE);
    Coverage {
        level,
        held: pits.iter().map(|&pit| covered(pit, level)).sum(),
        outcomes,
        range,
        power: binomial_power(outcomes, range, level - LOSS),
        ended: [ended.iter().filter(|held| **held).count() as u64, ended.len() as u64],
    }
}

fn mean_score(forecasts: &[Forecast], seen: &[ForecastOutcome], watched: &KaplanMeier, without: Option<usize>) -> f64 {
    let cdfs: Vec<Box<dyn Fn(f64) -> f64 + '_>> =
        forecasts.iter().map(|forecast| Box::new(|month| forecast.cdf(month)) as Box<dyn Fn(f64) -> f64>).collect();
    let pairs = cdfs.iter().zip(seen).enumerate().filter(|(i, _)| Some(*i) != without);
    let pairs: Vec<(&dyn Fn(f64) -> f64, ForecastOutcome)> = pairs.map(|(_, (cdf, &seen))| (cdf.as_ref(), seen)).collect();
    mean_crps(&pairs, [0.0, SCORED_MONTHS], CELLS, &|time| watched.survival(time)).unwrap_or(f64::NAN)
}

fn year_score(forecasts: &[Forecast], seen: &[ForecastOutcome], watched: &KaplanMeier, years: u32) -> Option<YearScore> {
    let by = 12.0 * f64::from(years);
    let probabilities: Vec<(f64, ForecastOutcome)> = forecasts.iter().zip(seen).map(|(forecast, &seen)| (forecast.cdf(by), seen)).collect();
    let of = |without: Option<usize>| {
        let kept: Vec<_> = probabilities.iter().enumerate().filter(|(i, _)| Some(*i) != without).map(|(_, one)| *one).collect();
        brier(&kept, by, &|time| watched.survival(time))
    };
    let (_, outcomes) = of(None)?;
    Some(YearScore { years, brier: jackknife(seen.len(), Unit::NONE, &|without| of(without).map_or(f64::NAN, |(score, _)| score)), outcomes })
}

/// Statistic of n outcomes with its standard error by leaving out one at a time (Efron & Stein 1981, Annals of Statistics 9).
fn jackknife(n: usize, unit: Unit, statistic: &dyn Fn(Option<usize>) -> f64) -> Quantity {
    let without: Vec<f64> = (0..n).map(|i| statistic(Some(i))).collect();
    let mean = without.iter().sum::<f64>() / n as f64;
    let spread: f64 = without.iter().map(|value| (value - mean).powi(2)).sum();
    Quantity::mean(statistic(None), (spread * (n as f64 - 1.0) / n as f64).sqrt(), unit, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of a mean, the jackknife gives the usual standard error.
    #[test]
    fn the_jackknife_of_a_mean_is_its_standard_error() {
        let values = [3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0];
        let mean = |without: Option<usize>| {
            let kept: Vec<f64> = values.iter().enumerate().filter(|(i, _)| Some(*i) != without).map(|(_, value)| *value).collect();
            kept.iter().sum::<f64>() / f64::from(u32::try_from(kept.len()).unwrap())
        };
        let found = jackknife(values.len(), Unit::NONE, &mean);
        let variance = values.iter().map(|value| (value - found.number()).powi(2)).sum::<f64>() / 7.0;
        assert!((found.standard_error.unwrap() - (variance / 8.0).sqrt()).abs() < 1e-12);
    }
}
