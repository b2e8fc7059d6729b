//! What makes the answer uncertain, as data, as a chapter, and in words.

mod chapter;
mod csv;
mod json;
pub(super) mod said;

pub use chapter::sensitivity_chapter;
pub use csv::{correlations_csv, sensitivity_csv};
pub use json::sensitivity_json;
