//! Figures with as many digits as they bear, thousands apart.

use crate::units;

/// A threshold such as 0.001 in per cent: `0.1%`.
#[must_use]
pub fn threshold(share: f64) -> String {
    let per_cent = 100.0 * share;
    if per_cent.abs() >= units::LARGE_PERCENT {
        return units::percent(share);
    }
    let text = format!("{per_cent:.4}");
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

/// A value rounded at the decade of its standard error, thousands apart; four digits where the error is 0.
#[must_use]
pub fn rounded(value: f64, error: f64) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let decimals = if error > 0.0 && error.is_finite() { decimals_for_error(error) } else { decimals_for(value) + 3 };
    fixed(value, decimals.min(6))
}

/// A number with all its digits, thousands apart: `4,120`, `0.0123`.
#[must_use]
pub fn plain(value: f64) -> String {
    if value.is_finite() { grouped(&value.to_string()) } else { "never".to_owned() }
}

/// A number rounded to three digits, thousands apart: `4,120`, `0.645`.
#[must_use]
pub fn three_digits(value: f64) -> String {
    plain(format!("{value:.2e}").parse().unwrap_or(value))
}

/// A p value: two decimals of the first digit that is not 0, `<0.0001` below.
#[must_use]
pub fn p_value(p: f64) -> String {
    if p < 1e-4 { "<0.0001".to_owned() } else { rounded(p, 0.095 * 10_f64.powi(-decimals_for(p))) }
}

/// US dollars to three digits with their power of ten: `$1.26bn`, `$94.2m`.
#[must_use]
pub fn dollars(value: f64) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let (divisor, unit) = match value.abs() {
        x if x >= 999.5e9 => (1e12, "tn"),
        x if x >= 999.5e6 => (1e9, "bn"),
        x if x >= 999.5e3 => (1e6, "m"),
        x if x >= 999.5 => (1e3, "k"),
        _ => (1.0, ""),
    };
    let scaled = value / divisor;
    let decimals = if scaled == 0.0 { 0 } else { (decimals_for(scaled) + 2).clamp(0, 2) };
    let text = fixed(scaled, decimals);
    text.strip_prefix('−').map_or_else(|| format!("${text}{unit}"), |size| format!("−${size}{unit}"))
}

/// A share in whole per cent for a sentence; what is not 0 or 1 does not read as if it were.
#[must_use]
pub fn whole_percent(share: f64) -> String {
    match 100.0 * share {
        percent if percent <= 0.0 => "none".to_owned(),
        percent if percent >= 100.0 => "all".to_owned(),
        percent if percent < 1.0 => "fewer than 1%".to_owned(),
        percent if percent > 99.0 => "more than 99%".to_owned(),
        percent => format!("{percent:.0}%"),
    }
}

/// A count with thousands apart: `100,000`.
#[must_use]
pub fn count(value: u64) -> String {
    grouped(&value.to_string())
}

/// A number of trials: `1 trial`, `100,000 trials`.
#[must_use]
pub fn trials(number: u64) -> String {
    if number == 1 { "1 trial".to_owned() } else { format!("{} trials", count(number)) }
}

/// Decimals that keep one digit of `size`; negative where that digit stands before the point.
#[expect(clippy::cast_possible_truncation, reason = "a finite f64 has a decade between −324 and 308")]
fn decimals_for(size: f64) -> i32 {
    if size == 0.0 || !size.is_finite() { 0 } else { -(size.abs().log10().floor() as i32) }
}

/// Decimals that show an error by one digit, 0.095 already as 0.1.
pub(super) fn decimals_for_error(error: f64) -> i32 {
    decimals_for(error / 0.95)
}

/// A value with so many decimals (negative: rounded before the point), thousands apart.
pub(super) fn fixed(value: f64, decimals: i32) -> String {
    let text = if let Ok(decimals) = usize::try_from(decimals) {
        format!("{value:.decimals$}")
    } else {
        let unit = 10_f64.powi(-decimals);
        format!("{:.0}", (value / unit).round() * unit)
    };
    if text.trim_start_matches('-').chars().all(|c| matches!(c, '0' | '.')) { "0".to_owned() } else { grouped(&text) }
}

/// Commas between the thousands of a decimal number.
fn grouped(text: &str) -> String {
    let (sign, number) = text.strip_prefix('-').map_or(("", text), |rest| ("−", rest));
    let (whole, part) = number.split_once('.').map_or((number, None), |(whole, part)| (whole, Some(part)));
    let mut out = sign.to_owned();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(part) = part {
        out.push('.');
        out.push_str(part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dollars_carry_three_digits() {
        assert_eq!(dollars(1_255_658_000.0), "$1.26bn");
        assert_eq!(dollars(94_240_000.0), "$94.2m");
        assert_eq!(dollars(999_600_000.0), "$1.00bn");
        assert_eq!(dollars(0.0), "$0");
        assert_eq!(dollars(-5_700_000.0), "−$5.70m");
        assert_eq!(dollars(12.0), "$12.0");
    }

    #[test]
    fn thresholds_keep_their_digits() {
        assert_eq!(threshold(0.001), "0.1%");
        assert_eq!(threshold(0.25), "25%");
        assert_eq!(threshold(0.000_25), "0.025%");
    }
}
