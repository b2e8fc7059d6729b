//! Quantiles from experts: the metalog and the lognormal law through them, where there is one.

use serde::Serialize;

use super::table::CsvTable;
use crate::chance::Distribution;
use crate::units::Problems;

/// ln 9-fold spread: twice the standard normal 90 % quantile.
const BETWEEN: f64 = 2.0 * 1.281_551_565_544_600_5;

/// One expert's quantiles of one quantity.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QuantileRow {
    /// The quantity.
    pub quantity: String,
    /// The expert; empty where the table names none.
    pub expert: String,
    /// The 10, 50 and 90 % quantiles.
    pub quantiles: [f64; 3],
    /// Bounds that the quantity cannot leave.
    pub bounds: [Option<f64>; 2],
    /// Why the metalog law through them does not exist, where it does not.
    pub metalog_refused: Option<String>,
    /// Mean and standard deviation of the metalog law.
    pub metalog: Option<[f64; 2]>,
    /// Median and sigma of the lognormal law through the 10 and 90 % quantiles, and how far its median is off the expert's, as a share of it.
    pub lognormal: Option<[f64; 3]>,
}

/// What experts say.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QuantilesFit {
    /// Every expert's law of every quantity, in the order of the rows.
    pub rows: Vec<QuantileRow>,
}

/// Reads and fits a table with the columns `quantity`, `p10`, `p50`, `p90` and, where it has them, `expert`, `min` and `max`. A row whose metalog law
/// does not exist is a warning that says why.
pub fn fit_quantiles(table: &CsvTable, problems: &mut Problems) -> QuantilesFit {
    let places = ["quantity", "p10", "p50", "p90"].map(|name| table.column(name, problems));
    let [Some(quantity), Some(p10), Some(p50), Some(p90)] = places else { return QuantilesFit { rows: Vec::new() } };
    let (expert, bounds) = (table.find("expert"), [table.find("min"), table.find("max")]);
    let rows = table.rows.iter().filter_map(|row| {
        let read = [p10, p50, p90].map(|place| row[place].number("the quantile", problems));
        let bound = bounds.map(|place| place.filter(|&place| !row[place].text.is_empty()).map(|place| row[place].number("the bound", problems)));
        let ([Some(low), Some(middle), Some(high)], [None | Some(Some(_)), None | Some(Some(_))]) = (read, bound) else { return None };
        let bounds = bound.map(Option::flatten);
        if !(low <= middle && middle <= high) {
            row[p50].refuse("the 50% quantile", "expected a value between those of 10 and 90%", problems);
            return None;
        }
        let metalog = Distribution::metalog(low, middle, high, bounds[0], bounds[1]);
        if let Err(error) = &metalog {
            let help = "the quantiles are too lopsided or too near a bound; ask again, or use the lognormal law".to_owned();
            problems.warn(row[p50].place, format!("no metalog law goes through these quantiles: {error}"), "expected quantiles that one can", help);
        }
        let lognormal = (low > 0.0 && high > low).then(|| {
            let median = (low * high).sqrt();
            [median, (high / low).ln() / BETWEEN, median / middle - 1.0]
        });
        Some(QuantileRow {
            quantity: row[quantity].text.clone(),
            expert: expert.map_or_else(String::new, |place| row[place].text.clone()),
            quantiles: [low, middle, high],
            bounds,
            metalog_refused: metalog.as_ref().err().map(ToString::to_string),
            metalog: metalog.ok().map(|law| [law.mean(), law.sd()]),
            lognormal,
        })
    });
    QuantilesFit { rows: rows.collect() }
}
