//! What levers gain, as pages: text, JSON, CSV and a chapter.

mod chapter;
mod data;
mod said;
mod text;

pub use chapter::chapter;
pub use data::{csv, json};
pub use text::text;
