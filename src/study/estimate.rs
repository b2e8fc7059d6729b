//! Estimates with their sampling errors, made of counts, sums and bins.

use super::findings::{Estimate, Quantile, Share};
use crate::stats::{FineBins, FixedSum, Mean, MonthCounts, Proportion};

/// Shares of trials for which the bridging stock is given.
const COVERED: [f64; 4] = [0.5, 0.8, 0.9, 0.95];

/// A share of trials with its standard error and its 95% interval.
pub(super) fn share(count: u64, trials: u64) -> Share {
    let Proportion { share, standard_error, low, high, .. } = Proportion::new(count, trials);
    Share { share, standard_error, low, high }
}

/// A mean with its standard error.
pub(super) fn of_mean(mean: Mean) -> Estimate {
    Estimate { mean: mean.mean, standard_error: mean.standard_error }
}

/// The mean of so many figures with its standard error, from their sum; NaN where there are none.
pub(super) fn estimate(sum: &FixedSum, trials: u64) -> Estimate {
    sum.mean(trials).map_or(Estimate { mean: f64::NAN, standard_error: f64::NAN }, of_mean)
}

/// A quantile of months of arrival with its 95% interval.
pub(super) fn month_quantile(counts: &MonthCounts, p: f64) -> Quantile<Option<usize>> {
    let (low, high) = counts.interval(p);
    Quantile { value: counts.quantile(p), low, high }
}

/// The stocks that cover these shares of trials, each with its 95% interval.
pub(super) fn covered(bins: &FineBins) -> Vec<(f64, Quantile<f64>)> {
    COVERED
        .iter()
        .map(|&p| {
            let (low, high) = bins.quantile_interval(p);
            (p, Quantile { value: bins.quantile(p).unwrap_or(0.0), low, high: high.unwrap_or(f64::INFINITY) })
        })
        .collect()
}
