//! Tables that are part of the program.

use crate::units::{CsvTable, Problems, SourceFile};

/// Projects elsewhere.
pub const REFERENCE_PROJECTS: &str = include_str!("../../../scenarios/data/reference_projects.csv");
/// Dated spells of export controls.
pub const REGIME_SPELLS: &str = include_str!("../../../scenarios/data/regime_spells.csv");
/// Attacks by year.
pub const INCIDENTS_ANNUAL: &str = include_str!("../../../scenarios/data/incidents_annual.csv");

/// Name of the table of projects.
pub(super) const PROJECTS_NAME: &str = "reference_projects.csv";

/// The tables with their names.
pub(super) fn files() -> Vec<SourceFile> {
    let files = [(PROJECTS_NAME, REFERENCE_PROJECTS), ("regime_spells.csv", REGIME_SPELLS), ("incidents_annual.csv", INCIDENTS_ANNUAL)];
    files.map(|(name, text)| SourceFile { name: name.to_owned(), text: text.to_owned() }).into()
}

/// Texts of these columns by row; empty where the table lacks one of them.
pub(super) fn rows<const N: usize>(text: &str, columns: [&str; N]) -> Vec<[String; N]> {
    let Some(table) = CsvTable::read(text, 0, &mut Problems::default()) else { return Vec::new() };
    let columns = columns.map(|name| table.find(name));
    if columns.contains(&None) {
        return Vec::new();
    }
    table.rows.iter().map(|row| columns.map(|at| at.map_or_else(String::new, |at| row[at].text.clone()))).collect()
}
