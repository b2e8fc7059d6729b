//! Tables of the page, with what each cell is sorted by.

use serde::Serialize;

use crate::report::words;
use crate::study::{Estimate, GoalFindings, Quantile, Share};
use crate::units::MonthGrid;

/// What stands later than any month when a column is sorted.
const NEVER: f64 = 1e9;

/// A table.
#[derive(Debug, Serialize)]
pub(super) struct Table {
    caption: String,
    heads: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

/// A cell.
#[derive(Debug, Serialize)]
pub(super) struct Cell {
    text: String,
    /// What it is sorted by; its text where there is none.
    value: Option<String>,
}

impl Table {
    /// An empty table.
    pub fn new(caption: impl Into<String>, heads: &[&str]) -> Self {
        Self { caption: caption.into(), heads: heads.iter().map(|&head| head.to_owned()).collect(), rows: Vec::new() }
    }

    /// The same with one more column.
    pub fn and(mut self, head: impl Into<String>) -> Self {
        self.heads.push(head.into());
        self
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(cells);
    }

    /// The table, where it has rows.
    pub fn filled(self) -> Option<Self> {
        if self.rows.is_empty() { None } else { Some(self) }
    }
}

/// A text.
pub(super) fn text(text: impl Into<String>) -> Cell {
    Cell { text: text.into(), value: None }
}

/// A number as written, sorted by its value.
pub(super) fn number(written: String, value: f64) -> Cell {
    let value = if value.is_finite() { value } else { NEVER };
    Cell { text: written, value: Some(value.to_string()) }
}

/// A month with its interval.
pub(super) fn month(grid: MonthGrid, quantile: &Quantile<Option<usize>>) -> Cell {
    Cell { text: words::month_with_interval(grid, quantile), value: Some(month_value(quantile.value)) }
}

/// A month alone.
pub(super) fn plain_month(grid: MonthGrid, month: Option<usize>) -> Cell {
    Cell { text: words::month(grid, month), value: Some(month_value(month)) }
}

fn month_value(month: Option<usize>) -> String {
    month.map_or_else(|| NEVER.to_string(), |month| month.to_string())
}

/// A chance in per cent with its interval.
pub(super) fn chance(share: &Share) -> Cell {
    number(with_interval(share), share.share)
}

/// `45.2% [44.9, 45.5]`.
pub(super) fn with_interval(share: &Share) -> String {
    let end = |value: f64| words::percent(&Share { share: value, ..*share });
    if share.share <= 0.0 || share.share >= 1.0 {
        let bound = if share.share <= 0.0 { format!("below {}%", bound(share.high)) } else { format!("above {}%", bound(share.low)) };
        return format!("{}% [{bound}]", words::percent(share));
    }
    format!("{}% [{}, {}]", words::percent(share), end(share.low), end(share.high))
}

/// An end of an interval in per cent, two digits of what separates it from 0 or 100.
fn bound(value: f64) -> String {
    words::rounded(100.0 * value, 10.0 * value.min(1.0 - value))
}

/// A mean.
pub(super) fn estimate(value: &Estimate) -> Cell {
    number(words::estimate(value), value.mean)
}

/// What to call a goal.
pub(super) fn title(goal: &GoalFindings) -> String {
    if goal.title == goal.name { goal.sentence.clone() } else { goal.title.clone() }
}
