//! `findings.json`: all that a run found and what it assumed, so that its pages can be made again without running it.

use serde::{Deserialize, Serialize};

use crate::study::{Assumptions, Findings};

/// Number of the layout; it rises when the fields of [`Record`] change.
pub const FORMAT: u32 = 2;

/// What a run leaves for later.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Record {
    /// Number of the layout, [`FORMAT`].
    pub format: u32,
    /// Name of the scenario file that was run.
    pub scenario: String,
    /// What the run found.
    pub findings: Findings,
    /// What it assumed.
    pub assumptions: Assumptions,
}

/// The one field that every layout has.
#[derive(Deserialize)]
struct Layout {
    format: u32,
}

impl Record {
    /// The record of a run of the file `scenario`.
    #[must_use]
    pub fn new(scenario: String, findings: Findings, assumptions: Assumptions) -> Self {
        Self { format: FORMAT, scenario, findings, assumptions }
    }

    /// Reads a record.
    ///
    /// # Errors
    /// Where the bytes are no record, or one of another layout, in words.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let Layout { format } = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        if format != FORMAT {
            return Err(format!("its layout is number {format}, this program reads number {FORMAT}; run the scenario again"));
        }
        serde_json::from_slice(bytes).map_err(|error| error.to_string())
    }
}
