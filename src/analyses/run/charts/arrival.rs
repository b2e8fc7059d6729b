//! The arrival of one goal: its chance by each month, P10, P50 and P90, and what never arrives.

use crate::analyses::run::findings::{Findings, GoalFindings};
use crate::report::charts::canvas::{Anchor, Canvas, Face, MARGIN};
use crate::report::charts::plot::{Axes, draw as plot};
use crate::report::charts::probability::{chance_axes, chances, curve, end_of};
use crate::report::charts::style::{self, BLACK, GREY, Ink, LEADING, LIGHT, SMALL, TEXT, WIDTH};
use crate::report::charts::table::Cell;
use crate::report::charts::{Figure, axis};
use crate::report::words;
use crate::units::Quantity;

/// Height of the canvas, pixels.
const HEIGHT: f64 = 400.0;
/// Room for the bar of what never arrives and its label, pixels.
const RIGHT: f64 = 118.0;
/// Draws one goal, with its curve in the scenario that this one is compared with.
pub(super) fn draw(findings: &Findings, goal: &GoalFindings, before: Option<&GoalFindings>, small_print: &str) -> Figure {
    let grid = findings.grid;
    let ink = style::origin(&findings.report, goal.origin.as_deref());
    let title = words::capital(goal.shown_title());
    let quantiles = [("P10", &goal.p10, 0.1), ("P50", &goal.p50, 0.5), ("P90", &goal.p90, 0.9)];
    let dates: Vec<String> = quantiles.iter().map(|(name, quantile, _)| format!("{name} {}", words::quantity(quantile))).collect();
    let never = words::value_text(&goal.never);
    let description = format!("Probability that the goal has arrived by each month. {}; never {never} of trials.", dates.join(", "));
    let mut canvas = Canvas::new(HEIGHT, &title, &description);
    let [top, bottom] = canvas.frame(&subtitle(goal, before.is_some()), &[small_print]);
    let axes = chance_axes(grid.count(), [top + 14.0, bottom - 34.0], WIDTH - MARGIN - RIGHT);
    axis::levels(&mut canvas, &axes, &chances());
    if let Some(before) = before {
        canvas.raw(&plot(&axes, HEIGHT, &curve(&before.arrived_by, LIGHT, GREY)));
    }
    canvas.raw(&plot(&axes, HEIGHT, &curve(&goal.arrived_by, ink, style::shade(ink, 1, 3))));
    axis::calendar(&mut canvas, &axes, grid);
    if let Some(months) = goal.announced {
        axis::date_line(&mut canvas, &axes, months, &format!("announced {}", words::month_of_year(grid.decimal_year(months))));
    }
    never_bar(&mut canvas, &axes, findings, goal, ink);
    for (_, quantile, chance) in quantiles {
        mark(&mut canvas, &axes, quantile, chance, ink);
    }
    for (name, quantile, chance) in quantiles {
        date(&mut canvas, &axes, (name, quantile, chance));
    }
    canvas.finish(format!("arrival-{}", words::slug(&goal.name)))
}

/// What the curve is, and how many trials did not have to wait.
fn subtitle(goal: &GoalFindings, is_compared: bool) -> String {
    let curve = if is_compared {
        "probability of having arrived by the end of each month, in grey unchanged"
    } else {
        "probability of having arrived by the end of each month"
    };
    if goal.at_start.number() > 0.0 { format!("{curve}; {} held from the start", words::value_text(&goal.at_start)) } else { curve.to_owned() }
}

/// A ring on the curve, the month's interval as a bar through it, and a line down to the calendar.
fn mark(canvas: &mut Canvas, axes: &Axes, quantile: &Quantity, chance: f64, ink: Ink) {
    let Some(month) = quantile.month_index() else { return };
    let at = end_of(axes, month, chance);
    let low = quantile.low.map_or(at[0], |low| axes.left_of(low + 1.0));
    let high = quantile.high.map_or(axes.across[1], |high| axes.left_of(high + 1.0));
    canvas.line([low, at[1]], [high, at[1]], BLACK, 2.0, "");
    canvas.line(at, [at[0], axes.down[1]], GREY, 1.0, "2 3");
    canvas.ring(at, 4.5, style::shade(ink, 0, 3));
}

/// The month beside its ring with its interval: left of the curve, above its line, is empty; near the left edge the space under the curve is.
fn date(canvas: &mut Canvas, axes: &Axes, (name, quantile, chance): (&str, &Quantity, f64)) {
    let Some(month) = quantile.month_index() else { return };
    let at = end_of(axes, month, chance);
    let (face, small) = (Face::new(TEXT, BLACK).bold(), Face::new(SMALL, GREY));
    let interval = words::interval_text(quantile);
    let text = format!("{name} {}", words::value_text(quantile));
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

/// A bar at the horizon that shares all trials between arrived and never.
fn never_bar(canvas: &mut Canvas, axes: &Axes, findings: &Findings, goal: &GoalFindings, ink: Ink) {
    let left = axes.across[1] + 12.0;
    let parted = axes.top_of(1.0 - goal.never.number());
    canvas.rect([left, parted], [left + 14.0, axes.down[1]], style::shade(ink, 2, 3));
    canvas.rect([left, axes.down[0]], [left + 14.0, parted], LIGHT);
    canvas.line([left, parted], [left + 14.0, parted], BLACK, 1.5, "");
    let missing: Vec<&str> = [("P10", &goal.p10), ("P50", &goal.p50), ("P90", &goal.p90)]
        .into_iter()
        .filter(|(_, quantile)| quantile.value.is_none())
        .map(|(name, _)| name)
        .collect();
    let horizon = format!("by {}", findings.grid.label(findings.grid.count() - 1));
    let never = Cell::quantity(&goal.never);
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
