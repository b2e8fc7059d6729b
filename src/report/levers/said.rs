//! Figures about levers in words.

use crate::report::words;
use crate::study::{Estimate, Interval, LeverPair, LeverRow, LeversFound, MonthsGained, Objective};

/// A chance gained in percentage points, with sign and 95% interval: `+3.2 [2.9, 3.5]`.
pub fn points(estimate: &Estimate) -> String {
    words::difference(&Estimate { mean: 100.0 * estimate.mean, standard_error: 100.0 * estimate.standard_error })
}

/// Months gained at a quantile: `+7 [5, 9]`; what is never is said so.
pub fn months(row: &LeverRow, base: &LeverRow, gained: &MonthsGained, at_p80: bool) -> String {
    let of = |row: &LeverRow| if at_p80 { row.p80.value } else { row.p50.value };
    match (of(base), of(row), gained.value) {
        (_, _, Some(months)) => with_ends(months, gained),
        (None, Some(_), None) => "from never".to_owned(),
        (Some(_), None, None) => "to never".to_owned(),
        _ => "never".to_owned(),
    }
}

fn with_ends(months: f64, gained: &MonthsGained) -> String {
    let sign = if months > 0.0 { "+" } else { "" };
    let minus = |months: f64| format!("{months:.0}").replace('-', "−");
    let end = |end: Option<f64>, open: &str| end.map_or_else(|| open.to_owned(), minus);
    if gained.low == Some(months) && gained.high == Some(months) {
        return format!("{sign}{}", minus(months));
    }
    format!("{sign}{} [{}, {}]", minus(months), end(gained.low, "−∞"), end(gained.high, "∞"))
}

/// What one unit gained costs: `$4.2m [3.1m, 6m]`; a dash where none is gained.
pub fn price(price: Option<&Interval>) -> String {
    let Some(price) = price else { return "none gained".to_owned() };
    let high = if price.high.is_finite() { words::dollars(price.high) } else { "∞".to_owned() };
    format!("{} [{}, {high}]", words::dollars(price.value), words::dollars(price.low))
}

/// An amount in the objective's unit with its interval.
pub fn worth(objective: Objective, worth: &Interval) -> String {
    format!("{} [{}, {}]", amount(objective, worth.value), amount(objective, worth.low), amount(objective, worth.high))
}

/// An amount in the objective's unit.
pub fn amount(objective: Objective, value: f64) -> String {
    match objective {
        Objective::Chance if value.is_finite() => format!("{} points", words::rounded(100.0 * value, 0.05)),
        _ => words::dollars(value).replace("$-", "−$").replace("$−", "−$"),
    }
}

/// A net benefit with its interval.
pub fn benefit(objective: Objective, estimate: &Estimate) -> String {
    let [low, high] = words::interval(estimate);
    worth(objective, &Interval { value: estimate.mean, low, high })
}

/// What is to be gained, in a sentence.
pub fn objective(found: &LeversFound) -> String {
    match found.objective {
        Objective::Arrival { worth } => {
            format!("Net benefit: {} for an arrival by the end of {}, less the cost.", words::dollars(worth), found.year)
        }
        Objective::Shortage => "Net benefit: shortage avoided over the horizon at the mineral’s price, less the cost.".to_owned(),
        Objective::Chance => {
            format!("Net benefit: chance of arrival by the end of {}; costs are left aside, since the scenario prices no shortage.", found.year)
        }
    }
}

/// Whether a pair does more, or less, than its parts: by the 95% interval of what it gains beyond them.
pub fn together(beyond: &Estimate) -> &'static str {
    let [low, high] = words::interval(beyond);
    if low > 0.0 {
        "complement"
    } else if high < 0.0 {
        "substitute"
    } else {
        "as their sum"
    }
}

/// Both titles of a pair.
pub fn both(found: &LeversFound, pair: &LeverPair) -> String {
    let title = |name: &String| found.rows.iter().find(|row| row.name.as_ref() == Some(name)).map_or_else(|| name.clone(), |row| row.title.clone());
    pair.levers.each_ref().map(title).join(" + ")
}
