//! Episodes of the past: what the model gives, and what was observed.

use super::number;
use crate::analyses::backtest::episode::{EpisodeFindings, ObservedFindings, YearFindings};
use crate::report::charts::{self, ALLIES, Figure, Mark, RangeRow, Ranges, Sign};
use crate::report::{Block, Cell, DataFile, Table, words};
use crate::units::{Quantity, Unit};

/// A value as a number to draw and to print: shares in per cent.
fn shown(unit: &Unit, value: f64) -> f64 {
    if *unit == Unit::SHARE { 100.0 * value } else { value }
}

fn text(unit: &Unit, value: f64) -> String {
    words::value_text(&Quantity::exact(value, unit.clone()).three_digits())
}

/// Answer.
pub fn sentences(found: &EpisodeFindings) -> Vec<String> {
    let growth = found.growth.iter().map(|growth| {
        let unit = &growth.quantiles[1].unit;
        let [low, middle, high] = [0, 1, 2].map(|i| text(unit, growth.quantiles[i].number()));
        let [from, to] = growth.years;
        format!(
            "{}: {} by {middle} a year from {from} to {to} (90%: {low} to {high}); observed {}.",
            found.title,
            growth.title,
            text(unit, growth.observed)
        )
    });
    let questions = found.questions.iter().map(|question| {
        let verdict = match (question.passed, question.at_least) {
            (Some(passed), Some(least)) => {
                format!(" ({}, at least {} required)", if passed { "passed" } else { "failed" }, text(&Unit::PROBABILITY, least))
            }
            _ => String::new(),
        };
        let observed = if question.observed { "it was so" } else { "it was not so" };
        let other = question.probability_without.as_ref().zip(found.without.as_ref());
        let other = other.map_or_else(String::new, |(probability, title)| format!("; {title} {}", words::quantity(probability)));
        format!("{}: {}: {} of trials{verdict}{other}; {observed}.", found.title, question.title, words::quantity(&question.probability))
    });
    growth.chain(questions).collect()
}

/// Figures and tables.
pub fn blocks(found: &EpisodeFindings, print: &str) -> Vec<Block> {
    let mut blocks = vec![
        Block::Heading(found.title.clone()),
        Block::Paragraph(format!("{} Scenario {}, {}.", found.note, found.scenario, words::trials(found.trials))),
    ];
    for (i, observed) in found.observed.iter().enumerate() {
        let table = table(observed, found.without.as_deref()).filed(format!("{}-{}", found.name, i + 1));
        let data = DataFile { name: format!("data/{}-{}.csv", found.name, i + 1), text: table.csv() };
        blocks.push(Block::Figure { figure: figure(found, observed, i + 1, print), data: Some(data) });
        blocks.push(Block::Table(table));
    }
    if !found.questions.is_empty() {
        blocks.push(Block::Table(questions(found)));
    }
    if !found.limits.is_empty() {
        blocks.push(Block::Paragraph(format!("Where it fails: {}", found.limits)));
    }
    blocks
}

fn figure(found: &EpisodeFindings, observed: &ObservedFindings, place: usize, print: &str) -> Figure {
    let unit = observed.years.first().map_or(Unit::NONE, |year| year.quantiles[0].unit.clone());
    let at = |year: &YearFindings, i: usize| shown(&unit, year.quantiles[i].number());
    let most = observed.years.iter().map(|year| at(year, 4).max(shown(&unit, year.observed.unwrap_or(0.0)))).fold(0.0, f64::max) * 1.05;
    let rows: Vec<RangeRow> = observed
        .years
        .iter()
        .map(|year| RangeRow {
            label: year.year.to_string(),
            note: year.observed.map_or_else(|| "–".to_owned(), |value| format!("observed {}", text(&unit, value))),
            wide: Some([at(year, 0), at(year, 4)]),
            narrow: Some([at(year, 1), at(year, 3)]),
            marks: std::iter::once((Mark::Ring, at(year, 2))).chain(year.observed.map(|value| (Mark::Cross, shown(&unit, value)))).collect(),
        })
        .collect();
    let axis = [0.0, if most > 0.0 { most } else { 1.0 }];
    Ranges {
        name: format!("episode-{}-{place}", words::slug(&found.name)),
        title: &format!("{}: {}", found.title, observed.title),
        subtitle: "the model with what was known at the start, and what was observed",
        what: &if unit == Unit::SHARE { "share of demand, %".to_owned() } else { format!("a year, {unit}") },
        axis,
        ticks: charts::ticks(axis, false),
        legend: vec![(Sign::Wide, "90%"), (Sign::Narrow, "50%"), (Sign::Mark(Mark::Ring), "median"), (Sign::Mark(Mark::Cross), "observed")],
        rows: &rows,
        print,
        ink: ALLIES,
        labels: 50.0,
        notes: 150.0,
    }
    .draw()
}

fn table(observed: &ObservedFindings, without: Option<&str>) -> Table {
    let caption = format!(
        "{}: quantiles of the trials, and the observed value (± {}%; {}) with the share of trials not above it and the ranked probability score.",
        words::capital(&observed.title),
        words::plain(100.0 * observed.tolerance),
        observed.source
    );
    let mut table = Table::new(caption, &["year"]);
    for name in ["P5", "P25", "P50", "P75", "P95", "observed", "not above it", "score"] {
        table = table.and(name);
    }
    if let Some(title) = without {
        table = table.and(format!("score {title}"));
    }
    for year in &observed.years {
        let unit = &year.quantiles[0].unit;
        let exact = |value: Option<f64>, unit: &Unit| value.map_or_else(|| Cell::text("–"), |value| number(text(unit, value), value, unit.clone()));
        let mut row = vec![Cell::text(year.year.to_string())];
        row.extend(year.quantiles.iter().map(|quantile| Cell::quantity_as(words::value_text(quantile), quantile)));
        row.extend([exact(year.observed, unit), exact(year.probability, &Unit::PROBABILITY), exact(year.crps, unit)]);
        row.extend(without.map(|_| exact(year.crps_without, unit)));
        table.row(row);
    }
    table
}

fn questions(found: &EpisodeFindings) -> Table {
    let mut table = Table::new("Questions: share of trials with its 95% interval, and the observation.", &["question", "observed", "source"])
        .and("share of trials")
        .and("required")
        .and("Brier score")
        .filed(format!("{}-questions", found.name));
    for question in &found.questions {
        let required = question.at_least.map_or_else(|| Cell::text("–"), |least| number(text(&Unit::PROBABILITY, least), least, Unit::PROBABILITY));
        table.row(vec![
            Cell::text(&question.title),
            Cell::text(if question.observed { "yes" } else { "no" }),
            Cell::text(&question.source),
            Cell::quantity(&question.probability),
            required,
            number(words::three_digits(question.brier), question.brier, Unit::NONE),
        ]);
    }
    table
}
