//! The arrival of one question's thresholds over each other.

use crate::analyses::run::families::Family;
use crate::analyses::run::findings::{Findings, GoalFindings};
use crate::report::charts::canvas::{Canvas, Face, MARGIN};
use crate::report::charts::plot::{Axes, draw as plot};
use crate::report::charts::probability::{LEFT, chance_axes, chances, curve, end_of};
use crate::report::charts::style::{self, BLACK, GREY, Ink, LIGHT, TEXT, WIDTH};
use crate::report::charts::{Figure, axis, labels};
use crate::report::words;
use crate::units::Quantity;

/// Height of the canvas, pixels.
const HEIGHT: f64 = 430.0;
/// Subtitle.
const SHOWS: &str = "probability that each share has arrived by the end of a month";
/// Subtitle where the curves of another scenario are drawn too.
const COMPARED: &str = "probability that each share has arrived by the end of a month, in grey unchanged";
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

/// Draws a ladder of thresholds, with the curves of the same goals in the scenario that this one is compared with.
pub(super) fn draw(findings: &Findings, family: &Family, before: Option<&Findings>, small_print: &str) -> Figure {
    let ink = style::origin(&findings.report, family.ladder.and_then(|question| question.origin));
    let rows = rows(family, ink);
    let said: Vec<String> = rows.iter().map(|row| format!("{}: P50 {}, never {}", row.cells[0], row.cells[1], row.cells[2])).collect();
    let description = format!("Probability that arrivals have reached each share of demand by each month. {}.", said.join("; "));
    let mut canvas =
        Canvas::new(HEIGHT, &format!("{} {}, as a share of demand", words::capital(family.mineral_title()), family.from()), &description);
    let beyond = beyond(family).map(|said| format!("† {said}"));
    let print: Vec<&str> = beyond.iter().map(String::as_str).chain([small_print]).collect();
    let [top, bottom] = canvas.frame(if before.is_some() { COMPARED } else { SHOWS }, &print);
    let columns = columns(&rows);
    let right = WIDTH - MARGIN - columns.iter().sum::<f64>() - LEADER;
    let axes = chance_axes(findings.grid.count(), [top + 26.0, bottom - 34.0], right.max(LEFT + 100.0));
    axis::levels(&mut canvas, &axes, &chances());
    let known = |goal: &GoalFindings| before?.goals.iter().find(|known| known.name == goal.name);
    let unchanged = rows.iter().filter_map(|row| known(row.goal)).flat_map(|goal| curve(&goal.arrived_by, LIGHT, GREY));
    if before.is_some() {
        canvas.raw(&plot(&axes, HEIGHT, &unchanged.collect::<Vec<_>>()));
    }
    let shapes: Vec<_> = rows.iter().flat_map(|row| curve(&row.goal.arrived_by, row.ink, row.ink)).collect();
    canvas.raw(&plot(&axes, HEIGHT, &shapes));
    axis::calendar(&mut canvas, &axes, findings.grid);
    let mut announced: Vec<f64> = family.goals.iter().filter_map(|goal| goal.announced).collect();
    announced.sort_by(f64::total_cmp);
    announced.dedup();
    for (i, months) in announced.into_iter().enumerate() {
        let date = words::month_of_year(findings.grid.decimal_year(months));
        axis::date_line(&mut canvas, &axes, months, &if i == 0 { format!("announced {date}") } else { String::new() });
    }
    for row in &rows {
        for (quantile, chance) in [(&row.goal.p10, 0.1), (&row.goal.p50, 0.5), (&row.goal.p90, 0.9)] {
            if let Some(month) = quantile.month_index() {
                canvas.ring(end_of(&axes, month, chance), 3.5, row.ink);
            }
        }
    }
    write_table(&mut canvas, &axes, &rows, &columns);
    canvas.finish(family.figure_name("arrival"))
}

/// A row for each threshold; neighbours that no trial reaches share one.
fn rows<'a>(family: &Family<'a>, ink: Ink) -> Vec<Row<'a>> {
    let mut rows: Vec<Row> = Vec::new();
    for (i, goal) in family.goals.iter().enumerate() {
        let label = family.marked_label(goal);
        match rows.last_mut() {
            Some(last) if last.end() <= 0.0 && goal.never.number() >= 1.0 && last.goal.beyond().is_some() == goal.beyond().is_some() => {
                let first = last.cells[0].split('–').next().unwrap_or_default().trim_end_matches(['%', '†']).to_owned();
                last.cells[0] = format!("{first}–{label}");
            }
            _ => {
                let cells = [label, words::value_text(&goal.p50), words::value_text(&goal.never)];
                rows.push(Row { goal, ink: style::shade(ink, i, family.goals.len()), cells });
            }
        }
    }
    rows
}

/// What the chain could carry at most, where a threshold is out of reach.
pub(super) fn beyond(family: &Family) -> Option<String> {
    let most = family.goals.iter().find_map(|goal| goal.beyond())?;
    let most = words::rounded(100.0 * most, most);
    Some(format!("beyond capacity: with all inputs at their most favourable the chain carries {most}% of demand"))
}

impl Row<'_> {
    /// Chance of having arrived by the horizon.
    fn end(&self) -> f64 {
        self.goal.arrived_by.last().map_or(0.0, Quantity::number)
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
