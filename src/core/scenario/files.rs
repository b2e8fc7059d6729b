//! The files that make up a scenario.

use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::units::{Bundle, BundledText, DataColumn, MOST_TABLE, SourceFile, read_table, table_file, workbook};

use super::access::{Access, HELP};
use super::samples::{ReadColumn, column_of};

/// The texts read so far, and where further files are looked for.
#[derive(Debug, Default)]
pub struct Files {
    /// Every text, in the order read; places count by it.
    pub sources: Vec<SourceFile>,
    /// Folder of the scenario; `None` where it is a text without one.
    folder: Option<PathBuf>,
    /// Which files may be read.
    pub access: Access,
    /// For each text, the way from that folder to its own.
    ways: Vec<PathBuf>,
    /// Texts and columns known without their files.
    known: Bundle,
    /// Those read so far, each once.
    read: Mutex<Bundle>,
}

impl Clone for Files {
    fn clone(&self) -> Self {
        let Self { sources, folder, access, ways, known, .. } = self;
        let (sources, folder, access, ways, known) = (sources.clone(), folder.clone(), access.clone(), ways.clone(), known.clone());
        Self { sources, folder, access, ways, known, read: Mutex::new(self.bundle()) }
    }
}

impl Files {
    /// No text read yet; further files are looked for in `folder`, and outside of it only where that is allowed.
    pub fn in_folder(folder: Option<&Path>, allow_outside: bool) -> Self {
        Self { folder: folder.map(Path::to_owned), access: Access::new(folder, allow_outside), ..Self::default() }
    }

    /// The same for a scenario far from its files, whose texts and columns are at hand.
    pub fn of_bundle(known: Bundle) -> Self {
        Self { known, ..Self::default() }
    }

    /// All that was read so far, in the order read.
    pub fn bundle(&self) -> Bundle {
        self.read.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Notes a text as read: the scenario itself, or what it extends.
    pub fn note(&self, name: &str, way: &Path, text: &str) {
        let text = BundledText { name: name.to_owned(), way: way.to_string_lossy().into_owned(), text: text.to_owned() };
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if !read.texts.contains(&text) {
            read.texts.push(text);
        }
    }

    /// The text at the end of a way, where it is at hand.
    pub fn known(&self, way: &Path) -> Option<&BundledText> {
        let way = way.to_string_lossy();
        self.known.texts.iter().find(|text| text.way == way)
    }

    /// Takes up a text that names further files relative to `way`; gives its number.
    pub fn add(&mut self, name: String, text: String, way: PathBuf) -> usize {
        self.sources.push(SourceFile { name, text });
        self.ways.push(way);
        self.sources.len() - 1
    }

    /// The way from the scenario's folder to a file that text number `from` names.
    pub fn way_to(&self, from: usize, name: &str) -> PathBuf {
        self.ways.get(from).map_or_else(|| PathBuf::from(name), |way| way.join(name))
    }

    /// The file at the end of a way.
    pub fn path(&self, way: &Path) -> Option<PathBuf> {
        self.folder.as_ref().map(|folder| folder.join(way))
    }

    /// One column of a CSV file or of a sheet that text number `from` names, with the file's name as seen from the scenario's folder.
    pub fn column(&self, from: usize, name: &str, column: &str) -> (String, Result<ReadColumn, String>) {
        let way = self.way_to(from, name);
        let shown = way.to_string_lossy().into_owned();
        if let Some(known) = self.known.columns.iter().find(|known| (known.file.as_str(), known.column.as_str()) == (shown.as_str(), column)) {
            return (shown, Ok((known.values.clone(), Vec::new())));
        }
        let Some(path) = self.path(&way) else {
            return (shown, Err("a text without a folder has no files beside it".to_owned()));
        };
        let allowed = self.access.check(&table_file(&path)).map_err(|why| format!("{why}: {HELP}"));
        let read = allowed.and_then(|()| read_table(&path, MOST_TABLE));
        let read = read.map(|text| column_of(&text, column, workbook(&path).is_some()));
        if let Some((values, _)) = read.as_ref().ok().filter(|(_, problems)| problems.is_empty()) {
            let column = DataColumn { file: shown.clone(), column: column.to_owned(), values: values.clone() };
            let mut all = self.read.lock().unwrap_or_else(PoisonError::into_inner);
            if !all.columns.contains(&column) {
                all.columns.push(column);
            }
        }
        (shown, read)
    }
}

/// The same path without `.` and `a/..`, so that a file is known again.
pub fn tidy(path: &Path) -> PathBuf {
    if let Ok(whole) = path.canonicalize() {
        return whole;
    }
    let mut parts = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if parts.file_name().is_some() => {
                parts.pop();
            }
            other => parts.push(other),
        }
    }
    parts
}
