//! All files of a comparison's folder that follow from what was found, and so are the same byte for byte whenever they are made.

use std::io::Write;

use rayon::prelude::*;
use serde::Serialize;

use crate::report::charts::{self, Figure};
use crate::report::folder::{FolderError, ResultsFolder};
use crate::report::{InputFile, Manifest, comparison, comparison_csv, summary, words, write_json};
use crate::study::Comparison;

/// `manifest.json` of a comparison: that of a run of the first scenario, and what the first was compared with.
#[derive(Clone, Debug, Serialize)]
pub struct ComparisonManifest {
    /// As of a run of the first scenario; its inputs are those of all.
    #[serde(flatten)]
    pub first: Manifest,
    /// The other scenarios in order.
    pub compared_with: Vec<OtherScenario>,
}

/// A scenario after the first.
#[derive(Clone, Debug, Serialize)]
pub struct OtherScenario {
    /// File as named on the command line.
    pub scenario: String,
    /// The scenario as run, in the results folder.
    pub as_run: InputFile,
}

/// Writes `comparison.json`, `comparison.csv`, the summary of each scenario and the figures.
///
/// # Errors
/// Where the file system refuses.
pub fn write_comparison(folder: &ResultsFolder, found: &Comparison) -> Result<(), FolderError> {
    folder.write("comparison.json", |out| write_json(&comparison(found), out))?;
    folder.write("comparison.csv", |out| comparison_csv(found, out))?;
    found.names.iter().zip(&found.findings).try_for_each(|(name, findings)| {
        folder.write(&format!("summaries/{name}.json"), |out| write_json(&summary(findings, &format!("{name}.toml")), out))
    })?;
    charts::comparison(found, &small_print(found)).par_iter().try_for_each(|figure| write_figure(folder, figure))
}

/// What a figure must carry so that it can be made again.
fn small_print(found: &Comparison) -> String {
    let (trials, seed) = found.findings.first().map_or((0, 0), |first| (first.trials, first.seed));
    let program = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));
    // the names come last, since they stand in the figure too where the line has no room for them
    format!("{} trials of each · seed {seed} · {program} · {}", words::count(trials), found.names.join(", "))
}

fn write_figure(folder: &ResultsFolder, figure: &Figure) -> Result<(), FolderError> {
    folder.write(&format!("figures/{}.svg", figure.name), |out| out.write_all(figure.svg.as_bytes()))?;
    folder.write(&format!("figures/{}.png", figure.name), |out| out.write_all(&charts::png(figure)?))
}
