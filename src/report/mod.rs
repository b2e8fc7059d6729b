//! Answers turned into pages: text, JSON, CSV and charts. Bytes out of findings; nothing is computed here beyond formatting.

mod about;
mod chapter;
pub mod charts;
mod comparison;
mod csv;
mod event_log;
mod families;
mod headline_goals;
mod html;

mod page;
mod pages;

mod precision;
mod quantities_csv;
mod record;
mod selection;
mod source;
mod summary;
mod sweep;
mod table;
mod tables;
mod text;
mod trial_list;
pub mod words;

pub use about::{ANY_SCENARIO, About};
pub use chapter::{Block, Chapter, ChapterRecord, DataFile, write_chapter};
pub use comparison::{ComparisonManifest, OtherScenario, write_comparison};
pub use csv::{Csv, plain_cell, short};
pub use event_log::{event_log_json, event_log_text};
pub use html::{about, report as report_html};
pub use pages::{write_numbers, write_report};
pub use quantities_csv::{QUANTITY_COLUMNS, QuantitiesCsv};
pub use record::{FORMAT, Record};
pub use selection::{FigureFormat, Selection};
pub use source::Source;
pub use summary::{comparison, summary};
pub use sweep::{
    chapter as sweep_chapter, csv as sweep_csv, differences_csv as sweep_differences_csv, json as sweep_json, points_csv as sweep_points_csv,
    text as sweep_text,
};
/// Number of the layout of the JSON files of analyses; it rises when the form of their findings changes.
pub const ANALYSIS_FORMAT: u32 = 3;

pub use table::{Cell, Column, Table};
pub use tables::{TrialsTable, arrivals_csv, bands_csv, comparison_csv, read_trials};
pub use text::{chapter_text, comparison_text, text, trials_text};
pub use trial_list::{shown_value, trials_csv, trials_json};
