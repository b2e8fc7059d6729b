//! Event log of one trial, as text and as JSON.

use std::fmt::Write;

use serde_json::{Map, Value, json};

use super::event_log::EventLog;
use crate::report::words;
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
    json!({ "title": title, "seed": seed, "trial": log.trial, "start": grid.label(0), "months": grid.count(), "inputs": inputs, "events": events })
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
