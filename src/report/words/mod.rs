//! Numbers and months as people read them, with no more digits than their standard error supports, and words put together.

mod digits;
mod prose;
mod quantity;

use crate::study::{Estimate, Quantile, Share};
use crate::units::MonthGrid;
use digits::{decimals_for_error, fixed};

pub use digits::{count, dollars, p_value, plain, rounded, three_digits, threshold};
pub use prose::{capital, either, joined, slug, slug_of, spaced, wrap};
pub use quantity::{csv_numbers, interval_text, quantity, value_text, with_error};

/// Decimals of a chance in per cent, at most.
const MOST_DECIMALS: i32 = 2;
/// What these decimals cannot tell from 0, or from 100, in per cent.
const SMALLEST: f64 = 0.005;
/// Half the width of a 95% interval of a normal law, in standard errors.
const HALF_WIDTH_95: f64 = 1.959_963_984_540_054;

/// A month of the grid as `2031-04`, or `never`.
#[must_use]
pub fn month(grid: MonthGrid, month: Option<usize>) -> String {
    month.map_or_else(|| "never".to_owned(), |k| grid.label(k))
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

/// A month with its 95% interval: `2034-02 [2033-12, 2034-03]`; the month alone where the interval is no wider.
#[must_use]
pub fn month_with_interval(grid: MonthGrid, quantile: &Quantile<Option<usize>>) -> String {
    let value = month(grid, quantile.value);
    if quantile.low == quantile.value && quantile.high == quantile.value {
        return value;
    }
    format!("{value} [{}, {}]", month(grid, quantile.low), month(grid, quantile.high))
}

/// Standard error of a quantile of tonnes or dollars, from its interval.
#[must_use]
pub fn quantile_error(quantile: &Quantile<f64>) -> f64 {
    (quantile.high - quantile.low) / (2.0 * HALF_WIDTH_95)
}

/// Ends of the 95% interval of a mean, by the normal law.
#[must_use]
pub fn interval(estimate: &Estimate) -> [f64; 2] {
    [-1.0, 1.0].map(|side| estimate.mean + side * HALF_WIDTH_95 * estimate.standard_error)
}

/// A difference with its 95% interval and its sign: `+12.3 [12.1, 12.5]`; `0` where no trial differs.
#[must_use]
pub fn difference(estimate: &Estimate) -> String {
    if estimate.mean == 0.0 && estimate.standard_error <= 0.0 {
        return "0".to_owned();
    }
    let figure = |value: f64| rounded(value, estimate.standard_error);
    let sign = if estimate.mean > 0.0 { "+" } else { "" };
    let [low, high] = interval(estimate);
    format!("{sign}{} [{}, {}]", figure(estimate.mean), figure(low), figure(high))
}

/// A chance in per cent: `89.9±0.1`; `0` and `100` where every trial agrees.
#[must_use]
pub fn percent_with_error(share: &Share) -> String {
    let error = 100.0 * share.standard_error;
    if error <= 0.0 || 100.0 * share.share < SMALLEST || 100.0 * (1.0 - share.share) < SMALLEST {
        return percent(share);
    }
    let decimals = decimals_for_error(error).clamp(0, MOST_DECIMALS);
    format!("{}±{}", fixed(100.0 * share.share, decimals), fixed(error, decimals))
}

/// A chance in per cent to the digits that its standard error supports, without the sign: `89.9`, or `<0.01`.
#[must_use]
pub fn percent(share: &Share) -> String {
    let error = 100.0 * share.standard_error;
    let decimals = if error > 0.0 { decimals_for_error(error).clamp(0, MOST_DECIMALS) } else { 0 };
    if share.share > 0.0 && 100.0 * share.share < SMALLEST {
        return "<0.01".to_owned();
    }
    if share.share < 1.0 && 100.0 * (1.0 - share.share) < SMALLEST {
        return ">99.99".to_owned();
    }
    fixed(100.0 * share.share, decimals)
}

/// A chance in per cent with its sign and its 95% interval: `45.2% [44.9, 45.5]`; `0% [below 0.012%]` where no trial has it.
#[must_use]
pub fn percent_with_interval(share: &Share) -> String {
    let end = |value: f64| percent(&Share { share: value, ..*share });
    if share.share <= 0.0 || share.share >= 1.0 {
        let bound = if share.share <= 0.0 { format!("below {}%", bound(share.high)) } else { format!("above {}%", bound(share.low)) };
        return format!("{}% [{bound}]", percent(share));
    }
    format!("{}% [{}, {}]", percent(share), end(share.low), end(share.high))
}

/// An end of an interval in per cent, two digits of what separates it from 0 or 100.
fn bound(value: f64) -> String {
    rounded(100.0 * value, 10.0 * value.min(1.0 - value))
}

/// A mean in its own unit, rounded at the decade of its standard error: `3,213`.
#[must_use]
pub fn estimate(estimate: &Estimate) -> String {
    rounded(estimate.mean, estimate.standard_error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(share: f64, standard_error: f64) -> Share {
        Share { share, standard_error, low: share, high: share }
    }

    #[test]
    fn decimal_years_are_months() {
        assert_eq!([2031.25, 2031.0 + 11.0 / 12.0, 2031.0, f64::INFINITY].map(month_of_year), ["2031-04", "2031-12", "2031-01", "never"]);
    }

    #[test]
    fn digits_follow_the_standard_error() {
        assert_eq!(percent_with_error(&share(0.899_02, 0.000_951)), "89.9±0.1");
        assert_eq!(percent_with_error(&share(0.000_41, 0.000_16)), "0.04±0.02");
        assert_eq!(percent_with_error(&share(0.000_04, 0.000_02)), "<0.01");
        assert_eq!(percent(&share(0.999_97, 0.000_02)), ">99.99");
        assert_eq!(percent_with_error(&share(0.5, 0.05)), "50±5");
        assert_eq!(percent_with_error(&share(0.0, 0.0)), "0");
        assert_eq!(percent_with_error(&share(1.0, 0.0)), "100");
        assert_eq!(rounded(3213.49, 1.8), "3,213");
        assert_eq!(rounded(3213.49, 14.0), "3,210");
        assert_eq!(rounded(0.012_34, 0.000_3), "0.0123");
        assert_eq!(rounded(0.4, 3.0), "0");
        assert_eq!(rounded(1_234_567.0, 0.0), "1,235,000");
        assert_eq!(rounded(f64::NAN, 1.0), "–");
    }

    #[test]
    fn differences_carry_their_sign_and_interval() {
        let difference = |mean, standard_error| difference(&Estimate { mean, standard_error });
        assert_eq!(difference(12.34, 0.1), "+12.3 [12.1, 12.5]");
        assert_eq!(difference(-3.0, 0.02), "−3.00 [−3.04, −2.96]");
        assert_eq!(difference(0.0, 0.0), "0");
    }
}
