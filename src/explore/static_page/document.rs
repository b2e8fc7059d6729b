//! HTML of a static page: style, script, numbers and figures in one file, under a policy that lets nothing else be loaded or run.

use std::io;

use minijinja::Environment;
use minijinja::value::Serde;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::bundle::bundle;
use super::inputs::VariedInput;
use super::streams::Streams;
use crate::driver::Failure;
use crate::explore::model::Model;
use crate::report::charts::{WEB_FILES, base64, style_sheet};

/// Begin of the file, by which it is known again.
pub const BEGIN: &str = "<!DOCTYPE html>\n<!-- adit explore --static -->\n";

/// Modules of the page, each after those that it imports.
const MODULES: [(&str, &str); 5] = [
    ("dom.js", include_str!("../page/dom.js")),
    ("answer.js", include_str!("../page/answer.js")),
    ("print.js", include_str!("../page/print.js")),
    ("figures.js", include_str!("../page/figures.js")),
    ("static.js", include_str!("../page/static.js")),
];

/// Page with what it lacks.
pub struct Document {
    /// Text of the file.
    pub html: String,
    /// Names of the figures that are left out.
    pub left_out: Vec<String>,
}

/// What the script needs beside the streams.
#[derive(Serialize)]
struct Facts<'a> {
    file: &'a str,
    start: String,
    end: String,
    trials: u64,
    seed: u64,
    version: &'static str,
    points: usize,
    inputs: &'a [VariedInput],
    /// Names of the figures in the file, in the order of their streams.
    figures: Vec<String>,
    left_out: &'a [String],
    /// Style sheet of every figure.
    style: &'static str,
}

/// Stream of a figure in the file.
#[derive(Serialize)]
struct Packed {
    name: String,
    data: String,
}

/// Makes a page of at most `largest` bytes: figures are left out from the last on where it would exceed them.
///
/// # Errors
/// Where the template cannot be filled in, or the numbers alone take more bytes.
pub fn document(model: &Model, inputs: &[VariedInput], points: usize, streams: Streams, largest: usize) -> Result<Document, Failure> {
    let Streams { answers, figures } = streams;
    let answers = base64(&answers.bytes());
    let figures: Vec<Packed> = figures.into_iter().map(|(name, stream)| Packed { name, data: base64(&stream.bytes()) }).collect();
    let failed = |error: io::Error| Failure::Machine(format!("the page cannot be made: {error}"));
    let without = rendered(model, inputs, points, &answers, &[], &[]).map_err(failed)?.len();
    let mut left = largest.saturating_sub(without);
    let (mut kept, mut left_out) = (Vec::new(), Vec::new());
    for figure in figures {
        // its element, and its name in the facts
        let length = figure.data.len() + 4 * figure.name.len() + 100;
        if length <= left {
            left -= length;
            kept.push(figure);
        } else {
            left_out.push(figure.name);
        }
    }
    let html = rendered(model, inputs, points, &answers, &kept, &left_out).map_err(failed)?;
    Ok(Document { html, left_out })
}

fn rendered(model: &Model, inputs: &[VariedInput], points: usize, answers: &str, figures: &[Packed], left_out: &[String]) -> io::Result<String> {
    let (options, grid) = (model.options, model.plan.grid);
    let facts = Facts {
        file: &model.name,
        start: grid.label(0),
        end: grid.label(grid.count() - 1),
        trials: options.trials,
        seed: options.seed,
        version: env!("CARGO_PKG_VERSION"),
        points,
        inputs,
        figures: figures.iter().map(|figure| figure.name.clone()).collect(),
        left_out,
        style: style_sheet(),
    };
    // A text of the scenario cannot end the element in which it stands.
    let facts = serde_json::to_string(&facts)?.replace('<', "\\u003c");
    let font = |file: &[u8]| format!("data:font/woff2;base64,{}", base64(file));
    let style = include_str!("../page/page.css");
    let style = ["/regular.woff2", "/semibold.woff2"]
        .into_iter()
        .zip(WEB_FILES)
        .fold(style.to_owned(), |style, (name, file)| style.replace(name, &font(file)));
    let script = bundle(&MODULES);
    let hash = |text: &str| base64(&Sha256::digest(text));
    let frame = minijinja::context! {
        title => &model.scenario.title, description => &model.scenario.description, style_hash => hash(&style), script_hash => hash(&script),
        style, script, facts, answers, figures => Serde(figures),
    };
    let mut environment = Environment::new();
    environment.add_template("static.html", include_str!("../page/static.html")).map_err(io::Error::other)?;
    let page = environment.get_template("static.html").and_then(|page| page.render(frame)).map_err(io::Error::other)?;
    Ok(BEGIN.to_owned() + &page)
}
