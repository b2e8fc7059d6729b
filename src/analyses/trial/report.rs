//! Event log of one trial, as text and as JSON.

use std::fmt::Write;

use serde_json::{Map, Value, json};

use super::event_log::{EventLog, EventLogMarket};
use crate::report::{Grid, words};
use crate::units::MonthGrid;

/// Characters of a page's width.
const WIDTH: usize = 100;

/// The event log as text: what was drawn, then each event with its month.
#[must_use]
pub fn event_log_text(log: &EventLog, grid: MonthGrid, title: &str, seed: u64) -> String {
    let mut out = format!("{title}\ntrial {} of seed {seed}, {} to {}\n", log.trial, grid.label(0), grid.label(grid.count() - 1));
    if log.inputs.is_empty() {
        out.push_str("\nNothing is drawn once a trial.\n");
    } else {
        out.push_str("\nDRAWN ONCE\n");
    }
    let widest = log.inputs.iter().map(|(path, _)| path.chars().count()).max().unwrap_or(0);
    for (path, value) in &log.inputs {
        let _ = writeln!(out, "  {path:<widest$}  {}", words::rounded(*value, 0.0));
    }
    out.push_str("\nWHAT HAPPENED\n");
    let dates = log.events.iter().map(|event| month_of(grid, event.month).chars().count()).max().unwrap_or(0);
    let kinds = log.events.iter().map(|event| event.kind.len()).max().unwrap_or(0);
    let mut last = String::new();
    for event in &log.events {
        let when = month_of(grid, event.month);
        let shown = if when == last { String::new() } else { when.clone() };
        let head = format!("  {shown:<dates$}  {:<kinds$}  ", event.kind);
        let said = if event.text.is_empty() { event.subject.clone() } else { format!("{}: {}", event.subject, event.text) };
        let indent = " ".repeat(head.chars().count());
        for (i, line) in words::wrap(&said, WIDTH.saturating_sub(indent.len())).into_iter().enumerate() {
            let _ = writeln!(out, "{}{line}", if i == 0 { &head } else { &indent });
        }
        last = when;
    }
    if log.events.is_empty() {
        out.push_str("  nothing\n");
    }
    for market in &log.markets {
        out.push_str(&market_text(market, grid));
    }
    out
}

/// The months of a market that clears in which the price index is not 1 or demand is not bought in full.
fn market_text(market: &EventLogMarket, grid: MonthGrid) -> String {
    let number = |value: f64| words::rounded(value, value.abs() / 1e3);
    let premium = (!market.premium_paid.is_empty()).then_some("premium, USD");
    let header = ["month", "price index", "bought, t", "given up, t", "shortage, t"].into_iter().chain(premium);
    let mut table = Grid::new(header.map(str::to_owned).collect(), 1);
    let is_shown = |k: &usize| {
        let missing = (market.given_up[*k] + market.shortage[*k]).abs();
        (market.price_index[*k] - 1.0).abs() > 1e-9 || missing > 1e-9 * market.bought[*k]
    };
    let months: Vec<usize> = (0..market.price_index.len()).filter(is_shown).collect();
    for &k in &months {
        let columns = [&market.price_index, &market.bought, &market.given_up, &market.shortage].map(|column| number(column[k]));
        let premium = market.premium_paid.get(k).map(|premium| words::dollars(*premium));
        table.row(std::iter::once(grid.label(k)).chain(columns).chain(premium).collect());
    }
    let mut out = String::new();
    if !months.is_empty() {
        let name = words::spaced(&market.mineral).to_uppercase();
        let _ = writeln!(out, "\n{name}: MONTHS WITH A PRICE INDEX OTHER THAN 1, OR DEMAND NOT BOUGHT IN FULL\n");
        table.write(&mut out);
    }
    out
}

/// The event log as JSON: months since the start and calendar months.
#[must_use]
pub fn event_log_json(log: &EventLog, grid: MonthGrid, title: &str, seed: u64) -> Value {
    let inputs: Map<String, Value> = log.inputs.iter().map(|(path, value)| (path.clone(), json!(value))).collect();
    let events: Vec<Value> = log
        .events
        .iter()
        .map(|event| {
            json!({ "month": event.month, "calendar": month_of(grid, event.month), "kind": event.kind, "subject": event.subject, "text": event.text })
        })
        .collect();
    let mut all = json!({ "title": title, "seed": seed, "trial": log.trial, "start": grid.label(0), "months": grid.count(), "inputs": inputs, "events": events });
    if !log.markets.is_empty() {
        let market = |of: &EventLogMarket| {
            let series = [("price_index", &of.price_index), ("bought", &of.bought), ("given_up", &of.given_up), ("shortage", &of.shortage)];
            let premium = (!of.premium_paid.is_empty()).then_some(("premium_paid", &of.premium_paid));
            series.into_iter().chain(premium).map(|(name, months)| (name.to_owned(), json!(months))).collect::<Map<_, _>>()
        };
        all["markets"] = log.markets.iter().map(|of| (of.mineral.clone(), Value::Object(market(of)))).collect::<Map<_, _>>().into();
    }
    all
}

/// The calendar month in which something happened.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be a month of the grid or one after it")]
fn month_of(grid: MonthGrid, month: f64) -> String {
    if month < 0.0 {
        "before start".to_owned()
    } else if month.is_finite() {
        grid.label(month.floor() as usize)
    } else {
        "never".to_owned()
    }
}
