//! Calendar dates and the monthly grid of a scenario.

use std::fmt;

use serde::{Deserialize, Serialize, Serializer};

/// Calendar date. A date given as a month is the first day of that month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(jiff::civil::Date);

/// The error of a text that is not a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateError;

impl std::error::Error for DateError {}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a month such as \"2026-01\" or a day such as \"2026-01-15\"")
    }
}

impl Default for Date {
    fn default() -> Self {
        Self(jiff::civil::date(2000, 1, 1))
    }
}

impl Date {
    /// Parses `2026-01` or `2026-01-15`.
    ///
    /// # Errors
    /// When the text has neither form or is not a valid date.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let shape_is_right = text.is_ascii()
            && matches!(text.len(), 7 | 10)
            && text.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
        if !shape_is_right {
            return Err(DateError);
        }
        let whole = if text.len() == 7 { format!("{text}-01") } else { text.to_owned() };
        whole.parse().map(Self).map_err(|_| DateError)
    }

    /// Calendar year.
    #[must_use]
    pub fn year(self) -> i32 {
        i32::from(self.0.year())
    }

    /// Calendar month, 1 to 12.
    #[must_use]
    pub fn month(self) -> u32 {
        u32::try_from(self.0.month()).unwrap_or(1)
    }

    /// Months from an earlier date to this one, with the fraction of the month by its number of days; negative where this date is the earlier one.
    #[must_use]
    pub fn months_since(self, earlier: Self) -> f64 {
        let ((month, part), (first, begun)) = (self.months(), earlier.months());
        f64::from(month - first) + part - begun
    }

    /// Months since 1 January of its year.
    #[must_use]
    pub fn month_of_year(self) -> f64 {
        let (month, part) = self.months();
        f64::from(month.rem_euclid(12)) + part
    }

    /// Whole months since year 0, and the fraction of the month that has passed.
    fn months(self) -> (i32, f64) {
        let part = f64::from(self.0.day() - 1) / f64::from(self.0.days_in_month());
        (self.year() * 12 + i32::from(self.0.month()) - 1, part)
    }
}

impl fmt::Display for Date {
    /// `2026-01` for the first day of a month, otherwise the full date.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.day() == 1 { write!(f, "{:04}-{:02}", self.0.year(), self.0.month()) } else { write!(f, "{}", self.0) }
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Monthly grid of a scenario, with months k = 0 … T−1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthGrid {
    first: i32,
    count: usize,
}

impl MonthGrid {
    /// The grid from the month of `start` to the month of `end`, both included; `None` where `end` is before `start`.
    #[must_use]
    pub fn new(start: Date, end: Date) -> Option<Self> {
        let (first, last) = (start.months().0, end.months().0);
        usize::try_from(last - first + 1).ok().filter(|&count| count > 0).map(|count| Self { first, count })
    }

    /// Number of months T.
    #[must_use]
    pub fn count(self) -> usize {
        self.count
    }

    /// Months from the start of the grid to a date; negative before the start.
    #[must_use]
    pub fn offset(self, date: Date) -> f64 {
        let (month, part) = date.months();
        f64::from(month - self.first) + part
    }

    /// Calendar year of month k.
    #[must_use]
    pub fn year(self, k: usize) -> i32 {
        self.absolute(k).div_euclid(12)
    }

    /// Calendar month of month k; 0 is January.
    #[must_use]
    pub fn month_of_year(self, k: usize) -> usize {
        usize::try_from(self.absolute(k).rem_euclid(12)).unwrap_or(0)
    }

    /// Label of month k, such as `2031-04`.
    #[must_use]
    pub fn label(self, k: usize) -> String {
        format!("{:04}-{:02}", self.year(k), self.month_of_year(k) + 1)
    }

    /// Decimal year of a time in months since the start: the first day of July 2031 is 2031.5.
    #[must_use]
    pub fn decimal_year(self, months: f64) -> f64 {
        (f64::from(self.first) + months) / 12.0
    }

    /// First and last calendar year of the grid.
    #[must_use]
    pub fn years(self) -> std::ops::RangeInclusive<i32> {
        self.year(0)..=self.year(self.count - 1)
    }

    /// The last month of `year` on the grid; `None` where the grid has no month of that year.
    #[must_use]
    pub fn last_month_of(self, year: i32) -> Option<usize> {
        let december = year * 12 + 11 - self.first;
        if !self.years().contains(&year) {
            return None;
        }
        usize::try_from(december).ok().map(|k| k.min(self.count - 1))
    }

    fn absolute(self, k: usize) -> i32 {
        self.first + i32::try_from(k).unwrap_or(i32::MAX / 2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_convert_to_months_since_the_start() {
        let grid = MonthGrid::new(Date::parse("2026-01").unwrap(), Date::parse("2045-12").unwrap()).unwrap();
        assert_eq!(grid.count(), 240);
        let offset = |text| grid.offset(Date::parse(text).unwrap()).to_bits();
        assert_eq!(offset("2025-09"), (-4.0_f64).to_bits());
        assert_eq!(offset("2026-02-15"), 1.5_f64.to_bits());
        assert_eq!(grid.label(239), "2045-12");
        assert_eq!(grid.last_month_of(2026), Some(11));
        assert_eq!(grid.last_month_of(2046), None);
    }

    #[test]
    fn invalid_dates_are_errors() {
        for text in ["2026", "2026-13", "2026-1", "26-01-01", "2026-02-30", "2026-01-01T00:00", "２０２６-01"] {
            assert_eq!(Date::parse(text), Err(DateError), "{text}");
        }
    }
}
