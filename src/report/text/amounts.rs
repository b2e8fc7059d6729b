//! How much is delivered, year by year.

use super::grid::Grid;
use super::{heading, line};
use crate::report::words;
use crate::study::{Findings, MineralFindings, Yearly};

/// Years that fit on a page beside the labels.
const COLUMNS: usize = 9;

/// One table: tonnes a year that arrive over the routes, by mineral, and by origin where there are several.
pub(super) fn write(page: &mut String, findings: &Findings) {
    let years = years(findings);
    let mut table = Grid::new(std::iter::once("t a year".to_owned()).chain(years.iter().map(ToString::to_string)).collect(), 1);
    let mut without = Vec::new();
    for mineral in &findings.minerals {
        if mineral.arrivals_by_origin.is_empty() {
            without.push(words::spaced(&mineral.name));
            continue;
        }
        rows(&mut table, mineral, &years);
    }
    if !table.is_empty() {
        heading(page, "deliveries", &format!("t of contained metal a year, mean of {} trials", words::count(findings.trials)));
        table.write(page);
    }
    if !without.is_empty() {
        line(page, &format!("No route carries {}.", without.join(", ")));
    }
}

fn rows(table: &mut Grid, mineral: &MineralFindings, years: &[i32]) {
    let figures = |series: &Yearly| years.iter().map(|&year| in_year(series, year, words::estimate)).collect::<Vec<_>>();
    let only = if let [(origin, _)] = mineral.arrivals_by_origin.as_slice() { format!(", {origin}") } else { String::new() };
    table.row(std::iter::once(format!("{}{only}", words::spaced(&mineral.name))).chain(figures(&mineral.arrivals)).collect());
    if mineral.arrivals_by_origin.len() > 1 {
        for (origin, series) in &mineral.arrivals_by_origin {
            table.row(std::iter::once(format!("  {origin}")).chain(figures(series)).collect());
        }
    }
}

/// One table for each market that clears: price index, what is bought and given up, what it costs, and what comes back.
pub(super) fn cleared(page: &mut String, findings: &Findings) {
    let years = years(findings);
    for mineral in findings.minerals.iter().filter(|mineral| !mineral.cleared.is_empty()) {
        let head = std::iter::once(String::new()).chain(years.iter().map(ToString::to_string));
        let mut table = Grid::new(head.collect(), 1);
        for one in &mineral.cleared {
            let figures = years.iter().map(|&year| in_year(&one.yearly, year, words::estimate));
            table.row(std::iter::once(format!("{}, {}", one.name.replace('_', " "), one.unit)).chain(figures).collect());
        }
        heading(page, &format!("market of {}", words::spaced(&mineral.name)), &format!("by year, mean of {} trials", words::count(findings.trials)));
        table.write(page);
    }
}

/// The figure of one year, blank where there is none.
pub(super) fn in_year(series: &Yearly, year: i32, write: impl Fn(&crate::study::Estimate) -> String) -> String {
    series.iter().find(|(of, _)| *of == year).map_or_else(String::new, |(_, estimate)| write(estimate))
}

/// The years shown: all where they fit, else the last, every fifth, then the others two apart from the first on.
pub(super) fn years(findings: &Findings) -> Vec<i32> {
    let all: Vec<i32> = findings.grid.years().collect();
    let last = *findings.grid.years().end();
    let urgency = |year: i32| if year == last || year % 5 == 0 { 0 } else { 1 + year % 2 };
    let mut shown = all;
    shown.sort_by_key(|&year| (urgency(year), year));
    shown.truncate(COLUMNS);
    shown.sort_unstable();
    shown
}
