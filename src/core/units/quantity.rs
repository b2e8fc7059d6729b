//! Quantity: a number with its unit, its sampling uncertainty and the number of trials that it rests on.
//!
//! It is the one form of an estimate in every JSON file, CSV file and table.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::MonthGrid;

/// Half width of a 95% interval of a normal distribution, in standard errors.
const Z95: f64 = 1.959_963_984_540_054;
/// What the unit of a calendar month begins with; the first month of the scenario follows.
const MONTHS_SINCE: &str = "months since ";

/// Unit of a quantity, as it is written in JSON and CSV files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Unit(Cow<'static, str>);

impl Unit {
    /// Probability, between 0 and 1; tables show it in per cent.
    pub const PROBABILITY: Self = Self(Cow::Borrowed("probability"));
    /// Share of a whole, between 0 and 1; tables show it in per cent.
    pub const SHARE: Self = Self(Cow::Borrowed("share"));
    /// Share of a variance, such as a Sobol' index; its estimate may lie below 0 or above 1. Tables show it in per cent.
    pub const SHARE_OF_VARIANCE: Self = Self(Cow::Borrowed("share of variance"));
    /// Difference of two probabilities, between −1 and 1; tables show it in percentage points.
    pub const PROBABILITY_DIFFERENCE: Self = Self(Cow::Borrowed("probability difference"));
    /// Difference of two shares; tables show it in percentage points.
    pub const SHARE_DIFFERENCE: Self = Self(Cow::Borrowed("share difference"));
    /// Duration in months.
    pub const MONTHS: Self = Self(Cow::Borrowed("months"));
    /// Difference of two durations or dates in months.
    pub const MONTHS_DIFFERENCE: Self = Self(Cow::Borrowed("months difference"));
    /// Tonnes.
    pub const TONNES: Self = Self(Cow::Borrowed("t"));
    /// Tonnes in a year.
    pub const TONNES_A_YEAR: Self = Self(Cow::Borrowed("t/yr"));
    /// US dollars in a year.
    pub const DOLLARS_A_YEAR: Self = Self(Cow::Borrowed("USD/yr"));
    /// Number of events in a year.
    pub const EVENTS_A_YEAR: Self = Self(Cow::Borrowed("1/yr"));
    /// US dollars.
    pub const DOLLARS: Self = Self(Cow::Borrowed("USD"));
    /// Number of things, such as trials or incidents.
    pub const COUNT: Self = Self(Cow::Borrowed("count"));
    /// Number without a unit, such as a ratio or a correlation.
    pub const NONE: Self = Self(Cow::Borrowed("1"));

    /// Unit of another name, such as `t/yr`.
    pub fn named(name: impl Into<Cow<'static, str>>) -> Self {
        Self(name.into())
    }

    /// Calendar month as the number of months since the first month of a scenario, which is 0.
    #[must_use]
    pub fn month_of(grid: MonthGrid) -> Self {
        Self(Cow::Owned(format!("{MONTHS_SINCE}{}", grid.label(0))))
    }

    /// First month of the scenario, for the unit of a calendar month: year and month from 1 to 12.
    #[must_use]
    pub fn month_zero(&self) -> Option<(i32, u32)> {
        let (year, month) = self.0.strip_prefix(MONTHS_SINCE)?.rsplit_once('-')?;
        Some((year.parse().ok()?, month.parse().ok()?))
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Number with its unit, its sampling uncertainty and the number of trials that it rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// Value; `None` (JSON `null`) is never for a month, and undefined for other units.
    pub value: Option<f64>,
    /// Standard error of sampling; `None` where it is undefined or the value is exact.
    pub standard_error: Option<f64>,
    /// Lower end of the 95% interval; `None` where it is open or the value is exact.
    pub low: Option<f64>,
    /// Upper end of the 95% interval; `None` where it is open (never, for a month) or the value is exact.
    pub high: Option<f64>,
    /// Unit of all four numbers.
    pub unit: Unit,
    /// Trials that it rests on; 0 where it rests on none.
    pub trials: u64,
}

/// A finite number, or `None`.
fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

impl Quantity {
    /// Estimate with its standard error and the ends of its 95% interval; numbers that are not finite become `None`.
    #[must_use]
    pub fn new(value: f64, standard_error: f64, [low, high]: [f64; 2], unit: Unit, trials: u64) -> Self {
        Self { value: finite(value), standard_error: finite(standard_error), low: finite(low), high: finite(high), unit, trials }
    }

    /// Mean with its standard error; the 95% interval is that of the normal distribution.
    #[must_use]
    pub fn mean(value: f64, standard_error: f64, unit: Unit, trials: u64) -> Self {
        let half = Z95 * standard_error;
        Self::new(value, standard_error, [value - half, value + half], unit, trials)
    }

    /// Value with its 95% interval, such as a quantile; the standard error is the width of the interval over that of a normal distribution.
    #[must_use]
    pub fn of_interval(value: f64, ends: [f64; 2], unit: Unit, trials: u64) -> Self {
        Self::new(value, (ends[1] - ends[0]) / (2.0 * Z95), ends, unit, trials)
    }

    /// Number without sampling uncertainty, such as a count of trials or an input.
    #[must_use]
    pub fn exact(value: f64, unit: Unit) -> Self {
        Self { value: finite(value), standard_error: None, low: None, high: None, unit, trials: 0 }
    }

    /// Number whose sampling uncertainty is not known, with the trials that it rests on.
    #[must_use]
    pub fn without_error(value: f64, unit: Unit, trials: u64) -> Self {
        Self { trials, ..Self::exact(value, unit) }
    }

    /// The same with its value rounded to three significant digits, where its uncertainty is not known.
    #[must_use]
    pub fn three_digits(self) -> Self {
        let rounded = self.value.map(|value| format!("{value:.2e}").parse().unwrap_or(value));
        Self { value: rounded, ..self }
    }

    /// Number of things, without uncertainty.
    #[must_use]
    pub fn count(value: u64) -> Self {
        Self::exact(value as f64, Unit::COUNT)
    }

    /// Calendar month with its 95% interval; `None` is never. The standard error follows from the interval.
    #[must_use]
    pub fn month(value: Option<usize>, [low, high]: [Option<usize>; 2], grid: MonthGrid, trials: u64) -> Self {
        let number = |month: Option<usize>| month.map(|month| month as f64);
        let standard_error = number(low).zip(number(high)).map(|(low, high)| (high - low) / (2.0 * Z95));
        Self { value: number(value), standard_error, low: number(low), high: number(high), unit: Unit::month_of(grid), trials }
    }

    /// Value, or not-a-number where there is none.
    #[must_use]
    pub fn number(&self) -> f64 {
        self.value.unwrap_or(f64::NAN)
    }

    /// Value as a number of months since the first month of the scenario; `None` is never.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a month of the grid")]
    pub fn month_index(&self) -> Option<usize> {
        self.value.filter(|value| *value >= 0.0).map(|value| value as usize)
    }

    /// Whether the interval is known and not a single point.
    #[must_use]
    pub fn has_interval(&self) -> bool {
        (self.low.is_some() || self.high.is_some()) && !(self.low == self.value && self.high == self.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_has_six_fields_and_null_for_never() {
        let never = Quantity::new(f64::INFINITY, f64::NAN, [3.0, f64::INFINITY], Unit::MONTHS, 10);
        let text = serde_json::to_string(&never).unwrap();
        assert_eq!(text, r#"{"value":null,"standard_error":null,"low":3.0,"high":null,"unit":"months","trials":10}"#);
        assert_eq!(serde_json::from_str::<Quantity>(&text).unwrap(), never);
    }

    #[test]
    fn unit_of_a_month_names_the_first_month() {
        let grid = MonthGrid::new(crate::units::Date::parse("2026-11").unwrap(), crate::units::Date::parse("2030-12").unwrap()).unwrap();
        assert_eq!(Unit::month_of(grid).to_string(), "months since 2026-11");
        assert_eq!(Unit::month_of(grid).month_zero(), Some((2026, 11)));
        assert_eq!(Unit::MONTHS.month_zero(), None);
    }
}
