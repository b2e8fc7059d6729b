//! Files of a results folder that follow from its findings, and so are the same byte for byte whenever they are made.

use std::collections::BTreeSet;
use std::io::Write;

use rayon::prelude::*;

use super::{Record, Selection, arrivals_csv, bands_csv, given_csv, goal_parts_csv, report, summary};
use crate::driver::output;
use crate::report::charts::{Figure, missing_letters};
use crate::report::{Block, ChapterRecord, write_figure};
use crate::store::{FolderError, Manifest, ResultsFolder, write_json};

/// Writes `findings.json`, `summary.json`, `arrivals.csv`, `bands.csv` and, where there are combined goals, `goal-parts.csv`, where there are conditions,
/// `given.csv`.
///
/// # Errors
/// Where the file system refuses.
pub fn write_numbers(folder: &ResultsFolder, record: &Record) -> Result<(), FolderError> {
    let Record { findings, scenario, .. } = record;
    folder.write("findings.json", |out| write_json(record, out))?;
    folder.write("summary.json", |out| write_json(&summary(findings, scenario), out))?;
    folder.write("arrivals.csv", |out| out.write_all(arrivals_csv(findings).as_bytes()))?;
    folder.write("bands.csv", |out| out.write_all(bands_csv(findings).as_bytes()))?;
    if let Some(parts) = goal_parts_csv(findings) {
        folder.write("goal-parts.csv", |out| out.write_all(parts.as_bytes()))?;
    }
    if findings.given.is_empty() { Ok(()) } else { folder.write("given.csv", |out| out.write_all(given_csv(findings).as_bytes())) }
}

/// Whether the run has any figure of the kinds selected.
pub(super) fn draws_anything(record: &Record, selection: &Selection) -> bool {
    let chapters = report::chapters(record, selection);
    chapters.iter().flat_map(|(chapter, _)| &chapter.blocks).any(|block| matches!(block, Block::Figure { .. }))
}

/// Writes the selected figures and `report.html`, which contains them and the chapters of other commands.
///
/// # Errors
/// Where the file system refuses.
pub fn write_report(
    folder: &ResultsFolder,
    record: &Record,
    manifest: &Manifest,
    others: &[ChapterRecord],
    selection: &Selection,
) -> Result<(), FolderError> {
    let chapters = report::chapters(record, selection);
    let figures = chapters.iter().flat_map(|(chapter, _)| &chapter.blocks);
    let figures: Vec<_> = figures.filter_map(|block| if let Block::Figure { figure, .. } = block { Some(figure) } else { None }).collect();
    tell_of_letters(&figures);
    figures.par_iter().try_for_each(|figure| write_figure(folder, figure, selection.formats()))?;
    let page = report::page(record, manifest, &chapters, others);
    let page = page.map_err(|error| FolderError::Io("draw the figures for", folder.target().to_path_buf(), error))?;
    folder.write("report.html", |out| out.write_all(page.as_bytes()))
}

/// Says which letters of names the typeface of the figures lacks: they are boxes in PNG files.
fn tell_of_letters(figures: &[&Figure]) {
    let texts = figures.iter().flat_map(|figure| figure.labels.iter().map(move |label| (&figure.name, &label.text)));
    let lacking: Vec<(&String, &String)> = texts.filter(|(_, text)| !missing_letters(text).is_empty()).collect();
    if let Some((figure, text)) = lacking.first() {
        let others: BTreeSet<&String> = lacking.iter().map(|(_, text)| *text).filter(|other| other != text).collect();
        let others = if others.is_empty() { String::new() } else { format!(" and of {} other texts", others.len()) };
        output::note(&format!(
            "figures: the typeface lacks letters of “{text}”{others}, so PNG files show boxes there; draw a figure with a typeface of that script (`adit figure DIR {figure} \
             --font FILE`), or give the names a `title` in Latin letters"
        ));
    }
}
