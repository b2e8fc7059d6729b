//! All files of a comparison's folder that follow from what was found, and so are the same byte for byte whenever they are made.

mod chapter;
mod names;
mod tables;

use serde::Serialize;

use crate::analyses::run::summary;
use crate::report::{About, comparison, comparison_csv, write_chapter};
use crate::store::{FolderError, ResultsFolder};
use crate::store::{InputFile, Manifest, write_json};
use crate::study::Comparison;

pub(super) use names::short_names;

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

/// Writes `comparison.json`, `comparison.csv`, the summary of each scenario, the figures, `report.html` and `chapter.json`.
///
/// # Errors
/// Where the file system refuses.
pub fn write_comparison(folder: &ResultsFolder, found: &Comparison, manifest: &ComparisonManifest) -> Result<(), FolderError> {
    folder.write("comparison.json", |out| write_json(&comparison(found), out))?;
    folder.write("comparison.csv", |out| comparison_csv(found, out))?;
    found.names.iter().zip(&found.findings).try_for_each(|(name, findings)| {
        folder.write(&format!("summaries/{name}.json"), |out| write_json(&summary(findings, &format!("{name}.toml")), out))
    })?;
    write_chapter(folder, &chapter::of(found), &about(found, manifest))
}

/// Where the comparison comes from: the scenario files in the order given, all texts read, all scenarios as run.
fn about(found: &Comparison, manifest: &ComparisonManifest) -> About {
    let file = |scenario: &str| scenario.rsplit(['/', '\\']).next().unwrap_or(scenario).to_owned();
    let files: Vec<String> =
        std::iter::once(&manifest.first.scenario).chain(manifest.compared_with.iter().map(|other| &other.scenario)).map(|name| file(name)).collect();
    let title = found.findings.first().map_or("", |first| first.title.as_str());
    let mut about = About::new(title, &files.join(", "), "compare", &files, &manifest.first);
    about.files.extend(manifest.compared_with.iter().map(|other| other.as_run.clone()));
    about
}
