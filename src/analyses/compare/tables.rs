//! Tables of a comparison: for each family of goals the results in each scenario and the differences from the first; all goals for the CSV files.

use std::collections::BTreeSet;

use super::findings::{CompareFindings, ComparedGoal, Difference, GoalResult};
use crate::analyses::run::families::Family;
use crate::report::{Cell, Table};
use crate::units::{Quantity, Unit};

/// Headings of the differences with their units, the most important first.
const DIFFERENCES: [(&str, &str); 6] = [
    ("later by", "months"),
    ("probability of arriving", "percentage points"),
    ("earlier in", "of trials"),
    ("later in", "of trials"),
    ("later by where both arrive", "months"),
    ("both arrive in", "of trials"),
];

/// Names of the differences in the CSV files.
const DIFFERENCE_NAMES: [&str; 6] = ["months later", "probability difference", "earlier", "later", "months later if both", "both"];

/// Month of arrival of each goal of a family in each scenario.
pub fn months(found: &CompareFindings, family: &Family) -> Table {
    let headings = ["P10", "P50", "P90", "never", "lost again", "holds at the end"];
    let table = headings.into_iter().fold(Table::new("Month of arrival and probabilities, with 95% intervals.", &["goal", "scenario"]), Table::and);
    of_family(found, family, table, |one| {
        [&one.p10, &one.p50, &one.p90, &one.never, &one.lost].into_iter().chain(&one.holds_at_end).map(Cell::quantity).collect()
    })
}

/// Median month of each goal of a family in each scenario, and probabilities by the year of the sentences and by the last year, for the terminal.
pub fn overview(found: &CompareFindings, family: &Family) -> Table {
    let years: BTreeSet<i32> = [Some(found.main_year), found.years.last().copied()].into_iter().flatten().collect(); // those that have room
    let caption = "Median month of arrival, and probability of arrival by the end of each year, with 95% intervals.";
    let table = years.iter().fold(Table::new(caption, &["goal", "scenario"]).and("P50"), |table, year| table.and(format!("by {year}")));
    of_family(found, family, table, |one| {
        std::iter::once(&one.p50).chain(years.iter().filter_map(|year| one.by_december.get(year))).map(Cell::quantity).collect()
    })
}

/// Results of each goal of a family, one row for each scenario.
fn of_family(found: &CompareFindings, family: &Family, mut table: Table, cells: impl Fn(&GoalResult) -> Vec<Cell>) -> Table {
    for (label, goal) in goals(found, family) {
        for (name, (_, one)) in found.names().iter().zip(&goal.scenarios) {
            table.row([Cell::text(&label), Cell::text(name)].into_iter().chain(cells(one)).collect());
        }
    }
    table
}

/// Differences of each goal of a family from the first scenario: the first `count` of them, or all.
pub fn differences(found: &CompareFindings, family: &Family, count: usize) -> Table {
    let names = found.names();
    let caption =
        format!("Differences from {}, trial by trial on the same draws, means with 95% intervals.", names.first().map_or("", String::as_str));
    let mut table =
        DIFFERENCES.into_iter().take(count).fold(Table::new(caption, &["goal", "scenario"]), |table, (heading, unit)| table.in_unit(heading, unit));
    for (label, goal) in goals(found, family) {
        for (name, (_, difference)) in names.iter().skip(1).zip(&goal.differences) {
            table.row([Cell::text(&label), Cell::text(name)].into_iter().chain(cells(difference).into_iter().take(count)).collect());
        }
    }
    table
}

/// Results and differences of all goals, for the CSV file.
pub fn all(found: &CompareFindings) -> Table {
    let mut table = ["p10", "p50", "p90"].into_iter().fold(Table::new("", &["goal", "scenario"]), Table::and);
    for year in &found.years {
        table = table.and(format!("by {year}"));
    }
    table = ["never", "lost", "holds at the end"].into_iter().chain(DIFFERENCE_NAMES).fold(table, Table::and);
    for (key, goal) in &found.goals {
        let differences = std::iter::once(None).chain(goal.differences.iter().map(Some));
        for ((name, one), difference) in goal.scenarios.iter().zip(differences) {
            let mut row = vec![Cell::text(key), Cell::text(name)];
            let by = found.years.iter().filter_map(|year| one.by_december.get(year));
            row.extend(
                [&one.p10, &one.p50, &one.p90].into_iter().chain(by).chain([&one.never, &one.lost]).chain(&one.holds_at_end).map(Cell::quantity),
            );
            row.extend(difference.map_or_else(|| std::array::from_fn(|_| Cell::text("")), |(_, difference)| cells(difference)));
            table.row(row);
        }
    }
    table
}

/// Differences of all goals, for the CSV file.
pub fn all_differences(found: &CompareFindings) -> Table {
    let mut table = DIFFERENCE_NAMES.into_iter().fold(Table::new("", &["goal", "scenario"]), Table::and);
    for (key, goal) in &found.goals {
        for (name, difference) in &goal.differences {
            table.row([Cell::text(key), Cell::text(name)].into_iter().chain(cells(difference)).collect());
        }
    }
    table
}

/// Arrival curves of one goal in all scenarios, for the CSV file.
pub fn curves(found: &CompareFindings, goal: &str) -> Table {
    let mut table = Table::new("", &["scenario", "month"]).and("arrived");
    for (name, one) in found.goal(goal).iter().flat_map(|goal| &goal.scenarios) {
        for (month, arrived) in one.arrived_by.iter().enumerate() {
            table.row(vec![Cell::text(name), Cell::text(found.grid.label(month)), Cell::quantity(arrived)]);
        }
    }
    table
}

/// Goals of a family with their labels.
fn goals<'a>(found: &'a CompareFindings, family: &'a Family) -> impl Iterator<Item = (String, &'a ComparedGoal)> {
    family.goals.iter().filter_map(|goal| Some((family.label(goal), found.goal(&goal.name)?)))
}

/// Cells of a difference, in the order of the headings.
fn cells(of: &Difference) -> [Cell; 6] {
    let none = Quantity::exact(f64::NAN, Unit::MONTHS_DIFFERENCE);
    let Difference { months, months_if_both, both, earlier, later, probability } = of;
    [months, probability, earlier, later, months_if_both.as_ref().unwrap_or(&none), both].map(Cell::quantity)
}
