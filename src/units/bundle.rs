//! All that a scenario was read from, so that it can be read again far from its files.

use serde::{Deserialize, Serialize};

/// Texts and columns of data of one scenario.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Bundle {
    /// The scenario, then what it extends.
    pub texts: Vec<BundledText>,
    /// Columns of files beside it that it draws from.
    pub columns: Vec<DataColumn>,
}

/// One text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BundledText {
    /// The file as it was named.
    pub name: String,
    /// The way to it from the scenario's folder; empty for the scenario itself.
    pub way: String,
    /// All of it.
    pub text: String,
}

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
