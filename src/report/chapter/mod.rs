//! A chapter: the answer of one analysis in sentences, figures and tables, as a page of its own and as a section of the run's report.
//!
//! An analysis builds a [`Chapter`] from what it found and calls [`write_chapter`]; `adit report` takes up what that left in
//! `chapter.json`. Every figure in it has been drawn by [`super::charts`], every number carries its unit, its uncertainty and its trials.

mod drawing;
mod page;
mod record;
mod write;

use serde::{Deserialize, Serialize};

use super::charts::Figure;
use super::csv::Csv;
use super::table::Table;

pub use record::ChapterRecord;
pub use write::{FigureFormat, write_chapter, write_figure};

/// What one analysis has to say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chapter {
    /// The analysis in one word, that of its subcommand: `causes`.
    pub id: String,
    /// Its heading: `What causes the wait`.
    pub title: String,
    /// The answer in a few sentences, with numbers generated from what was found.
    pub sentences: Vec<String>,
    /// What follows, from top to bottom.
    pub blocks: Vec<Block>,
}

/// A part of a chapter. Texts are plain; the page escapes them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Block {
    /// The heading of what follows.
    Heading(String),
    /// A paragraph.
    Paragraph(String),
    /// Several points.
    List(Vec<String>),
    /// A figure; neighbours stand side by side where the page is wide enough.
    Figure {
        /// The figure.
        figure: Figure,
        /// The numbers behind it, to download.
        data: Option<DataFile>,
    },
    /// A table; one without rows is left out.
    Table(Table),
    /// A table that is written to its CSV file only.
    File(Table),
}

/// A file of data, in the results folder and behind a figure's download.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DataFile {
    /// Its name: `waterfall.csv`.
    pub name: String,
    /// All of it.
    pub text: String,
}

impl DataFile {
    /// A table as CSV.
    pub fn csv(name: impl Into<String>, csv: &Csv) -> Self {
        Self { name: name.into(), text: csv.text().to_owned() }
    }
}
