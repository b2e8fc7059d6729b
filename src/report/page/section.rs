//! Section of a page: a chapter as the template names its parts.

use serde::Serialize;

use super::{Picture, rich};
use crate::report::chapter::{Block, Chapter, ChapterRecord};
use crate::report::table::Table;
use crate::report::words;

/// Section of a page.
#[derive(Debug, Serialize)]
pub struct Section<'a> {
    id: String,
    title: &'a str,
    sentences: &'a [String],
    parts: Vec<Part<'a>>,
    /// Whether it is not part of the main part: tables, assumptions, method.
    appendix: bool,
    /// Command, trials and seed of a chapter that another command made.
    command: Option<&'a str>,
    trials: String,
    seed: u64,
}

/// One part; just one of its fields is filled.
#[derive(Debug, Default, Serialize)]
struct Part<'a> {
    heading: Option<&'a str>,
    paragraph: Option<String>,
    list: Option<Vec<String>>,
    table: Option<&'a Table>,
    pictures: Option<Vec<Picture>>,
}

impl<'a> Section<'a> {
    /// Section of one of the page's own chapters under its own title or another.
    #[must_use]
    pub fn of(chapter: &'a Chapter, title: Option<&'a str>) -> Self {
        Self::named(chapter, title, "", &chapter.id)
    }

    /// The same in the appendix.
    #[must_use]
    pub fn in_appendix(self) -> Self {
        Self { appendix: true, ..self }
    }

    /// Sections of chapters that other commands made, under ids that differ.
    #[must_use]
    pub fn of_records(records: &'a [ChapterRecord]) -> Vec<Self> {
        let named = records.iter().enumerate().map(|(i, record)| {
            let before = records[..i].iter().filter(|other| other.chapter.id == record.chapter.id).count();
            let id = if before == 0 { record.chapter.id.clone() } else { format!("{}-{}", record.chapter.id, before + 1) };
            let about = &record.about;
            let figures = format!("chapter-{}-", words::slug(&id));
            let section = Self::named(&record.chapter, None, &figures, &id);
            Self { command: Some(&about.command), trials: words::count(about.trials), seed: about.seed, ..section }
        });
        named.collect()
    }

    fn named(chapter: &'a Chapter, title: Option<&'a str>, figures: &str, id: &str) -> Self {
        let mut parts: Vec<Part> = Vec::new();
        for block in &chapter.blocks {
            match block {
                Block::Heading(text) => parts.push(Part { heading: Some(text), ..Part::default() }),
                Block::Paragraph(text) => parts.push(Part { paragraph: Some(rich::inline(text)), ..Part::default() }),
                Block::List(points) => parts.push(Part { list: Some(points.iter().map(|point| rich::inline(point)).collect()), ..Part::default() }),
                Block::Table(table) if table.rows.is_empty() => {}
                Block::Table(table) => parts.push(Part { table: Some(table), ..Part::default() }),
                Block::File(_) => {}
                Block::Figure { figure, data } => {
                    let data = data.as_ref().map(|data| (data.name.clone(), data.text.as_str()));
                    let picture = Picture::new(&format!("{figures}{}", figure.name), figure, data);
                    match parts.last_mut().and_then(|part| part.pictures.as_mut()) {
                        Some(pictures) => pictures.push(picture), // neighbours share a row
                        None => parts.push(Part { pictures: Some(vec![picture]), ..Part::default() }),
                    }
                }
            }
        }
        let id = format!("chapter-{}", words::slug(id));
        Self {
            id,
            title: title.unwrap_or(&chapter.title),
            sentences: &chapter.sentences,
            parts,
            appendix: false,
            command: None,
            trials: String::new(),
            seed: 0,
        }
    }
}
