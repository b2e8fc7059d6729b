//! Chapter of the backtests: what was forecast, what was observed, and where the forecast fails.

mod controls;
mod episodes;
mod incidents;
mod projects;
mod register;

use super::Backtest;
use crate::report::charts::small_print;
use crate::report::{Cell, Chapter, words};
use crate::units::{Quantity, Unit};

/// Chapter of the findings.
#[must_use]
pub fn chapter(found: &Backtest) -> Chapter {
    let print_of = |table: &str| format!("{table} · distributions and counts, no trials · {} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
    let mut sentences = Vec::new();
    let mut blocks = Vec::new();
    if let Some(one) = &found.projects {
        sentences.extend(projects::sentences(one));
        blocks.extend(projects::blocks(one, &print_of(&found.projects_table)));
    }
    if let Some(one) = &found.controls {
        sentences.push(controls::sentence(one));
        sentences.extend(one.new_kinds.as_ref().map(controls::new_kinds_sentence));
        blocks.extend(controls::blocks(one));
    }
    if let Some(one) = &found.incidents {
        sentences.push(incidents::sentence(one));
        blocks.extend(incidents::blocks(one, &print_of("incidents_annual.csv")));
    }
    for one in &found.episodes {
        sentences.extend(episodes::sentences(one));
        blocks.extend(episodes::blocks(one, &small_print(&one.scenario, one.trials, one.seed)));
    }
    if let Some(one) = &found.register {
        sentences.extend(register::sentences(one));
        blocks.extend(register::blocks(one));
    }
    Chapter { id: "backtest".to_owned(), title: "Out-of-sample test of the forecasts".to_owned(), sentences, blocks }
}

/// A share in per cent, whole.
fn percent(share: f64) -> String {
    words::rounded(100.0 * share, 1.0) + "%"
}

/// An estimate with two digits of its standard error: `32.9 ± 9.8`.
fn with_error(of: &Quantity) -> String {
    let error = of.standard_error.unwrap_or(f64::NAN);
    format!("{} ± {}", words::rounded(of.number(), second_digit(error)), words::rounded(error, second_digit(error)))
}

/// An error in whose decade the second digit of `error` stands.
fn second_digit(error: f64) -> f64 {
    0.2 * 10_f64.powf(error.log10().floor())
}

/// A difference with its interval, with two digits of its standard error: `+13.9 [3.2, 24.6]`.
fn difference(of: &Quantity) -> String {
    let error = of.standard_error.unwrap_or(0.0);
    if error <= 0.0 {
        return words::quantity(of);
    }
    let number = |value: Option<f64>| words::rounded(value.unwrap_or(f64::NAN), second_digit(error));
    let sign = if of.number() > 0.0 { "+" } else { "" };
    format!("{sign}{} [{}, {}]", number(of.value), number(of.low), number(of.high))
}

/// A number without uncertainty, shown by a text.
fn number(text: String, value: f64, unit: Unit) -> Cell {
    Cell::quantity_as(text, &Quantity::exact(value, unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_keep_two_digits() {
        assert_eq!(with_error(&Quantity::mean(32.94, 9.77, Unit::MONTHS, 0)), "32.9 ± 9.8");
        assert_eq!(with_error(&Quantity::mean(0.3421, 0.1049, Unit::NONE, 0)), "0.34 ± 0.10");
        assert_eq!(difference(&Quantity::mean(13.9, 5.4, Unit::MONTHS_DIFFERENCE, 0)), "+13.9 [3.3, 24.5]");
    }
}
