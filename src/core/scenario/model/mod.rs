//! The kinds of values in a scenario file, names and places kept, nothing computed.
//!
//! A field that the file leaves out is `None` or empty; the defaults are applied where the scenario is compiled.
//! Quantities are in the file's own units (tonnes a year, months, shares, USD a tonne).

mod goals;
mod input;
mod precision;
mod words;

pub use goals::{LeverFigure, Measure, Test};
pub use input::{Chance, DistributionSpec, Input, Lognormal, PerMineral, RegimeFactors, When};
pub use precision::{SOUGHT, Sought};
pub use words::{Counts, FIGURE_KINDS, OutageCuts, Sampling};
