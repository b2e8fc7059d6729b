//! Ownership of a results folder: whether all that it holds was written by this program, so that it may be replaced.
//!
//! Two things are required: a `manifest.json` that reads as this program's own, and no file or folder besides those that the manifest lists. A manifest
//! without a list (they have one since the list was introduced) is taken to list the names and patterns below.

use std::fs;
use std::path::Path;

use super::manifest::Manifest;

/// The manifest, which marks a folder as results and comes last when they are written.
pub const MANIFEST: &str = "manifest.json";

/// Files at the top of a results folder whose manifest has no list.
const FILES: [&str; 46] = [
    MANIFEST,
    "arrivals.arrow",
    "arrivals.csv",
    "arrivals.parquet",
    "backtest.json",
    "bands.arrow",
    "bands.csv",
    "bands.parquet",
    "causes.csv",
    "causes.json",
    "chapter.json",
    "comparison.csv",
    "comparison.json",
    "conditions.csv",
    "conditions.json",
    "correlations.csv",
    "differences.csv",
    "discover.csv",
    "discover.json",
    "doubt.csv",
    "doubt.json",
    "findings.json",
    "fit.csv",
    "fit.json",
    "fit.toml",
    "given.csv",
    "goal-parts.csv",
    "levers.csv",
    "levers.json",
    "points.csv",
    "quantities.csv",
    "rare.csv",
    "rare.json",
    "report.html",
    "run.xlsx",
    "scenario.toml",
    "sensitivity.csv",
    "sensitivity.json",
    "sources.csv",
    "sources.json",
    "summary.json",
    "sweep.csv",
    "sweep.json",
    "trials.arrow",
    "trials.csv",
    "trials.parquet",
];

/// Folders in a results folder whose manifest has no list, with the endings of their files.
const FOLDERS: [(&str, &[&str]); 4] = [("data", &["csv"]), ("figures", &["svg", "png"]), ("scenarios", &["toml"]), ("summaries", &["json"])];

/// Files that a file manager leaves in folders that it shows, and makes again by itself.
const OF_FILE_MANAGERS: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// What a results folder may hold.
#[derive(Debug)]
pub struct Owned {
    /// The files that its manifest lists, `/` between folders; empty where it has no list.
    files: Vec<String>,
}

impl Owned {
    /// Reads what the manifest of a folder lists.
    ///
    /// # Errors
    /// Where the folder has no manifest of this program; why, in words.
    pub fn of(folder: &Path) -> Result<Self, String> {
        let bytes = fs::read(folder.join(MANIFEST)).map_err(|_| format!("it has no {MANIFEST}"))?;
        let manifest = Manifest::read(&bytes).map_err(|why| format!("its {MANIFEST} is not one of {}: {why}", env!("CARGO_PKG_NAME")))?;
        Ok(Self { files: manifest.files })
    }

    /// What a folder without a manifest may hold: the names and patterns.
    pub fn unlisted() -> Self {
        Self { files: Vec::new() }
    }

    /// Whether a run wrote the file of that name.
    pub fn lists(&self, name: &str) -> bool {
        if !self.files.is_empty() {
            return self.files.iter().any(|file| file == name);
        }
        let in_folder = |(folder, endings): (&str, &[&str])| {
            let file = name.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/'));
            file.and_then(|file| file.rsplit_once('.')).is_some_and(|(stem, ending)| !stem.contains('/') && endings.contains(&ending))
        };
        FILES.contains(&name) || FOLDERS.into_iter().any(in_folder)
    }

    /// The files that the manifest lists.
    pub fn into_files(self) -> Vec<String> {
        self.files
    }

    fn has_folder(&self, name: &str) -> bool {
        let is_below = |file: &String| file.strip_prefix(name).is_some_and(|rest| rest.starts_with('/'));
        if self.files.is_empty() { FOLDERS.iter().any(|(folder, _)| *folder == name) } else { self.files.iter().any(is_below) }
    }

    /// The first file or folder below `folder` that no run wrote, `kept` aside: entries at the top that the new results hold too.
    ///
    /// # Errors
    /// Its name; or that something cannot be looked at.
    pub fn check(&self, folder: &Path, kept: &[String]) -> Result<(), String> {
        self.check_below(folder, "", kept)
    }

    fn check_below(&self, folder: &Path, above: &str, kept: &[String]) -> Result<(), String> {
        let unreadable = |error: std::io::Error| format!("it cannot be looked through: {error}");
        for entry in fs::read_dir(folder).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let own = entry.file_name().to_string_lossy().into_owned();
            if above.is_empty() && kept.contains(&own) || OF_FILE_MANAGERS.contains(&own.as_str()) {
                continue;
            }
            let name = format!("{above}{own}");
            let kind = entry.file_type().map_err(unreadable)?;
            if kind.is_dir() && self.has_folder(&name) {
                self.check_below(&entry.path(), &format!("{name}/"), kept)?;
            } else if !(kind.is_file() && self.lists(&name)) {
                return Err(format!("it holds {name}, which no run of {} wrote", env!("CARGO_PKG_NAME")));
            }
        }
        Ok(())
    }
}
