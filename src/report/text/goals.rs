//! When each goal arrives, and how likely.

use super::grid::{BEYOND, Grid};
use super::{heading, line};
use crate::report::families::Family;
use crate::report::words;
use crate::study::{Findings, GoalFindings, Share};
use crate::units::MonthGrid;

/// Two tables: months with intervals, and chances; one sentence where no trial arrives.
pub(super) fn write(page: &mut String, findings: &Findings, family: &Family) {
    let trials = words::count(findings.trials);
    heading(page, &family.heading(), &format!("{trials} trials"));
    if let Some(most) = never_at_all(family) {
        let said = format!("Never within the horizon in any of {trials} trials (a probability below {most}): {}.", names(family, &family.goals));
        line(page, &said);
    } else {
        line(page, "month of arrival [95% interval]");
        months(findings.grid, family).write(page);
        page.push('\n');
        line(page, "probability, % of trials ± standard error; holds: in December of that year");
        chances(findings, family).write(page);
    }
    beyond(page, family);
}

/// Where no goal of the family arrives in any trial: the largest chance of arriving that its intervals leave.
fn never_at_all(family: &Family) -> Option<String> {
    let nothing = family.goals.iter().all(|goal| goal.never.share >= 1.0);
    let most = family.goals.iter().map(|goal| 1.0 - goal.never.low).fold(0.0, f64::max);
    nothing.then(|| format!("{}%", words::rounded(100.0 * most, 10.0 * most)))
}

fn months(grid: MonthGrid, family: &Family) -> Grid {
    let mut table = Grid::new(["", "P10", "P50", "P90"].map(str::to_owned).to_vec(), 4);
    for goal in &family.goals {
        let quantiles = [&goal.p10, &goal.p50, &goal.p90].map(|quantile| words::month_with_interval(grid, quantile));
        add(&mut table, family, goal, quantiles.to_vec());
    }
    finish(table, family)
}

fn chances(findings: &Findings, family: &Family) -> Grid {
    let (grid, report) = (findings.grid, &findings.report);
    let by = report.years_and_last(grid);
    let holding = report.years.get(1..).unwrap_or_default();
    let mut header = vec![String::new()];
    header.extend(by.iter().map(|year| format!("by end\nof {year}")));
    header.extend(["never".to_owned(), "lost\nagain".to_owned()]);
    header.extend(holding.iter().map(|year| format!("holds\n{year}")));
    header.push("true at\nstart".to_owned());
    let mut table = Grid::new(header, 1);
    for goal in &family.goals {
        let december = |shares: &[Share], year: i32, write: fn(&Share) -> String| {
            grid.last_month_of(year).and_then(|k| shares.get(k)).map_or_else(String::new, write)
        };
        let mut row: Vec<String> = by.iter().map(|&year| december(&goal.arrived_by, year, words::percent_with_error)).collect();
        row.extend([words::percent(&goal.never), words::percent(&goal.lost)]);
        row.extend(holding.iter().map(|&year| december(&goal.holds, year, words::percent)));
        row.push(words::percent(&goal.at_start));
        add(&mut table, family, goal, row);
    }
    finish(table, family)
}

/// A line for what the chain could never carry.
fn beyond(page: &mut String, family: &Family) {
    let mut ceilings: Vec<(f64, Vec<&GoalFindings>)> = Vec::new();
    for goal in &family.goals {
        let Some(ceiling) = goal.ceiling.filter(|ceiling| ceiling.beyond) else { continue };
        match ceilings.iter_mut().find(|(share, _)| share.total_cmp(&ceiling.share).is_eq()) {
            Some((_, goals)) => goals.push(goal),
            None => ceilings.push((ceiling.share, vec![goal])),
        }
    }
    for (share, goals) in ceilings {
        let most = words::rounded(100.0 * share, share);
        let said = format!(
            "{BEYOND} beyond capacity: {}. With every input at its most favourable the chain carries {most}% of demand.",
            names(family, &goals)
        );
        line(page, &said);
    }
}

fn names(family: &Family, goals: &[&GoalFindings]) -> String {
    goals.iter().map(|goal| family.label(goal)).collect::<Vec<_>>().join(", ")
}

/// The mark of a threshold that the chain could never carry.
pub(super) fn mark(goal: &GoalFindings) -> &'static str {
    if goal.ceiling.is_some_and(|ceiling| ceiling.beyond) { BEYOND } else { "" }
}

/// Adds a goal's row: labelled by its threshold in a ladder, else under its title.
pub(super) fn add(table: &mut Grid, family: &Family, goal: &GoalFindings, figures: Vec<String>) {
    let label = format!("{}{}", family.label(goal), mark(goal));
    if family.ladder.is_some() {
        table.row(std::iter::once(label).chain(figures).collect());
    } else {
        table.titled_row(label, figures);
    }
}

/// Steps of a ladder that say the same are said once.
pub(super) fn finish(mut table: Grid, family: &Family) -> Grid {
    if family.ladder.is_some() {
        table.merge_equal();
    }
    table
}
