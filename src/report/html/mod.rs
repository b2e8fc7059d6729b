//! `report.html`: all of a run on one page that needs nothing else: no network, no other file, no script to be read.

mod answer;
mod assumptions;
mod bridge;
mod chain;
mod csv;
mod data;
mod figures;
mod ladder;
mod minerals;
mod reproduce;
mod table;

use std::io;

use minijinja::Environment;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use serde::Serialize;

use super::charts::{Figure, font_faces};
use super::manifest::Manifest;
use super::record::Record;
use super::words;
use figures::{Picture, Placed};
use table::Table;

const TEMPLATE: &str = include_str!("template.html");
const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("table.js");

/// All that the template names.
#[derive(Serialize)]
struct Page<'a> {
    title: &'a str,
    about: Option<&'a str>,
    scenario: &'a str,
    start: String,
    end: String,
    trials: String,
    seed: u64,
    fonts: &'static str,
    style: &'static str,
    script: &'static str,
    sentences: Vec<answer::Sentence>,
    others: Option<Table>,
    ladder: ladder::Section,
    minerals: Vec<minerals::Section>,
    bridge: bridge::Section,
    chain: chain::Section,
    more: Vec<Picture>,
    assumptions: assumptions::Section<'a>,
    reproduce: reproduce::Section<'a>,
}

/// The page. Texts of the scenario are escaped by the template; the figures, our own SVG, are put in as they are.
///
/// # Errors
/// Where the template cannot be filled in.
pub fn report(record: &Record, manifest: &Manifest, figures: &[Figure]) -> io::Result<String> {
    let findings = &record.findings;
    let grid = findings.grid;
    let mut placed = Placed::new(findings, figures);
    let page = Page {
        title: &findings.title,
        about: record.assumptions.about.as_deref(),
        scenario: &record.scenario,
        start: grid.label(0),
        end: grid.label(grid.count() - 1),
        trials: words::count(findings.trials),
        seed: findings.seed,
        fonts: font_faces(),
        style: STYLE,
        script: SCRIPT,
        sentences: answer::sentences(findings),
        others: answer::others(findings),
        ladder: ladder::section(findings, placed.take_kind("ladder")),
        bridge: bridge::section(findings, placed.take_kind("bridge")),
        chain: chain::section(findings, placed.take_kinds(&["regime", "timeline", "trial"])),
        minerals: minerals::sections(findings, &mut placed),
        more: placed.rest(),
        assumptions: assumptions::section(&record.assumptions),
        reproduce: reproduce::section(record, manifest),
    };
    let mut environment = Environment::new();
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build().map_err(io::Error::other)?);
    environment.add_template("report.html", TEMPLATE).map_err(io::Error::other)?;
    environment.get_template("report.html").and_then(|template| template.render(Serde(page))).map_err(io::Error::other)
}
