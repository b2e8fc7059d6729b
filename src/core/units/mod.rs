//! Basic types that all modules use: dates and months, positions in files, problems found in them, and quantities with their units.

mod bundle;
mod csv_table;
mod date;
mod input_file;
mod percent;
mod problem;
mod quantity;
mod sheet;
mod visible;

pub use bundle::{Bundle, BundledText, DataColumn};
pub use csv_table::{CsvCell, CsvTable, csv_numbers};
pub use date::{Date, DateError, MonthGrid};
pub use input_file::{MOST_TABLE, MOST_TEXT, is_regular, read_bytes, read_text, utf8};
pub use percent::{LARGE_PERCENT, percent};
pub use problem::{Place, Problem, Problems, Severity, SourceFile, nearest};
pub use quantity::{Quantity, Unit};
pub use sheet::{cell_address, read_table, table_file, workbook};
pub use visible::{visible, visible_at};
