//! Tables of `adit sensitivity`: Sobol' indices and rank correlations, of one goal for the page and of all goals for the CSV files.

use super::findings::{ExplainedQuantity, GoalSensitivity, InputCorrelation, SensitivityFindings, SobolIndices, ranked};
use super::wording;
use crate::report::{Cell, Table, words};
use crate::units::{Quantity, Unit};

/// Headings of the two indices.
pub const INDICES: [&str; 2] = ["first-order index", "total index"];
/// Headings of the two correlations.
const CORRELATIONS: [&str; 2] = ["rank correlation (Spearman)", "partial rank correlation"];
/// Inputs that the table of correlations of a goal lists, at most.
const MOST_INPUTS: usize = 12;

/// Indices of one quantity of a goal, the largest total index first, with at most this number of single elements; `None` where it has none.
pub fn indices(name: &str, quantity: &ExplainedQuantity, most: usize) -> Option<Table> {
    let SobolIndices { groups, elements, left_out, .. } = quantity.indices()?;
    let caption = format!(
        "{}, mean {}: shares of its variance with 95% intervals. Causes below 0.5% are left out.",
        words::capital(name),
        words::quantity(&quantity.mean)
    );
    let mut table = Table::new(caption, &["cause", "kind"]).and(INDICES[0]).and(INDICES[1]);
    for one in ranked(groups).into_iter().chain(ranked(elements).into_iter().take(most)).chain(left_out) {
        table.row(vec![
            Cell::text(wording::cause(&one.cause)),
            Cell::text(one.cause.kind),
            Cell::quantity(&one.first_order),
            Cell::quantity(&one.total),
        ]);
    }
    table.filled()
}

/// Rank correlations that differ from 0, the strongest first; `None` where there are none.
pub fn correlations(goal: &GoalSensitivity, most: usize) -> Option<Table> {
    let caption = "Inputs drawn once a trial whose rank correlation with the months until arrival differs from 0, with 95% intervals; a positive correlation \
        means later arrival. The partial correlation holds all other inputs constant.";
    let mut table = Table::new(caption, &["input"]).and(CORRELATIONS[0]).and(CORRELATIONS[1]);
    for one in goal.clear_correlations().into_iter().take(most.min(MOST_INPUTS)) {
        table.row(vec![Cell::text(wording::element(&one.input)), Cell::quantity(&one.spearman), partial(one)]);
    }
    table.filled()
}

/// Cell of a partial correlation, which may be missing.
fn partial(one: &InputCorrelation) -> Cell {
    one.partial.as_ref().map_or_else(|| Cell::quantity(&Quantity::exact(f64::NAN, Unit::NONE)), Cell::quantity)
}

/// All indices of some goals, for a CSV file.
pub fn all_indices<'a>(goals: impl IntoIterator<Item = &'a GoalSensitivity>) -> Table {
    let mut table = Table::new("", &["goal", "explained quantity", "cause", "kind", "group"]).and(INDICES[0]).and(INDICES[1]);
    for goal in goals {
        for (name, quantity) in [(arrived_by(goal), &goal.arrived_by_year), (MONTHS.to_owned(), &goal.months_until_arrival)] {
            let Some(SobolIndices { groups, elements, left_out, .. }) = quantity.indices() else { continue };
            for one in groups.iter().chain(elements).chain(left_out) {
                let texts = [&goal.goal, &name, &one.cause.name, one.cause.kind, &one.cause.group].map(Cell::text);
                table.row(texts.into_iter().chain([Cell::quantity(&one.first_order), Cell::quantity(&one.total)]).collect());
            }
        }
    }
    table
}

/// All rank correlations with the months until arrival, for a CSV file.
pub fn all_correlations(found: &SensitivityFindings) -> Table {
    let mut table = Table::new("", &["goal", "input"]).and(CORRELATIONS[0]).and(CORRELATIONS[1]);
    for goal in &found.goals {
        for one in &goal.correlations {
            table.row(vec![Cell::text(&goal.goal), Cell::text(&one.input), Cell::quantity(&one.spearman), partial(one)]);
        }
    }
    table
}

/// Name of the second quantity of every goal.
pub const MONTHS: &str = "months until arrival";

/// Name of the first quantity of a goal.
pub fn arrived_by(goal: &GoalSensitivity) -> String {
    format!("arrival by the end of {}", goal.year)
}
