//! The files that a chapter leaves in its results folder.

use std::io::Write;

use rayon::prelude::*;

use super::{Block, Chapter, ChapterRecord, page};
use crate::report::about::About;
use crate::report::charts::Figure;
use crate::report::pages::write_figure;
use crate::report::selection::Selection;
use crate::report::table::Table;
use crate::store::write_json;
use crate::store::{FolderError, ResultsFolder};

/// Writes `report.html`, `chapter.json`, each figure as SVG and PNG into `figures/`, and the files of data.
///
/// # Errors
/// Where the file system refuses.
pub fn write_chapter(folder: &ResultsFolder, chapter: &Chapter, about: &About) -> Result<(), FolderError> {
    let refused = |error| FolderError::Io("draw the figures for", folder.target().to_path_buf(), error);
    let mut figures: Vec<&Figure> = Vec::new();
    for block in &chapter.blocks {
        match block {
            Block::Figure { figure, data } => {
                figures.push(figure);
                if let Some(data) = data {
                    folder.write(&data.name, |out| out.write_all(data.text.as_bytes()))?;
                }
            }
            Block::Table(table @ Table { file: Some(name), .. }) | Block::File(table @ Table { file: Some(name), .. }) => {
                folder.write(&format!("{name}.csv"), |out| out.write_all(table.csv().as_bytes()))?;
            }
            _ => {}
        }
    }
    figures.par_iter().try_for_each(|figure| write_figure(folder, figure, &Selection::default()))?;
    let page = page::html(chapter, about).map_err(refused)?;
    folder.write("report.html", |out| out.write_all(page.as_bytes()))?;
    folder.write("chapter.json", |out| write_json(&ChapterRecord::new(chapter, about), out))
}
