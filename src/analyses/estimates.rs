//! Estimates of several analyses as quantities, from counts, sums and bins.

use crate::stats::{FineBins, FixedSum, MonthCounts, Proportion};
use crate::units::{MonthGrid, Quantity, Unit};

/// Share of trials with its 95% interval, in the unit of a probability or of a share.
pub(super) fn proportion(count: u64, trials: u64, unit: Unit) -> Quantity {
    let Proportion { share, standard_error, low, high, .. } = Proportion::new(count, trials);
    Quantity::new(share, standard_error, [low, high], unit, trials)
}

/// Probability with its 95% interval.
pub(super) fn probability(count: u64, trials: u64) -> Quantity {
    proportion(count, trials, Unit::PROBABILITY)
}

/// Mean of so many figures, from their sum; without a value where there are none.
pub(super) fn mean(sum: &FixedSum, trials: u64, unit: Unit) -> Quantity {
    let [mean, error] = sum.mean(trials).map_or([f64::NAN; 2], |mean| [mean.mean, mean.standard_error]);
    Quantity::mean(mean, error, unit, trials)
}

/// Quantile of months of arrival with its 95% interval.
pub(super) fn month(counts: &MonthCounts, p: f64, grid: MonthGrid) -> Quantity {
    let (low, high) = counts.interval(p);
    Quantity::month(counts.quantile(p), [low, high], grid, counts.trials())
}

/// Quantile of amounts with its 95% interval.
pub(super) fn amount(bins: &FineBins, p: f64, unit: Unit) -> Quantity {
    let (low, high) = bins.quantile_interval(p);
    Quantity::of_interval(bins.quantile(p).unwrap_or(0.0), [low, high.unwrap_or(f64::INFINITY)], unit, bins.total())
}

/// Whether the 95% interval of a difference excludes 0.
pub(super) fn is_clear(difference: &Quantity) -> bool {
    difference.low.is_some_and(|low| low > 0.0) || difference.high.is_some_and(|high| high < 0.0)
}
