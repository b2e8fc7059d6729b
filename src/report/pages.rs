//! All files of a results folder that follow from the findings alone, and so are the same byte for byte whenever they are made.

use std::io::Write;

use rayon::prelude::*;

use crate::report::charts::{self, Figure};
use crate::report::folder::{FolderError, ResultsFolder};
use crate::report::{arrivals_csv, bands_csv, summary, write_json};
use crate::study::Findings;

/// Writes `summary.json`, `arrivals.csv`, `bands.csv` and the figures; `scenario` is the name of the file that was run.
///
/// # Errors
/// Where the file system refuses.
pub fn write_pages(folder: &ResultsFolder, findings: &Findings, scenario: &str) -> Result<(), FolderError> {
    folder.write("summary.json", |out| write_json(&summary(findings, scenario), out))?;
    folder.write("arrivals.csv", |out| arrivals_csv(findings, out))?;
    folder.write("bands.csv", |out| bands_csv(findings, out))?;
    let figures = charts::all(findings, scenario).map_err(|error| FolderError::Io("draw the figures for", folder.target().to_path_buf(), error))?;
    figures.par_iter().try_for_each(|figure| write_figure(folder, figure))
}

fn write_figure(folder: &ResultsFolder, figure: &Figure) -> Result<(), FolderError> {
    folder.write(&format!("figures/{}.svg", figure.name), |out| out.write_all(figure.svg.as_bytes()))?;
    folder.write(&format!("figures/{}.png", figure.name), |out| out.write_all(&charts::png(figure)?))
}
