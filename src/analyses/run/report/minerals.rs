//! A chapter for each mineral, and one for goals that span several.

use super::{chapter, goals};
use crate::analyses::run::charts::Figures;
use crate::analyses::run::families::families;
use crate::analyses::run::findings::{Findings, MineralFindings};
use crate::analyses::run::series::SERIES;
use crate::report::{Block, Cell, Chapter, Table, words};

/// Chapters of tables in the order of the scenario.
pub(super) fn tables(findings: &Findings) -> Vec<Chapter> {
    each(findings, |key, mineral| {
        let families = families(&findings.goals).into_iter().filter(|family| family.mineral == key);
        let mut blocks: Vec<Block> = families.flat_map(|family| goals::tables(findings, &family)).collect();
        blocks.extend(mineral.map(|mineral| Block::Table(amounts(findings, mineral))));
        (mineral.and_then(|mineral| price(findings, mineral)).into_iter().collect(), blocks)
    })
}

/// Chapters of figures in the order of the scenario.
pub(super) fn figures(findings: &Findings, figures: &Figures) -> Vec<Chapter> {
    each(findings, |key, mineral| {
        let market = mineral.map(|mineral| figures.market(mineral)).into_iter().flatten();
        (Vec::new(), figures.arrivals(key).into_iter().chain(market).collect())
    })
}

/// Chapters with the sentences and blocks of each mineral, then of the goals that span several.
fn each(findings: &Findings, of: impl Fn(Option<&str>, Option<&MineralFindings>) -> (Vec<String>, Vec<Block>)) -> Vec<Chapter> {
    let several = findings.goals.iter().any(|goal| goal.mineral.is_none()).then_some(None);
    let chapter_of = |mineral: Option<&MineralFindings>| {
        let key = mineral.map(|mineral| mineral.name.as_str());
        let title = mineral.map_or_else(|| "Several minerals".to_owned(), |mineral| words::capital(&mineral.title));
        let (sentences, blocks) = of(key, mineral);
        Chapter { sentences, ..chapter(&format!("mineral-{}", key.unwrap_or("several")), &title, blocks) }
    };
    findings.minerals.iter().map(Some).chain(several).map(chapter_of).collect()
}

/// Years of the tables: those that the scenario asks for, and the last.
fn years(findings: &Findings) -> Vec<i32> {
    let last = *findings.grid.years().end();
    findings.report.supply_years.iter().copied().filter(|year| *year != last).chain([last]).collect()
}

/// Mean price index of each of these years, where the market clears.
fn price(findings: &Findings, mineral: &MineralFindings) -> Option<String> {
    let series = mineral.series("price_index").next()?;
    if !mineral.price_moves() {
        return Some(format!("The price of {} is that of the scenario in every month of every trial.", mineral.title));
    }
    let said = |year: i32| series.in_year(year).map(|index| format!("{} in {year}", words::quantity(index)));
    let said: Vec<String> = years(findings).into_iter().filter_map(said).collect();
    Some(format!(
        "The mean price of {}, as a multiple of the price of the scenario (price index, 95% intervals in brackets), is {}.",
        mineral.title,
        words::joined(&said)
    ))
}

/// Yearly estimates, a row for each series.
fn amounts(findings: &Findings, mineral: &MineralFindings) -> Table {
    let years = years(findings);
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
