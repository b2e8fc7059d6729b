//! How exact the figure is that a run went on for, in a sentence and as JSON.

use serde_json::{Value, json};

use super::words;
use crate::study::{Quantile, Reached};
use crate::units::{MonthGrid, Unit};

/// What was reached, after how many trials, and why they ended.
#[must_use]
pub fn precision_sentence(reached: &Reached, grid: MonthGrid) -> String {
    let [trials, budget] = reached.trials.map(words::count);
    let [look, looks] = reached.looks;
    let width = |half_width: f64| match reached.unit.as_str() {
        "months" => format!("{} months", words::plain(half_width)),
        "t" => format!("{} t", words::three_digits(half_width)),
        _ => format!("{} points", words::three_digits(100.0 * half_width)),
    };
    let asked = width(reached.asked);
    let came = reached.half_width.map_or_else(|| "an open end".to_owned(), width);
    let why = if reached.enough {
        format!(
            "The run stopped after {trials} of at most {budget} trials, at look {look} of {looks}, since that is {came} to either side where {asked} were asked for"
        )
    } else {
        format!("The budget of {budget} trials is spent: that is {came} to either side where {asked} were asked for")
    };
    format!(
        "{} of “{}” is {} with {}% confidence, whatever number of trials the run stops at. {why}.",
        words::capital(&called(&reached.quantity)),
        reached.title,
        figure(reached, grid),
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

/// The figure with its interval.
fn figure(reached: &Reached, grid: MonthGrid) -> String {
    if let Some(month) = &reached.month {
        return words::month_with_interval(grid, month);
    }
    let Some(Quantile { value, low, high }) = reached.number else { return "undefined".to_owned() };
    let error = (high - low) / 4.0;
    if reached.unit == "t" {
        return format!("{} t [{}, {}]", words::rounded(value, error), words::rounded(low, error), words::rounded(high, error));
    }
    let percent = |share: f64| words::rounded(100.0 * share, 100.0 * error);
    format!("{}% [{}, {}]", percent(value), percent(low), percent(high))
}

/// Estimate, its precision and the stopping rule as data for the summary.
#[must_use]
pub fn precision_json(reached: &Reached, grid: MonthGrid) -> Value {
    let trials = reached.trials[0];
    let unit = if reached.unit == "t" { Unit::TONNES } else { Unit::PROBABILITY };
    let found = reached.month.map(|month| month.quantity(grid, trials)).or_else(|| reached.number.map(|number| number.quantity(unit, trials)));
    json!({
        "goal": reached.goal,
        "quantity": reached.quantity,
        "unit": reached.unit,
        "found": found,
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
