//! Tables of the yearly quantities and of their paired differences.

use super::findings::{CompareFindings, ComparedQuantity, QuantityInYear};
use crate::analyses::estimates::is_clear;
use crate::report::{Block, Cell, Table, words};
use crate::units::Quantity;

/// How to read the tables.
const READING: &str = "Means over the trials of each scenario and the mean difference from the first scenario, trial by trial on the same draws, with 95% \
     intervals. Differences of shares are in percentage points. “All years” is the sum over the horizon, of shares and indices the mean.";

/// What changes: for each scenario after the first a table of the quantities that differ in some trial, in all years of the tables.
pub fn blocks(found: &CompareFindings) -> Vec<Block> {
    of(found, &|_| true, &|difference| !is_same(difference), "are the same in every trial")
}

/// The same for the terminal: in the year of the sentences and over all years, where the interval of the difference excludes 0.
pub fn main_blocks(found: &CompareFindings) -> Vec<Block> {
    of(found, &|year| year.is_none_or(|year| year == found.main_year), &is_clear, "do not differ, or not by more than sampling error explains")
}

fn of(found: &CompareFindings, in_year: &dyn Fn(Option<i32>) -> bool, differs: &dyn Fn(&Quantity) -> bool, omitted: &str) -> Vec<Block> {
    if found.quantities.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![Block::Heading("What changes".to_owned()), Block::Paragraph(READING.to_owned())];
    let names = found.names();
    for (other, name) in names.iter().enumerate().skip(1) {
        let caption = format!("What changes: {name}, against {}", names[0]);
        let mut table = Table::new(caption, &["quantity", "year", &names[0], name, "difference"]);
        let mut same = 0;
        for quantity in &found.quantities {
            let years: Vec<&QuantityInYear> = quantity.years.iter().filter(|year| in_year(year.year)).collect();
            let shown: Vec<&QuantityInYear> = years.into_iter().filter(|year| differs(&year.others[other - 1].1[1])).collect();
            same += usize::from(shown.is_empty());
            for year in shown {
                table.row(row(quantity, year, other - 1));
            }
        }
        blocks.extend(table.filled().map(Block::Table));
        if same > 0 {
            blocks.push(Block::Paragraph(format!(
                "{} of {} quantities {omitted}: {name}.",
                words::count(same as u64),
                words::count(found.quantities.len() as u64)
            )));
        }
    }
    blocks
}

/// All quantities, for the CSV file.
pub fn all(found: &CompareFindings) -> Table {
    let mut table = Table::new("", &["key", "title", "year", "scenario"]).and("value").and("difference");
    let label = |year: &QuantityInYear| year.year.map_or_else(|| "all".to_owned(), |year| year.to_string());
    for quantity in &found.quantities {
        for year in &quantity.years {
            let texts = |scenario: &str| [&quantity.key, &quantity.title, &label(year), scenario].map(Cell::text).to_vec();
            table.row(texts(&found.first).into_iter().chain([Cell::quantity(&year.first), Cell::text("")]).collect());
            for (name, [value, difference]) in &year.others {
                table.row(texts(name).into_iter().chain([value, difference].map(Cell::quantity)).collect());
            }
        }
    }
    table
}

/// Whether a difference is 0 in every trial.
fn is_same(difference: &Quantity) -> bool {
    difference.value.is_none_or(|value| value.abs() <= 0.0) && difference.standard_error.is_none_or(|error| error <= 0.0)
}

fn row(quantity: &ComparedQuantity, year: &QuantityInYear, other: usize) -> Vec<Cell> {
    let [value, difference] = &year.others[other].1;
    let unit = match year.first.unit.to_string().as_str() {
        "share" | "index" | "USD" | "USD/yr" => String::new(),
        unit => format!(", {unit}"),
    };
    let label = year.year.map_or_else(|| "all years".to_owned(), |year| year.to_string());
    let difference = if is_same(difference) { Cell::quantity_as("0".to_owned(), difference) } else { Cell::quantity(difference) };
    vec![Cell::text(format!("{}{unit}", quantity.title)), Cell::text(label), Cell::quantity(&year.first), Cell::quantity(value), difference]
}
