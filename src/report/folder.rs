//! A results folder that appears whole or not at all.
//!
//! Everything is written into a temporary sibling first, so that the last step is a rename on the same file system. The folder that
//! stood there before is moved aside for that moment and comes back where the rename fails.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// The file that marks a folder as one of ours.
const MARK: &str = "manifest.json";

/// Why a results folder could not be made.
#[derive(Debug)]
pub enum FolderError {
    /// What stands there is not ours to replace.
    Foreign(PathBuf),
    /// There is no name to give to a folder.
    Nameless(PathBuf),
    /// The file system refused: what was tried, on what.
    Io(&'static str, PathBuf, io::Error),
}

impl fmt::Display for FolderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign(path) => {
                write!(f, "{} is not a results folder (it has no {MARK}), so it is left as it is; choose another with --out", path.display())
            }
            Self::Nameless(path) => write!(f, "{} cannot be replaced by a results folder; choose another with --out", path.display()),
            Self::Io(what, path, error) => write!(f, "cannot {what} {}: {error}", path.display()),
        }
    }
}

impl std::error::Error for FolderError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        if let Self::Io(_, _, error) = self { Some(error) } else { None }
    }
}

/// A results folder in the making; dropped unfinished, it leaves nothing behind.
#[derive(Debug)]
pub struct ResultsFolder {
    target: PathBuf,
    making: TempDir,
}

impl ResultsFolder {
    /// Makes the temporary folder beside `target`, so that what cannot be written is known before a long run.
    ///
    /// # Errors
    /// Where `target` holds something that is no results folder, or the place cannot be written to.
    pub fn open(target: &Path) -> Result<Self, FolderError> {
        let target = fs::canonicalize(target).unwrap_or_else(|_| target.to_path_buf()); // behind a link, the folder itself is replaced
        let name = target.file_name().ok_or_else(|| FolderError::Nameless(target.clone()))?.to_string_lossy().into_owned();
        refuse_foreign(&target)?;
        let parent = parent_of(&target);
        fs::create_dir_all(&parent).map_err(|error| FolderError::Io("make the folder", parent.clone(), error))?;
        let making = tempfile::Builder::new()
            .prefix(&format!(".{name}.unfinished-"))
            .tempdir_in(&parent)
            .map_err(|error| FolderError::Io("write into", parent, error))?;
        Ok(Self { target, making })
    }

    /// Where the folder will stand.
    #[must_use]
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Where it is being made.
    #[must_use]
    pub fn making(&self) -> &Path {
        self.making.path()
    }

    /// Writes one file through `fill` and has it reach the disk; folders in its name are made.
    ///
    /// # Errors
    /// Where the file system refuses, a full disk included.
    pub fn write<T>(&self, name: &str, fill: impl FnOnce(&mut BufWriter<File>) -> io::Result<T>) -> Result<T, FolderError> {
        let path = self.making.path().join(name);
        let written = || -> io::Result<T> {
            fs::create_dir_all(parent_of(&path))?;
            let mut out = BufWriter::new(File::create(&path)?);
            let filled = fill(&mut out)?;
            out.flush()?;
            out.get_ref().sync_all()?;
            Ok(filled)
        };
        written().map_err(|error| FolderError::Io("write", self.target.join(name), error))
    }

    /// Puts the folder in its place.
    ///
    /// # Errors
    /// Where something that is no results folder has appeared there, or the file system refuses; what stood there before then stands there still.
    pub fn finish(self) -> Result<PathBuf, FolderError> {
        refuse_foreign(&self.target)?;
        let parent = parent_of(&self.target);
        let refused = |error| FolderError::Io("put the results at", self.target.clone(), error);
        let before = self.target.exists().then(|| aside(self.making.path()));
        if let Some(before) = &before {
            fs::rename(&self.target, before).map_err(refused)?;
        }
        if let Err(error) = fs::rename(self.making.path(), &self.target) {
            if let Some(before) = &before {
                fs::rename(before, &self.target).map_err(refused)?;
            }
            return Err(refused(error));
        }
        let _ = self.making.keep(); // it is no longer where it was made
        if let Some(before) = before {
            fs::remove_dir_all(&before).map_err(|error| FolderError::Io("delete the results of before, now at", before, error))?;
        }
        if let Ok(folder) = File::open(&parent) {
            let _ = folder.sync_all(); // the rename itself; not every system lets a folder be flushed
        }
        Ok(self.target)
    }
}

/// Name under which the folder of before waits: the temporary folder's own, which nobody else has.
fn aside(making: &Path) -> PathBuf {
    let name = making.file_name().unwrap_or_default().to_string_lossy().replacen(".unfinished-", ".replaced-", 1);
    making.with_file_name(name)
}

fn parent_of(path: &Path) -> PathBuf {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or_else(|| Path::new(".")).to_path_buf()
}

/// An empty folder and one with a manifest may be replaced, nothing else.
fn refuse_foreign(target: &Path) -> Result<(), FolderError> {
    let Ok(about) = fs::symlink_metadata(target) else { return Ok(()) };
    let is_empty = || fs::read_dir(target).is_ok_and(|mut entries| entries.next().is_none());
    if about.is_dir() && (target.join(MARK).is_file() || is_empty()) { Ok(()) } else { Err(FolderError::Foreign(target.to_path_buf())) }
}
