//! A page for each mineral, and one for goals that span several.

use serde::Serialize;

use super::figures::Placed;
use crate::report::families::families;
use crate::report::page::Picture;
use crate::report::table::{Cell, Table, title};
use crate::report::words;
use crate::study::{Findings, GoalFindings, MineralFindings, Yearly};

/// One page.
#[derive(Debug, Serialize)]
pub(super) struct Section {
    id: String,
    name: String,
    goals: Option<Table>,
    beyond: Vec<String>,
    amounts: Option<Table>,
    cleared: Option<Table>,
    pictures: Vec<Picture>,
}

/// The pages in the order of the scenario.
pub(super) fn sections(findings: &Findings, placed: &mut Placed) -> Vec<Section> {
    let mut all: Vec<Section> = findings.minerals.iter().map(|mineral| page(findings, Some(mineral), placed)).collect();
    if findings.goals.iter().any(|goal| goal.mineral.is_none()) {
        all.push(page(findings, None, placed));
    }
    all
}

fn page(findings: &Findings, mineral: Option<&MineralFindings>, placed: &mut Placed) -> Section {
    let key = mineral.map(|mineral| mineral.name.as_str());
    Section {
        id: format!("mineral-{}", key.map_or_else(|| "several".to_owned(), words::slug)),
        name: key.map_or_else(|| "Several minerals".to_owned(), |key| words::capital(&words::spaced(key))),
        goals: goals(findings, key),
        beyond: beyond(findings, key),
        amounts: mineral.and_then(|mineral| amounts(findings, mineral)),
        cleared: mineral.and_then(|mineral| cleared(findings, mineral)),
        pictures: placed.take_mineral(key),
    }
}

fn goals(findings: &Findings, mineral: Option<&str>) -> Option<Table> {
    let grid = findings.grid;
    let caption = "Month of arrival [95% interval]; probabilities in % of all trials [95% interval]";
    let mut table = Table::new(caption, &["goal", "P10", "P50", "P90", "never", "lost again", "holds at the end"]);
    for goal in families(&findings.goals).into_iter().filter(|family| family.mineral == mineral).flat_map(|family| family.goals) {
        let mut row = vec![Cell::text(format!("{}{}", title(goal), if is_beyond(goal) { " †" } else { "" }))];
        row.extend([&goal.p10, &goal.p50, &goal.p90].map(|quantile| Cell::month(grid, quantile)));
        row.extend([Some(&goal.never), Some(&goal.lost), goal.holds.last()].into_iter().flatten().map(Cell::chance));
        table.row(row);
    }
    table.filled()
}

fn is_beyond(goal: &GoalFindings) -> bool {
    goal.ceiling.is_some_and(|ceiling| ceiling.beyond)
}

/// What the chain could carry at most, said once for each ceiling.
fn beyond(findings: &Findings, mineral: Option<&str>) -> Vec<String> {
    let mut said = Vec::new();
    for goal in findings.goals.iter().filter(|goal| goal.mineral.as_deref() == mineral && is_beyond(goal)) {
        let most = goal.ceiling.map_or(0.0, |ceiling| ceiling.share);
        let line = format!(
            "† beyond capacity: with every input at its most favourable the chain carries {}% of demand.",
            words::rounded(100.0 * most, most)
        );
        if !said.contains(&line) {
            said.push(line);
        }
    }
    said
}

/// Years of the tables of amounts.
fn years(findings: &Findings) -> impl Iterator<Item = i32> {
    let last = *findings.grid.years().end();
    findings.report.supply_years.iter().copied().filter(move |year| *year != last).chain([last])
}

/// The series of a market that clears, by year.
fn cleared(findings: &Findings, mineral: &MineralFindings) -> Option<Table> {
    let caption = "The market that clears, means over trials: index 1 is the price of the scenario; stock to bridge is what keeps the index at what is tolerated";
    let mut table = Table::new(caption, &["year"]);
    for one in &mineral.cleared {
        table = table.and(format!("{}, {}", one.name.replace('_', " "), one.unit));
    }
    for year in years(findings).filter(|_| !mineral.cleared.is_empty()) {
        let of = |series: &Yearly| series.iter().find(|(at, _)| *at == year).map_or_else(|| Cell::text("–"), |(_, value)| Cell::estimate(value));
        table
            .row(std::iter::once(Cell::number(year.to_string(), f64::from(year))).chain(mineral.cleared.iter().map(|one| of(&one.yearly))).collect());
    }
    table.filled()
}

/// Tonnes and indices by year.
fn amounts(findings: &Findings, mineral: &MineralFindings) -> Option<Table> {
    let caption = "Means over trials, t of contained metal a year; the first and the last year count the months on the grid";
    let mut table =
        Table::new(caption, &["year", "demand", "arrives", "controlled supply", "shortage", "free share of demand, %", "concentration, HHI"]);
    for year in years(findings) {
        let of = |series: &Yearly| series.iter().find(|(at, _)| *at == year).map_or_else(|| Cell::text("–"), |(_, value)| Cell::estimate(value));
        let free = mineral
            .free_share
            .iter()
            .find(|(at, _)| *at == year)
            .map_or_else(|| Cell::text("–"), |(_, value)| Cell::number(words::rounded(100.0 * value.mean, 100.0 * value.standard_error), value.mean));
        table.row(vec![
            Cell::number(year.to_string(), f64::from(year)),
            of(&mineral.demand_yearly),
            of(&mineral.arrivals),
            of(&mineral.controlled),
            of(&mineral.shortage),
            free,
            of(&mineral.hhi),
        ]);
    }
    table.filled()
}
