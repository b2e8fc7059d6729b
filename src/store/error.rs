//! Errors of results on disk. The driver decides which of them are errors of the input (exit code 2) and which are errors of the machine (exit code 1).

use std::io;
use std::path::PathBuf;

use thiserror::Error;

/// Error of the results folder.
#[derive(Debug, Error)]
pub enum FolderError {
    /// A folder that this program did not write completely: its path and the reason.
    #[error("{path} is not a results folder that can be replaced ({why}), so it is left as it is; choose another with --out", path = .0.display(), why = .1)]
    Foreign(PathBuf, String),
    /// A path without a name for the folder.
    #[error("{} cannot be replaced by a results folder; choose another with --out", .0.display())]
    Nameless(PathBuf),
    /// A file that was written and is no longer there when the folder is to be put in its place.
    #[error("cannot finish the results: {} was removed while they were made", .0.display())]
    Lost(PathBuf),
    /// Error of the file system: what was tried, on which path.
    #[error("cannot {what} {path}: {error}", what = .0, path = .1.display(), error = .2)]
    Io(&'static str, PathBuf, #[source] io::Error),
}

/// Error of a part.
#[derive(Debug, Error)]
pub enum PartError {
    /// Error of the file system.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The file is not a part.
    #[error("it is not a part of a run (its first line does not say so)")]
    NotAPart,
    /// A part of another layout: its layout with the version of the program that wrote it where that can be read, and the layout of this program.
    #[error("it has {0}, and this version reads {1} only; make it again")]
    OtherLayout(String, String),
    /// The hash at its end is not that of its content.
    #[error("it is damaged: the hash at its end is not that of its content; make it again")]
    Damaged,
    /// The content cannot be read: the reason.
    #[error("its content cannot be read: {0}")]
    Unreadable(String),
    /// There is a file in its place that is not a part.
    #[error("something stands there that is not a part, so it is left as it is")]
    Foreign,
}

/// Error of the saved trials of an interrupted run.
#[derive(Debug, Error)]
pub enum ResumeError {
    /// Another run is writing them.
    #[error("another run is at work on it")]
    AtWork,
    /// They are of another run: the difference.
    #[error("{0}")]
    Other(String),
    /// Error of the file system.
    #[error("its saved trials cannot be used: {0}")]
    Io(#[from] io::Error),
}
