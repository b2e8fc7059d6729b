//! The arrival of one goal: its chance by each month, P10, P50 and P90, and what never arrives.

use std::io;

use super::canvas::{Anchor, Canvas, Face, MARGIN};
use super::plot::{Axes, Shape, draw as plot};
use super::style::{self, BLACK, GREY, Ink, LEADING, LIGHT, SMALL, TEXT, WIDTH};
use super::table::Cell;
use super::{Figure, axis};
use crate::report::words;
use crate::study::{Findings, GoalFindings, Quantile, Share};

/// Height of the canvas, pixels.
const HEIGHT: f64 = 400.0;
/// Room for the bar of what never arrives and its label, pixels.
const RIGHT: f64 = 118.0;
/// Room for the labels of chances, pixels.
pub(super) const LEFT: f64 = 62.0;

/// Draws one goal.
///
/// # Errors
/// Where plotters refuses to draw.
pub(super) fn draw(findings: &Findings, goal: &GoalFindings, small_print: &str) -> io::Result<Figure> {
    let grid = findings.grid;
    let ink = style::origin(&findings.report, goal.origin.as_deref());
    let title = words::capital(if goal.title == goal.name { &goal.sentence } else { &goal.title });
    let quantiles = [("P10", &goal.p10, 0.1), ("P50", &goal.p50, 0.5), ("P90", &goal.p90, 0.9)];
    let dates: Vec<String> = quantiles.iter().map(|(name, quantile, _)| format!("{name} {}", words::month_with_interval(grid, quantile))).collect();
    let description =
        format!("Probability that the goal has arrived by each month. {}; never {}% of trials.", dates.join(", "), words::percent(&goal.never));
    let mut canvas = Canvas::new(HEIGHT, &title, &description);
    let [top, bottom] = canvas.frame(&subtitle(goal), &[small_print]);
    let axes = chance_axes(grid.count(), [top + 14.0, bottom - 34.0], WIDTH - MARGIN - RIGHT);
    axis::levels(&mut canvas, &axes, &chances());
    let (points, band) = curve(&goal.arrived_by);
    canvas.raw(&plot(&axes, HEIGHT, &[Shape::Band(band, ink, 0.3), Shape::Line(points, style::shade(ink, 1, 3), 2.5)])?);
    axis::calendar(&mut canvas, &axes, grid);
    never_bar(&mut canvas, &axes, findings, goal, ink);
    for (_, quantile, chance) in quantiles {
        mark(&mut canvas, &axes, quantile, chance, ink);
    }
    for (name, quantile, chance) in quantiles {
        date(&mut canvas, &axes, findings, (name, quantile, chance));
    }
    Ok(canvas.finish(format!("arrival-{}", words::slug(&goal.name))))
}

/// What the curve is, and how many trials did not have to wait.
fn subtitle(goal: &GoalFindings) -> String {
    let curve = "probability of having arrived by the end of each month";
    if goal.at_start.share > 0.0 { format!("{curve}; {}% held from the start", words::percent(&goal.at_start)) } else { curve.to_owned() }
}

/// Axes of months against chances from 0 to 1.
pub(crate) fn chance_axes(months: usize, down: [f64; 2], right: f64) -> Axes {
    Axes { across: [LEFT, right], down, x: [0.0, months as f64], y: [0.0, 1.0] }
}

/// Grid lines at the chances that P10, P50 and P90 stand for.
pub(crate) fn chances() -> Vec<(f64, String)> {
    [0.0, 0.1, 0.5, 0.9, 1.0].into_iter().map(|chance| (chance, words::threshold(chance))).collect()
}

/// A curve and its confidence band; the chance of month k stands at the month's end.
pub(super) fn curve(arrived_by: &[Share]) -> (Vec<[f64; 2]>, Vec<[f64; 3]>) {
    let end = |k: usize| (k + 1) as f64;
    let points = arrived_by.iter().enumerate().map(|(k, arrived)| [end(k), arrived.share]).collect();
    let band = arrived_by.iter().enumerate().map(|(k, arrived)| [end(k), arrived.low, arrived.high]).collect();
    (points, band)
}

/// A ring on the curve, the month's interval as a bar through it, and a line down to the calendar.
fn mark(canvas: &mut Canvas, axes: &Axes, quantile: &Quantile<Option<usize>>, chance: f64, ink: Ink) {
    let Some(month) = quantile.value else { return };
    let at = end_of(axes, month, chance);
    let low = quantile.low.map_or(at[0], |low| end_of(axes, low, chance)[0]);
    let high = quantile.high.map_or(axes.across[1], |high| end_of(axes, high, chance)[0]);
    canvas.line([low, at[1]], [high, at[1]], BLACK, 2.0, "");
    canvas.line(at, [at[0], axes.down[1]], GREY, 1.0, "2 3");
    canvas.ring(at, 4.5, style::shade(ink, 0, 3));
}

/// The month beside its ring with its interval: left of the curve, above its line, is empty; near the left edge the space under the curve is.
fn date(canvas: &mut Canvas, axes: &Axes, findings: &Findings, (name, quantile, chance): (&str, &Quantile<Option<usize>>, f64)) {
    let Some(month) = quantile.value else { return };
    let at = end_of(axes, month, chance);
    let (face, small) = (Face::new(TEXT, BLACK).bold(), Face::new(SMALL, GREY));
    let said = words::month_with_interval(findings.grid, quantile);
    let interval = said.split_once(' ').map_or_else(String::new, |(_, interval)| interval.to_owned());
    let text = format!("{name} {}", findings.grid.label(month));
    let width = face.width(&text) + if interval.is_empty() { 0.0 } else { 6.0 + small.width(&interval) };
    let is_left = at[0] - 10.0 - width > axes.across[0] + 4.0;
    let left = if is_left { at[0] - 10.0 - width } else { (at[0] + 10.0).min(WIDTH - MARGIN - width) };
    let base = at[1] + if is_left { -6.0 } else { TEXT * 0.95 };
    // the lines down from the other marks end at its edges
    canvas.rect([left - 2.0, base - TEXT * 0.75], [left + width + 2.0, base + TEXT * 0.22], (255, 255, 255));
    canvas.text(left, base, face, &text);
    if !interval.is_empty() {
        canvas.text(left + width, base, small.at(Anchor::End), &interval);
    }
}

/// Where the end of a month stands at a chance.
pub(crate) fn end_of(axes: &Axes, month: usize, chance: f64) -> [f64; 2] {
    axes.at((month + 1) as f64, chance)
}

/// A bar at the horizon that shares all trials between arrived and never.
fn never_bar(canvas: &mut Canvas, axes: &Axes, findings: &Findings, goal: &GoalFindings, ink: Ink) {
    let left = axes.across[1] + 12.0;
    let parted = axes.top_of(1.0 - goal.never.share);
    canvas.rect([left, parted], [left + 14.0, axes.down[1]], style::shade(ink, 2, 3));
    canvas.rect([left, axes.down[0]], [left + 14.0, parted], LIGHT);
    canvas.line([left, parted], [left + 14.0, parted], BLACK, 1.5, "");
    let missing: Vec<&str> = [("P10", &goal.p10), ("P50", &goal.p50), ("P90", &goal.p90)]
        .into_iter()
        .filter(|(_, quantile)| quantile.value.is_none())
        .map(|(name, _)| name)
        .collect();
    let horizon = format!("by {}", findings.grid.label(findings.grid.count() - 1));
    let never = Cell::chance(&goal.never);
    let mut lines = vec![(Face::new(TEXT, BLACK).bold(), "never".to_owned()), (Face::new(TEXT, BLACK).bold(), never.value)];
    lines.extend([never.interval, horizon].map(|said| (Face::new(SMALL, GREY), said)));
    lines.extend(missing.into_iter().map(|name| (Face::new(SMALL, GREY), format!("{name}: never"))));
    let height: f64 = lines.iter().map(|(face, _)| face.size * LEADING).sum();
    let middle = f64::midpoint(axes.down[0], parted);
    let mut y = (middle - height / 2.0).clamp(axes.down[0], axes.down[1] - height);
    for (face, text) in lines {
        canvas.text(left + 22.0, y + face.size, face, &text);
        y += face.size * LEADING;
    }
}
