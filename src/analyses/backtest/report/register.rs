//! Registers of forecasts: what is due, what was observed, and the scores.

use super::number;
use crate::analyses::backtest::register::{Entry, RegisterFindings, Standing};
use crate::report::{Block, Cell, Table, words};
use crate::units::{Quantity, Unit};

fn share(value: f64) -> String {
    words::value_text(&Quantity::exact(value, Unit::PROBABILITY).three_digits())
}

/// Answer.
pub fn sentences(found: &RegisterFindings) -> Vec<String> {
    let count = |standing: Standing| found.entries.iter().filter(|entry| entry.standing == standing).count();
    let [scored, missing, open] = [Standing::Scored, Standing::Missing, Standing::Open].map(count);
    let mut sentences = vec![format!(
        "Registers as of {}, number of forecasts: {} in all, {scored} scored, {missing} due without an outcome, {open} not due.",
        found.as_of,
        found.entries.len()
    )];
    if let Some(totals) = &found.totals {
        let [brier, brier_base] = totals.brier.each_ref().map(|mean| words::three_digits(mean.number()));
        let [log, log_base] = totals.log.each_ref().map(|mean| words::three_digits(mean.number()));
        sentences.push(format!(
            "Mean Brier score {brier}, of the base rates {brier_base}; difference {} (below 0: the forecasts are better).",
            words::quantity(&totals.brier_difference)
        ));
        sentences
            .push(format!("Mean logarithmic score {log}, of the base rates {log_base}; difference {}.", words::quantity(&totals.log_difference)));
        if totals.scored < 10 {
            sentences.push(format!("With {} scored forecasts the difference may be luck; they may also depend on each other.", totals.scored));
        }
    }
    sentences
}

/// Tables.
pub fn blocks(found: &RegisterFindings) -> Vec<Block> {
    let of = |standing: Standing| found.entries.iter().filter(move |entry| entry.standing == standing).collect::<Vec<_>>();
    let mut blocks = Vec::new();
    let scored = of(Standing::Scored);
    if !scored.is_empty() {
        blocks.push(Block::Table(scores(&scored)));
    }
    for (standing, caption, file) in [
        (Standing::Missing, "Due without an outcome: enter it in the file of outcomes beside the register.", "missing"),
        (Standing::Open, "Not due yet.", "open"),
    ] {
        let entries = of(standing);
        if !entries.is_empty() {
            blocks.push(Block::Table(open(&entries, caption, file)));
        }
    }
    blocks
}

fn scores(entries: &[&Entry]) -> Table {
    let caption = "Scored forecasts: probability, base rate, observation, and the scores of both; 0 is best.";
    let mut table = Table::new(caption.to_owned(), &["register", "forecast", "due", "statement", "observed", "source"]);
    for name in ["probability", "base rate", "Brier score", "of the base rate", "logarithmic score", "of the base rate, logarithmic"] {
        table = table.and(name);
    }
    let mut table = table.filed("register-scores");
    for entry in entries {
        let score = |value: Option<f64>| value.map_or_else(|| Cell::text("–"), |value| number(words::three_digits(value), value, Unit::NONE));
        let both = |scores: Option<[f64; 2]>| [0, 1].map(|i| score(scores.map(|scores| scores[i])));
        let mut row = [&entry.register, &entry.key, &entry.due, &entry.statement].map(Cell::text).to_vec();
        row.push(Cell::text(if entry.so == Some(true) { "yes" } else { "no" }));
        row.push(Cell::text(entry.source.clone().unwrap_or_default()));
        row.push(Cell::quantity(&entry.probability));
        row.push(number(share(entry.base_rate), entry.base_rate, Unit::PROBABILITY));
        row.extend(both(entry.brier));
        row.extend(both(entry.log));
        table.row(row);
    }
    table
}

fn open(entries: &[&Entry], caption: &str, file: &str) -> Table {
    let table = Table::new(caption.to_owned(), &["register", "forecast", "due", "statement"]).and("probability").and("base rate");
    let mut table = table.filed(format!("register-{file}"));
    for entry in entries {
        let mut row = [&entry.register, &entry.key, &entry.due, &entry.statement].map(Cell::text).to_vec();
        row.push(Cell::quantity(&entry.probability));
        row.push(number(share(entry.base_rate), entry.base_rate, Unit::PROBABILITY));
        table.row(row);
    }
    table
}
