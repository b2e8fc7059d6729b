//! CSV file of a comparison.

mod comparison;

pub use comparison::comparison_csv;
