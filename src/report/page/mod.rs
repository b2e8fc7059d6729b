//! What every page shares: the frame with its style and script, tables, figures with their data, how to make it again.

mod download;
mod picture;

use std::io;

use minijinja::Environment;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use serde::Serialize;

use super::about::About;
use super::charts::style_sheet;
use super::words;

pub(super) use picture::Picture;

/// Templates that the pages extend and import.
const SHARED: [(&str, &str); 2] = [("layout.html", include_str!("layout.html")), ("macros.html", include_str!("macros.html"))];

/// What the frame of a page names.
#[derive(Serialize)]
pub(super) struct Frame<'a> {
    about: &'a About,
    trials: String,
    figures: &'static str,
    style: &'static str,
    script: &'static str,
}

impl<'a> Frame<'a> {
    /// The frame of a page that comes from there.
    pub fn new(about: &'a About) -> Self {
        Self { about, trials: words::count(about.trials), figures: style_sheet(), style: include_str!("style.css"), script: include_str!("table.js") }
    }
}

/// Fills in a template. Texts are escaped; figures, our own SVG, are put in as they are.
///
/// # Errors
/// Where the template cannot be filled in.
pub(super) fn render(template: &str, partials: &[(&str, &str)], with: impl Serialize) -> io::Result<String> {
    let mut environment = Environment::new();
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build().map_err(io::Error::other)?);
    for (name, text) in SHARED.iter().chain(partials).chain([&("page.html", template)]) {
        environment.add_template(name, text).map_err(io::Error::other)?;
    }
    environment.get_template("page.html").and_then(|page| page.render(Serde(with))).map_err(io::Error::other)
}
