//! Answers turned into pages: text, JSON, CSV and charts. Bytes out of findings; nothing is computed here beyond formatting.

pub mod charts;
mod families;
mod folder;
mod html;
mod json;
mod manifest;
mod pages;
mod record;
mod selection;
mod story;
mod summary;
mod tables;
mod text;
pub mod words;

pub use folder::{FolderError, ResultsFolder};
pub use html::report as report_html;
pub use json::write_json;
pub use manifest::{InputFile, Manifest};
pub use pages::{write_numbers, write_report};
pub use record::{FORMAT, Record};
pub use selection::{FigureFormat, Selection};
pub use story::{story_json, story_text};
pub use summary::summary;
pub use tables::{TrialsTable, arrivals_csv, bands_csv};
pub use text::text;
