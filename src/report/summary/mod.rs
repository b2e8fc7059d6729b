//! `comparison.json`.

mod comparison;

pub use comparison::comparison;
