//! Which figures are drawn, and as what.

use super::charts::{Figure, KINDS};

/// Figures and formats asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    kinds: Vec<String>,
    formats: Vec<FigureFormat>,
}

/// How a figure is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureFormat {
    /// Scalable vector graphics.
    Svg,
    /// A picture at twice the size.
    Png,
}

impl Selection {
    /// Figures of these kinds in these formats; all where a list is empty.
    ///
    /// # Errors
    /// Where a kind is not one of [`KINDS`], in words.
    pub fn new(kinds: &[String], formats: &[FigureFormat]) -> Result<Self, String> {
        match kinds.iter().find(|kind| !KINDS.contains(&kind.as_str())) {
            Some(unknown) => Err(format!("there is no figure `{unknown}`; there are {}", KINDS.join(", "))),
            None => Ok(Self { kinds: kinds.to_vec(), formats: formats.to_vec() }),
        }
    }

    /// Whether a figure is drawn.
    #[must_use]
    pub fn holds(&self, figure: &Figure) -> bool {
        self.kinds.is_empty() || self.kinds.iter().any(|kind| kind == figure.kind())
    }

    /// Whether figures are written so.
    #[must_use]
    pub fn writes(&self, format: FigureFormat) -> bool {
        self.formats.is_empty() || self.formats.contains(&format)
    }
}
