//! Text of a quantity: the one form of an estimate in tables, sentences and CSV files.

use super::bound;
use super::digits::{dollars, plain, rounded, three_digits};
use crate::units::{Quantity, Unit};

/// Value with its 95% interval, as a table cell shows it: `45.2% [44.9, 45.5]`, `2031-04 [2031-02, never]`, `3,210 [3,190, 3,230]`.
#[must_use]
pub fn quantity(of: &Quantity) -> String {
    let Quantity { value, low, high, unit, .. } = of;
    let is_share = [Unit::PROBABILITY, Unit::SHARE].contains(unit);
    if is_share && of.has_interval() && value.is_some_and(|value| value <= 0.0 || value >= 1.0) {
        let (value, ends) = (of.number(), [low, high].map(|end| end.unwrap_or(f64::NAN)));
        let bounded = if value <= 0.0 { format!("below {}%", bound(ends[1])) } else { format!("above {}%", bound(ends[0])) };
        return format!("{}% [{bounded}]", if value <= 0.0 { 0 } else { 100 });
    }
    if !of.has_interval() {
        return value_text(of);
    }
    let end = |end: &Option<f64>| number(of, *end).trim_start_matches('+').to_owned();
    format!("{} [{}, {}]", value_text(of), end(low), end(high))
}

/// Interval alone: `[44.9, 45.5]`; empty where there is none.
#[must_use]
pub fn interval_text(of: &Quantity) -> String {
    let text = quantity(of);
    if of.has_interval() { text.split_once(' ').map_or_else(String::new, |(_, interval)| interval.to_owned()) } else { String::new() }
}

/// Value with its standard error, as a narrow table shows it: `45.2±0.2%`, `3,210±14`; a month alone.
#[must_use]
pub fn with_error(of: &Quantity) -> String {
    let Some(error) = of.standard_error.filter(|error| *error > 0.0 && of.unit.month_zero().is_none()) else { return value_text(of) };
    let is_percent = [Unit::PROBABILITY, Unit::SHARE, Unit::SHARE_OF_VARIANCE].contains(&of.unit);
    let error = match of.unit.to_string().as_str() {
        "USD" | "USD/yr" => dollars(error),
        "probability difference" | "share difference" => rounded(100.0 * error, 100.0 * error),
        _ if is_percent => {
            let error = percent_error(100.0 * of.number(), 100.0 * error);
            rounded(error, error)
        }
        _ => rounded(error, error),
    };
    format!("{}±{error}{}", number(of, of.value), if is_percent { "%" } else { "" })
}

/// Value alone, with its percent sign where it is a probability or a share.
#[must_use]
pub fn value_text(of: &Quantity) -> String {
    let text = number(of, of.value);
    if [Unit::PROBABILITY, Unit::SHARE, Unit::SHARE_OF_VARIANCE].contains(&of.unit) && text != "–" { format!("{text}%") } else { text }
}

/// A value or an end of its interval, with the digits that the standard error supports.
fn number(of: &Quantity, value: Option<f64>) -> String {
    if let Some(zero) = of.unit.month_zero() {
        return month_text(zero, value);
    }
    let Some(value) = value else { return "–".to_owned() };
    let error = of.standard_error;
    match of.unit.to_string().as_str() {
        "probability" | "share" | "share of variance" => percent_text(value, error.unwrap_or(0.0)),
        "probability difference" | "share difference" => signed(100.0 * value, error.map(|error| 100.0 * error)),
        "months difference" => signed(value, error),
        "count" => plain(value),
        "USD" | "USD/yr" => dollars(value),
        _ => error.filter(|error| *error > 0.0).map_or_else(|| three_digits(value), |error| rounded(value, error)),
    }
}

/// Probability in per cent without the sign, with the digits that the standard error supports.
fn percent_text(value: f64, error: f64) -> String {
    let percent = 100.0 * value;
    if percent > 0.0 && percent < 1e-6 {
        return format!("{percent:.1e}");
    }
    let text = if error > 0.0 { rounded(percent, percent_error(percent, 100.0 * error)) } else { three_digits(percent) };
    if percent > 100.0 || !text.starts_with("100") {
        return text;
    }
    // What is not 100% does not read as if it were.
    let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let unit = 10_f64.powi(-i32::try_from(decimals).unwrap_or(0));
    if percent < 100.0 { format!("{:.decimals$}", (percent / unit).floor() * unit) } else { "100".to_owned() }
}

/// The standard error by which a number of per cent is rounded: near 100% more than two decimals would say more than anyone asks.
fn percent_error(percent: f64, error: f64) -> f64 {
    if percent > 50.0 { error.max(0.0095) } else { error }
}

fn signed(value: f64, error: Option<f64>) -> String {
    let text = rounded(value, error.unwrap_or(0.0));
    if value > 0.0 && text != "0" { format!("+{text}") } else { text }
}

/// Month of a scenario that starts in the month `(year, month)`: `2031-04`, or `never`.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "months of a scenario are few")]
fn month_text((year, month): (i32, u32), value: Option<f64>) -> String {
    let Some(value) = value else { return "never".to_owned() };
    let months = i64::from(year) * 12 + i64::from(month) - 1 + value.floor() as i64;
    format!("{:04}-{:02}", months.div_euclid(12), months.rem_euclid(12) + 1)
}

/// Numbers of a quantity for a CSV file: value, standard error, low, high. Months are dates or `never`.
#[must_use]
pub fn csv_numbers(of: &Quantity) -> [String; 4] {
    let plain = |value: Option<f64>| value.map_or_else(String::new, crate::report::csv::short);
    if let Some(zero) = of.unit.month_zero() {
        // An interval of a month begins no later than the month, so that a month without a lower end has no known interval.
        let is_known = of.low.is_some() || of.value.is_none() && of.trials > 0;
        let end = |value: Option<f64>| if is_known { month_text(zero, value) } else { String::new() };
        return [month_text(zero, of.value), plain(of.standard_error), end(of.low), end(of.high)];
    }
    [of.value, of.standard_error, of.low, of.high].map(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{Date, MonthGrid};

    #[test]
    fn cells_show_value_and_interval() {
        let probability = |value, error, ends| Quantity::new(value, error, ends, Unit::PROBABILITY, 1000);
        assert_eq!(quantity(&probability(0.452, 0.0015, [0.449, 0.455])), "45.2% [44.9, 45.5]");
        assert_eq!(quantity(&probability(0.0, 0.0, [0.0, 0.003])), "0% [below 0.30%]");
        assert_eq!(quantity(&probability(1.0, 0.0, [0.997, 1.0])), "100% [above 99.70%]");
        assert_eq!(quantity(&Quantity::new(-0.006, 0.014, [-0.03, 0.021], Unit::SHARE_OF_VARIANCE, 10)), "−1% [−3, 2]");
        assert_eq!(quantity(&Quantity::mean(3213.49, 14.0, Unit::TONNES, 10)), "3,210 [3,190, 3,240]");
        assert_eq!(quantity(&Quantity::mean(2.5, 0.5, Unit::MONTHS_DIFFERENCE, 10)), "+2.5 [1.5, 3.5]");
        assert_eq!(quantity(&Quantity::count(120_000)), "120,000");
        assert_eq!(with_error(&Quantity::mean(-0.00265, 0.00009, Unit::SHARE_DIFFERENCE, 10)), "−0.265±0.009");
        assert_eq!(quantity(&Quantity::mean(-0.00265, 0.00009, Unit::SHARE_DIFFERENCE, 10)), "−0.265 [−0.283, −0.247]");
        assert_eq!(with_error(&Quantity::mean(0.253, 0.012, Unit::PROBABILITY_DIFFERENCE, 10)), "+25±1");
        let grid = MonthGrid::new(Date::parse("2026-11").unwrap(), Date::parse("2030-12").unwrap()).unwrap();
        assert_eq!(quantity(&Quantity::month(Some(13), [Some(12), None], grid, 10)), "2027-12 [2027-11, never]");
        assert_eq!(quantity(&Quantity::month(None, [None, None], grid, 10)), "never");
    }
}
