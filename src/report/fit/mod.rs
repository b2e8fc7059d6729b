//! Fits as pages: lines of TOML to paste, and a chapter with the figure and the tables behind them.

mod durations;
mod incidents;
mod law;
mod quantiles;
mod ramp;
mod regimes;

pub use durations::{durations_chapter, durations_toml};
pub use incidents::{incidents_chapter, incidents_toml};
pub use quantiles::{quantiles_chapter, quantiles_toml};
pub use ramp::{ramp_chapter, ramp_toml};
pub use regimes::{regimes_chapter, regimes_toml};

use super::words;
use crate::study::fit::Known;

/// What every fit is told beside its data.
#[derive(Clone, Debug)]
pub struct FitContext {
    /// Name of what is fitted, a key of the scenario: `closure`.
    pub name: String,
    /// Name of the table.
    pub file: String,
    /// Which rows of it, in words; empty for all.
    pub rows: String,
    /// Key of a source in the scenario; none is left for the analyst to fill in.
    pub source: Option<String>,
    /// Rows that were left out because a cell was blank.
    pub blank: usize,
}

impl FitContext {
    /// `incident_outages.csv (kind=closure)`.
    fn table(&self) -> String {
        if self.rows.is_empty() { self.file.clone() } else { format!("{} ({})", self.file, self.rows) }
    }

    /// `, source = "…", note = "…"` behind a law.
    fn told(&self, note: &str) -> String {
        let source = self.source.as_ref().map_or_else(String::new, |source| format!(", source = {}", quoted(source)));
        format!("{source}, note = {}", quoted(note))
    }

    /// What a figure must carry so that it can be made again.
    fn print(&self) -> String {
        format!("{} · {} {}", self.table(), env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"))
    }

    /// What was left out, as a sentence; empty where nothing was.
    fn left_out(&self) -> String {
        match self.blank {
            0 => String::new(),
            1 => " One row with a blank was left out.".to_owned(),
            n => format!(" {n} rows with a blank were left out."),
        }
    }
}

/// A basic TOML string.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A name as a TOML key.
fn key(name: &str) -> String {
    if !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')) { name.to_owned() } else { quoted(name) }
}

/// Three significant digits, as TOML and people write them.
fn digits(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return if value == 0.0 { "0".to_owned() } else { "–".to_owned() };
    }
    let rounded: f64 = format!("{value:.2e}").parse().unwrap_or(value);
    format!("{rounded}")
}

/// `7.6 [4.2, 13]`; an end that is not known is a dash.
fn interval(known: &Known) -> String {
    let end = |end: Option<f64>| end.map_or_else(|| "–".to_owned(), digits);
    format!("{} [{}, {}]", digits(known.value), end(known.low), end(known.high))
}

/// A share in per cent.
fn percent(share: f64) -> String {
    format!("{}%", words::rounded(100.0 * share, 1.0))
}

/// Lines of comment.
fn comments(lines: &[String]) -> String {
    let mut page = String::new();
    for line in lines {
        for piece in words::wrap(line, 120) {
            page.push_str("# ");
            page.push_str(&piece);
            page.push('\n');
        }
    }
    page
}
