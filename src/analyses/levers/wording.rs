//! Wording of the chapter of `adit levers`: months, prices and amounts of money as texts.

use super::findings::{Choice, Interaction, LeversFindings, Objective};
use crate::report::words;
use crate::units::Quantity;

/// Months gained at a quantile: `+7 [5, 9]`, or what the change is where one of the two months is never.
pub fn months(choice: &Choice, base: &Choice, gained: &Quantity, at: fn(&Choice) -> &Quantity) -> String {
    match (at(base).value, at(choice).value, gained.value) {
        (_, _, Some(months)) => with_ends(months, gained),
        (None, Some(_), None) => "from never".to_owned(),
        (Some(_), None, None) => "to never".to_owned(),
        _ => "never".to_owned(),
    }
}

fn with_ends(months: f64, gained: &Quantity) -> String {
    let sign = if months > 0.0 { "+" } else { "" };
    let text = |months: f64| format!("{months:.0}").replace('-', "−");
    let end = |end: Option<f64>, open: &str| end.map_or_else(|| open.to_owned(), text);
    if gained.low == Some(months) && gained.high == Some(months) {
        return format!("{sign}{}", text(months));
    }
    format!("{sign}{} [{}, {}]", text(months), end(gained.low, "−∞"), end(gained.high, "∞"))
}

/// Amount in US dollars with its interval: `$4.20m [$3.10m, $6.00m]`; an open end is infinite.
pub fn money(of: &Quantity) -> String {
    let end = |end: Option<f64>| end.map_or_else(|| "∞".to_owned(), words::dollars);
    format!("{} [{}, {}]", words::dollars(of.number()), end(of.low), end(of.high))
}

/// Cost of a unit gained; `none gained` where there is none.
pub fn price(price: Option<&Quantity>) -> String {
    price.map_or_else(|| "none gained".to_owned(), money)
}

/// Amount in the unit of the objective with its interval.
pub fn amount(objective: Objective, of: &Quantity) -> String {
    if objective != Objective::Probability {
        return money(of);
    }
    let points = |value: Option<f64>| value.map_or_else(|| "∞".to_owned(), |value| words::rounded(100.0 * value, 0.05));
    format!("{} points [{}, {}]", points(of.value), points(of.low), points(of.high))
}

/// Definition of the net benefit in a sentence.
pub fn objective(found: &LeversFindings) -> String {
    match found.objective {
        Objective::Arrival { worth } => {
            format!("Net benefit: {} for an arrival by the end of {}, less the cost.", words::dollars(worth), found.year)
        }
        Objective::Shortage => "Net benefit: shortage avoided in the scenario at the price of the mineral, less the cost.".to_owned(),
        Objective::Probability => {
            format!("Net benefit: probability of arrival by the end of {}; costs are left out, since a mineral of the goal has no price.", found.year)
        }
    }
}

/// Interaction of a pair in words.
pub fn interaction(interaction: Interaction) -> &'static str {
    match interaction {
        Interaction::Complements => "complements",
        Interaction::Substitutes => "substitutes",
        Interaction::NotDetected => "not detected",
    }
}
