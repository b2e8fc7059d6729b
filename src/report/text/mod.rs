//! Text for a terminal: chapters and tables of 100 columns.

mod chapter;
mod grid;

use std::fmt::Write;

use crate::report::words;

pub use chapter::chapter_text;
pub(crate) use grid::Grid;

/// Columns of a page.
pub(crate) const WIDTH: usize = 100;

/// A remark or a table's caption, wrapped to the page.
pub(crate) fn line(page: &mut String, said: &str) {
    for line in words::wrap(said, WIDTH - 1) {
        let _ = writeln!(page, " {line}");
    }
}
