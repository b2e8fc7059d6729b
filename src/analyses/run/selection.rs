//! Selection of the figures that are drawn, and their formats.

use super::charts::KINDS;
use crate::report::FigureFormat;
use crate::units::MonthGrid;

/// Figures and formats.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    kinds: Vec<String>,
    formats: Vec<FigureFormat>,
    flow_year: Option<i32>,
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

    /// The same with the flows of one year in place of the best year of each.
    ///
    /// # Errors
    /// Where the year is not one of the scenario, in words.
    pub fn in_year(self, flow_year: Option<i32>, grid: MonthGrid) -> Result<Self, String> {
        let years = grid.years();
        match flow_year.filter(|year| !years.contains(year)) {
            Some(year) => Err(format!("there is no flow of {year}: the scenario runs from {} to {}", years.start(), years.end())),
            None => Ok(Self { flow_year, ..self }),
        }
    }

    /// The same with the flows of a year.
    #[must_use]
    pub(super) fn with_flow_year(self, flow_year: Option<i32>) -> Self {
        Self { flow_year, ..self }
    }

    /// Year whose flows are drawn; `None` for the best year of each.
    #[must_use]
    pub fn flow_year(&self) -> Option<i32> {
        self.flow_year
    }

    /// Whether figures of a kind are drawn.
    #[must_use]
    pub fn draws(&self, kind: &str) -> bool {
        self.kinds.is_empty() || self.kinds.iter().any(|known| known == kind)
    }

    /// Formats of the figures.
    #[must_use]
    pub fn formats(&self) -> &[FigureFormat] {
        if self.formats.is_empty() { &FigureFormat::ALL } else { &self.formats }
    }
}
