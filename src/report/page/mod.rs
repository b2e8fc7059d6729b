//! Page of a report: sections made of chapters, how to make it again, and its style and script. It needs no other file and no network.

mod download;
mod picture;
mod rich;
mod section;

use std::io;

use minijinja::Environment;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::about::About;
use super::charts::{base64, style_sheet};
use super::words;

use picture::Picture;
pub use rich::Rich;
pub use section::Section;

/// Script that sorts tables.
const SCRIPT: &str = include_str!("table.js");

/// Page of a report.
#[derive(Serialize)]
pub struct Page<'a> {
    /// Title.
    pub title: &'a str,
    /// Description under the title.
    pub summary: Option<&'a str>,
    /// How to read the report, in the section about it.
    pub remark: String,
    /// Sections; several have a list of links that stays in view.
    pub sections: Vec<Section<'a>>,
    /// How else to make the page again; text between backquotes is code.
    pub again: &'a str,
}

impl Page<'_> {
    /// HTML of the page. All texts are escaped; figures are checked SVG.
    ///
    /// # Errors
    /// Where the template cannot be filled in.
    pub fn html(&self, about: &About) -> io::Result<String> {
        let frame = minijinja::context! {
            about => Serde(about), trials => words::count(about.trials), figures => style_sheet(), style => include_str!("style.css"),
            script => SCRIPT, script_hash => base64(&Sha256::digest(format!("\n{SCRIPT}"))), page => Serde(self), again => rich::inline(self.again),
        };
        let mut environment = Environment::new();
        environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build().map_err(io::Error::other)?);
        environment.add_template("page.html", include_str!("page.html")).map_err(io::Error::other)?;
        environment.get_template("page.html").and_then(|page| page.render(frame)).map_err(io::Error::other)
    }
}
