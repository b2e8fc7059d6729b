//! Laws made of cases: discrete values, mixtures, and columns of files.

use crate::units::nearest;

use super::grammar::LAWS;
use super::model::Law;
use super::reader::Reader;
use super::tree::{Table, Value};

impl Reader<'_> {
    pub(super) fn discrete(&mut self, value: &Value, title: &str) -> Option<Law> {
        let title = format!("`discrete` in {title}");
        let cases = self.cases(value, &title, "[[value, weight], …]")?;
        let read = cases.into_iter().map(|(what, weight)| Some((self.finite(what, &title)?, weight)));
        read.collect::<Option<_>>().map(Law::Discrete)
    }

    pub(super) fn mixture(&mut self, value: &Value, title: &str) -> Option<Law> {
        let title = format!("`mixture` in {title}");
        let cases = self.cases(value, &title, "[[{ … }, weight], …]")?;
        let mut parts = Vec::new();
        for (what, weight) in cases {
            let part = if let Some(table) = what.table() {
                for (key, _) in &table.entries {
                    if !LAWS.contains(&key.value.as_str()) && key.value != "column" {
                        let message = format!("`{}` cannot stand in a part of {title}", key.value);
                        self.problems.error(
                            key.place,
                            message,
                            "expected a law alone",
                            "what qualifies the figure stands beside `mixture`".to_owned(),
                        );
                    }
                }
                self.law(table, what.place, &title)
            } else {
                self.bare(what, &title)
            };
            if let Law::Driver(driver) = &part {
                self.problems.error(driver.place, format!("{title} names a driver"), "expected a law of its own", None);
            }
            parts.push((part, weight));
        }
        Some(Law::Mixture(parts))
    }

    /// `[[what, weight], …]`: at least one, the weights at or above 0 and not all 0.
    fn cases<'v>(&mut self, value: &'v Value, title: &str, pattern: &str) -> Option<Vec<(&'v Value, f64)>> {
        let Some(items) = value.array().filter(|items| !items.is_empty()) else {
            if value.array().is_some() {
                self.problems.error(value.place, format!("{title} is empty"), format!("expected {pattern}"), None);
            } else {
                self.expected(value, title, pattern, None);
            }
            return None;
        };
        let mut cases = Vec::new();
        for item in items {
            let Some([what, weight]) = item.array() else {
                self.problems.error(item.place, format!("{title} has an entry that is no pair"), format!("expected {pattern}"), None);
                return None;
            };
            cases.push((what, self.positive(weight, &format!("a weight in {title}"))?));
        }
        if cases.iter().all(|&(_, weight)| weight == 0.0) {
            self.problems.error(value.place, format!("{title} has no weight above 0"), "expected at least one weight above 0", None);
            return None;
        }
        Some(cases)
    }

    pub(super) fn empirical(&mut self, table: &Table, value: &Value, title: &str) -> Option<Law> {
        let title = format!("`empirical` in {title}");
        let Some(file) = value.text() else {
            self.expected(value, &title, "the name of a CSV file beside the scenario", None);
            return None;
        };
        let Some(column) = table.get("column") else {
            self.problems.error(
                value.place,
                format!("{title} has no `column`"),
                "which column of this file?",
                "write column = \"…\" beside it".to_owned(),
            );
            return None;
        };
        let Some(column_name) = column.text() else {
            self.expected(column, &format!("`column` beside {title}"), "the name of a column in quotes", None);
            return None;
        };
        let (file, read) = self.files.column(value.place.file, file, column_name);
        match read {
            Ok(values) => Some(Law::Empirical { file, column: column_name.to_owned(), values }),
            Err(ColumnError::File(why)) => {
                self.problems.error(value.place, format!("{file} cannot be read"), why, "the file lies beside the scenario that names it".to_owned());
                None
            }
            Err(ColumnError::Column(names)) => {
                let help = match nearest(column_name, names.iter().map(String::as_str)) {
                    Some(near) => format!("did you mean \"{near}\"?"),
                    None => format!("its columns are {}", names.join(", ")),
                };
                self.problems.error(column.place, format!("{file} has no column \"{column_name}\""), "no such column", help);
                None
            }
            Err(ColumnError::Cell { line, text }) => {
                let message = format!("line {line} of {file} holds \"{}\" in column {column_name}", text.escape_debug());
                self.problems.error(value.place, message, "expected a finite number in every row", None);
                None
            }
            Err(ColumnError::Empty) => {
                self.problems.error(value.place, format!("{file} has no rows"), "expected at least one row under the heading", None);
                None
            }
        }
    }
}

/// Why a column of a file could not be used.
#[derive(Debug, PartialEq)]
pub(super) enum ColumnError {
    /// The file cannot be read, and why.
    File(String),
    /// No such column; those that there are.
    Column(Vec<String>),
    /// A cell that is no finite number.
    Cell { line: u64, text: String },
    /// No row at all.
    Empty,
}

/// The numbers of one column of a CSV file with a heading.
pub(super) fn column_of(bytes: &[u8], column: &str) -> Result<Vec<f64>, ColumnError> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).comment(Some(b'#')).from_reader(bytes);
    let headers = reader.headers().map_err(|error| ColumnError::File(error.to_string()))?;
    let Some(index) = headers.iter().position(|name| name == column) else {
        return Err(ColumnError::Column(headers.iter().map(str::to_owned).collect()));
    };
    let mut values = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| ColumnError::File(error.to_string()))?;
        let text = record.get(index).unwrap_or_default();
        match text.parse::<f64>() {
            Ok(value) if value.is_finite() => values.push(value),
            _ => return Err(ColumnError::Cell { line: record.position().map_or(0, csv::Position::line), text: text.to_owned() }),
        }
    }
    if values.is_empty() { Err(ColumnError::Empty) } else { Ok(values) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_read_whole_or_not_at_all() {
        let file = b"year,months\n2024, 3.5\n2025,4\n";
        assert_eq!(column_of(file, "months"), Ok(vec![3.5, 4.0]));
        assert_eq!(column_of(file, "month"), Err(ColumnError::Column(vec!["year".into(), "months".into()])));
        assert_eq!(column_of(b"a\n1\nx\n", "a"), Err(ColumnError::Cell { line: 3, text: "x".into() }));
        assert_eq!(column_of(b"a\n", "a"), Err(ColumnError::Empty));
        assert!(matches!(column_of(b"a,b\n1,2\n3\n", "b"), Err(ColumnError::File(_))));
    }
}
