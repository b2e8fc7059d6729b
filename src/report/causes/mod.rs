//! Why it is late: the attribution as sentences, tables, CSV and a chapter.

mod chapter;
mod csv;
mod tables;
pub(super) mod wording;

pub use chapter::causes_chapter;
pub(super) use chapter::{method, remarks};
pub use csv::causes_csv;
