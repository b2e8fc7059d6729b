//! Typed columns of the Parquet and Arrow files, filled from the cells of the CSV table of the same name.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, Date32Builder, Float64Builder, StringBuilder, UInt64Builder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use jiff::civil::Date;

/// First day of the count of days.
const EPOCH: Date = Date::constant(1970, 1, 1);

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// A number; null where the cell is empty.
    Number,
    /// A whole number; null where the cell is empty.
    Count,
    /// A month, as its first day; null for never.
    Month,
    /// A decimal year; infinite for never.
    Year,
    /// Yes or no.
    Flag,
}

/// Name, unit and kind of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Name, that of the column of the CSV file.
    pub name: String,
    /// Unit; empty where there is none.
    pub unit: String,
    /// Kind.
    pub kind: Kind,
}

impl Column {
    /// A column.
    pub fn new(name: impl Into<String>, unit: impl Into<String>, kind: Kind) -> Self {
        Self { name: name.into(), unit: unit.into(), kind }
    }

    /// Field with the unit in its metadata, and how never is written.
    fn field(&self) -> Field {
        let (of, never) = match self.kind {
            Kind::Text => (DataType::Utf8, None),
            Kind::Number => (DataType::Float64, None),
            Kind::Count => (DataType::UInt64, None),
            Kind::Month => (DataType::Date32, Some("null")),
            Kind::Year => (DataType::Float64, Some("infinity")),
            Kind::Flag => (DataType::Boolean, None),
        };
        let unit = (!self.unit.is_empty()).then(|| ("unit".to_owned(), self.unit.clone()));
        let metadata = unit.into_iter().chain(never.map(|never| ("never".to_owned(), never.to_owned())));
        Field::new(&self.name, of, self.kind != Kind::Text).with_metadata(metadata.collect::<HashMap<_, _>>())
    }
}

/// Schema of these columns; `about` is the provenance of the table.
pub fn schema(columns: &[Column], about: &[(String, String)]) -> Arc<Schema> {
    let fields: Vec<Field> = columns.iter().map(Column::field).collect();
    Arc::new(Schema::new(fields).with_metadata(about.iter().cloned().collect::<HashMap<_, _>>()))
}

/// Rows of a table in the making.
pub struct Rows {
    schema: Arc<Schema>,
    cells: Vec<Cells>,
}

impl Rows {
    /// No rows yet.
    pub fn new(columns: &[Column], schema: Arc<Schema>) -> Self {
        Self { schema, cells: columns.iter().map(|column| Cells::new(column.kind)).collect() }
    }

    /// Adds a row of the CSV table.
    pub fn add(&mut self, row: &csv::StringRecord) {
        for (cells, text) in self.cells.iter_mut().zip(row) {
            cells.add(text);
        }
    }

    /// The rows added since the last call.
    ///
    /// # Errors
    /// Where the columns differ in length: a row had too few cells.
    pub fn batch(&mut self) -> Result<RecordBatch, ArrowError> {
        RecordBatch::try_new(Arc::clone(&self.schema), self.cells.iter_mut().map(Cells::array).collect())
    }
}

/// Cells of one column.
enum Cells {
    Text(StringBuilder),
    Number(Float64Builder),
    Count(UInt64Builder),
    Month(Date32Builder),
    Flag(BooleanBuilder),
}

impl Cells {
    fn new(kind: Kind) -> Self {
        match kind {
            Kind::Text => Self::Text(StringBuilder::new()),
            Kind::Number | Kind::Year => Self::Number(Float64Builder::new()),
            Kind::Count => Self::Count(UInt64Builder::new()),
            Kind::Month => Self::Month(Date32Builder::new()),
            Kind::Flag => Self::Flag(BooleanBuilder::new()),
        }
    }

    fn add(&mut self, text: &str) {
        match self {
            Self::Text(cells) => cells.append_value(text),
            Self::Number(cells) => cells.append_option(if text == "never" { Some(f64::INFINITY) } else { text.parse().ok() }),
            Self::Count(cells) => cells.append_option(text.parse().ok()),
            Self::Month(cells) => cells.append_option(first_day(text)),
            Self::Flag(cells) => cells.append_option((!text.is_empty()).then_some(text == "yes")),
        }
    }

    fn array(&mut self) -> ArrayRef {
        match self {
            Self::Text(cells) => Arc::new(cells.finish()),
            Self::Number(cells) => Arc::new(cells.finish()),
            Self::Count(cells) => Arc::new(cells.finish()),
            Self::Month(cells) => Arc::new(cells.finish()),
            Self::Flag(cells) => Arc::new(cells.finish()),
        }
    }
}

/// First day of a month such as `2031-04`, in days since 1970; `None` where the text is no month.
fn first_day(text: &str) -> Option<i32> {
    let (year, month) = text.split_once('-')?;
    let day = Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok()?;
    i32::try_from(day.duration_since(EPOCH).as_hours() / 24).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_days_since_1970() {
        assert_eq!([first_day("1970-01"), first_day("1970-02"), first_day("2031-04"), first_day("never")], [Some(0), Some(31), Some(22_370), None]);
    }
}
