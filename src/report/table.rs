//! Tables of a report: columns, rows and cells of texts and quantities, the same for the page, the terminal and CSV files.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::page::Rich;
use super::quantities_csv::{QuantitiesCsv, texts_csv};
use super::words;
use crate::units::{Quantity, Unit};

/// What stands later than any month when a column is sorted.
const NEVER: f64 = 1e9;

/// Table of texts and quantities. Every row has as many cells as there are columns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Name of its CSV file without the ending; `None` where it has no file.
    pub file: Option<String>,
    /// What it shows, with the uncertainty that its figures carry.
    pub caption: String,
    /// Columns from left to right.
    pub columns: Vec<Column>,
    /// Rows from top to bottom.
    pub rows: Vec<Vec<Cell>>,
    /// Widths of the columns on a page, per cent; empty where they follow from the content.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub widths: Vec<u8>,
}

/// A column of a table; it stands to the right where its first cell is a number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// What stands above it.
    pub heading: String,
    /// Unit of its figures, empty where the heading says it or there is none.
    pub unit: String,
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    text: String,
    /// Value by which the page sorts the column; the text where there is none.
    value: Option<String>,
    /// Quantity that the text shows.
    quantity: Option<Quantity>,
    /// HTML that a page shows in place of the text; made by [`Rich`] only, and never read from a file.
    #[serde(default, skip_deserializing, skip_serializing_if = "Option::is_none")]
    html: Option<String>,
}

impl Table {
    /// An empty table.
    pub fn new(caption: impl Into<String>, headings: &[&str]) -> Self {
        let column = |heading: &&str| Column { heading: (*heading).to_owned(), unit: String::new() };
        Self { file: None, caption: caption.into(), columns: headings.iter().map(column).collect(), rows: Vec::new(), widths: Vec::new() }
    }

    /// The same with columns of these widths on a page, per cent.
    #[must_use]
    pub fn with_widths(self, widths: &[u8]) -> Self {
        Self { widths: widths.to_vec(), ..self }
    }

    /// The same table, written to the CSV file of this name (without the ending) too.
    #[must_use]
    pub fn filed(mut self, name: impl Into<String>) -> Self {
        self.file = Some(name.into());
        self
    }

    /// CSV text of the table: one row for each quantity, after the texts of its table row; a table of texts only is written as it is.
    #[must_use]
    pub fn csv(&self) -> String {
        if !self.rows.is_empty() && !self.rows.iter().flatten().any(Cell::is_number) {
            let headings: Vec<&str> = self.columns.iter().map(|column| column.heading.as_str()).collect();
            let rows: Vec<Vec<&str>> = self.rows.iter().map(|row| row.iter().map(|cell| cell.text.as_str()).collect()).collect();
            return texts_csv(&headings, &rows);
        }
        let is_label = |column: usize| self.rows.iter().all(|row| !row.get(column).is_some_and(Cell::is_number));
        let labels: Vec<usize> = (0..self.columns.len()).filter(|column| is_label(*column)).collect();
        let heads: Vec<&str> = labels.iter().map(|column| self.columns[*column].heading.as_str()).collect();
        let mut csv = QuantitiesCsv::new(&heads);
        for row in &self.rows {
            let texts: Vec<&str> = labels.iter().map(|column| row[*column].text.as_str()).collect();
            for (column, cell) in self.columns.iter().zip(row) {
                match (&cell.quantity, cell.value.as_ref().and_then(|value| value.parse().ok())) {
                    (Some(quantity), _) => csv.row(&texts, &column.heading, quantity),
                    (None, Some(value)) => csv.row(&texts, &column.heading, &Quantity::exact(value, Unit::named(column.unit.clone()))),
                    (None, None) => {}
                }
            }
        }
        csv.into_text()
    }

    /// The same with one more column.
    #[must_use]
    pub fn and(self, heading: impl Into<String>) -> Self {
        self.in_unit(heading, "")
    }

    /// The same with one more column of figures in a unit.
    #[must_use]
    pub fn in_unit(mut self, heading: impl Into<String>, unit: impl Into<String>) -> Self {
        self.columns.push(Column { heading: heading.into(), unit: unit.into() });
        self
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(cells);
    }

    /// The table, where it has rows.
    #[must_use]
    pub fn filled(self) -> Option<Self> {
        if self.rows.is_empty() { None } else { Some(self) }
    }
}

impl Cell {
    /// Its text.
    #[must_use]
    pub fn written(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.text)
    }

    /// Its text without the interval of a quantity.
    #[must_use]
    pub fn value_text(&self) -> Cow<'_, str> {
        self.quantity.as_ref().map_or(Cow::Borrowed(&self.text), |quantity| Cow::Owned(words::value_text(quantity)))
    }

    /// Its text with the standard error in place of the interval of a quantity.
    #[must_use]
    pub fn error_text(&self) -> Cow<'_, str> {
        let is_default = |quantity: &&Quantity| self.text == words::quantity(quantity);
        self.quantity.as_ref().filter(is_default).map_or_else(|| self.value_text(), |quantity| Cow::Owned(words::with_error(quantity)))
    }

    /// Text with markup, sorted by a number where there is one.
    #[must_use]
    pub fn rich(rich: Rich, value: Option<f64>) -> Self {
        Self { text: rich.text, value: value.map(|value| value.to_string()), quantity: None, html: Some(rich.html) }
    }

    /// Cell of what is not known.
    #[must_use]
    pub fn none() -> Self {
        Self::number("–", f64::INFINITY)
    }

    /// Whether it is a number.
    #[must_use]
    pub fn is_number(&self) -> bool {
        self.value.is_some()
    }

    /// Quantity with its 95% interval; never stands last when the column is sorted.
    #[must_use]
    pub fn quantity(quantity: &Quantity) -> Self {
        let value = quantity.value.unwrap_or(NEVER);
        Self { text: words::quantity(quantity), value: Some(value.to_string()), quantity: Some(quantity.clone()), html: None }
    }

    /// Quantity that is shown by another text.
    #[must_use]
    pub fn quantity_as(text: String, quantity: &Quantity) -> Self {
        Self { text, ..Self::quantity(quantity) }
    }

    /// Number of things.
    #[must_use]
    pub fn count(count: u64) -> Self {
        Self::quantity(&Quantity::count(count))
    }

    /// A text, sorted as such.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), value: None, quantity: None, html: None }
    }

    /// A number as written, sorted by its value; what is not finite stands last.
    pub fn number(written: impl Into<String>, value: f64) -> Self {
        let value = if value.is_finite() { value } else { NEVER };
        Self { text: written.into(), value: Some(value.to_string()), quantity: None, html: None }
    }
}
