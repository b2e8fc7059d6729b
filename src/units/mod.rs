//! Basic types that all modules use: dates and months, positions in files, problems found in them, and quantities with their units.

mod bundle;
mod date;
mod problem;
mod quantity;

pub use bundle::{Bundle, BundledText, DataColumn};
pub use date::{Date, DateError, MonthGrid};
pub use problem::{Place, Problem, Problems, Severity, SourceFile, nearest};
pub use quantity::{Quantity, Unit};
