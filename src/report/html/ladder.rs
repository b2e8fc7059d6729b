//! The ladder: every share of demand asked about, mineral by mineral, on one page.

use serde::Serialize;

use crate::report::families::families;
use crate::report::page::Picture;
use crate::report::table::{Cell, Table};
use crate::report::words;
use crate::study::Findings;

/// What the section holds.
#[derive(Debug, Serialize)]
pub(super) struct Section {
    pictures: Vec<Picture>,
    table: Option<Table>,
}

/// Figures, and every step in one table.
pub(super) fn section(findings: &Findings, pictures: Vec<Picture>) -> Section {
    let grid = findings.grid;
    let years = findings.report.years_and_last(grid);
    let mut table = Table::new("All shares of demand; probabilities in % of trials [95% interval]", &["mineral", "from", "share of demand", "P50"]);
    for year in &years {
        table = table.and(format!("by end of {year}"));
    }
    let mut table = table.and("holds at the end");
    for family in families(&findings.goals) {
        let Some(question) = family.ladder else { continue };
        for goal in &family.goals {
            let share = goal.share_of_demand.unwrap_or(0.0);
            let beyond = if goal.ceiling.is_some_and(|ceiling| ceiling.beyond) { "†" } else { "" };
            let mut row = vec![
                Cell::text(family.mineral.map_or_else(String::new, words::spaced)),
                Cell::text(question.origin.unwrap_or("all routes")),
                Cell::number(format!("{}{beyond}", words::threshold(share)), share),
                Cell::plain_month(grid, goal.p50.value),
            ];
            row.extend(years.iter().filter_map(|&year| grid.last_month_of(year).and_then(|month| goal.arrived_by.get(month))).map(Cell::chance));
            row.extend(goal.holds.last().map(Cell::chance));
            table.row(row);
        }
    }
    Section { pictures, table: table.filled() }
}
