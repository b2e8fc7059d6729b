//! Interrupts (SIGINT, SIGTERM, SIGHUP) while results are being made: unfinished files and folders are removed, complete ones and saved trials stay.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Failure, output};
use crate::store::{ResultsFolder, unfinished};

/// Exit code after an interrupt (128 + SIGINT).
const INTERRUPTED: i32 = 130;

/// Results folder that an interrupt removes.
pub struct Unfinished {
    interrupt_message: InterruptMessage,
}

/// Message that is printed at an interrupt.
#[derive(Clone, Default)]
pub struct InterruptMessage(Arc<Mutex<Option<String>>>);

impl InterruptMessage {
    /// Sets the message.
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
    /// Watches over a folder in the making, and names what runs that were killed left beside it. Where the system lets nobody watch, its name still says
    /// that it is unfinished.
    #[must_use]
    pub fn watch(folder: &ResultsFolder) -> Self {
        for left in folder.left_over() {
            let is_replaced = left.file_name().is_some_and(|name| name.to_string_lossy().contains(".replaced-"));
            let what = if is_replaced { "holds earlier results and was left by a run that was killed" } else { "was left by a run that was killed" };
            output::note(&format!("{} {what}; it may be deleted", left.display()));
        }
        let interrupt_message = InterruptMessage::default();
        remove_at_interrupt(interrupt_message.clone());
        Self { interrupt_message }
    }

    /// Message that is printed at an interrupt.
    #[must_use]
    pub fn interrupt_message(&self) -> InterruptMessage {
        self.interrupt_message.clone()
    }

    /// Moves the folder to its place; an interrupt waits until that is done.
    ///
    /// # Errors
    /// Those of [`ResultsFolder::finish`].
    pub fn finish(self, folder: ResultsFolder) -> Result<PathBuf, Failure> {
        Ok(folder.finish()?)
    }
}

/// From now on an interrupt (SIGINT, SIGTERM, SIGHUP) removes all that is in the making, says the message and ends the program.
pub fn remove_at_interrupt(message: InterruptMessage) {
    let _ = ctrlc::set_handler(move || {
        unfinished::remove_all(|| {
            message.say();
            std::process::exit(INTERRUPTED);
        });
    });
}
