//! Results on disk: the results folder, its manifest, JSON files, and parts of split or interrupted runs.

mod folder;
mod json;
mod manifest;
mod owned;
mod part;
pub mod unfinished;

pub use folder::{FolderError, ResultsFolder};
pub use json::write_json;
pub use manifest::{ComparedWith, InputFile, Manifest};
pub use part::{FoundPart, PartError, PartHeader, PartScenario, Parts, ResumeError, Resumed, SavedRanges, check_place, read_part, write_part};
