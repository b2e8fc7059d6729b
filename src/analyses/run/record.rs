//! `findings.json`: findings and assumptions of a run, from which its report can be made again without running it.

use serde::{Deserialize, Serialize};

use super::findings::Findings;
use crate::plan::Assumptions;

/// Number of the layout; it rises when the fields of [`Record`] change.
pub const FORMAT: u32 = 4;

/// Findings of a run with what it assumed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Record {
    /// Number of the layout, [`FORMAT`].
    pub format: u32,
    /// Version of the program that wrote it.
    pub version: String,
    /// Name of the scenario file that was run.
    pub scenario: String,
    /// Findings.
    pub findings: Findings,
    /// Assumptions.
    pub assumptions: Assumptions,
}

/// The fields that every layout has.
#[derive(Deserialize)]
struct Layout {
    format: u32,
    #[serde(default)]
    version: Option<String>,
}

impl Record {
    /// The record of a run of the file `scenario`.
    #[must_use]
    pub fn new(scenario: String, findings: Findings, assumptions: Assumptions) -> Self {
        Self { format: FORMAT, version: env!("CARGO_PKG_VERSION").to_owned(), scenario, findings, assumptions }
    }

    /// Reads a record.
    ///
    /// # Errors
    /// Where the bytes are no record, or one of another layout, in words.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let Layout { format, version } = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        if format != FORMAT {
            let by = version.map_or_else(|| "an earlier version".to_owned(), |version| format!("version {version}"));
            return Err(format!("it was written by {by} in format {format}, and this program reads format {FORMAT}; run the scenario again"));
        }
        serde_json::from_slice(bytes).map_err(|error| error.to_string())
    }
}
