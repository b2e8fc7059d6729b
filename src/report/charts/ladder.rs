//! The whole answer on one mineral: each share of demand, year by year, the chance that it has arrived and that it holds.

use super::canvas::{Canvas, Face, MARGIN};
use super::heat::{self, Place, Row};
use super::style::{self, BLACK, TEXT, WIDTH};
use super::table::{Cell, Table};
use super::{Figure, arrivals};
use crate::report::families::Family;
use crate::report::words;
use crate::study::{Findings, GoalFindings, Share};

/// Height of a row of cells, pixels.
const ROW: f64 = 29.0;
/// Between the two maps, pixels.
const BETWEEN: f64 = 26.0;
/// Heads, years and scale between the rows and the table, pixels.
const AROUND: f64 = 132.0;

/// Draws the ladder of a family that is one.
pub(super) fn draw(findings: &Findings, family: &Family, small_print: &str) -> Figure {
    let labels: Vec<String> = family.goals.iter().map(|goal| family.label(goal)).collect();
    let origin = family.ladder.and_then(|question| question.origin);
    let ink = style::origin(&findings.report, origin);
    let table = table(findings, family, &labels);
    let beyond = arrivals::beyond(family);
    let months = family.goals.first().map_or(0, |goal| goal.sustain);
    let print: Vec<&str> = beyond.as_deref().into_iter().chain([small_print]).collect();
    let subtitle = format!("rows: at least this share of demand, over twelve months and for {months} months in a row");
    let height = Canvas::framed(&title(family), &subtitle, &print) + AROUND + ROW * labels.len() as f64 + table.height();
    let mut canvas = Canvas::new(height, &title(family), &description(findings, family, &labels));
    let [top, _] = canvas.frame(&subtitle, &print);
    let name = Face::new(TEXT, BLACK);
    let left = MARGIN + labels.iter().map(|label| name.width(label)).fold(0.0, f64::max) + 8.0;
    let width = (WIDTH - MARGIN - left - BETWEEN) / 2.0;
    let head = name.bold();
    let mut bottom = top;
    for (i, (said, of)) in
        [("has arrived by December", arrived as fn(&GoalFindings) -> &[Share]), ("holds in December", holds)].into_iter().enumerate()
    {
        let across = left + i as f64 * (width + BETWEEN);
        let place = Place { across: [across, across + width], top: top + 34.0, row: ROW };
        canvas.text(across, top + 24.0, head, said);
        let rows: Vec<Row> = rows(family, &labels, of);
        bottom = heat::draw(&mut canvas, place, &rows, findings.grid, ink);
        if i == 0 {
            heat::names(&mut canvas, place, &rows);
        }
    }
    heat::scale(&mut canvas, [left, bottom + 12.0], ink, beyond.is_some());
    table.draw(&mut canvas, bottom + 58.0);
    canvas.finish(format!("ladder-{}", words::slug_of(&[family.mineral.unwrap_or_default(), origin.unwrap_or("all")])))
}

/// What the ladder is about.
pub(super) fn title(family: &Family) -> String {
    let from = family.ladder.and_then(|question| question.origin).map_or_else(|| "over all routes".to_owned(), |origin| format!("from {origin}"));
    format!("{} {from}: when, and how surely", words::capital(&words::spaced(family.mineral.unwrap_or_default())))
}

/// A row of cells for each goal.
pub(super) fn rows<'a>(family: &Family, labels: &'a [String], of: fn(&GoalFindings) -> &[Share]) -> Vec<Row<'a>> {
    let row = |(goal, label): (&&GoalFindings, &'a String)| Row {
        label,
        chances: of(goal).iter().map(|share| share.share).collect(),
        is_beyond: arrivals::is_beyond(goal),
    };
    family.goals.iter().zip(labels).map(row).collect()
}

/// Chance of having arrived by each month.
pub(super) fn arrived(goal: &GoalFindings) -> &[Share] {
    &goal.arrived_by
}

fn holds(goal: &GoalFindings) -> &[Share] {
    &goal.holds
}

/// Months and chances with their intervals.
fn table(findings: &Findings, family: &Family, labels: &[String]) -> Table {
    let month = |quantile| Cell::month(findings.grid, quantile);
    let rows = family.goals.iter().zip(labels).map(|(goal, label)| {
        (label.clone(), vec![month(&goal.p10), month(&goal.p50), month(&goal.p90), Cell::chance(&goal.never), Cell::chance(&goal.lost)])
    });
    Table { heads: ["share", "P10", "P50", "P90", "never", "lost again"].map(str::to_owned).to_vec(), rows: rows.collect() }
}

fn description(findings: &Findings, family: &Family, labels: &[String]) -> String {
    let last = findings.grid.label(findings.grid.count() - 1);
    let said = family.goals.iter().zip(labels).map(|(goal, label)| {
        let beyond = if arrivals::is_beyond(goal) { ", beyond capacity" } else { "" };
        let holding = goal.holds.last().map_or_else(String::new, |holds| format!(", holds in {last} in {}%", words::percent(holds)));
        format!(
            "{label}: P50 {}, never {}% of trials{holding}{beyond}",
            words::month_with_interval(findings.grid, &goal.p50),
            words::percent(&goal.never)
        )
    });
    format!("Probability by year that each share of demand has arrived, and that it holds. {}.", said.collect::<Vec<_>>().join("; "))
}
