//! Parquet and Arrow IPC files of a run (`adit run --parquet`, `adit run --arrow`): the tables of the CSV files with typed columns.
//!
//! Each table is read from its CSV file and has the same rows, columns and digits. The unit of each column, and version, scenario, seed and trials of the
//! run, are in the metadata of the schema. The same results give the same bytes.

mod columns;
mod files;

use std::fs::File;

use self::columns::{Column, Kind};
use self::files::Form;
use super::args::Pages;
use super::{Record, arrivals_csv, bands_csv};
use crate::plan::Plan;
use crate::report::QUANTITY_COLUMNS;
use crate::store::{FolderError, Manifest, ResultsFolder};
use crate::study;

/// Writes the files that are asked for; `trials.csv` is in the folder, and is removed where it is not asked for.
///
/// # Errors
/// Where the file system refuses.
pub(super) fn write(folder: &ResultsFolder, plan: &Plan, record: &Record, manifest: &Manifest, pages: &Pages) -> Result<(), FolderError> {
    let about = provenance(record, manifest);
    let trials = trial_columns(plan, record);
    let arrivals = quantity_columns(&[("goal", Kind::Text), ("month", Kind::Month), ("index", Kind::Count)]);
    let texts = ["mineral", "series", "origin"].map(|name| (name, Kind::Text));
    let bands = quantity_columns(&[&texts[..], &[("month", Kind::Month), ("index", Kind::Count)]].concat());
    let forms = [(pages.parquet, Form::Parquet), (pages.arrow, Form::Arrow)];
    for form in forms.into_iter().filter_map(|(asked, form)| asked.then_some(form)) {
        let table = folder.making().join("trials.csv");
        form.write(folder, "trials", &trials, &about, || File::open(&table))?;
        form.write(folder, "arrivals", &arrivals, &about, || Ok(std::io::Cursor::new(arrivals_csv(&record.findings))))?;
        form.write(folder, "bands", &bands, &about, || Ok(std::io::Cursor::new(bands_csv(&record.findings))))?;
    }
    if pages.has_other_forms() && !pages.trials_csv { folder.remove("trials.csv") } else { Ok(()) }
}

/// Where the numbers come from, by key.
fn provenance(record: &Record, manifest: &Manifest) -> Vec<(String, String)> {
    let found = &record.findings;
    let entries = [
        ("program", env!("CARGO_PKG_NAME").to_owned()),
        ("version", record.version.clone()),
        ("commit", manifest.commit.clone().unwrap_or_default()),
        ("scenario", record.scenario.clone()),
        ("title", found.title.clone()),
        ("model", manifest.model.clone()),
        ("seed", found.seed.to_string()),
        ("trials", found.trials.to_string()),
    ];
    entries.into_iter().filter(|(_, value)| !value.is_empty()).map(|(key, value)| (format!("adit.{key}"), value)).collect()
}

/// Columns of `trials.csv` in its order.
fn trial_columns(plan: &Plan, record: &Record) -> Vec<Column> {
    let of = study::trial_columns(plan);
    let unit = |path: &String| record.assumptions.inputs.iter().find(|input| input.path == *path).map_or("", |input| input.unit.as_str());
    let mut all = vec![Column::new("trial", "", Kind::Count)];
    all.extend(of.inputs.iter().map(|path| Column::new(path, unit(path), Kind::Number)));
    all.extend(of.processes.iter().map(|column| match column.process {
        process if process.is_date() => Column::new(&column.name, "year", Kind::Year),
        process if process.is_flag() => Column::new(&column.name, "", Kind::Flag),
        _ => Column::new(&column.name, column.unit, Kind::Number),
    }));
    for goal in &of.goals {
        let columns = [("", "month", Kind::Month), (" year", "year", Kind::Year), (" lost", "", Kind::Flag), (" bridge", "t", Kind::Number)];
        all.extend(columns.map(|(what, unit, kind)| Column::new(format!("goals.{goal}{what}"), unit, kind)));
    }
    all
}

/// Columns of a table of quantities after these; the unit of the numbers stands in the column `unit`.
fn quantity_columns(labels: &[(&str, Kind)]) -> Vec<Column> {
    let labels = labels.iter().map(|&(name, kind)| Column::new(name, if name == "index" { "months" } else { "" }, kind));
    let quantities = QUANTITY_COLUMNS.map(|name| match name {
        "quantity" | "unit" => Column::new(name, "", Kind::Text),
        "trials" => Column::new(name, "trials", Kind::Count),
        _ => Column::new(name, "as in the column unit", Kind::Number),
    });
    labels.chain(quantities).collect()
}
