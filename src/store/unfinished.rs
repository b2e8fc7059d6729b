//! Files and folders in the making: they are removed when the program is interrupted, and named at the next start where it was killed.
//!
//! Each is registered from its creation until it is in its place or gone. An error and a panic remove it through its destructor, an interrupt through
//! [`remove_all`]; only a loss of power, a signal that cannot be caught or an abort leaves it behind.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// All that is in the making in this process.
static MAKING: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// How often a folder is removed again into which other threads still write.
const ATTEMPTS: usize = 5;

fn making() -> MutexGuard<'static, Vec<PathBuf>> {
    MAKING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The registration of a file or folder in the making; it ends with this value.
#[derive(Debug)]
pub struct Registered {
    path: PathBuf,
}

impl Registered {
    /// Creates something and registers it before an interrupt can come between.
    ///
    /// # Errors
    /// That of `create`.
    pub fn create<T>(create: impl FnOnce() -> io::Result<T>, path: impl FnOnce(&T) -> PathBuf) -> io::Result<(T, Self)> {
        let mut all = making();
        let made = create()?;
        let path = path(&made);
        all.push(path.clone());
        Ok((made, Self { path }))
    }

    /// Puts it in its place by `move_it`; an interrupt waits until that is done.
    pub fn finish<T>(self, move_it: impl FnOnce() -> T) -> T {
        let mut all = making();
        let outcome = move_it();
        all.retain(|path| *path != self.path);
        drop(all); // before the registration ends, which asks for it too
        outcome
    }
}

impl Drop for Registered {
    fn drop(&mut self) {
        making().retain(|path| *path != self.path);
    }
}

/// Removes all that is in the making and then does the `last`, during which nothing else is put in its place.
pub fn remove_all(last: impl FnOnce()) {
    let all = making();
    for path in all.iter() {
        // other threads may still be writing into it
        for _ in 0..ATTEMPTS {
            let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
            if removed.is_ok() && !path.exists() || fs::symlink_metadata(path).is_err() {
                break;
            }
        }
    }
    last();
}

/// Keeps a folder in the making locked while its maker is alive. Where the system cannot lock folders, nothing is locked.
#[must_use]
pub fn lock(folder: &Path) -> Option<File> {
    File::open(folder).ok().filter(|file| file.try_lock().is_ok())
}

/// What runs that were killed left beside `target`: folders in the making that nobody holds locked, and results that were to be replaced.
pub fn left_over(target: &Path) -> Vec<PathBuf> {
    let (Some(parent), Some(name)) = (target.parent(), target.file_name()) else { return Vec::new() };
    let name = name.to_string_lossy();
    let prefixes = [format!(".{name}.unfinished-"), format!(".{name}.replaced-")];
    let entries = fs::read_dir(parent).into_iter().flatten().filter_map(Result::ok);
    let is_left = |path: &Path| {
        let own = path.file_name().unwrap_or_default().to_string_lossy();
        let named = prefixes.iter().any(|prefix| own.starts_with(prefix.as_str())) && !own.ends_with(".unfinished-ranges");
        named && !File::open(path).is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
    };
    let mut left: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| is_left(path)).collect();
    left.sort();
    left
}
