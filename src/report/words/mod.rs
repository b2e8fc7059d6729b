//! Numbers and months as people read them, with no more digits than their standard error supports, and words put together.

mod digits;
mod prose;
mod quantity;

use crate::units::MonthGrid;

pub use digits::{count, dollars, p_value, plain, rounded, three_digits, threshold, trials, whole_percent};
pub use prose::{capital, either, joined, slug, slug_of, spaced, wrap};
pub use quantity::{csv_numbers, interval_text, quantity, value_text, with_error};

/// A month of the grid as `2031-04`, or `never`.
#[must_use]
pub fn month(grid: MonthGrid, month: Option<usize>) -> String {
    month.map_or_else(|| "never".to_owned(), |k| grid.label(k))
}

/// Names of the months.
const MONTHS: [&str; 12] = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/// A month of the grid in words: `April 2031`.
#[must_use]
pub fn month_in_words(grid: MonthGrid, month: usize) -> String {
    format!("{} {}", MONTHS.get(grid.month_of_year(month)).unwrap_or(&""), grid.year(month))
}

/// A decimal year as the month in which it falls: `2031-04`, or `never`.
#[must_use]
pub fn month_of_year(year: f64) -> String {
    if !year.is_finite() {
        return "never".to_owned();
    }
    // a month's first day is written as a sum of twelfths, which may fall short by a rounding
    let months = (year * 12.0 + 1e-6).floor();
    format!("{:04.0}-{:02.0}", months.div_euclid(12.0), months.rem_euclid(12.0) + 1.0)
}

/// An end of an interval in per cent, two digits of what separates it from 0 or 100.
fn bound(value: f64) -> String {
    rounded(100.0 * value, 10.0 * value.min(1.0 - value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimal_years_are_months() {
        assert_eq!([2031.25, 2031.0 + 11.0 / 12.0, 2031.0, f64::INFINITY].map(month_of_year), ["2031-04", "2031-12", "2031-01", "never"]);
    }

    #[test]
    fn digits_follow_the_standard_error() {
        assert_eq!(rounded(3213.49, 1.8), "3,213");
        assert_eq!(rounded(3213.49, 14.0), "3,210");
        assert_eq!(rounded(0.012_34, 0.000_3), "0.0123");
        assert_eq!(rounded(0.4, 3.0), "0");
        assert_eq!(rounded(1_234_567.0, 0.0), "1,235,000");
        assert_eq!(rounded(f64::NAN, 1.0), "–");
    }
}
