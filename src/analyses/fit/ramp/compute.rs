//! Ramp-up from a table of output by months since opening: the curve level · (1 − exp(−months/time)) of least squares over all plants.

use serde::Serialize;

use crate::analyses::fit::tables::Tables;
use crate::analyses::fit::{RampArgs, known};
use crate::driver::Failure;
use crate::stats::optimization::{minimise, minimum_at};
use crate::units::{CsvTable, Place, Problems, Quantity};

/// 97.5% quantiles of Student's t distribution with 1 to 10 degrees of freedom; beyond, the normal one is within 3%.
const STUDENT: [f64; 10] = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];
/// Largest level, per cent: the nameplate.
const NAMEPLATE: f64 = 100.0;
/// Share of the level that is missing at the first observation, below which no ramp is seen.
const NO_RAMP: f64 = 0.01;

/// One observation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RampPoint {
    /// Plant.
    pub series: String,
    /// Months since it opened.
    pub months: f64,
    /// Share of nameplate, per cent.
    pub percent: f64,
}

/// Fitted ramp.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RampFit {
    /// Observations.
    pub points: Vec<RampPoint>,
    /// Number of plants.
    pub plants: usize,
    /// Level that is approached, per cent of nameplate, at most 100; its interval by leaving out one plant after the other.
    pub level: Quantity,
    /// Whether the observations determine the level; otherwise it is the nameplate.
    pub level_is_seen: bool,
    /// Months after which 63% of it is reached, with its interval likewise.
    pub time: Quantity,
    /// Standard error of ln time, for the stretch of the ramp as a whole.
    pub ln_time_error: f64,
    /// Standard deviation of the observations around the curve, per cent of nameplate.
    pub scatter: f64,
}

/// Reads and fits the table.
///
/// # Errors
/// Where the table has a problem, or shows no ramp.
pub fn compute(tables: &mut Tables, args: &RampArgs) -> Result<RampFit, Failure> {
    let found = fit_ramp(&tables.table, [&args.series, &args.months, &args.percent], &mut tables.left_out.blank, &mut tables.problems);
    tables.check()?;
    found.ok_or(Failure::Reported)
}

/// Reads and fits a table with a column that names the plant, one of months and one of per cent of nameplate; rows without months or per cent are left
/// out and counted. `None` and an error where there are fewer than two plants or three observations, or no ramp.
pub fn fit_ramp(table: &CsvTable, columns: [&str; 3], blank: &mut usize, problems: &mut Problems) -> Option<RampFit> {
    let [Some(series), Some(months), Some(percent)] = columns.map(|name| table.column(name, problems)) else { return None };
    let place = table.rows.first().map(|row| row[series].place)?;
    let mut points = Vec::new();
    for row in &table.rows {
        if row[months].text.is_empty() || row[percent].text.is_empty() {
            *blank += 1;
            continue;
        }
        let read = (row[months].number("the months", problems), row[percent].number("the share of nameplate", problems));
        if let (Some(months), Some(percent)) = read {
            points.push(RampPoint { series: row[series].text.clone(), months, percent });
        }
    }
    let mut plants: Vec<&str> = points.iter().map(|point| point.series.as_str()).collect();
    plants.sort_unstable();
    plants.dedup();
    if problems.any_error() {
        return None;
    }
    if plants.len() < 2 || points.len() < 3 {
        problems.error(place, "too few rows for a ramp", "expected at least three observations of two plants", None);
        return None;
    }
    let whole = curve(&points.iter());
    if !shows_ramp(&points, whole, place, problems) {
        return None;
    }
    let n = plants.len() as f64;
    // Delete-one-group jackknife (Efron & Tibshirani 1993, chapter 11): observations of one plant are dependent.
    let without: Vec<[f64; 2]> = plants.iter().map(|plant| curve(&points.iter().filter(|point| point.series != *plant))).collect();
    let errors = [0, 1].map(|i| {
        let mean = without.iter().map(|fit| fit[i]).sum::<f64>() / n;
        ((n - 1.0) / n * without.iter().map(|fit| (fit[i] - mean).powi(2)).sum::<f64>()).sqrt()
    });
    let reach = STUDENT.get(plants.len() - 2).copied().unwrap_or(1.96);
    let estimate = |i: usize, unit: &str| known(whole[i].exp(), [-reach, reach].map(|side| (whole[i] + side * errors[i]).exp()), unit);
    let level_is_seen = whole[0] < NAMEPLATE.ln();
    let freedom = (points.len() as f64 - 2.0).max(1.0);
    Some(RampFit {
        plants: plants.len(),
        level: if level_is_seen { estimate(0, "%") } else { known(NAMEPLATE, [f64::NAN; 2], "%") },
        level_is_seen,
        time: estimate(1, "months"),
        ln_time_error: errors[1],
        scatter: (squares(points.iter(), whole) / freedom).sqrt(),
        points,
    })
}

/// Whether output rises from the opening on; otherwise an error that says so.
fn shows_ramp(points: &[RampPoint], [_, time]: [f64; 2], place: Place, problems: &mut Problems) -> bool {
    let first = points.iter().map(|point| point.months).filter(|months| *months > 0.0).fold(f64::INFINITY, f64::min);
    let message = if points.iter().all(|point| point.percent <= 0.0) {
        "no plant has any output"
    } else if (-first / time.exp()).exp() < NO_RAMP {
        "no ramp is seen: output does not rise after the first observation"
    } else {
        return true;
    };
    problems.error(place, message, "in these rows", "add earlier observations, or write ramp_up by judgement".to_owned());
    false
}

/// ln level and ln time of the curve of least squares with a level of at most the nameplate; a level above it means that no plateau is seen.
fn curve<'a>(points: &(impl Iterator<Item = &'a RampPoint> + Clone)) -> [f64; 2] {
    let (best, _) = minimise(|p| squares(points.clone(), [p[0], p[1]]), &[70.0_f64.ln(), 24.0_f64.ln()]);
    if best[0] < NAMEPLATE.ln() {
        return [best[0], best[1]];
    }
    let last = points.clone().map(|point| point.months).fold(1.0, f64::max);
    [NAMEPLATE.ln(), minimum_at(|time| squares(points.clone(), [NAMEPLATE.ln(), time]), (last / 2.0).ln()).0]
}

fn squares<'a>(points: impl Iterator<Item = &'a RampPoint>, [level, time]: [f64; 2]) -> f64 {
    points.map(|point| (point.percent + level.exp() * (-point.months / time.exp()).exp_m1()).powi(2)).sum()
}
