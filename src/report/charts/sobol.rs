//! Shares of a variance: for each cause what goes with it alone and what goes with it in all, groups first, then single elements.

use super::canvas::{Anchor, Canvas, Face, MARGIN};
use super::plot::Axes;
use super::shapes::{fitted, frame_height, tint};
use super::style::{BLACK, GREY, Ink, LEADING, LIGHT, NEUTRAL, TEXT, WIDTH};
use super::{Figure, axis};
use crate::report::sensitivity::said;
use crate::report::words;
use crate::study::sensitivity::{Cause, GoalSensitivity, Sensitivity};
use crate::study::{Index, Indices};

/// Single elements drawn, at most.
const MOST: usize = 10;
/// Room for the names of causes, pixels.
const LEFT: f64 = 232.0;
/// Room for the figures at the right, pixels.
const RIGHT: f64 = 112.0;
/// Height of a row, of a row whose name takes two lines, of a heading, pixels.
const ROWS: [f64; 3] = [30.0, 44.0, 32.0];
/// Height of a bar, pixels.
const BAR: f64 = 9.0;
/// What the bars show.
const SHOWS: &str = "shares of the variance of the months until it arrives, 95% intervals: dark alone, light with all interactions";

/// A line of the picture.
enum Row {
    Heading(String),
    Of(Vec<String>, Indices),
}

/// Draws a goal's shares; empty but for its frame where it has none.
#[must_use]
pub fn indices(found: &Sensitivity, goal: &GoalSensitivity, print: &str) -> Figure {
    let title = words::capital(said::goal(goal));
    let rows = rows(found, goal);
    let depth: f64 = rows.iter().map(height).sum();
    let height_of_all = frame_height(&title, SHOWS, &[print]) + depth + 2.0 * TEXT * LEADING + 16.0;
    let mut canvas = Canvas::new(height_of_all, &title, &description(&rows));
    let [top, bottom] = canvas.frame(SHOWS, &[print]);
    let axes = axes(&rows, [top + 6.0, bottom - 2.0 * TEXT * LEADING]);
    scale(&mut canvas, &axes);
    let mut y = axes.down[0];
    for row in &rows {
        match row {
            Row::Heading(name) => heading(&mut canvas, name, y),
            Row::Of(name, indices) => bars(&mut canvas, &axes, name, indices, y, height(row)),
        }
        y += height(row);
    }
    canvas.finish(format!("sobol-{}", words::slug(&goal.name)))
}

fn rows(found: &Sensitivity, goal: &GoalSensitivity) -> Vec<Row> {
    let Some(shares) = goal.months.shares() else { return Vec::new() };
    let face = Face::new(TEXT, BLACK);
    let named = |name: &str| face.wrap(name, LEFT - MARGIN - 20.0, 2).into_iter().map(|line| fitted(face, &line, LEFT - MARGIN - 20.0)).collect();
    let of = |causes: &[Cause], indices: &[Indices], most: usize| -> Vec<Row> {
        let ranked = GoalSensitivity::ranked(causes, indices).into_iter().filter(|(_, indices)| indices.total.value >= 0.005);
        ranked.take(most).map(|(cause, indices)| Row::Of(named(&said::cause(cause)), *indices)).collect()
    };
    let mut rows = vec![Row::Heading("By group".to_owned())];
    rows.extend(of(&found.groups, &shares.groups, usize::MAX));
    rows.push(Row::Heading("Single elements".to_owned()));
    rows.extend(of(&found.leading, &shares.leading, MOST));
    rows.extend(shares.rest.map(|rest| Row::Of(named(&format!("{} others together", found.rest.len())), rest)));
    rows
}

fn height(row: &Row) -> f64 {
    match row {
        Row::Heading(_) => ROWS[2],
        Row::Of(name, _) => ROWS[usize::from(name.len() > 1)],
    }
}

/// From the least to the largest that any interval reaches, 0 included.
fn axes(rows: &[Row], down: [f64; 2]) -> Axes {
    let ends = rows.iter().filter_map(|row| if let Row::Of(_, indices) = row { Some([indices.first, indices.total]) } else { None }).flatten();
    let [low, high] = ends.fold([0.0, 0.05], |[low, high]: [f64; 2], index| [low.min(index.low), high.max(index.high)]);
    let last = axis::steps(100.0 * high).last().map_or(100.0, |(step, _)| *step);
    Axes { across: [LEFT, WIDTH - MARGIN - RIGHT], down, x: [100.0 * low, last], y: [0.0, 1.0] }
}

fn scale(canvas: &mut Canvas, axes: &Axes) {
    for (value, label) in axis::steps(axes.x[1]) {
        let x = axes.left_of(value);
        let (ink, width): (Ink, f64) = if value == 0.0 { (BLACK, 1.5) } else { (LIGHT, 1.0) };
        canvas.line([x, axes.down[0]], [x, axes.down[1]], ink, width, "");
        canvas.text(x, axes.down[1] + TEXT, Face::new(TEXT, GREY).at(Anchor::Middle), &label);
    }
    let middle = f64::midpoint(axes.across[0], axes.across[1]);
    canvas.text(middle, axes.down[1] + TEXT * (1.0 + LEADING), Face::new(TEXT, GREY).at(Anchor::Middle), "% of the variance");
}

fn heading(canvas: &mut Canvas, name: &str, y: f64) {
    let base = y + ROWS[2] - 9.0;
    canvas.text(MARGIN, base, Face::new(TEXT, BLACK).bold(), name);
    let face = Face::new(TEXT, GREY).at(Anchor::End);
    canvas.text(WIDTH - MARGIN - 56.0, base, face, "alone");
    canvas.text(WIDTH - MARGIN, base, face, "in all");
}

fn bars(canvas: &mut Canvas, axes: &Axes, name: &[String], indices: &Indices, y: f64, height: f64) {
    let middle = y + height / 2.0;
    let face = Face::new(TEXT, BLACK);
    let line = TEXT * 1.12;
    for (i, said) in name.iter().enumerate() {
        let off = (i as f64 - 0.5 * (name.len() as f64 - 1.0)) * line;
        canvas.text(MARGIN + 12.0, middle + off + TEXT * 0.32, face, said);
    }
    let zero = axes.left_of(0.0);
    for (index, upper, ink) in [(indices.first, middle - BAR - 1.0, NEUTRAL), (indices.total, middle + 1.0, tint(NEUTRAL, 0.35))] {
        let end = axes.left_of(100.0 * index.value);
        canvas.rect([zero.min(end), upper], [zero.max(end), upper + BAR], ink);
        whisker(canvas, axes, &index, upper + BAR / 2.0);
    }
    for (index, x) in [(indices.first, WIDTH - MARGIN - 56.0), (indices.total, WIDTH - MARGIN)] {
        let value = words::rounded(100.0 * index.value, (100.0 * index.standard_error).max(0.095));
        canvas.text(x, middle + TEXT * 0.32, face.at(Anchor::End), &value);
    }
}

/// A thin line with ends from one end of the interval to the other.
fn whisker(canvas: &mut Canvas, axes: &Axes, index: &Index, y: f64) {
    let [from, to] = [index.low, index.high].map(|end| axes.left_of((100.0 * end).clamp(axes.x[0], axes.x[1])));
    if to - from < 1.0 {
        return;
    }
    canvas.line([from, y], [to, y], BLACK, 1.3, "");
    for x in [from, to] {
        canvas.line([x, y - 3.0], [x, y + 3.0], BLACK, 1.3, "");
    }
}

/// What a screen reader says.
fn description(rows: &[Row]) -> String {
    let said = rows.iter().filter_map(|row| {
        let Row::Of(name, indices) = row else { return None };
        Some(format!("{}: alone {}, in all {}", name.join(" "), said::percent(&indices.first), said::percent(&indices.total)))
    });
    format!("Shares of the variance of the months until arrival by cause. {}.", said.collect::<Vec<_>>().join("; "))
}
