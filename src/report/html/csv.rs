//! CSV as the address of a download.

use std::fmt::Write;

/// A table in the making.
pub(super) struct Csv(String);

impl Csv {
    /// A table with these heads.
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
            if cell.contains([',', '"', '\n', '\r']) {
                let _ = write!(self.0, "\"{}\"", cell.replace('"', "\"\""));
            } else {
                self.0.push_str(cell);
            }
        }
        self.0.push('\n');
    }

    /// `data:text/csv;…` (RFC 2397); all but letters, digits and a few signs in per cent.
    pub fn address(&self) -> String {
        let mut address = "data:text/csv;charset=utf-8,".to_owned();
        for byte in self.0.bytes() {
            if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~' | b',') {
                address.push(char::from(byte));
            } else {
                let _ = write!(address, "%{byte:02X}");
            }
        }
        address
    }
}

/// A number with five digits, short.
pub(super) fn short(value: f64) -> String {
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
    fn a_download_survives_signs_and_languages() {
        let mut csv = Csv::new(&["a", "b"]);
        csv.row(&["<é>".to_owned(), "x, \"y\"".to_owned()]);
        assert_eq!(csv.address(), "data:text/csv;charset=utf-8,a,b%0A%3C%C3%A9%3E,%22x,%20%22%22y%22%22%22%0A");
        assert_eq!([short(0.123_456_7), short(1_234_567.0), short(0.0)], ["0.12346", "1234600", "0"]);
    }
}
