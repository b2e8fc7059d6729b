//! Library of reports: typed blocks, tables of quantities and figures, written as text, HTML, CSV, JSON, SVG and PNG.

mod about;
mod chapter;
pub mod charts;
mod csv;
mod page;
mod quantities_csv;
mod source;
mod table;
pub(crate) mod text;
pub mod words;

#[cfg(feature = "explore")]
pub(crate) use about::quoted;
pub use about::{ANY_SCENARIO, About};
pub use chapter::{Block, Chapter, ChapterRecord, DataFile, FigureFormat, write_chapter, write_figure};
pub use csv::{Csv, plain_cell, short};
pub use page::{Page, Rich, Section};
pub use quantities_csv::{QUANTITY_COLUMNS, QuantitiesCsv};
pub use source::Source;
/// Number of the layout of the JSON files of analyses; it rises when the form of their findings changes.
pub const ANALYSIS_FORMAT: u32 = 3;

pub use table::{Cell, Column, Table};
pub use text::chapter_text;
pub(crate) use text::{Grid, WIDTH, line};
