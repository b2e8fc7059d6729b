//! CSV in the making.

use std::borrow::Cow;
use std::fmt::Write;

/// A table in the making.
#[derive(Clone, Debug)]
pub struct Csv(String);

impl Csv {
    /// A table with these heads.
    #[must_use]
    pub fn new(heads: &[&str]) -> Self {
        let mut csv = Self(String::new());
        csv.row(&heads.iter().map(|&head| head.to_owned()).collect::<Vec<_>>());
        csv
    }

    /// Adds a row, its cells quoted where they must be (RFC 4180).
    pub fn row(&mut self, cells: &[String]) {
        for (i, cell) in cells.iter().enumerate() {
            if i > 0 {
                self.0.push(',');
            }
            let cell = plain_cell(cell);
            if cell.contains([',', '"', '\n', '\r']) {
                let _ = write!(self.0, "\"{}\"", cell.replace('"', "\"\""));
            } else {
                self.0.push_str(&cell);
            }
        }
        self.0.push('\n');
    }

    /// The whole table.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}

/// The text of a cell as every CSV file of this program has it: text that a spreadsheet would take for a formula gets an apostrophe before it.
#[must_use]
pub fn plain_cell(text: &str) -> Cow<'_, str> {
    let begins = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if begins && text.parse::<f64>().is_err() { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// A number with five digits, short; empty where it is not finite.
#[must_use]
pub fn short(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    if !value.is_finite() {
        return String::new();
    }
    let text = format!("{value:.4e}");
    text.parse::<f64>().map_or(text, |rounded| rounded.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let mut csv = Csv::new(&["a", "b"]);
        csv.row(&["<é>".to_owned(), "x, \"y\"".to_owned()]);
        assert_eq!(csv.text(), "a,b\n<é>,\"x, \"\"y\"\"\"\n");
        assert_eq!(["=1+1", "@a", "-x", "-1.5", "+2", "a=b", "-inf"].map(plain_cell), ["'=1+1", "'@a", "'-x", "-1.5", "+2", "a=b", "-inf"]);
        assert_eq!([short(0.123_456_7), short(1_234_567.0), short(0.0)], ["0.12346", "1234600", "0"]);
    }
}
