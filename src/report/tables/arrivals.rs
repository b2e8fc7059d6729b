//! `arrivals.csv`: for each goal and month, the chance of having arrived and the chance of holding.

use std::io::{self, Write};

use crate::report::csv::plain_cell;
use crate::study::Findings;

/// Writes one row for each goal and month, chances between 0 and 1 with their 95% intervals.
///
/// # Errors
/// Where writing fails.
pub fn arrivals_csv(findings: &Findings, out: impl Write) -> io::Result<()> {
    let mut rows = csv::Writer::from_writer(out);
    rows.write_record(["goal", "month", "index", "arrived", "arrived_low", "arrived_high", "holds", "holds_low", "holds_high"])?;
    for goal in &findings.goals {
        for (k, (arrived, holds)) in goal.arrived_by.iter().zip(&goal.holds).enumerate() {
            let shares = [arrived.share, arrived.low, arrived.high, holds.share, holds.low, holds.high].map(|share| share.to_string());
            let place = [plain_cell(&goal.name).into_owned(), findings.grid.label(k), k.to_string()];
            rows.write_record(place.iter().chain(&shares))?;
        }
    }
    rows.flush()
}
