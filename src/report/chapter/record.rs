//! `chapter.json`: a chapter and where it comes from, so that a report can take it up without the analysis being made again.

use serde::{Deserialize, Serialize};

use super::{Block, Chapter, drawing};
use crate::report::about::{ANY_SCENARIO, About};

/// Number of the layout; it rises when the fields of [`ChapterRecord`] change.
const FORMAT: u32 = 1;

/// What an analysis leaves for the report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChapterRecord {
    /// Number of the layout.
    pub format: u32,
    /// Where it comes from.
    pub about: About,
    /// What it says; its figures without the font, which the page carries.
    pub chapter: Chapter,
}

/// The one field that every layout has.
#[derive(Deserialize)]
struct Layout {
    format: u32,
}

impl ChapterRecord {
    /// The record of a chapter.
    #[must_use]
    pub fn new(chapter: &Chapter, about: &About) -> Self {
        let mut chapter = chapter.clone();
        for block in &mut chapter.blocks {
            if let Block::Figure { figure, .. } = block {
                figure.svg = figure.without_style();
            }
        }
        Self { format: FORMAT, about: about.clone(), chapter }
    }

    /// Reads a record.
    ///
    /// # Errors
    /// Where the bytes are no record, one of another layout, or one with a figure that this program did not draw, in words.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let Layout { format } = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        if format != FORMAT {
            return Err(format!("its layout is number {format}, this program reads number {FORMAT}; make the analysis again"));
        }
        let record: Self = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        for block in &record.chapter.blocks {
            if let Block::Figure { figure, .. } = block {
                drawing::check(&figure.svg).map_err(|why| format!("its figure {} cannot stand in a page: {why}", figure.name))?;
            }
        }
        Ok(record)
    }

    /// Whether it belongs into the report of such a run: made from the same scenario (trials and seed aside) by the same version.
    ///
    /// # Errors
    /// Why it does not, in words.
    pub fn fits(&self, run: &About) -> Result<(), String> {
        if self.about.version != run.version {
            return Err(format!("it was made by version {}, the run by version {}; make the analysis again", self.about.version, run.version));
        }
        if self.about.model == ANY_SCENARIO {
            return Ok(());
        }
        if run.model.is_empty() || self.about.model.is_empty() {
            return Err("one of them was made before scenarios were told apart by their hash; make it again".to_owned());
        }
        if self.about.model != run.model {
            return Err(format!("it is about another scenario ({}) than the run ({})", described(&self.about), described(run)));
        }
        Ok(())
    }
}

/// File name and the beginning of the hash.
fn described(about: &About) -> String {
    format!("{}, hash {}…", about.scenario, about.model.get(..8).unwrap_or_default())
}
