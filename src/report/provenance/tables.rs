//! Figures and documents in tables, by what they carry.

use super::{TOLD, from, named, way};
use crate::report::table::{Cell, Table};
use crate::report::words;
use crate::study::Estimate;
use crate::study::provenance::{Move, Provenance};

fn move_cells(moves: Option<&Move>) -> [Cell; 2] {
    moves.map_or_else(
        || [Cell::number("–", f64::INFINITY), Cell::number("–", f64::INFINITY)],
        |moves| {
            let seen = moves.at_least() > 0.0;
            [&moves.chance, &moves.months]
                .map(|estimate| if seen { Cell::number(words::difference(estimate), estimate.mean.abs()) } else { unseen(estimate) })
        },
    )
}

/// What chance alone might do.
fn unseen(estimate: &Estimate) -> Cell {
    let noise = words::interval(estimate).map(f64::abs).into_iter().fold(0.0, f64::max);
    Cell::number(if noise > 0.0 { format!("within ±{}", words::rounded(noise, estimate.standard_error)) } else { "0".to_owned() }, 0.0)
}

pub(super) fn leading(found: &Provenance) -> Option<Table> {
    let caption = format!("What moves the answer most, {TOLD} at most, means [95% intervals]; all of them, with their laws, in sources.csv");
    let mut table = Table::new(caption, &["figure"]).in_unit("chance", "% points").in_unit("later by", "months").and("from");
    let mut told: Vec<&str> = Vec::new();
    for (input, moves) in found.inputs.iter().filter_map(|input| Some((input, input.moves.as_ref()?))) {
        let name = named(input, moves);
        if told.len() == TOLD || told.contains(&name) || moves.at_least() <= 0.0 {
            continue;
        }
        told.push(name);
        let [chance, months] = move_cells(Some(moves));
        let from = if name == input.input.path { from(input) } else { "several".to_owned() };
        table.row(vec![Cell::text(name), chance, months, Cell::text(clipped(&from, 30))]);
    }
    table.filled()
}

fn clipped(text: &str, width: usize) -> String {
    if text.chars().count() <= width { text.to_owned() } else { format!("{}…", text.chars().take(width - 1).collect::<String>()) }
}

pub(super) fn documents(found: &Provenance, most: usize) -> Option<Table> {
    let caption = "Documents by the largest move among the figures that cite them; age in years at the start of the scenario";
    let mut table =
        Table::new(caption, &["document"]).and("date").in_unit("age", "years").and("confidence").and("figures").in_unit("largest move", "% points");
    for cited in found.sources.iter().take(most) {
        let title = if most == usize::MAX { format!("{} ({})", cited.source.title, cited.source.key) } else { cited.source.key.clone() };
        let figures = f64::from(u32::try_from(cited.inputs).unwrap_or(u32::MAX));
        let age = cited.age.map(|months| months / 12.0);
        table.row(vec![
            Cell::text(title),
            Cell::text(cited.source.date.as_deref().unwrap_or("–")),
            Cell::number(
                age.map_or_else(|| "–".to_owned(), |age| format!("{}{}", words::rounded(age, 0.1), if cited.stale { " stale" } else { "" })),
                age.unwrap_or(f64::INFINITY),
            ),
            Cell::text(cited.source.confidence.as_deref().unwrap_or("–")),
            Cell::number(cited.inputs.to_string(), figures),
            move_cells(cited.most.as_ref().map(|(_, moves)| moves))[0].clone(),
        ]);
    }
    table.filled()
}

pub(super) fn figures(found: &Provenance) -> Option<Table> {
    let caption = "All figures by their move; chance in percentage points, months later, means [95% intervals]";
    let mut table = Table::new(caption, &["figure", "value", "from", "date", "confidence"])
        .in_unit("chance", "% points")
        .in_unit("later by", "months")
        .and("moved");
    for input in &found.inputs {
        let [chance, months] = move_cells(input.moves.as_ref());
        let unit = if input.input.unit.is_empty() { String::new() } else { format!(", {}", input.input.unit) };
        let date = format!("{}{}", input.date.as_deref().unwrap_or("–"), if input.stale { " stale" } else { "" });
        table.row(vec![
            Cell::text(&input.input.path),
            Cell::text(format!("{}{unit}", input.input.law)),
            Cell::text(from(input)),
            Cell::text(date),
            Cell::text(input.confidence.as_deref().unwrap_or("–")),
            chance,
            months,
            Cell::text(input.moves.as_ref().map_or("one number", |moves| way(moves.way))),
        ]);
    }
    table.filled()
}
