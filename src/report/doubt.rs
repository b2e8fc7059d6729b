//! The three kinds of doubt as a chapter: each goal's answer with a bar for trials, one for inputs, one for readings.

use std::fmt::Write;

use super::chapter::{Block, Chapter, DataFile};
use super::charts::{self, ALLIES, Figure, Mark, RangeRow, Ranges, Sign};
use super::csv::{Csv, short};
use super::table::{Cell, Table};
use super::words;
use crate::study::doubt::{Doubt, Doubts};
use crate::units::MonthGrid;

/// Goals in a picture.
const PICTURED: usize = 5;
/// Goals whose chance lies nearer to 0 or 1 have nothing to picture.
const CERTAIN: f64 = 0.005;

/// The chapter. `goal` is the one that the sentences speak of.
#[must_use]
pub fn doubt_chapter(found: &Doubts, goal: &str, print: &str) -> Chapter {
    let pictured = pictured(found, goal);
    let data = DataFile::csv("data/doubt.csv", &doubt_csv(found));
    let mut blocks = vec![Block::Paragraph(how(found))];
    if !pictured.is_empty() {
        blocks.push(Block::Figure { figure: chances(found, &pictured, print), data: Some(data.clone()) });
        blocks.push(Block::Figure { figure: medians(found, &pictured, print), data: Some(data) });
    }
    blocks.extend(table(found).map(Block::Table));
    blocks.extend(readings(found).map(Block::Table));
    let sentences = found.goals.iter().find(|doubt| doubt.goal == goal).map(|doubt| sentence(found, doubt)).into_iter().collect();
    Chapter { id: "doubt".to_owned(), title: "How sure is the answer?".to_owned(), sentences, blocks }
}

fn how(found: &Doubts) -> String {
    let [trials, outer, inner] = found.trials;
    format!(
        "Trials: the 95% interval of {} trials, which shrinks with their root. Inputs: P10 to P90 over what the scenario's numbers may be, {outer} draws of \
         them with {inner} runs of chance for each, the noise of so few runs taken off; it shrinks only when somebody finds out. Unknown are the numbers \
         drawn once a trial and the drivers ({} streams); chance are policies, incidents, risks and cancellations ({} streams), which would come out \
         otherwise if the same world began again. Readings: the answers of {}, on the same draws; no number of trials and no better input \
         decides between them.",
        words::count(trials),
        found.streams[0],
        found.streams[1],
        if found.readings.is_empty() { "other scenarios, of which none was named (--against)".to_owned() } else { words::joined(&found.readings) }
    )
}

fn sentence(found: &Doubts, doubt: &Doubt) -> String {
    let grid = found.grid;
    let chance = &doubt.answer.chance;
    let mut said = format!(
        "“{}” by the end of {}: {}% of trials; a run of {} trials leaves {} points of doubt to either side",
        doubt.title,
        found.by,
        words::percent(chance),
        words::count(found.trials[0]),
        words::rounded(50.0 * (chance.high - chance.low), 0.1)
    );
    if let Some(unknown) = &doubt.unknown {
        let _ = write!(
            said,
            ", what the inputs may be leaves {} to {}%, and {}% of the variance lies in them",
            percent(unknown.chance[0]),
            percent(unknown.chance[1]),
            percent(unknown.share_of_variance)
        );
    }
    if let Some([low, high]) = structural(doubt) {
        let _ = write!(said, ", and the readings say {} to {}%", tenth(low), tenth(high));
    }
    let median = |at: usize| doubt.unknown.as_ref().map_or_else(String::new, |unknown| words::month(grid, unknown.median[at]));
    let _ = write!(said, ". Its median month is {}", words::month_with_interval(grid, &doubt.answer.median));
    if doubt.unknown.is_some() {
        let _ = write!(said, "; over what the inputs may be, {} to {}", median(0), median(1));
    }
    said + "."
}

fn percent(share: f64) -> String {
    words::rounded(100.0 * share, 1.0)
}

fn tenth(share: f64) -> String {
    words::rounded(100.0 * share, 0.1)
}

/// Least and largest chance among the answer and the readings; `None` without readings.
fn structural(doubt: &Doubt) -> Option<[f64; 2]> {
    let others = doubt.readings.iter().map(|(_, answer)| answer.chance.share);
    let own = doubt.answer.chance.share;
    (!doubt.readings.is_empty()).then(|| others.fold([own; 2], |[low, high], share| [low.min(share), high.max(share)]))
}

/// The goal asked for, then others that are neither certain nor impossible.
fn pictured<'d>(found: &'d Doubts, goal: &str) -> Vec<&'d Doubt> {
    let open = |doubt: &&Doubt| doubt.answer.chance.share > CERTAIN && doubt.answer.chance.share < 1.0 - CERTAIN;
    let own = found.goals.iter().filter(|doubt| doubt.goal == goal);
    own.chain(found.goals.iter().filter(|doubt| doubt.goal != goal).filter(open)).take(PICTURED).collect()
}

fn legend() -> Vec<(Sign, &'static str)> {
    vec![(Sign::Wide, "range of each doubt"), (Sign::Mark(Mark::Ring), "answer"), (Sign::Mark(Mark::Cross), "another reading")]
}

fn chances(found: &Doubts, pictured: &[&Doubt], print: &str) -> Figure {
    let mut rows = Vec::new();
    for doubt in pictured {
        rows.push(RangeRow::heading(words::capital(&doubt.title)));
        let own = 100.0 * doubt.answer.chance.share;
        let row = |label: &str, range: [f64; 2], marks: Vec<(Mark, f64)>| RangeRow {
            label: format!("   {label}"),
            note: format!("{} to {}", percent(range[0]), percent(range[1])),
            wide: Some(range.map(|share| 100.0 * share)),
            narrow: None,
            marks: std::iter::once((Mark::Ring, own)).chain(marks).collect(),
        };
        rows.push(row("trials", [doubt.answer.chance.low, doubt.answer.chance.high], Vec::new()));
        if let Some(unknown) = &doubt.unknown {
            rows.push(row("inputs", unknown.chance, Vec::new()));
        }
        if let Some(range) = structural(doubt) {
            rows.push(row("readings", range, doubt.readings.iter().map(|(_, answer)| (Mark::Cross, 100.0 * answer.chance.share)).collect()));
        }
    }
    Ranges {
        name: "doubt-chance".to_owned(),
        title: "How sure is the chance?",
        subtitle: "95% interval of the trials; P10 to P90 over the inputs; least to largest of the readings",
        what: &format!("chance of having arrived by the end of {}, %", found.by),
        axis: [0.0, 100.0],
        ticks: charts::ticks([0.0, 100.0], false),
        legend: legend(),
        rows: &rows,
        print,
        ink: ALLIES,
        labels: 96.0,
        notes: 86.0,
    }
    .draw()
}

fn medians(found: &Doubts, pictured: &[&Doubt], print: &str) -> Figure {
    let grid = found.grid;
    let mut rows = Vec::new();
    for doubt in pictured {
        rows.push(RangeRow::heading(words::capital(&doubt.title)));
        let own = place(grid, doubt.answer.median.value);
        let row = |label: &str, range: [Option<usize>; 2], marks: Vec<(Mark, f64)>| RangeRow {
            label: format!("   {label}"),
            note: between(grid, range),
            wide: range[0].map(|_| range.map(|month| month.map_or(f64::INFINITY, |_| place(grid, month)))),
            narrow: None,
            marks: std::iter::once((Mark::Ring, own)).chain(marks).collect(),
        };
        rows.push(row("trials", [doubt.answer.median.low, doubt.answer.median.high], Vec::new()));
        if let Some(unknown) = &doubt.unknown {
            rows.push(row("inputs", unknown.median, Vec::new()));
        }
        if let Some(range) = median_range(doubt) {
            rows.push(row("readings", range, doubt.readings.iter().map(|(_, answer)| (Mark::Cross, place(grid, answer.median.value))).collect()));
        }
    }
    let ends = [f64::from(grid.year(0)), f64::from(grid.year(grid.count() - 1) + 1)];
    let every = if ends[1] - ends[0] > 12.0 { 5.0 } else { 2.0 };
    let mut ticks: Vec<(f64, String)> = Vec::new();
    let mut year = (ends[0] / every).ceil() * every;
    while year <= ends[1] - 3.0 {
        // what stands nearer would run into never
        ticks.push((year, format!("{year:.0}")));
        year += every;
    }
    ticks.push((ends[1] + 1.5, "never".to_owned()));
    Ranges {
        name: "doubt-median".to_owned(),
        title: "How sure is the median month?",
        subtitle: "95% interval of the trials; P10 to P90 over the inputs; earliest to latest of the readings",
        what: "month by which half of all trials have arrived",
        axis: [ends[0], ends[1] + 2.2],
        ticks,
        legend: legend(),
        rows: &rows,
        print,
        ink: ALLIES,
        labels: 96.0,
        notes: 136.0,
    }
    .draw()
}

/// `2031-04 to never`, or `never` alone.
fn between(grid: MonthGrid, [first, last]: [Option<usize>; 2]) -> String {
    if first == last { words::month(grid, first) } else { format!("{} to {}", words::month(grid, first), words::month(grid, last)) }
}

/// A month as a year with its part; never a year and a half beyond the end.
fn place(grid: MonthGrid, month: Option<usize>) -> f64 {
    let month = month.unwrap_or(grid.count() + 17);
    f64::from(grid.year(month)) + f64::from(u8::try_from(grid.month_of_year(month)).unwrap_or(0)) / 12.0
}

/// Earliest and latest median among the answer and the readings, never last.
fn median_range(doubt: &Doubt) -> Option<[Option<usize>; 2]> {
    let key = |month: &Option<usize>| month.unwrap_or(usize::MAX);
    let all = || doubt.readings.iter().map(|(_, answer)| answer.median.value).chain([doubt.answer.median.value]);
    if doubt.readings.is_empty() { None } else { Some([all().min_by_key(key)?, all().max_by_key(key)?]) }
}

/// Whether anything about a goal's answer is in doubt: some trial arrives by then, or half of them do at some time, here or in a reading.
fn is_open(doubt: &Doubt) -> bool {
    let answers = || std::iter::once(&doubt.answer).chain(doubt.readings.iter().map(|(_, answer)| answer));
    let unknown = doubt.unknown.as_ref().is_some_and(|unknown| unknown.median[0].is_some());
    unknown || answers().any(|answer| answer.chance.share > 0.0 || answer.median.value.is_some())
}

fn table(found: &Doubts) -> Option<Table> {
    let caption = format!(
        "Chance by the end of {} and median month: the answer with the 95% interval of {} trials, P10 to P90 over the inputs, the range of the readings; \
         share of the variance that lies in the inputs. Goals of which nothing is in doubt, since they never arrive, are left out",
        found.by,
        words::count(found.trials[0])
    );
    let mut table = Table::new(caption, &["goal"]).in_unit("chance", "%").in_unit("inputs", "%").in_unit("readings", "%").and("median");
    table = table.and("inputs").in_unit("in inputs", "%");
    for doubt in found.goals.iter().filter(|doubt| is_open(doubt)) {
        let range = |range: Option<[f64; 2]>| {
            range.map_or_else(
                || Cell::number("–", f64::INFINITY),
                |[low, high]| Cell::number(format!("{} to {}", percent(low), percent(high)), high - low),
            )
        };
        let months = |unknown: &crate::study::doubt::Unknown| between(found.grid, unknown.median);
        table.row(vec![
            Cell::text(words::capital(&doubt.title)),
            Cell::chance(&doubt.answer.chance),
            range(doubt.unknown.as_ref().map(|unknown| unknown.chance)),
            range(structural(doubt)),
            Cell::month(found.grid, &doubt.answer.median),
            Cell::text(doubt.unknown.as_ref().map_or_else(String::new, months)),
            doubt.unknown.as_ref().map_or_else(
                || Cell::number("–", f64::INFINITY),
                |unknown| Cell::number(percent(unknown.share_of_variance), unknown.share_of_variance),
            ),
        ]);
    }
    table.filled()
}

/// What each reading answers.
fn readings(found: &Doubts) -> Option<Table> {
    let caption = format!("What each reading answers: chance by the end of {} [95% interval of its trials], %", found.by);
    let mut table = Table::new(caption, &["goal", "this scenario"]);
    for reading in &found.readings {
        table = table.and(reading.clone());
    }
    for doubt in found.goals.iter().filter(|doubt| !doubt.readings.is_empty() && is_open(doubt)) {
        let mut row = vec![Cell::text(words::capital(&doubt.title)), Cell::chance(&doubt.answer.chance)];
        row.extend(found.readings.iter().map(|name| {
            let answer = doubt.readings.iter().find(|(other, _)| other == name);
            answer.map_or_else(|| Cell::number("–", f64::INFINITY), |(_, answer)| Cell::chance(&answer.chance))
        }));
        table.row(row);
    }
    table.filled()
}

/// All doubts: `doubt.csv`.
#[must_use]
pub fn doubt_csv(found: &Doubts) -> Csv {
    let mut csv = Csv::new(&["goal", "doubt", "chance", "chance_low", "chance_high", "median", "median_low", "median_high"]);
    let month = |month: Option<usize>| words::month(found.grid, month);
    for doubt in &found.goals {
        let mut add = |kind: &str, chance: [f64; 3], median: [Option<usize>; 3]| {
            let mut row = vec![doubt.goal.clone(), kind.to_owned()];
            row.extend(chance.map(short));
            row.extend(median.map(month));
            csv.row(&row);
        };
        let of = |answer: &crate::study::doubt::Answer| {
            let (chance, median) = (&answer.chance, &answer.median);
            ([chance.share, chance.low, chance.high], [median.value, median.low, median.high])
        };
        let (chance, median) = of(&doubt.answer);
        add("trials", chance, median);
        if let Some(unknown) = &doubt.unknown {
            add("inputs", [chance[0], unknown.chance[0], unknown.chance[1]], [median[0], unknown.median[0], unknown.median[1]]);
        }
        for (name, answer) in &doubt.readings {
            let (chance, median) = of(answer);
            add(&format!("reading {name}"), chance, median);
        }
    }
    csv
}
