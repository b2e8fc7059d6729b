//! Errors of commands and their exit codes.

use std::process::ExitCode;

use thiserror::Error;

use super::output;
use crate::store::FolderError;

/// Error that ends a command.
#[derive(Debug, Error)]
pub enum Failure {
    /// The input is invalid, and the problems have been printed: exit code 2.
    #[error("the problems have been printed")]
    Reported,
    /// The input is invalid: exit code 2.
    #[error("{0}")]
    Input(String),
    /// The machine failed, for example a full disk: exit code 1.
    #[error("{0}")]
    Machine(String),
}

impl Failure {
    /// Prints the message on stderr, if it has not been printed, and returns the exit code.
    #[must_use]
    pub fn tell(self) -> ExitCode {
        if !matches!(self, Self::Reported) {
            output::note(&format!("adit: {self}"));
        }
        ExitCode::from(if matches!(self, Self::Machine(_)) { 1 } else { 2 })
    }
}

impl From<FolderError> for Failure {
    fn from(error: FolderError) -> Self {
        match error {
            FolderError::Foreign(..) | FolderError::Nameless(_) => Self::Input(error.to_string()),
            FolderError::Io(..) | FolderError::Lost(_) => Self::Machine(error.to_string()),
        }
    }
}
