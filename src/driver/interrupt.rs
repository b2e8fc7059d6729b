//! Ctrl-C while results are being made: what is unfinished goes, what is whole stays, finished trials that were saved stay too.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::{Failure, output};
use crate::store::ResultsFolder;

/// Exit code of a program that was interrupted (128 + SIGINT).
const INTERRUPTED: i32 = 130;

/// A folder that is removed when the program is interrupted.
pub struct Unfinished {
    making: Arc<Mutex<Option<PathBuf>>>,
    interrupt_message: InterruptMessage,
}

/// What to say when the program is interrupted.
#[derive(Clone, Default)]
pub struct InterruptMessage(Arc<Mutex<Option<String>>>);

impl InterruptMessage {
    /// From now on this.
    pub fn set(&self, text: String) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(text);
    }

    fn say(&self) {
        if let Some(text) = self.0.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
            output::note(text);
        }
    }
}

impl Unfinished {
    /// Watches over a folder in the making. Where the system lets nobody watch, its name still says that it is unfinished.
    #[must_use]
    pub fn watch(making: &Path) -> Self {
        let making = Arc::new(Mutex::new(Some(making.to_path_buf())));
        let interrupt_message = InterruptMessage::default();
        let (seen, last) = (Arc::clone(&making), interrupt_message.clone());
        let _ = ctrlc::set_handler(move || {
            let making = seen.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(making) = making.as_ref() {
                // other threads may still be writing into it
                let _ = (0..3).find(|_| std::fs::remove_dir_all(making).is_ok());
                last.say();
            }
            std::process::exit(INTERRUPTED);
        });
        Self { making, interrupt_message }
    }

    /// What is said at an interrupt.
    #[must_use]
    pub fn interrupt_message(&self) -> InterruptMessage {
        self.interrupt_message.clone()
    }

    /// Puts the folder in its place; an interrupt waits until that is done.
    ///
    /// # Errors
    /// Those of [`ResultsFolder::finish`].
    pub fn finish(self, folder: ResultsFolder) -> Result<PathBuf, Failure> {
        let mut making = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        let place = folder.finish()?;
        *making = None;
        Ok(place)
    }
}
