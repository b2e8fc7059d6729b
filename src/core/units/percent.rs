//! A share in per cent, as text.

/// From here on a number of per cent is written by its power of ten.
pub const LARGE_PERCENT: f64 = 1e15;

/// A share in per cent with all its digits: `0.1%`; by its power of ten where it has many, however large the share is.
#[must_use]
pub fn percent(share: f64) -> String {
    let per_cent = share * 100.0;
    if per_cent.abs() < LARGE_PERCENT {
        return format!("{per_cent}%");
    }
    let text = format!("{share:e}");
    match text.split_once('e').and_then(|(digits, power)| Some((digits, power.parse::<i32>().ok()?))) {
        Some((digits, power)) => format!("{digits}e{}%", power + 2),
        None => format!("{text}%"), // not a number, or infinite
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_share_overflows() {
        assert_eq!([0.1, 0.001, 2.5, 1e308, 1e13].map(percent), ["10%", "0.1%", "250%", "1e310%", "1e15%"]);
    }
}
