//! A sweep as pages: text, JSON, CSV and a chapter.

mod chapter;
mod data;
pub(super) mod said;
mod tables;
mod text;

pub use chapter::chapter;
pub use data::{csv, differences_csv, json, points_csv};
pub use text::text;

use crate::study::sweep::{Design, Layout};

/// How a sweep is shown: it goes by what was varied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// One path: a row a value.
    Line,
    /// All combinations of what is tried at two paths: rows are the first's, columns the second's.
    Square,
    /// Anything else: a row a point, the likeliest first.
    Cloud,
}

impl Shape {
    /// The shape of a design.
    pub fn of(design: &Design) -> Self {
        match (design.paths.len(), design.layout) {
            (1, _) => Self::Line,
            (2, Layout::Grid) => Self::Square,
            _ => Self::Cloud,
        }
    }
}
