//! Text of fits: numbers, keys and strings of TOML, comments, and what is stated about the table.

use std::fmt::Write;

use super::Target;
use super::tables::LeftOut;
use crate::report::words;
use crate::units::Quantity;

/// What is stated about the table of a fit.
#[derive(Clone, Debug)]
pub struct FitContext {
    /// Name of what is fitted, a key of the scenario: `closure`.
    pub name: String,
    /// Name of the table.
    pub file: String,
    /// Conditions that its rows meet; empty for all rows.
    pub rows: String,
    /// Key of a source in the scenario.
    pub source: Option<String>,
    /// Rows that were left out.
    pub left_out: LeftOut,
    /// Place in the scenario for which a block is written; `None` for lines under a name.
    pub target: Option<Target>,
}

impl FitContext {
    /// `incident_outages.csv (kind=closure)`.
    pub(super) fn table(&self) -> String {
        if self.rows.is_empty() { self.file.clone() } else { format!("{} ({})", self.file, self.rows) }
    }

    /// `, source = "…", note = "…"`.
    pub(super) fn told(&self, note: &str) -> String {
        let source = self.source.as_ref().map_or_else(String::new, |source| format!(", source = {}", quoted(source)));
        format!("{source}, note = {}", quoted(note))
    }

    /// A driver with the median 1 for the uncertainty of a scale: its name, and its table. `None` where the standard error of the logarithm is 0 or
    /// not known.
    pub(super) fn driver(&self, name: &str, ln_error: f64, note: &str) -> Option<(String, String)> {
        let known = format!("{name}_known");
        let source = self.source.as_ref().map_or_else(String::new, |source| format!("source = {}\n", quoted(source)));
        let group = self.target.as_ref().map_or_else(String::new, Target::group_line);
        let sigma = digits(ln_error);
        let table = format!(
            "\n[drivers.{}]\nlognormal = {{ median = 1, sigma = {sigma} }}\nplanned = 1\n{group}{source}note = {}\n",
            key(&known),
            quoted(note)
        );
        (ln_error >= 0.001 && ln_error.is_finite()).then_some((known, table))
    }

    /// The table of the source, where a block for a place in the scenario is written.
    pub(super) fn source_stub(&self) -> String {
        let Some(source) = self.source.as_ref().filter(|_| self.target.is_some()) else { return String::new() };
        let remark = "The source of the block above: write its title, date and address, and how far it is trusted. Leave this table out if the scenario has it.";
        format!(
            "\n{}[sources.{}]\ntitle = {}\nconfidence = \"low\"\n",
            comments(&[remark.to_owned()]),
            key(source),
            quoted(&format!("Table {}", self.file))
        )
    }

    /// Text below a figure.
    pub(super) fn print(&self) -> String {
        format!("{} · {} {}", self.table(), env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"))
    }
}

/// A basic string of TOML.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out + "\""
}

/// A name as a key of TOML.
pub(super) fn key(name: &str) -> String {
    if !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')) { name.to_owned() } else { quoted(name) }
}

/// Three significant digits; a dash where the number is not finite.
pub(super) fn digits(value: f64) -> String {
    if value.is_finite() { format!("{}", format!("{value:.2e}").parse().unwrap_or(value)) } else { "–".to_owned() }
}

/// `7.6 [4.2, 13]`; an end that is not known is a dash.
pub(super) fn interval(known: &Quantity) -> String {
    let [value, low, high] = [known.value, known.low, known.high].map(|number| digits(number.unwrap_or(f64::NAN)));
    format!("{value} [{low}, {high}]")
}

/// A share in per cent.
pub(super) fn percent(share: f64) -> String {
    format!("{}%", words::rounded(100.0 * share, 1.0))
}

/// `one row`, `3 rows`.
pub(super) fn rows(count: usize) -> String {
    if count == 1 { "one row".to_owned() } else { format!("{count} rows") }
}

/// Lines of comment.
pub(super) fn comments(lines: &[String]) -> String {
    let pieces = lines.iter().flat_map(|line| words::wrap(line, 120));
    pieces.fold(String::new(), |page, piece| page + "# " + &piece + "\n")
}
