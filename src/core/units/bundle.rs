//! The texts and data from which a scenario was read, so that it can be read again without its files.

use serde::{Deserialize, Serialize};

/// The texts and data columns of one scenario.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Bundle {
    /// The text of the scenario, followed by the texts that it extends.
    pub texts: Vec<BundledText>,
    /// The columns of CSV files that the scenario uses.
    pub columns: Vec<DataColumn>,
}

/// One text file of a scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BundledText {
    /// File name as given.
    pub name: String,
    /// Path relative to the folder of the scenario; empty for the scenario itself.
    pub way: String,
    /// The whole text.
    pub text: String,
}

/// One column of a CSV file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DataColumn {
    /// Path of the file relative to the folder of the scenario.
    pub file: String,
    /// Heading of the column.
    pub column: String,
    /// Values of all rows; all are finite.
    pub values: Vec<f64>,
}
