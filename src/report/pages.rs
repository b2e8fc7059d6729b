//! All files of a results folder that follow from its findings, and so are the same byte for byte whenever they are made.

use std::io::Write;

use rayon::prelude::*;

use crate::report::charts::{self, Figure};
use crate::report::record::Record;
use crate::report::selection::{FigureFormat, Selection};
use crate::report::{ChapterRecord, arrivals_csv, bands_csv, html, summary};
use crate::store::{FolderError, ResultsFolder};
use crate::store::{Manifest, write_json};

/// Writes `findings.json`, `summary.json`, `arrivals.csv` and `bands.csv`.
///
/// # Errors
/// Where the file system refuses.
pub fn write_numbers(folder: &ResultsFolder, record: &Record) -> Result<(), FolderError> {
    let Record { findings, scenario, .. } = record;
    folder.write("findings.json", |out| write_json(record, out))?;
    folder.write("summary.json", |out| write_json(&summary(findings, scenario), out))?;
    folder.write("arrivals.csv", |out| arrivals_csv(findings, out))?;
    folder.write("bands.csv", |out| bands_csv(findings, out))
}

/// Writes the figures selected and `report.html`, which holds them and the chapters; of the manifest it takes what does not change from run
/// to run.
///
/// # Errors
/// Where the file system refuses.
pub fn write_report(
    folder: &ResultsFolder,
    record: &Record,
    manifest: &Manifest,
    chapters: &[ChapterRecord],
    selection: &Selection,
) -> Result<(), FolderError> {
    let refused = |error| FolderError::Io("draw the figures for", folder.target().to_path_buf(), error);
    let mut figures = charts::all(record, selection.flow_year()).map_err(refused)?;
    figures.retain(|figure| selection.holds(figure));
    figures.par_iter().try_for_each(|figure| write_figure(folder, figure, selection))?;
    let page = html::report(record, manifest, &figures, chapters).map_err(refused)?;
    folder.write("report.html", |out| out.write_all(page.as_bytes()))
}

/// Writes a figure in the formats selected.
pub(super) fn write_figure(folder: &ResultsFolder, figure: &Figure, selection: &Selection) -> Result<(), FolderError> {
    if selection.writes(FigureFormat::Svg) {
        folder.write(&format!("figures/{}.svg", figure.name), |out| out.write_all(figure.svg.as_bytes()))?;
    }
    if selection.writes(FigureFormat::Png) {
        folder.write(&format!("figures/{}.png", figure.name), |out| out.write_all(&charts::png(figure)?))?;
    }
    Ok(())
}
