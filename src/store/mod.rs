//! Results on disk: the results folder, its manifest, JSON files, and parts of split or interrupted runs.

mod error;
mod folder;
mod json;
mod manifest;
mod owned;
mod part;
pub mod unfinished;

pub use error::{FolderError, PartError, ResumeError};
pub use folder::ResultsFolder;
pub use json::write_json;
pub use manifest::{ComparedWith, InputFile, Manifest};
pub use part::{FoundPart, PartHeader, PartScenario, Parts, Resumed, SavedRanges, check_place, read_part, write_part};
