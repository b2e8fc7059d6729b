//! Ramps from a table of output by months since opening: the curve level · (1 − exp(−months/time)) nearest to all plants.

use serde::Serialize;

use super::Known;
use super::table::CsvTable;
use crate::stats::optimization::minimise;
use crate::units::Problems;

/// The Student t 97.5 % quantiles for 1 to 10 degrees of freedom; beyond, the normal one is within 3 %.
const STUDENT: [f64; 10] = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];

/// One observation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RampPoint {
    /// Which plant.
    pub series: String,
    /// Months since it opened.
    pub months: f64,
    /// Share of nameplate, per cent.
    pub percent: f64,
}

/// What ramps say.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RampFit {
    /// The observations.
    pub points: Vec<RampPoint>,
    /// How many plants.
    pub plants: usize,
    /// Share of nameplate that is approached, per cent; interval by leaving out one plant after the other.
    pub level: Known,
    /// Months after which 63 % of that is reached, with its interval likewise.
    pub time: Known,
    /// Standard error of ln time: how far the ramp as a whole may be stretched.
    pub ln_time_error: f64,
    /// Standard deviation of the observations around the curve, per cent of nameplate.
    pub scatter: f64,
}

/// Reads and fits a table with a column that names the plant, one of months and one of per cent of nameplate; rows without months or per cent are
/// left out. `None` where there are fewer than two plants or three observations.
pub fn fit_ramp(table: &CsvTable, series: &str, months: &str, percent: &str, problems: &mut Problems) -> Option<RampFit> {
    let places = [series, months, percent].map(|name| table.column(name, problems));
    let [Some(series), Some(months), Some(percent)] = places else { return None };
    let place = table.rows.first().map(|row| row[series].place)?;
    let mut points = Vec::new();
    for row in table.rows.iter().filter(|row| !row[months].text.is_empty() && !row[percent].text.is_empty()) {
        let read = (row[months].number("the months", problems), row[percent].number("the share of nameplate", problems));
        if let (Some(months), Some(percent)) = read {
            points.push(RampPoint { series: row[series].text.clone(), months, percent });
        }
    }
    let mut plants: Vec<&str> = points.iter().map(|point| point.series.as_str()).collect();
    plants.sort_unstable();
    plants.dedup();
    if plants.len() < 2 || points.len() < 3 {
        problems.error(place, "too few rows for a ramp", "expected three observations of two plants at least", None);
        return None;
    }
    let whole = curve(&points.iter());
    let n = plants.len() as f64;
    // The delete-one-group jackknife (Efron & Tibshirani 1993, chapter 11): observations of one plant hang together.
    let without: Vec<[f64; 2]> = plants.iter().map(|plant| curve(&points.iter().filter(|point| point.series != *plant))).collect();
    let errors = [0, 1].map(|i| {
        let mean = without.iter().map(|fit| fit[i]).sum::<f64>() / n;
        ((n - 1.0) / n * without.iter().map(|fit| (fit[i] - mean).powi(2)).sum::<f64>()).sqrt()
    });
    let reach = STUDENT.get(plants.len() - 2).copied().unwrap_or(1.96);
    let known = |i: usize| Known::new(whole[i].exp(), (whole[i] - reach * errors[i]).exp(), (whole[i] + reach * errors[i]).exp());
    let freedom = (points.len() as f64 - 2.0).max(1.0);
    Some(RampFit {
        plants: plants.len(),
        level: known(0),
        time: known(1),
        ln_time_error: errors[1],
        scatter: (squares(points.iter(), whole) / freedom).sqrt(),
        points,
    })
}

/// ln level and ln time of the curve of least squares.
fn curve<'a>(points: &(impl Iterator<Item = &'a RampPoint> + Clone)) -> [f64; 2] {
    let (best, _) = minimise(|p| squares(points.clone(), [p[0], p[1]]), &[70.0_f64.ln(), 24.0_f64.ln()]);
    [best[0], best[1]]
}

fn squares<'a>(points: impl Iterator<Item = &'a RampPoint>, [level, time]: [f64; 2]) -> f64 {
    points.map(|point| (point.percent + level.exp() * (-point.months / time.exp()).exp_m1()).powi(2)).sum()
}
