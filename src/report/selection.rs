//! Which figures are drawn, and as what.

use super::charts::{Figure, KINDS};
use crate::units::MonthGrid;

/// Figures and formats asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    kinds: Vec<String>,
    formats: Vec<FigureFormat>,
    flow_year: Option<i32>,
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
            None => Ok(Self { kinds: kinds.to_vec(), formats: formats.to_vec(), flow_year: None }),
        }
    }

    /// The same with the flows of one year in place of each one's best.
    ///
    /// # Errors
    /// Where the months do not reach into that year, in words.
    pub fn in_year(self, flow_year: Option<i32>, grid: MonthGrid) -> Result<Self, String> {
        let years = grid.years();
        match flow_year.filter(|year| !years.contains(year)) {
            Some(year) => Err(format!("there is no flow of {year}: the scenario runs from {} to {}", years.start(), years.end())),
            None => Ok(Self { flow_year, ..self }),
        }
    }

    /// Year whose flows are drawn; `None` for each one's best.
    #[must_use]
    pub fn flow_year(&self) -> Option<i32> {
        self.flow_year
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
