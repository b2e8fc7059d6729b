//! Answers turned into pages: text, JSON, CSV and charts. Bytes out of findings; nothing is computed here beyond formatting.

pub mod charts;
mod families;
mod folder;
mod json;
mod manifest;
mod pages;
mod story;
mod summary;
mod tables;
mod text;
pub mod words;

pub use folder::{FolderError, ResultsFolder};
pub use json::write_json;
pub use manifest::{InputFile, Manifest};
pub use pages::write_pages;
pub use story::{story_json, story_text};
pub use summary::summary;
pub use tables::{TrialsTable, arrivals_csv, bands_csv};
pub use text::text;
