//! `report.html`: all of a run on one page that needs nothing else: no network, no other file, no script to be read.

mod answer;
mod assumptions;
mod bridge;
mod chain;
mod data;
mod figures;
mod ladder;
mod minerals;

use std::io;

use serde::Serialize;

use super::about::About;
use super::chapter::{self, ChapterRecord};
use super::charts::Figure;
use super::page::{Frame, Picture, render};
use super::record::Record;
use super::table::Table;
use crate::store::Manifest;
pub(crate) use answer::when;
use figures::Placed;

/// All that the template names.
#[derive(Serialize)]
struct Page<'a> {
    title: &'a str,
    summary: Option<&'a str>,
    start: String,
    end: String,
    /// How trials were spread, where they were not drawn at random.
    design: Option<String>,
    frame: Frame<'a>,
    sentences: Vec<answer::Sentence>,
    others: Option<Table>,
    ladder: ladder::Section,
    minerals: Vec<minerals::Section>,
    bridge: bridge::Section,
    chain: chain::Section,
    chapters: Vec<chapter::Section<'a>>,
    more: Vec<Picture>,
    assumptions: assumptions::Section<'a>,
}

/// What the manifest of a run says of where its page comes from.
#[must_use]
pub fn about(record: &Record, manifest: &Manifest) -> About {
    About::new(&record.findings.title, &record.scenario, "run", std::slice::from_ref(&record.scenario), manifest)
}

/// The page, with chapters of other analyses of the same scenario. Texts of the scenario are escaped by the template; the figures, our own
/// SVG, are put in as they are.
///
/// # Errors
/// Where the template cannot be filled in.
pub fn report(record: &Record, manifest: &Manifest, figures: &[Figure], chapters: &[ChapterRecord]) -> io::Result<String> {
    let findings = &record.findings;
    let grid = findings.grid;
    let about = about(record, manifest);
    let mut placed = Placed::new(findings, figures);
    let page = Page {
        title: &findings.title,
        summary: record.assumptions.about.as_deref(),
        start: grid.label(0),
        end: grid.label(grid.count() - 1),
        design: findings.design.as_ref().map(|design| format!("{} · {} replicates", design.sampling, design.replicates)),
        frame: Frame::new(&about),
        sentences: answer::sentences(findings),
        others: answer::others(findings),
        ladder: ladder::section(findings, placed.take_kind("ladder")),
        bridge: bridge::section(findings, placed.take_kind("bridge")),
        chain: chain::section(findings, placed.take_kinds(&["regime", "timeline", "trial"])),
        minerals: minerals::sections(findings, &mut placed),
        chapters: chapter::sections(chapters),
        more: placed.rest(),
        assumptions: assumptions::section(&record.assumptions),
    };
    render(include_str!("template.html"), &[chapter::BODY], page)
}
