//! Selection of the figures that are drawn, and their formats.

use super::charts::KINDS;
use crate::report::FigureFormat;
use crate::units::MonthGrid;

/// The word for all figures.
const ALL: &str = "all";

/// Figures and formats.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    names: Vec<String>,
    formats: Vec<FigureFormat>,
    flow_year: Option<i32>,
}

impl Selection {
    /// Figures of these kinds or names, or `all`, in these formats; the figures that the scenario asks for and all formats where a list is empty.
    ///
    /// # Errors
    /// Where a name is not `all` and does not begin with one of [`KINDS`], in words.
    pub fn new(names: &[String], formats: &[FigureFormat]) -> Result<Self, String> {
        match names.iter().find(|name| *name != ALL && !KINDS.contains(&kind(name))) {
            Some(unknown) => Err(format!(
                "there is no figure `{unknown}`; there are {ALL}, {}, and the names of single figures, such as arrival-GOAL",
                KINDS.join(", ")
            )),
            None => Ok(Self { names: names.to_vec(), formats: formats.to_vec(), flow_year: None }),
        }
    }

    /// All figures in all formats.
    #[must_use]
    pub fn all() -> Self {
        Self { names: vec![ALL.to_owned()], ..Self::default() }
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

    /// Whether the command line names figures.
    #[must_use]
    pub(super) fn is_given(&self) -> bool {
        !self.names.is_empty()
    }

    /// Whether a figure is among those named.
    #[must_use]
    pub(super) fn draws(&self, name: &str) -> bool {
        self.names.iter().any(|known| known == ALL || known == name || known == kind(name))
    }

    /// The same formats and flows with other figures.
    #[must_use]
    pub(super) fn of(&self, names: Vec<String>) -> Self {
        Self { names, ..self.clone() }
    }

    /// Formats of the figures.
    #[must_use]
    pub fn formats(&self) -> &[FigureFormat] {
        if self.formats.is_empty() { &FigureFormat::ALL } else { &self.formats }
    }
}

/// Kind of a figure: its name up to the first hyphen.
pub(super) fn kind(name: &str) -> &str {
    name.split('-').next().unwrap_or(name)
}
