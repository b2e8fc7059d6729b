//! Results folder that appears complete or not at all.
//!
//! Everything is written into a temporary sibling first, so that the last step is a rename on the same file system. The folder that stood there before is
//! replaced only if all that it holds was written by this program; it is moved aside for that moment and comes back where the rename fails.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use serde_json::Value;
use tempfile::TempDir;

use super::error::FolderError;
use super::owned::{MANIFEST, Owned};
use super::unfinished::{self, Registered};
use super::write_json;

/// A results folder in the making; dropped unfinished, it leaves nothing behind.
#[derive(Debug)]
pub struct ResultsFolder {
    target: PathBuf,
    making: TempDir,
    registered: Registered,
    /// Locked while this process makes the folder.
    _lock: Option<File>,
    /// Names of the files written so far.
    written: Mutex<BTreeSet<String>>,
    /// Entries at the top of the folder of before that stand in the new one too.
    kept: Vec<String>,
    left_over: Vec<PathBuf>,
}

impl ResultsFolder {
    /// Makes the temporary folder beside `target`, so that what cannot be written is known before a long run.
    ///
    /// # Errors
    /// Where `target` holds something that no run wrote, or the place cannot be written to.
    pub fn open(target: &Path) -> Result<Self, FolderError> {
        Self::open_keeping(target, Vec::new())
    }

    /// The same for a folder that takes over `kept`, entries at the top of the folder of before, whoever wrote them.
    ///
    /// # Errors
    /// Where anything else in `target` was not written by a run, or the place cannot be written to.
    pub fn open_keeping(target: &Path, kept: Vec<String>) -> Result<Self, FolderError> {
        let target = fs::canonicalize(target).unwrap_or_else(|_| target.to_path_buf()); // behind a link, the folder itself is replaced
        let name = target.file_name().ok_or_else(|| FolderError::Nameless(target.clone()))?.to_string_lossy().into_owned();
        refuse_foreign(&target, &kept)?;
        let parent = parent_of(&target);
        fs::create_dir_all(&parent).map_err(|error| FolderError::Io("make the folder", parent.clone(), error))?;
        let left_over = unfinished::left_over(&parent.join(&name));
        let create = || tempfile::Builder::new().prefix(&format!(".{name}.unfinished-")).tempdir_in(&parent);
        let created = Registered::create(create, |making| making.path().to_path_buf());
        let (making, registered) = created.map_err(|error| FolderError::Io("write into", parent, error))?;
        let lock = unfinished::lock(making.path());
        Ok(Self { target, making, registered, _lock: lock, written: Mutex::default(), kept, left_over })
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

    /// What runs that were killed left beside the target.
    #[must_use]
    pub fn left_over(&self) -> &[PathBuf] {
        &self.left_over
    }

    /// Writes one file through `fill` and has it reach the disk; folders in its name are made.
    ///
    /// # Errors
    /// Where the file system refuses, a full disk included.
    pub fn write<T>(&self, name: &str, fill: impl FnOnce(&mut BufWriter<File>) -> io::Result<T>) -> Result<T, FolderError> {
        let path = self.making.path().join(name);
        let written = || -> io::Result<T> {
            make_folders(self.making.path(), Path::new(name))?;
            let mut out = BufWriter::new(File::create(&path)?);
            let filled = fill(&mut out)?;
            out.flush()?;
            out.get_ref().sync_all()?;
            Ok(filled)
        };
        self.written.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned());
        written().map_err(|error| FolderError::Io("write", self.target.join(name), error))
    }

    /// Removes a file that was written only for others to be made from it.
    ///
    /// # Errors
    /// Where the file system refuses.
    pub fn remove(&self, name: &str) -> Result<(), FolderError> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
        fs::remove_file(self.making.path().join(name)).map_err(|error| FolderError::Io("remove", self.target.join(name), error))
    }

    /// Writes the manifest, with the list of all files written: what may be deleted when the folder is replaced. It comes last, since a folder that
    /// has a manifest is complete. Files that a manifest of before lists, and that are kept, stay in the list.
    ///
    /// # Errors
    /// Where the file system refuses.
    pub fn write_manifest(&self, manifest: &impl Serialize) -> Result<(), FolderError> {
        let mut files = self.written.lock().unwrap_or_else(PoisonError::into_inner).clone();
        files.insert(MANIFEST.to_owned());
        if let Ok(owned) = Owned::of(&self.target) {
            files.extend(self.kept.iter().filter(|name| owned.lists(name)).cloned());
            files.extend(owned.into_files().into_iter().filter(|file| self.kept.iter().any(|kept| file.starts_with(&format!("{kept}/")))));
        }
        self.write(MANIFEST, |out| {
            let mut manifest = serde_json::to_value(manifest)?;
            if let Value::Object(fields) = &mut manifest {
                fields.insert("files".to_owned(), files.into_iter().collect());
            }
            write_json(&manifest, out)
        })
    }

    /// Puts the folder in its place; an interrupt waits until that is done.
    ///
    /// # Errors
    /// Where something that no run wrote has appeared there, or the file system refuses; what stood there before then stands there still.
    pub fn finish(self) -> Result<PathBuf, FolderError> {
        let Self { target, making, registered, kept, written, .. } = self;
        let names = written.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some(lost) = names.iter().find(|name| !making.path().join(name).is_file()) {
            return Err(FolderError::Lost(target.join(lost)));
        }
        registered.finish(|| replace(&target, making, &kept))?;
        Ok(target)
    }
}

/// Moves the folder made to its place, and what stood there aside; that is deleted at the end.
fn replace(target: &Path, making: TempDir, kept: &[String]) -> Result<(), FolderError> {
    refuse_foreign(target, kept)?;
    let parent = parent_of(target);
    let refused = |error| FolderError::Io("put the results at", target.to_path_buf(), error);
    let before = target.exists().then(|| aside(making.path()));
    if let Some(before) = &before {
        fs::rename(target, before).map_err(refused)?;
    }
    let back = || before.as_ref().map_or(Ok(()), |before| fs::rename(before, target)).map_err(refused);
    // Nobody knows this name, so that what it holds now is all that will be deleted.
    if let Some(Err(FolderError::Foreign(_, why))) = before.as_ref().map(|before| refuse_foreign(before, kept)) {
        back()?;
        return Err(FolderError::Foreign(target.to_path_buf(), why));
    }
    if let Err(error) = fs::rename(making.path(), target) {
        back()?;
        return Err(refused(error));
    }
    let _ = making.keep(); // it is no longer where it was made
    if let Some(before) = before {
        fs::remove_dir_all(&before).map_err(|error| FolderError::Io("delete the results of before, now at", before, error))?;
    }
    if let Ok(folder) = File::open(&parent) {
        let _ = folder.sync_all(); // the rename itself; not every system lets a folder be flushed
    }
    Ok(())
}

/// Makes the folders in the name of a file inside a folder that exists. A folder that somebody removed is not made again, since it would lack the files
/// written before.
fn make_folders(folder: &Path, name: &Path) -> io::Result<()> {
    let mut folders: Vec<&Path> = name.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty()).collect();
    folders.reverse();
    folders.into_iter().try_for_each(|inner| match fs::create_dir(folder.join(inner)) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    })
}

/// Name under which the folder of before waits: the temporary folder's own, which nobody else has.
fn aside(making: &Path) -> PathBuf {
    let name = making.file_name().unwrap_or_default().to_string_lossy().replacen(".unfinished-", ".replaced-", 1);
    making.with_file_name(name)
}

fn parent_of(path: &Path) -> PathBuf {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or_else(|| Path::new(".")).to_path_buf()
}

/// An empty folder may be replaced, and one of which all was written by runs or is kept.
fn refuse_foreign(target: &Path, kept: &[String]) -> Result<(), FolderError> {
    let Ok(about) = fs::symlink_metadata(target) else { return Ok(()) };
    let is_empty = || fs::read_dir(target).is_ok_and(|mut entries| entries.next().is_none());
    let checked = match () {
        () if !about.is_dir() => Err("it is not a folder".to_owned()),
        () if is_empty() => Ok(()),
        () => Owned::of(target).and_then(|owned| owned.check(target, kept)),
    };
    checked.map_err(|why| FolderError::Foreign(target.to_path_buf(), why))
}
