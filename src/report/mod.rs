//! Answers turned into pages: text, JSON, CSV and charts. Bytes out of findings; nothing is computed here beyond formatting.

pub mod charts;
mod comparison;
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

pub use comparison::{ComparisonManifest, OtherScenario, write_comparison};
pub use folder::{FolderError, ResultsFolder};
pub use html::report as report_html;
pub use json::write_json;
pub use manifest::{InputFile, Manifest};
pub use pages::{write_numbers, write_report};
pub use record::{FORMAT, Record};
pub use selection::{FigureFormat, Selection};
pub use story::{story_json, story_text};
pub use summary::{comparison, summary};
pub use tables::{TrialsTable, arrivals_csv, bands_csv, comparison_csv};
pub use text::{comparison_text, text};
