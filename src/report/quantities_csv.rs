//! CSV files of quantities: texts that say what is meant, then the same seven columns in every file.

use super::csv::plain_cell;
use super::words;
use crate::units::Quantity;

/// Columns that follow the texts in every CSV file of quantities.
pub const QUANTITY_COLUMNS: [&str; 7] = ["quantity", "value", "standard_error", "low", "high", "unit", "trials"];

/// Text of a CSV file of quantities, built row by row (RFC 4180).
pub struct QuantitiesCsv(csv::Writer<Vec<u8>>);

impl QuantitiesCsv {
    /// File whose rows begin with texts under these headings.
    #[must_use]
    pub fn new(labels: &[&str]) -> Self {
        let mut file = Self(csv::Writer::from_writer(Vec::new()));
        let labels = labels.iter().map(|label| column_name(label));
        file.record(labels.chain(QUANTITY_COLUMNS.map(str::to_owned)));
        file
    }

    /// Adds one quantity: the texts, its name and its numbers. A number is empty where it is not known.
    pub fn row(&mut self, labels: &[&str], name: &str, quantity: &Quantity) {
        let trials = if quantity.trials == 0 { String::new() } else { quantity.trials.to_string() };
        let end = [quantity.unit.to_string(), trials];
        let numbers = words::csv_numbers(quantity);
        self.record(labels.iter().map(|label| plain_cell(label).into_owned()).chain([name.to_owned()]).chain(numbers).chain(end));
    }

    /// All of it.
    #[must_use]
    pub fn into_text(self) -> String {
        let bytes = self.0.into_inner().unwrap_or_default(); // memory takes all that is written
        String::from_utf8(bytes).unwrap_or_default() // only texts were written
    }

    fn record(&mut self, cells: impl Iterator<Item = String>) {
        let _ = self.0.write_record(cells); // every row has as many cells as the heading, and memory takes them all
    }
}

/// Heading of a column as its name in a CSV file: `mean quantile` becomes `mean_quantile`; a path of the scenario keeps its dots.
fn column_name(heading: &str) -> String {
    heading.split('.').map(|part| words::slug(part).replace('-', "_")).collect::<Vec<_>>().join(".")
}

/// Text of a CSV file without quantities.
pub(super) fn texts_csv(headings: &[&str], rows: &[Vec<&str>]) -> String {
    let mut file = QuantitiesCsv(csv::Writer::from_writer(Vec::new()));
    std::iter::once(headings).chain(rows.iter().map(Vec::as_slice)).for_each(|row| file.record(row.iter().map(|cell| plain_cell(cell).into_owned())));
    file.into_text()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Unit;

    #[test]
    fn rows_have_the_seven_columns() {
        let mut csv = QuantitiesCsv::new(&["goal title"]);
        csv.row(&["a, b"], "probability", &Quantity::new(0.25, 0.5, [0.0, f64::NAN], Unit::PROBABILITY, 8));
        let text = "goal_title,quantity,value,standard_error,low,high,unit,trials\n\"a, b\",probability,0.25,0.5,0,,probability,8\n";
        assert_eq!(csv.into_text(), text);
    }
}
