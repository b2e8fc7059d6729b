//! A chapter as a page of its own, and as a section of a run's page.

use std::io;

use serde::Serialize;

use super::{Block, Chapter, ChapterRecord};
use crate::report::about::About;
use crate::report::page::{Frame, Picture, render};
use crate::report::table::Table;
use crate::report::words;

/// The template of a chapter's body, which the run's page uses too.
pub(in crate::report) const BODY: (&str, &str) = ("body.html", include_str!("body.html"));

/// A chapter as the template names its parts.
#[derive(Debug, Serialize)]
pub(in crate::report) struct Section<'a> {
    id: String,
    title: &'a str,
    sentences: &'a [String],
    parts: Vec<Part<'a>>,
    about: &'a About,
    trials: String,
}

/// One part; just one of its fields is filled.
#[derive(Debug, Default, Serialize)]
struct Part<'a> {
    heading: Option<&'a str>,
    paragraph: Option<&'a str>,
    list: Option<&'a [String]>,
    table: Option<&'a Table>,
    pictures: Option<Vec<Picture>>,
}

#[derive(Serialize)]
struct Page<'a> {
    title: String,
    frame: Frame<'a>,
    chapter: Section<'a>,
}

/// The page of one chapter.
///
/// # Errors
/// Where the template cannot be filled in.
pub(super) fn html(chapter: &Chapter, about: &About) -> io::Result<String> {
    let page = Page { title: format!("{}: {}", chapter.title, about.title), frame: Frame::new(about), chapter: section(chapter, about, &chapter.id) };
    render(include_str!("chapter.html"), &[BODY], page)
}

/// Chapters as sections of a run's page, under ids that differ.
pub(in crate::report) fn sections(records: &[ChapterRecord]) -> Vec<Section<'_>> {
    let named = records.iter().enumerate().map(|(i, record)| {
        let before = records[..i].iter().filter(|other| other.chapter.id == record.chapter.id).count();
        let id = if before == 0 { record.chapter.id.clone() } else { format!("{}-{}", record.chapter.id, before + 1) };
        section(&record.chapter, &record.about, &id)
    });
    named.collect()
}

fn section<'a>(chapter: &'a Chapter, about: &'a About, id: &str) -> Section<'a> {
    let id = format!("chapter-{}", words::slug(id));
    let mut parts: Vec<Part> = Vec::new();
    for block in &chapter.blocks {
        match block {
            Block::Heading(text) => parts.push(Part { heading: Some(text), ..Part::default() }),
            Block::Paragraph(text) => parts.push(Part { paragraph: Some(text), ..Part::default() }),
            Block::List(points) => parts.push(Part { list: Some(points), ..Part::default() }),
            Block::Table(table) => parts.push(Part { table: Some(table).filter(|table| !table.rows.is_empty()), ..Part::default() }),
            Block::File(_) => {}
            Block::Figure { figure, data } => {
                let data = data.as_ref().map(|data| (data.name.clone(), data.text.as_str()));
                let picture = Picture::new(&format!("{id}-{}", figure.name), figure, data);
                match parts.last_mut().and_then(|part| part.pictures.as_mut()) {
                    Some(pictures) => pictures.push(picture), // neighbours share a row
                    None => parts.push(Part { pictures: Some(vec![picture]), ..Part::default() }),
                }
            }
        }
    }
    Section { id, title: &chapter.title, sentences: &chapter.sentences, parts, about, trials: words::count(about.trials) }
}
