//! Files that a scenario may name: regular files below the current directory or below the folder of a scenario that was read, unless all are allowed.

use std::path::{Path, PathBuf};

use crate::units::is_regular;

use super::table::Table as _;
use super::tables::Scenario;

/// How to allow a file outside the folders.
pub const HELP: &str = "move it there, or allow it with --allow-outside";

/// The folders from which files may be read.
#[derive(Clone, Debug, Default)]
pub struct Access {
    allow_outside: bool,
    folders: Vec<PathBuf>,
}

impl Access {
    /// The current directory and the folder of the scenario.
    pub fn new(folder: Option<&Path>, allow_outside: bool) -> Self {
        let mut access = Self { allow_outside, folders: Vec::new() };
        access.add(Path::new("."));
        if let Some(folder) = folder {
            access.add(folder);
        }
        access
    }

    /// Admits the files below one more folder, that of a scenario.
    pub fn add(&mut self, folder: &Path) {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        self.folders.extend(folder.canonicalize());
    }

    /// Whether a file may be read without a look at what it holds. What does not exist may be: that it does not is said when it is read.
    ///
    /// # Errors
    /// Why not, in words.
    pub fn check(&self, path: &Path) -> Result<(), String> {
        if !is_regular(path) {
            return Err("it is not a regular file".to_owned());
        }
        let is_below = |whole: PathBuf| self.folders.iter().any(|folder| whole.starts_with(folder));
        if self.allow_outside || path.canonicalize().map_or(true, is_below) {
            return Ok(());
        }
        Err("it lies outside the folder of the scenario and the current directory".to_owned())
    }
}

/// Whether a text is a scenario: TOML in which every key at the top is one of a scenario's. Only then may a message quote a text from outside.
pub fn is_scenario(text: &str) -> bool {
    text.parse::<toml::Table>().is_ok_and(|table| !table.is_empty() && table.keys().all(|key| Scenario::FORM.shape(key).is_some()))
}
