//! A column of numbers that a scenario reads from a file beside it.

use serde::{Deserialize, Serialize};

/// One column of a CSV file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DataColumn {
    /// The file, by its way from the scenario's folder.
    pub file: String,
    /// Heading of the column.
    pub column: String,
    /// Its numbers, row by row; all finite.
    pub values: Vec<f64>,
}
