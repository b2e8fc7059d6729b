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

/// Yearly estimates of every series, one column each.
fn amounts(findings: &Findings, mineral: &MineralFindings) -> Table {
    let last = *findings.grid.years().end();
    let years = findings.report.supply_years.iter().copied().filter(|year| *year != last).chain([last]);
    let caption = format!(
        "{}: means of each year with 95% intervals, tonnes of contained metal; the first and the last year count the months of the scenario",
        words::capital(&mineral.title)
    );
    let is_several = |name: &str| mineral.series(name).count() != 1; // with one origin its arrivals are all arrivals
    let shown: Vec<_> = SERIES
        .iter()
        .filter(|kind| kind.is_shown() && (!kind.is_by_origin() || is_several(kind.name)))
        .flat_map(|kind| mineral.series(kind.name).map(move |series| (kind, series)))
        .collect();
    let mut table = shown.iter().fold(Table::new(caption, &["year"]), |table, (kind, series)| {
        let heading = series.origin.as_ref().map_or_else(|| kind.title.to_owned(), |origin| format!("from {}", findings.origin_title(origin)));
        table.in_unit(heading, if kind.is_tonnes() { "t" } else { "" })
    });
    for year in years {
        let cells = shown.iter().map(|(_, series)| series.in_year(year).map_or_else(Cell::none, Cell::quantity));
        table.row(std::iter::once(Cell::text(year.to_string())).chain(cells).collect());
    }
    table
}
