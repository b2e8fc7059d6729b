//! The whole answer on one mineral: each share of demand, year by year, the chance that it has arrived and that it holds.

use super::arrivals;
use crate::analyses::run::families::Family;
use crate::analyses::run::findings::{Findings, GoalFindings};
use crate::report::charts::Figure;
use crate::report::charts::canvas::{Canvas, Face, MARGIN};
use crate::report::charts::heat::{self, Place, Row};
use crate::report::charts::style::{self, BLACK, TEXT, WIDTH};
use crate::report::charts::table::{Cell, Table};
use crate::report::words;
use crate::units::Quantity;

/// Height of a row of cells, pixels.
const ROW: f64 = 23.0;
/// Head and years of a map, pixels.
const HEAD_AND_YEARS: f64 = 62.0;
/// Scale between the maps and the table, pixels.
const AROUND: f64 = 92.0;

/// Draws the ladder of a family that is one.
pub(super) fn draw(findings: &Findings, family: &Family, small_print: &str) -> Figure {
    let labels: Vec<String> = family.goals.iter().map(|goal| family.label(goal)).collect();
    let ink = style::origin(&findings.report, family.ladder.and_then(|question| question.origin));
    let table = table(family, &labels);
    let beyond = arrivals::beyond(family);
    let months = family.goals.first().map_or(0, |goal| goal.sustain);
    let print: Vec<&str> = beyond.as_deref().into_iter().chain([small_print]).collect();
    let subtitle = format!("rows: at least this share of demand, over twelve months and for {months} months in a row");
    let height = Canvas::framed(&title(family), &subtitle, &print) + AROUND + 2.0 * (HEAD_AND_YEARS + ROW * labels.len() as f64) + table.height();
    let mut canvas = Canvas::new(height, &title(family), &description(findings, family, &labels));
    let [top, _] = canvas.frame(&subtitle, &print);
    let name = Face::new(TEXT, BLACK);
    let left = MARGIN + labels.iter().map(|label| name.width(label)).fold(0.0, f64::max) + 8.0;
    let head = name.bold();
    let mut bottom = top;
    for (said, of) in [("has arrived by December, %", arrived as fn(&GoalFindings) -> &[Quantity]), ("holds in December, %", holds)] {
        let place = Place { across: [left, WIDTH - MARGIN], top: bottom + 32.0, row: ROW };
        canvas.text(left, bottom + 24.0, head, said);
        let rows: Vec<Row> = rows(findings, family, &labels, of);
        bottom = heat::draw(&mut canvas, place, &rows, findings.grid, ink);
        heat::names(&mut canvas, place, &rows);
    }
    heat::scale(&mut canvas, [left, bottom + 12.0], ink, &rows(findings, family, &labels, arrived));
    table.draw(&mut canvas, bottom + 78.0);
    canvas.finish(family.figure_name("ladder"))
}

/// Title of the ladder.
fn title(family: &Family) -> String {
    format!("{} {}: arrival and probability", words::capital(family.mineral_title()), family.from())
}

/// A row of cells for each goal.
pub(super) fn rows<'a>(findings: &Findings, family: &Family, labels: &'a [String], of: fn(&GoalFindings) -> &[Quantity]) -> Vec<Row<'a>> {
    let row = |(goal, label): (&&GoalFindings, &'a String)| Row {
        label,
        chances: of(goal).iter().map(Quantity::number).collect(),
        is_beyond: goal.beyond().is_some(),
        is_true_at_start: goal.at_start.number() >= 0.5,
        announced: goal.announced.map(|months| findings.grid.decimal_year(months)),
    };
    family.goals.iter().zip(labels).map(row).collect()
}

/// Chance of having arrived by each month.
pub(super) fn arrived(goal: &GoalFindings) -> &[Quantity] {
    &goal.arrived_by
}

fn holds(goal: &GoalFindings) -> &[Quantity] {
    &goal.holds
}

/// Months and chances with their intervals.
fn table(family: &Family, labels: &[String]) -> Table {
    let cells = |goal: &GoalFindings| [&goal.p10, &goal.p50, &goal.p90, &goal.never, &goal.lost_of_arrivals].map(Cell::quantity).into();
    let rows = family.goals.iter().zip(labels).map(|(goal, label)| (label.clone(), cells(goal)));
    Table { heads: ["share", "P10", "P50", "P90", "never", "arrivals lost"].map(str::to_owned).to_vec(), rows: rows.collect() }
}

fn description(findings: &Findings, family: &Family, labels: &[String]) -> String {
    let last = findings.grid.label(findings.grid.count() - 1);
    let said = family.goals.iter().zip(labels).map(|(goal, label)| {
        let beyond = if goal.beyond().is_some() { ", beyond capacity" } else { "" };
        let holding = goal.holds.last().map_or_else(String::new, |holds| format!(", holds in {last} in {}", words::value_text(holds)));
        format!("{label}: P50 {}, never {} of trials{holding}{beyond}", words::quantity(&goal.p50), words::value_text(&goal.never))
    });
    format!("Probability by year that each share of demand has arrived, and that it holds. {}.", said.collect::<Vec<_>>().join("; "))
}
