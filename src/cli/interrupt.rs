//! Ctrl-C while results are being made: what is unfinished goes, what is whole stays.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::Failure;
use crate::report::ResultsFolder;

/// Exit code of a program that was interrupted (128 + SIGINT).
const INTERRUPTED: i32 = 130;

/// A folder that is removed when the program is interrupted.
pub struct Unfinished(Arc<Mutex<Option<PathBuf>>>);

impl Unfinished {
    /// Watches over a folder in the making. Where the system lets nobody watch, its name still says that it is unfinished.
    #[must_use]
    pub fn watch(making: &Path) -> Self {
        let watched = Arc::new(Mutex::new(Some(making.to_path_buf())));
        let seen = Arc::clone(&watched);
        let _ = ctrlc::set_handler(move || {
            let making = seen.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(making) = making.as_ref() {
                // other threads may still be writing into it
                let _ = (0..3).find(|_| std::fs::remove_dir_all(making).is_ok());
            }
            std::process::exit(INTERRUPTED);
        });
        Self(watched)
    }

    /// Puts the folder in its place; an interrupt waits until that is done.
    ///
    /// # Errors
    /// Those of [`ResultsFolder::finish`].
    pub fn finish(self, folder: ResultsFolder) -> Result<PathBuf, Failure> {
        let mut watched = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let place = folder.finish()?;
        *watched = None;
        Ok(place)
    }
}
