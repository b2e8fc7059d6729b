//! What may be added to what: dates and months, places in files, problems found.

mod data_column;
mod date;
mod problem;

pub use data_column::DataColumn;
pub use date::{Date, DateError, MonthGrid};
pub use problem::{Place, Problem, Problems, Severity, SourceFile, nearest};
