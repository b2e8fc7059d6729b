//! Where figures come from and what they carry, as a chapter and as CSV.

use super::chapter::{Block, Chapter, DataFile};
use super::charts::{self, ALLIES, Figure, Mark, RangeRow, Ranges, Sign};
use super::csv::{Csv, short};
use super::table::{Cell, Table};
use super::words;
use crate::study::provenance::{CitedSource, Move, Provenance, SourcedInput, Way};

/// Figures in the picture.
const PICTURED: usize = 15;
/// Figures and documents on a terminal.
const TOLD: usize = 25;

/// The chapter, all figures and documents in it.
#[must_use]
pub fn provenance_chapter(found: &Provenance, print: &str) -> Chapter {
    let mut blocks = vec![
        Block::Heading("Which figures carry the answer".to_owned()),
        Block::Paragraph(how(found)),
        Block::Figure { figure: moves(found, print), data: Some(DataFile::csv("data/moves.csv", &provenance_csv(found))) },
    ];
    blocks.extend(findings(found));
    blocks.push(Block::Heading("Documents".to_owned()));
    blocks.extend(documents(found, usize::MAX).map(Block::Table));
    blocks.push(Block::Heading("Figures".to_owned()));
    blocks.extend(figures(found).map(Block::Table));
    chapter(found, blocks)
}

/// What a terminal gets of it: the figures and the documents that carry most.
#[must_use]
pub fn provenance_brief(found: &Provenance) -> Chapter {
    let mut blocks = vec![Block::Paragraph(how(found))];
    blocks.extend(leading(found).map(Block::Table));
    blocks.extend(documents(found, TOLD).map(Block::Table));
    blocks.extend(findings(found));
    chapter(found, blocks)
}

fn chapter(found: &Provenance, blocks: Vec<Block>) -> Chapter {
    Chapter { id: "sources".to_owned(), title: "What the answer rests on".to_owned(), sentences: sentences(found), blocks }
}

fn sentences(found: &Provenance) -> Vec<String> {
    let judged = found.inputs.iter().filter(|input| input.input.judgement).count();
    let alone = found.inputs.iter().filter(|input| input.input.judgement && input.input.sources.is_empty()).count();
    let count = |n: usize, word: &str| if n == 1 { format!("1 {word}") } else { format!("{n} {word}s") };
    let mut said = vec![format!(
        "{} and {}: {alone} figures are judgements alone, {} a judgement beside documents, {} cite documents only, {} have no source.",
        words::capital(&count(found.inputs.len(), "figure")),
        count(found.sources.len(), "document"),
        judged - alone,
        found.inputs.len() - judged - found.missing(),
        found.missing()
    )];
    if let Some((input, moves)) = found.inputs.first().and_then(|input| Some((input, input.moves.as_ref()?))) {
        said.push(format!(
            "Of “{}” by the end of {} ({}%) most rests on {} ({}): moved by its own uncertainty it moves that chance by {} percentage points.",
            found.goal,
            found.by,
            words::percent_with_interval(&found.chance),
            input.input.path,
            from(input),
            words::difference(&moves.chance)
        ));
    }
    said
}

fn how(found: &Provenance) -> String {
    format!(
        "A number drawn once a trial is moved from its P10 to its P90 with all other draws as they were, in {} paired trials; those that matter less \
         are read from one run of {} trials, as the upper third of its draws less the lower. What is no single number (a policy, a danger, a risk) is \
         compared with its plan; a figure that is part of it bears the move of the whole. Correlated drivers move alone when held, together \
         when read from thirds. A figure without a move is one number: nothing about it is uncertain, which is a judgement too. \"Within\" says how large a move the trials might have missed.",
        words::count(found.trials[1]),
        words::count(found.trials[0])
    )
}

/// What is missing, stale or undated.
fn findings(found: &Provenance) -> Vec<Block> {
    let mut points = Vec::new();
    let paths = |pick: &dyn Fn(&SourcedInput) -> bool| {
        found.inputs.iter().filter(|input| pick(input)).map(|input| input.input.path.clone()).collect::<Vec<_>>()
    };
    let missing = paths(&|input| input.missing);
    if !missing.is_empty() {
        points.push(format!("Without a source: {}.", words::joined(&missing)));
    }
    let keys = |pick: &dyn Fn(&CitedSource) -> bool| {
        found.sources.iter().filter(|cited| pick(cited)).map(|cited| cited.source.key.clone()).collect::<Vec<_>>()
    };
    let stale = keys(&|cited| cited.stale);
    if !stale.is_empty() {
        points.push(format!(
            "Older than {} years at the start of the scenario (what they say of the past stays true; what they say of the present, somebody should look at): {}.",
            words::rounded(found.stale_years, 0.5),
            words::joined(&stale)
        ));
    }
    let undated = keys(&|cited| cited.age.is_none());
    if !undated.is_empty() {
        points.push(format!("Without a date that could be read: {}.", words::joined(&undated)));
    }
    let idle = keys(&|cited| cited.inputs == 0);
    if !idle.is_empty() {
        points.push(format!("Listed and cited by no figure: {}.", words::joined(&idle)));
    }
    if points.is_empty() { Vec::new() } else { vec![Block::Heading("To look at".to_owned()), Block::List(points)] }
}

/// `usgs_antimony, 2026-02`, or `judgement`.
fn from(input: &SourcedInput) -> String {
    let mut keys = input.input.sources.clone();
    if input.input.judgement {
        keys.push("judgement".to_owned());
    }
    if keys.is_empty() { "no source".to_owned() } else { keys.join(", ") }
}

fn way(way: Way) -> &'static str {
    match way {
        Way::Held => "P90 less P10",
        Way::Thirds => "upper third less lower",
        Way::Planned => "as it is less as planned",
    }
}

fn moves(found: &Provenance, print: &str) -> Figure {
    let mut told: Vec<&str> = Vec::new();
    let mut rows = Vec::new();
    for (input, moves) in found.inputs.iter().filter_map(|input| Some((input, input.moves.as_ref()?))) {
        let name = named(input, moves);
        if rows.len() == PICTURED || told.contains(&name) || moves.at_least() <= 0.0 {
            continue;
        }
        told.push(name);
        let [low, high] = words::interval(&moves.chance);
        rows.push(RangeRow {
            label: name.to_owned(),
            note: words::difference(&moves.chance).split(' ').next().unwrap_or_default().to_owned(),
            wide: Some([low, high]),
            narrow: None,
            marks: vec![(Mark::Ring, moves.chance.mean)],
        });
    }
    let ends = rows.iter().filter_map(|row| row.wide).fold([0.0_f64, 0.0_f64], |[low, high], [from, to]| [low.min(from), high.max(to)]);
    let room = 0.06 * (ends[1] - ends[0]).max(1.0);
    let axis = [ends[0] - room, ends[1] + room];
    Ranges {
        name: "moves".to_owned(),
        title: "How far the answer moves with each figure",
        subtitle: &format!("chance of “{}” by the end of {}, each figure moved by its own uncertainty", found.goal, found.by),
        what: "percentage points",
        axis,
        ticks: charts::ticks(axis, true),
        legend: vec![(Sign::Mark(Mark::Ring), "move"), (Sign::Wide, "95% interval")],
        rows: &rows,
        print,
        ink: ALLIES,
        labels: 300.0,
        notes: 50.0,
    }
    .draw()
}

/// What moved: the figure, or the policy, danger or risk that it is part of.
fn named<'i>(input: &'i SourcedInput, moves: &Move) -> &'i str {
    if moves.way == Way::Planned { whole(&input.input.path) } else { &input.input.path }
}

/// The policy, danger or risk that a figure is part of.
fn whole(path: &str) -> &str {
    let parts = if path.starts_with("projects.") {
        path.find(".risks.").map_or(path.len(), |at| end_of(path, at + 7))
    } else {
        end_of(path, path.find('.').map_or(0, |at| at + 1))
    };
    &path[..parts]
}

/// End of the name that begins there.
fn end_of(path: &str, from: usize) -> usize {
    path.get(from..).and_then(|rest| rest.find('.')).map_or(path.len(), |at| from + at)
}

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
fn unseen(estimate: &crate::study::Estimate) -> Cell {
    let noise = words::interval(estimate).map(f64::abs).into_iter().fold(0.0, f64::max);
    Cell::number(if noise > 0.0 { format!("within ±{}", words::rounded(noise, estimate.standard_error)) } else { "0".to_owned() }, 0.0)
}

fn leading(found: &Provenance) -> Option<Table> {
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

fn documents(found: &Provenance, most: usize) -> Option<Table> {
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

fn figures(found: &Provenance) -> Option<Table> {
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

/// All figures: `sources.csv`.
#[must_use]
pub fn provenance_csv(found: &Provenance) -> Csv {
    let mut csv = Csv::new(&[
        "figure",
        "law",
        "unit",
        "sources",
        "judgement",
        "missing",
        "date",
        "stale",
        "confidence",
        "moved",
        "chance_points",
        "chance_error",
        "months_later",
        "months_error",
        "note",
    ]);
    for input in &found.inputs {
        let moved = |of: fn(&Move) -> f64| input.moves.as_ref().map_or_else(String::new, |moves| short(of(moves)));
        csv.row(&[
            input.input.path.clone(),
            input.input.law.clone(),
            input.input.unit.clone(),
            input.input.sources.join(" "),
            input.input.judgement.to_string(),
            input.missing.to_string(),
            input.date.clone().unwrap_or_default(),
            input.stale.to_string(),
            input.confidence.clone().unwrap_or_default(),
            input.moves.as_ref().map_or("", |moves| way(moves.way)).to_owned(),
            moved(|moves| moves.chance.mean),
            moved(|moves| moves.chance.standard_error),
            moved(|moves| moves.months.mean),
            moved(|moves| moves.months.standard_error),
            input.input.note.clone().unwrap_or_default(),
        ]);
    }
    csv
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_belongs_to_its_whole() {
        assert_eq!(whole("regimes.licensing.states.ban.lasts"), "regimes.licensing");
        assert_eq!(whole("projects.a.stages.b.risks.flood.delay"), "projects.a.stages.b.risks.flood");
        assert_eq!(whole("projects.a.stages.b.cancels"), "projects.a.stages.b.cancels");
    }
}
