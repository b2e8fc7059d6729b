//! Why the program ends without an answer, and with which exit code.

use std::process::ExitCode;

use super::output;
use crate::store::FolderError;

/// What went wrong.
#[derive(Debug)]
pub enum Failure {
    /// The input cannot be used, and why has been said: exit code 2.
    Told,
    /// The input cannot be used: exit code 2.
    Input(String),
    /// The machine failed: a disk is full, a folder cannot be written. Exit code 1.
    Machine(String),
}

impl Failure {
    /// Says on stderr what has not been said yet and gives the exit code.
    #[must_use]
    pub fn tell(self) -> ExitCode {
        let (message, code) = match self {
            Self::Told => (None, 2),
            Self::Input(message) => (Some(message), 2),
            Self::Machine(message) => (Some(message), 1),
        };
        if let Some(message) = message {
            output::note(&format!("adit: {message}"));
        }
        ExitCode::from(code)
    }
}

impl From<FolderError> for Failure {
    fn from(error: FolderError) -> Self {
        match error {
            FolderError::Foreign(..) | FolderError::Nameless(_) => Self::Input(error.to_string()),
            FolderError::Io(..) => Self::Machine(error.to_string()),
        }
    }
}
