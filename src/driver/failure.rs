//! Errors of commands and their exit codes.

use std::process::ExitCode;

use super::output;
use crate::store::FolderError;

/// Error that ends a command.
#[derive(Debug)]
pub enum Failure {
    /// The input is invalid, and the problems have been printed: exit code 2.
    Reported,
    /// The input is invalid: exit code 2.
    Input(String),
    /// The machine failed, for example a full disk: exit code 1.
    Machine(String),
}

impl Failure {
    /// Prints the message on stderr, if it has not been printed, and returns the exit code.
    #[must_use]
    pub fn tell(self) -> ExitCode {
        let (message, code) = match self {
            Self::Reported => (None, 2),
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
