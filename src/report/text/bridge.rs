//! What stock bridges the wait for a goal, and what it costs.

use super::goals::{add, finish};
use super::grid::Grid;
use super::line;
use crate::report::families::Family;
use crate::report::words;
use crate::study::{Findings, GoalFindings};

/// One table: tonnes that cover 50, 80, 90 and 95% of trials, with their cost where there is a price.
pub(super) fn write(page: &mut String, findings: &Findings, family: &Family) {
    let Some(first) = family.goals.iter().find(|goal| !goal.bridge.is_empty()) else { return };
    page.push('\n');
    if family.goals.iter().all(|goal| goal.bridge.iter().all(|(_, stock)| stock.value <= 0.0)) {
        line(page, "stock that bridges the wait: none is needed in 95% of trials");
        return;
    }
    let mut header = vec![String::new()];
    header.extend(first.bridge.iter().map(|(covered, _)| format!("{} of trials", words::threshold(*covered))));
    let mut table = Grid::new(header, 1);
    for goal in family.goals.iter().filter(|goal| !goal.bridge.is_empty()) {
        let cell = |(covered, stock): &(f64, crate::study::Quantile<f64>)| {
            let tonnes = words::rounded(stock.value, words::quantile_error(stock));
            let cost = goal.bridge_cost.iter().find(|(share, _)| share.total_cmp(covered).is_eq());
            cost.map_or_else(|| tonnes.clone(), |(_, cost)| format!("{tonnes} · {}", words::dollars(cost.value)))
        };
        add(&mut table, family, goal, goal.bridge.iter().map(cell).collect());
    }
    let priced = family.goals.iter().any(|goal| !goal.bridge_cost.is_empty());
    line(
        page,
        if priced {
            "stock that bridges the wait, t of contained metal · its cost in USD"
        } else {
            "stock that bridges the wait, t of contained metal"
        },
    );
    finish(table, family).write(page);
    let clears =
        |goal: &&GoalFindings| findings.minerals.iter().any(|mineral| goal.mineral.as_ref() == Some(&mineral.name) && !mineral.cleared.is_empty());
    if family.goals.iter().any(clears) {
        line(page, "(the stock that keeps the price index at `tolerates`; its cost is at that price)");
    }
}
