//! Finished ranges of a long run, saved beside the results folder in the making, so that another run can go on from them.
//!
//! Two saves take turns: where the power fails in the middle of one, the hash of the part tells, and the one before is used. They lie in a folder of
//! their own with a fixed name, which only one run at a time may use, and which is made at the first save: short runs leave nothing.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::store::owned::Owned;

use super::{PartHeader, read_part, write_part};
use crate::store::{PartError, ResumeError};

/// Names of the saves.
const SAVES: [&str; 2] = ["ranges-1.part", "ranges-2.part"];
/// The file that the run at work holds locked; its text names the folder in which that run was making its results.
const LOCK: &str = "lock";

/// Where a run saves its finished ranges.
#[derive(Debug)]
pub struct SavedRanges {
    folder: PathBuf,
    /// Name of the results folder in the making.
    making: String,
    header: PartHeader,
    lock: Option<File>,
    next: usize,
}

/// What was saved.
#[derive(Debug)]
pub struct Resumed<T> {
    /// Counts of the trials done, where some are saved whole.
    pub counts: Option<T>,
    /// What was found damaged, in words.
    pub remarks: Vec<String>,
}

impl SavedRanges {
    /// Of the run whose results folder will stand at `target` and is being made at `making`; `header` tells the run. Touches nothing yet.
    #[must_use]
    pub fn beside(target: &Path, making: &Path, header: PartHeader) -> Self {
        let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let folder = target.with_file_name(format!(".{}.unfinished-ranges", name(target)));
        Self { folder, making: name(making), header, lock: None, next: 0 }
    }

    /// The last ranges that were saved whole. What the run that saved them was making is removed, as it can no longer be at work.
    ///
    /// # Errors
    /// Where another run is at work there, or what was saved is of another scenario, version, seed or number of trials.
    pub fn resume<T: DeserializeOwned>(&mut self) -> Result<Resumed<T>, ResumeError> {
        let mut resumed = Resumed { counts: None, remarks: Vec::new() };
        if !self.folder.is_dir() {
            return Ok(resumed);
        }
        let before = fs::read_to_string(self.folder.join(LOCK)).unwrap_or_default();
        self.lock().map_err(|error| if error.kind() == io::ErrorKind::WouldBlock { ResumeError::AtWork } else { ResumeError::Io(error) })?;
        let mut found = Vec::new();
        for (place, name) in SAVES.iter().enumerate() {
            match read_part::<T>(&self.folder.join(name)) {
                Ok((header, counts)) => found.push((header.done.end, place, header, counts)),
                Err(PartError::Io(error)) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => resumed.remarks.push(format!("the saved ranges {name}: {error}")),
            }
        }
        if let Some((_, place, header, counts)) = found.into_iter().max_by_key(|(done, ..)| *done) {
            if let Some(why) = header.foreign_to(&self.header) {
                return Err(ResumeError::Other(why));
            }
            (self.next, resumed.counts) = (1 - place, Some(counts));
        }
        self.sweep(&before);
        Ok(resumed)
    }

    /// Saves the counts of the first `done` trials in place of the older save.
    ///
    /// # Errors
    /// Where the file system refuses, a full disk included, or another run is at work there; both saves of before then stand as they did.
    pub fn save<T: Serialize>(&mut self, done: u64, counts: &T) -> Result<(), PartError> {
        self.lock()?;
        write_part(&self.folder.join(SAVES[self.next]), &self.header.clone().done(0..done), counts)?;
        self.next = 1 - self.next;
        Ok(())
    }

    /// Removes all that was saved, unless another run is at work there.
    pub fn remove(mut self) {
        if self.folder.is_dir() && self.lock().is_ok() {
            self.sweep("");
            for name in SAVES.iter().chain([&LOCK]) {
                let _ = fs::remove_file(self.folder.join(name));
            }
            let _ = fs::remove_dir(&self.folder); // which leaves one that holds anything else
        }
    }

    /// Makes the folder and keeps other runs out of it; the system lets go when the program ends, however it ends.
    fn lock(&mut self) -> io::Result<()> {
        if self.lock.is_some() && self.folder.is_dir() {
            return Ok(());
        }
        fs::create_dir_all(&self.folder)?;
        let mut file = File::options().create(true).truncate(false).write(true).open(self.folder.join(LOCK))?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => return Err(io::Error::new(io::ErrorKind::WouldBlock, "another run is at work there")),
            Err(TryLockError::Error(error)) if error.kind() != io::ErrorKind::Unsupported => return Err(error),
            _ => {}
        }
        file.set_len(0)?;
        io::Write::write_all(&mut file, self.making.as_bytes())?;
        self.lock = Some(file);
        Ok(())
    }

    /// Removes what the run of before left behind: its folder in the making, and half a save.
    fn sweep(&self, before: &str) {
        let own = self.folder.file_name().unwrap_or_default().to_string_lossy();
        let ours = own.strip_suffix("ranges").is_some_and(|prefix| before.starts_with(prefix)) && before != own && before != self.making;
        if ours && !before.contains(['/', '\\']) {
            let left = self.folder.with_file_name(before);
            if Owned::unlisted().check(&left, &[]).is_ok() {
                let _ = fs::remove_dir_all(left);
            }
        }
        for entry in fs::read_dir(&self.folder).into_iter().flatten().filter_map(Result::ok) {
            let name = entry.file_name().to_string_lossy().into_owned();
            if SAVES.iter().any(|save| name.starts_with(&format!(".{save}.unfinished-"))) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}
