//! All figures as CSV.

use super::way;
use crate::report::csv::{Csv, short};
use crate::study::provenance::{Move, Provenance};

/// All figures: `sources.csv`.
#[must_use]
pub fn provenance_csv(found: &Provenance) -> Csv {
    let mut csv = Csv::new(&[
        "figure",
        "law",
        "unit",
        "sources",
        "judgement",
        "missing",
        "date",
        "stale",
        "confidence",
        "moved",
        "chance_points",
        "chance_error",
        "months_later",
        "months_error",
        "note",
    ]);
    for input in &found.inputs {
        let moved = |of: fn(&Move) -> f64| input.moves.as_ref().map_or_else(String::new, |moves| short(of(moves)));
        csv.row(&[
            input.input.path.clone(),
            input.input.law.clone(),
            input.input.unit.clone(),
            input.input.sources.join(" "),
            input.input.judgement.to_string(),
            input.missing.to_string(),
            input.date.clone().unwrap_or_default(),
            input.stale.to_string(),
            input.confidence.clone().unwrap_or_default(),
            input.moves.as_ref().map_or("", |moves| way(moves.way)).to_owned(),
            moved(|moves| moves.chance.mean),
            moved(|moves| moves.chance.standard_error),
            moved(|moves| moves.months.mean),
            moved(|moves| moves.months.standard_error),
            input.input.note.clone().unwrap_or_default(),
        ]);
    }
    csv
}
