//! Every input: its law in words and as a curve, where it comes from, and whether it is a judgement.

use std::fmt::Write;

use serde::Serialize;

use crate::report::words;
use crate::study::{Assumption, Assumptions, Curve, SourceText};

/// Width of a curve, pixels.
const WIDTH: f64 = 120.0;
/// Height of its base line, pixels.
const BASE: f64 = 30.0;
/// Height of the heaviest bin, pixels.
const HEIGHT: f64 = 28.0;

/// What the section holds.
#[derive(Debug, Serialize)]
pub(super) struct Section<'a> {
    count: usize,
    judgements: usize,
    unsourced: usize,
    groups: Vec<Group<'a>>,
    correlations: Vec<[String; 3]>,
    sources: Vec<Document<'a>>,
}

/// A table of the scenario file.
#[derive(Debug, Serialize)]
struct Group<'a> {
    name: &'a str,
    inputs: Vec<Row<'a>>,
}

/// One input.
#[derive(Debug, Serialize)]
struct Row<'a> {
    path: &'a str,
    unit: &'a str,
    law: &'a str,
    /// An SVG of our own making, numbers only.
    curve: Option<String>,
    /// P10, P50 and P90 as written, and P50 to sort by.
    quantiles: Option<[String; 3]>,
    median: Option<String>,
    sources: Vec<Document<'a>>,
    judgement: bool,
    note: Option<&'a str>,
}

/// A source to cite.
#[derive(Clone, Debug, Serialize)]
struct Document<'a> {
    key: &'a str,
    title: &'a str,
    date: Option<&'a str>,
    note: Option<&'a str>,
    /// Its address as written.
    address: Option<&'a str>,
    /// The same where a click may follow it.
    link: Option<&'a str>,
}

impl<'a> From<&'a SourceText> for Document<'a> {
    fn from(source: &'a SourceText) -> Self {
        let address = source.address.as_deref();
        // a scenario is somebody's text: only addresses that open a page become links
        let link = address.filter(|address| address.starts_with("https://") || address.starts_with("http://"));
        let title = if source.title.is_empty() { &source.key } else { &source.title };
        Self { key: &source.key, title, date: source.date.as_deref(), note: source.note.as_deref(), address, link }
    }
}

/// All inputs, by table.
pub(super) fn section(assumptions: &Assumptions) -> Section<'_> {
    let mut groups: Vec<Group> = Vec::new();
    for input in &assumptions.inputs {
        let name = input.table[0].as_str();
        let row = row(input, &assumptions.sources);
        match groups.iter_mut().find(|group| group.name == name) {
            Some(group) => group.inputs.push(row),
            None => groups.push(Group { name, inputs: vec![row] }),
        }
    }
    let is_cited = |source: &&SourceText| assumptions.inputs.iter().any(|input| input.sources.contains(&source.key));
    Section {
        count: assumptions.inputs.len(),
        judgements: assumptions.inputs.iter().filter(|input| input.judgement).count(),
        unsourced: assumptions.inputs.iter().filter(|input| input.sources.is_empty() && !input.judgement).count(),
        groups,
        correlations: assumptions.correlations.iter().map(|(a, b, rank)| [a.clone(), b.clone(), rank.to_string()]).collect(),
        sources: assumptions.sources.iter().filter(is_cited).map(Document::from).collect(),
    }
}

fn row<'a>(input: &'a Assumption, sources: &'a [SourceText]) -> Row<'a> {
    Row {
        path: &input.path,
        unit: &input.unit,
        law: &input.law,
        curve: input.curve.as_ref().map(|curve| drawn(curve, input.quantiles)),
        quantiles: input.quantiles.filter(|_| input.curve.is_some()).map(|values| values.map(|value| words::rounded(value, 0.0))),
        median: input.quantiles.map(|[_, median, _]| median.to_string()),
        sources: input.sources.iter().filter_map(|key| sources.iter().find(|source| source.key == *key)).map(Document::from).collect(),
        judgement: input.judgement,
        note: input.note.as_deref(),
    }
}

/// The curve as an area, with ticks under it at P10, P50 and P90.
fn drawn(curve: &Curve, quantiles: Option<[f64; 3]>) -> String {
    let step = WIDTH / curve.heights.len().max(1) as f64;
    let mut path = format!("M0 {BASE}");
    for (i, &height) in curve.heights.iter().enumerate() {
        if i > 0 && curve.heights[i - 1] == height {
            continue; // the line runs on
        }
        let _ = write!(path, "H{:.1}V{:.1}", i as f64 * step, BASE - HEIGHT * f64::from(height) / 1000.0);
    }
    let _ = write!(path, "H{WIDTH}V{BASE}Z");
    let [from, to] = curve.ends;
    let mut ticks = String::new();
    for value in quantiles.into_iter().flatten() {
        let x = (WIDTH * (value - from) / (to - from)).clamp(0.0, WIDTH);
        let _ = write!(ticks, "M{x:.1} {BASE}v5");
    }
    format!(
        "<svg class=\"curve\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} 36\" width=\"{WIDTH}\" height=\"36\" aria-hidden=\"true\">\
         <path class=\"mass\" d=\"{path}\"/><path class=\"ticks\" d=\"M0 {BASE}H{WIDTH}{ticks}\"/></svg>"
    )
}
