//! Precision of the quantity that decided how long a run went on, in a sentence and as JSON.

use serde_json::{Value, json};

use crate::analyses::run::findings::Precision;
use crate::report::words;
use crate::units::Quantity;

/// Interval that was reached, after how many trials, and why the run stopped.
pub(super) fn precision_sentence(reached: &Precision) -> String {
    let [trials, budget] = reached.trials.map(words::count);
    let [look, looks] = reached.looks;
    let counted = |number: String, unit: &str| if number == "1" { format!("1 {unit}") } else { format!("{number} {unit}s") };
    let width = |half_width: f64| match reached.unit.as_str() {
        "months" => counted(words::plain(half_width), "month"),
        "t" => format!("{} t", words::three_digits(half_width)),
        _ => counted(words::three_digits(100.0 * half_width), "percentage point"),
    };
    let asked = width(reached.asked);
    let came = reached.half_width.map_or_else(|| "unbounded".to_owned(), width);
    let came = format!("the half width of the interval is {came}, {asked} requested");
    let why = if reached.enough {
        format!("The run stopped after {trials} of at most {budget} trials, at interim analysis {look} of {looks}: {came}")
    } else {
        format!("The run used all {budget} trials: {came}")
    };
    format!(
        "{} of “{}” is {} with {}% confidence, which holds for a run that stops early. {why}.",
        words::capital(&called(&reached.quantity)),
        reached.title,
        figure(&reached.found),
        words::plain((1e6 * reached.confidence).round() / 1e4),
    )
}

/// The figure in words.
fn called(quantity: &str) -> String {
    match quantity.split_once('-') {
        Some(("by", year)) => format!("the probability of arrival by the end of {year}"),
        Some(("holds", year)) => format!("the probability of holding in December {year}"),
        Some((_, percent)) => format!("the stock that bridges {percent}% of trials"),
        None if quantity == "never" => "the probability of never".to_owned(),
        None if quantity == "lost" => "the probability of losing it again".to_owned(),
        None => format!("the {} of the month of arrival", quantity.to_uppercase()),
    }
}

/// Estimate with its interval.
fn figure(found: &Quantity) -> String {
    let unit = if found.unit.month_zero().is_none() && found.unit.to_string() == "t" { " t" } else { "" };
    words::quantity(found).replacen(' ', &format!("{unit} "), usize::from(!unit.is_empty()))
}

/// Estimate, its precision and the stopping rule as data for the summary.
pub(in crate::analyses::run) fn precision_json(reached: &Precision) -> Value {
    json!({
        "goal": reached.goal,
        "quantity": reached.quantity,
        "unit": reached.unit,
        "found": reached.found,
        "half_width": reached.half_width,
        "asked": reached.asked,
        "stopped": if reached.enough { "narrow enough" } else { "budget spent" },
        "trials": reached.trials[0],
        "budget": reached.trials[1],
        "confidence": reached.confidence,
        "looks": reached.looks[0],
        "looks_planned": reached.looks[1],
        "confidence_of_each_look": reached.each,
    })
}
