//! The arrival of one question's thresholds over each other.

use std::io;

use super::arrival::{LEFT, chance_axes, chances, curve, end_of};
use super::canvas::{Canvas, Face, MARGIN};
use super::plot::{Axes, Shape, draw as plot};
use super::style::{self, BLACK, GREY, Ink, TEXT, WIDTH};
use super::{Figure, axis, labels};
use crate::report::families::Family;
use crate::report::words;
use crate::study::{Findings, GoalFindings};

/// Height of the canvas, pixels.
const HEIGHT: f64 = 430.0;
/// Room between the columns of the table beside the curves, pixels.
const GAP: f64 = 10.0;
/// From the end of the curves to that table, pixels.
const LEADER: f64 = 18.0;

/// One line of the table beside the curves: share of demand, P50, never.
struct Row<'a> {
    goal: &'a GoalFindings,
    ink: Ink,
    cells: [String; 3],
}

/// Draws a ladder of thresholds.
///
/// # Errors
/// Where plotters refuses to draw.
pub(super) fn draw(findings: &Findings, family: &Family, small_print: &str) -> io::Result<Figure> {
    let origin = family.ladder.and_then(|question| question.origin);
    let ink = style::origin(&findings.report, origin);
    let mineral = family.mineral.unwrap_or_default();
    let from = origin.map_or_else(|| "over all routes".to_owned(), |origin| format!("from {origin}"));
    let rows = rows(findings, family, ink);
    let said: Vec<String> = rows.iter().map(|row| format!("{}: P50 {}, never {}", row.cells[0], row.cells[1], row.cells[2])).collect();
    let description = format!("Probability that arrivals have reached each share of demand by each month. {}.", said.join("; "));
    let mut canvas = Canvas::new(HEIGHT, &format!("{} {from}, as a share of demand", words::capital(&words::spaced(mineral))), &description);
    let beyond = beyond(family).map(|said| format!("† {said}"));
    let print: Vec<&str> = beyond.iter().map(String::as_str).chain([small_print]).collect();
    let [top, bottom] = canvas.frame("probability that each share has arrived by the end of a month", &print);
    let columns = columns(&rows);
    let right = WIDTH - MARGIN - columns.iter().sum::<f64>() - LEADER;
    let axes = chance_axes(findings.grid.count(), [top + 26.0, bottom - 34.0], right.max(LEFT + 100.0));
    axis::levels(&mut canvas, &axes, &chances());
    let mut shapes = Vec::new();
    for row in &rows {
        let (points, band) = curve(&row.goal.arrived_by);
        shapes.extend([Shape::Band(band, row.ink, 0.3), Shape::Line(points, row.ink, 2.5)]);
    }
    canvas.raw(&plot(&axes, HEIGHT, &shapes)?);
    axis::calendar(&mut canvas, &axes, findings.grid);
    for row in &rows {
        for (quantile, chance) in [(&row.goal.p10, 0.1), (&row.goal.p50, 0.5), (&row.goal.p90, 0.9)] {
            if let Some(month) = quantile.value {
                canvas.ring(end_of(&axes, month, chance), 3.5, row.ink);
            }
        }
    }
    if rows.iter().all(|row| row.end() <= 0.0) {
        canvas.text(axes.across[0] + 24.0, axes.top_of(0.68), Face::new(TEXT, BLACK), "no trial arrives within the horizon");
    }
    write_table(&mut canvas, &axes, &rows, &columns);
    Ok(canvas.finish(format!("arrival-{}", words::slug_of(&[mineral, origin.unwrap_or("all")]))))
}

/// A row for each threshold; neighbours that no trial reaches share one.
fn rows<'a>(findings: &Findings, family: &Family<'a>, ink: Ink) -> Vec<Row<'a>> {
    let mut rows: Vec<Row> = Vec::new();
    for (i, goal) in family.goals.iter().enumerate() {
        let mark = if is_beyond(goal) { "†" } else { "" };
        let label = format!("{}{mark}", family.label(goal));
        match rows.last_mut() {
            Some(last) if last.end() <= 0.0 && goal.never.share >= 1.0 && is_beyond(last.goal) == is_beyond(goal) => {
                let first = last.cells[0].split('–').next().unwrap_or_default().trim_end_matches(['%', '†']).to_owned();
                last.cells[0] = format!("{first}–{label}");
            }
            _ => {
                let cells = [label, words::month(findings.grid, goal.p50.value), format!("{}%", words::percent(&goal.never))];
                rows.push(Row { goal, ink: style::shade(ink, i, family.goals.len()), cells });
            }
        }
    }
    rows
}

/// Whether the threshold is out of the chain's reach.
pub(super) fn is_beyond(goal: &GoalFindings) -> bool {
    goal.ceiling.is_some_and(|ceiling| ceiling.beyond)
}

/// What the chain could carry at most, where a threshold is out of reach.
pub(super) fn beyond(family: &Family) -> Option<String> {
    let ceiling = family.goals.iter().find(|goal| is_beyond(goal))?.ceiling?;
    let most = words::rounded(100.0 * ceiling.share, ceiling.share);
    Some(format!("beyond capacity: with all inputs at their most favourable the chain carries {most}% of demand"))
}

impl Row<'_> {
    /// Chance of having arrived by the horizon.
    fn end(&self) -> f64 {
        self.goal.arrived_by.last().map_or(0.0, |arrived| arrived.share)
    }
}

/// Heads of the columns beside the curves.
fn heads() -> [String; 3] {
    ["share", "P50", "never"].map(str::to_owned)
}

/// Width of each column with the gap after it, pixels.
fn columns(rows: &[Row]) -> [f64; 3] {
    let face = |i: usize| if i == 0 { Face::new(TEXT, BLACK).bold() } else { Face::new(TEXT, BLACK) };
    let heads = heads();
    let width = |i: usize| rows.iter().map(|row| &row.cells[i]).chain([&heads[i]]).map(|cell| face(i).width(cell)).fold(0.0, f64::max);
    [width(0) + GAP, width(1) + GAP, width(2)]
}

/// The table beside the ends of the curves, each row as near to its curve as the others let it.
fn write_table(canvas: &mut Canvas, axes: &Axes, rows: &[Row], columns: &[f64; 3]) {
    let left = axes.across[1] + LEADER;
    let ends: Vec<f64> = rows.iter().map(|row| axes.top_of(row.end())).collect();
    let places = labels::spread(&ends, TEXT * 1.15, axes.down[0] + TEXT * 0.5, axes.down[1] - 2.0);
    write_row(canvas, [left, axes.down[0] - TEXT * 0.75], columns, &heads(), GREY);
    for ((row, end), place) in rows.iter().zip(ends).zip(places) {
        canvas.line([axes.across[1] + 2.0, end], [left - 4.0, place], row.ink, 1.5, "");
        write_row(canvas, [left, place + TEXT * 0.32], columns, &row.cells, BLACK);
    }
}

fn write_row(canvas: &mut Canvas, at: [f64; 2], columns: &[f64; 3], cells: &[String; 3], ink: Ink) {
    let mut x = at[0];
    for (i, (cell, width)) in cells.iter().zip(columns).enumerate() {
        let face = Face::new(TEXT, ink);
        canvas.text(x, at[1], if i == 0 && ink == BLACK { face.bold() } else { face }, cell);
        x += width;
    }
}
