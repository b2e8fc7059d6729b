//! What stands between here and there: policy, incidents, works, key inputs, and what an origin earns.

use serde::Serialize;

use crate::report::page::Picture;
use crate::report::table::{Cell, Table};
use crate::report::words;
use crate::study::{Findings, Yearly};

/// Inputs listed.
const LISTED: usize = 20;
/// What the section holds.
#[derive(Debug, Serialize)]
pub(super) struct Section {
    pictures: Vec<Picture>,
    key_inputs: Option<Table>,
    stages: Option<Table>,
    hazards: Option<Table>,
    origins: Option<Table>,
}

/// Figures and tables.
pub(super) fn section(findings: &Findings, pictures: Vec<Picture>) -> Section {
    Section { pictures, key_inputs: key_inputs(findings), stages: stages(findings), hazards: hazards(findings), origins: origins(findings) }
}

fn key_inputs(findings: &Findings) -> Option<Table> {
    let trials = findings.key_inputs.first()?.trials;
    let caption = format!(
        "Rank correlation of an input with the month of arrival over the first {} trials, strongest first; positive: more of it is later",
        words::count(trials)
    );
    let mut table = Table::new(caption, &["input", "goal", "correlation ± standard error"]);
    for input in findings.key_inputs.iter().take(LISTED) {
        let error = input.standard_error;
        let written = format!("{} ± {}", words::rounded(input.rank_correlation, error.max(0.005)), words::rounded(error, error));
        table.row(vec![Cell::text(&input.input), Cell::text(&input.goal), Cell::number(written, input.rank_correlation)]);
    }
    table.filled()
}

fn stages(findings: &Findings) -> Option<Table> {
    let grid = findings.grid;
    let mut table =
        Table::new("When works start and end, over all trials", &["stage", "start P10", "P50", "P90", "end P10", "P50", "P90", "never ends"]);
    for stage in &findings.stages {
        let mut row = vec![Cell::text(&stage.name)];
        row.extend(stage.start.iter().chain(&stage.end).map(|&month| Cell::plain_month(grid, month)));
        row.push(Cell::chance(&stage.never));
        table.row(row);
    }
    table.filled()
}

fn hazards(findings: &Findings) -> Option<Table> {
    let mut table = Table::new("Incidents a year", &["hazard", "incidents", "of which struck a work or a node"]);
    for hazard in &findings.hazards {
        table.row(vec![Cell::text(&hazard.name), Cell::estimate(&hazard.incidents), Cell::estimate(&hazard.struck)]);
    }
    table.filled()
}

fn origins(findings: &Findings) -> Option<Table> {
    let mut table =
        Table::new("What origins earn from their routes, means over trials", &["origin", "year", "exports, USD", "royalty, USD", "job-years"]);
    for origin in &findings.origins {
        for year in findings.report.years.iter().copied() {
            let at = |series: Option<&Yearly>| series.and_then(|series| series.iter().find(|(at, _)| *at == year)).map(|(_, value)| *value);
            let dollars =
                |series: Option<&Yearly>| at(series).map_or_else(|| Cell::text("–"), |value| Cell::number(words::dollars(value.mean), value.mean));
            table.row(vec![
                Cell::text(&origin.name),
                Cell::number(year.to_string(), f64::from(year)),
                dollars(origin.export_revenue.as_ref()),
                dollars(origin.royalty.as_ref()),
                at(origin.job_years.as_ref()).map_or_else(|| Cell::text("–"), |value| Cell::estimate(&value)),
            ]);
        }
    }
    table.filled()
}
