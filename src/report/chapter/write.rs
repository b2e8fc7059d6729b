//! The files that a chapter leaves in its results folder.

use std::io::Write;

use rayon::prelude::*;

use super::{Block, Chapter, ChapterRecord, page};
use crate::report::about::About;
use crate::report::charts::Figure;
use crate::report::charts::png;
use crate::report::table::Table;
use crate::store::write_json;
use crate::store::{FolderError, ResultsFolder};

/// Format of a figure's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureFormat {
    /// Scalable vector graphics.
    Svg,
    /// Picture at twice the size.
    Png,
}

impl FigureFormat {
    /// All formats.
    pub const ALL: [Self; 2] = [Self::Svg, Self::Png];
}

/// Writes a figure in some formats.
///
/// # Errors
/// Where the file system refuses.
pub fn write_figure(folder: &ResultsFolder, figure: &Figure, formats: &[FigureFormat]) -> Result<(), FolderError> {
    formats.iter().try_for_each(|format| match format {
        FigureFormat::Svg => folder.write(&format!("figures/{}.svg", figure.name), |out| out.write_all(figure.svg.as_bytes())),
        FigureFormat::Png => folder.write(&format!("figures/{}.png", figure.name), |out| out.write_all(&png(figure)?)),
    })
}

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
    figures.par_iter().try_for_each(|figure| write_figure(folder, figure, &FigureFormat::ALL))?;
    let page = page::html(chapter, about).map_err(refused)?;
    folder.write("report.html", |out| out.write_all(page.as_bytes()))?;
    folder.write("chapter.json", |out| write_json(&ChapterRecord::new(chapter, about), out))
}
