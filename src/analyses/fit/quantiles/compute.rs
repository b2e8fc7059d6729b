//! Quantiles from experts: the metalog and the lognormal distribution through them, where they exist.

use serde::Serialize;

use crate::analyses::fit::tables::Tables;
use crate::chance::Distribution;
use crate::driver::Failure;
use crate::units::{CsvTable, Problems};

/// Difference of the 90% and 10% quantiles of the standard normal distribution.
const BETWEEN: f64 = 2.0 * 1.281_551_565_544_600_5;

/// Quantiles of one quantity by one expert.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QuantileRow {
    /// Quantity.
    pub quantity: String,
    /// Expert; empty where the table names none.
    pub expert: String,
    /// 10, 50 and 90% quantiles.
    pub quantiles: [f64; 3],
    /// Lower and upper bound of the quantity.
    pub bounds: [Option<f64>; 2],
    /// Why no metalog distribution has these quantiles.
    pub metalog_refused: Option<String>,
    /// Mean and standard deviation of the metalog distribution.
    pub metalog: Option<[f64; 2]>,
    /// Median and sigma of the lognormal distribution with these 10 and 90% quantiles, and the relative difference of its median from the expert's.
    pub lognormal: Option<[f64; 3]>,
}

/// Distributions through the quantiles of experts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QuantilesFit {
    /// One for each row, in the order of the rows.
    pub rows: Vec<QuantileRow>,
}

impl QuantileRow {
    /// Whether all three quantiles are equal, so that the quantity is a constant.
    #[must_use]
    pub fn is_constant(&self) -> bool {
        self.quantiles[0].total_cmp(&self.quantiles[2]).is_eq()
    }
}

/// Reads and fits the table.
///
/// # Errors
/// Where the table has a problem.
pub fn compute(tables: &mut Tables) -> Result<QuantilesFit, Failure> {
    let found = fit_quantiles(&tables.table, &mut tables.problems);
    tables.check()?;
    Ok(found)
}

/// Reads and fits a table with the columns `quantity`, `p10`, `p50`, `p90` and optionally `expert`, `min` and `max`. A row without a metalog distribution
/// is a warning that says why, unless it is a constant.
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
        let metalog = if low < middle && middle < high {
            Distribution::metalog(low, middle, high, bounds[0], bounds[1]).map_err(|error| error.to_string())
        } else {
            Err("two of the quantiles are equal".to_owned())
        };
        if let (Err(error), true) = (&metalog, low < high) {
            let help = "the quantiles are too asymmetric or too near a bound; ask again, or use the lognormal distribution".to_owned();
            problems.warn(row[p50].place, format!("no metalog distribution has these quantiles: {error}"), "these quantiles", help);
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
            metalog_refused: metalog.as_ref().err().cloned(),
            metalog: metalog.ok().map(|metalog| [metalog.mean(), metalog.sd()]),
            lognormal,
        })
    });
    QuantilesFit { rows: rows.collect() }
}
