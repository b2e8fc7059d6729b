//! Table of the readings: the probability that each goal arrives within the horizon, in the scenario and in each reading of it.

use crate::analyses::run::findings::{Findings, GoalFindings};
use crate::report::{Cell, Table, words};

/// The table; `None` without readings.
pub(super) fn table(findings: &Findings) -> Option<Table> {
    let found = findings.readings.as_ref()?;
    let end = *findings.grid.years().end();
    let caption = format!(
        "Readings of the scenario: probability of having arrived by the end of {end} in this scenario ({}) and in each reading ({} each), with 95% intervals",
        words::trials(findings.trials),
        words::trials(found.trials)
    );
    let mut table = findings.goals.iter().fold(Table::new(caption, &["reading"]), |table, goal| table.and(goal.shown_title().to_owned()));
    let mut row = |title: &str, cells: Vec<Cell>| table.row(std::iter::once(Cell::text(title)).chain(cells).collect());
    row("this scenario", findings.goals.iter().map(|goal| goal.arrived_by.last().map_or_else(Cell::none, Cell::quantity)).collect());
    for reading in &found.readings {
        let cell =
            |goal: &GoalFindings| reading.of_goal(&goal.name).and_then(|by| by.last()).map_or_else(Cell::none, |(_, found)| Cell::quantity(found));
        row(&reading.title, findings.goals.iter().map(cell).collect());
    }
    Some(table)
}
