//! A chapter for each mineral, and one for goals that span several.

use super::{chapter, goals};
use crate::analyses::run::charts::Figures;
use crate::analyses::run::families::families;
use crate::analyses::run::findings::{Findings, MineralFindings};
use crate::analyses::run::series::SERIES;
use crate::report::{Block, Cell, Chapter, Table, words};

/// Chapters in the order of the scenario.
pub(super) fn chapters(findings: &Findings, figures: Option<&Figures>) -> Vec<Chapter> {
    let mut all: Vec<Chapter> = findings.minerals.iter().map(|mineral| of(findings, Some(mineral), figures)).collect();
    if findings.goals.iter().any(|goal| goal.mineral.is_none()) {
        all.push(of(findings, None, figures));
    }
    all
}

fn of(findings: &Findings, mineral: Option<&MineralFindings>, figures: Option<&Figures>) -> Chapter {
    let key = mineral.map(|mineral| mineral.name.as_str());
    let families = families(&findings.goals).into_iter().filter(|family| family.mineral == key);
    let mut blocks: Vec<Block> = families.flat_map(|family| goals::tables(findings, &family)).collect();
    blocks.extend(mineral.map(|mineral| Block::Table(amounts(findings, mineral))));
    if let Some(figures) = figures {
        blocks.extend(figures.arrivals(key));
        blocks.extend(mineral.map(|mineral| figures.market(mineral)).into_iter().flatten());
    }
    let id = format!("mineral-{}", key.unwrap_or("several"));
    chapter(&id, &mineral.map_or_else(|| "Several minerals".to_owned(), |mineral| words::capital(&mineral.title)), blocks)
}

/// Yearly estimates, a row for each series.
fn amounts(findings: &Findings, mineral: &MineralFindings) -> Table {
    let last = *findings.grid.years().end();
    let years: Vec<i32> = findings.report.supply_years.iter().copied().filter(|year| *year != last).chain([last]).collect();
    let caption = format!(
        "{}: means of each year with 95% intervals; the first and the last year count the months of the scenario",
        words::capital(&mineral.title)
    );
    let mut table = years.iter().fold(Table::new(caption, &["series", "unit"]), |table, year| table.and(year.to_string()));
    let is_several = |name: &str| mineral.series(name).count() != 1; // with one origin its arrivals are all arrivals
    for kind in SERIES.iter().filter(|kind| kind.is_shown() && (!kind.is_by_origin() || is_several(kind.name))) {
        for series in mineral.series(kind.name) {
            let origin = series.origin.as_ref().map(|origin| format!("arrivals from {}", findings.origin_title(origin)));
            let labels = [origin.unwrap_or_else(|| kind.title.to_owned()), kind.yearly_unit().to_string()].map(Cell::text);
            let cells = years.iter().map(|year| series.in_year(*year).map_or_else(Cell::none, Cell::quantity));
            table.row(labels.into_iter().chain(cells).collect());
        }
    }
    table
}
