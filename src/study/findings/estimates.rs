//! Numbers over trials, each with its uncertainty.

use serde::{Deserialize, Serialize};

use crate::study::number::{Written, or_undefined};
use crate::units::{MonthGrid, Quantity, Unit};

/// A mean over trials with its standard error, both in the unit of the series it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// Mean over trials.
    #[serde(deserialize_with = "or_undefined")]
    pub mean: f64,
    /// Standard error of that mean.
    #[serde(deserialize_with = "or_undefined")]
    pub standard_error: f64,
}

/// A chance with its standard error and 95% interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// Share of trials.
    pub share: f64,
    /// Its standard error.
    #[serde(deserialize_with = "or_undefined")]
    pub standard_error: f64,
    /// Lower end of the 95% interval.
    pub low: f64,
    /// Upper end of the 95% interval.
    pub high: f64,
}

/// A quantile with its 95% interval; in months `None` is never, later than any month.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "T: Written"))]
pub struct Quantile<T> {
    /// The smallest value with at least the asked share of trials at or below it.
    #[serde(deserialize_with = "Written::read")]
    pub value: T,
    /// Lower end of the 95% interval.
    #[serde(deserialize_with = "Written::read")]
    pub low: T,
    /// Upper end of the 95% interval.
    #[serde(deserialize_with = "Written::read")]
    pub high: T,
}

impl From<&Quantity> for Share {
    fn from(of: &Quantity) -> Self {
        let [standard_error, low, high] = [of.standard_error, of.low, of.high].map(|number| number.unwrap_or(f64::NAN));
        Self { share: of.number(), standard_error, low, high }
    }
}

impl Estimate {
    /// The same as a quantity in a unit, over this number of trials.
    #[must_use]
    pub fn quantity(&self, unit: Unit, trials: u64) -> Quantity {
        Quantity::mean(self.mean, self.standard_error, unit, trials)
    }
}

impl Share {
    /// The same as a probability over this number of trials.
    #[must_use]
    pub fn quantity(&self, trials: u64) -> Quantity {
        Quantity::new(self.share, self.standard_error, [self.low, self.high], Unit::PROBABILITY, trials)
    }
}

impl Quantile<f64> {
    /// The same as a quantity in a unit, over this number of trials; the standard error follows from the interval.
    #[must_use]
    pub fn quantity(&self, unit: Unit, trials: u64) -> Quantity {
        Quantity::of_interval(self.value, [self.low, self.high], unit, trials)
    }
}

impl Quantile<Option<usize>> {
    /// The same as a calendar month, over this number of trials.
    #[must_use]
    pub fn quantity(&self, grid: MonthGrid, trials: u64) -> Quantity {
        Quantity::month(self.value, [self.low, self.high], grid, trials)
    }
}
