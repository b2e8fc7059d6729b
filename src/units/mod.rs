//! What may be added to what: dates and months, places in files, problems found.

mod bundle;
mod date;
mod problem;
mod quantity;

pub use bundle::{Bundle, BundledText, DataColumn};
pub use date::{Date, DateError, MonthGrid};
pub use problem::{Place, Problem, Problems, Severity, SourceFile, nearest};
pub use quantity::{Quantity, Unit};
