//! What each lever gains against what it costs.

use super::{bounds, ticks};
use crate::report::charts::canvas::{Anchor, Canvas, Face, MARGIN};
use crate::report::charts::plot::Axes;
use crate::report::charts::shapes::{fitted, frame_height, polyline};
use crate::report::charts::style::{self, BLACK, GREY, SMALL, TEXT, WIDTH};
use crate::report::charts::{Figure, axis, labels};
use crate::report::words;
use crate::study::{LeverRow, LeversFound};

/// Height of the plot, pixels.
const PLOT: f64 = 330.0;
/// Room for names beside it, pixels.
const NAME: f64 = 236.0;

/// A point for each lever: cost across with its P10 to P90, chance gained upwards with its 95% interval.
#[must_use]
pub fn lever_costs(found: &LeversFound, print: &str) -> Figure {
    let rows: Vec<&LeverRow> = found.ranking().into_iter().map(|row| &found.rows[row]).filter(|row| row.name.is_some()).collect();
    let title = format!("What a gain costs: {}", found.goal.title);
    let shows = format!("percentage points of chance by {} gained (95%) against cost in US dollars (P10 to P90)", found.year);
    let height = frame_height(&title, &shows, &[print]) + PLOT + 60.0;
    let said = rows
        .iter()
        .map(|row| format!("{}: {} for {} points", row.title, words::dollars(row.cost.mean), words::rounded(100.0 * row.chance_gained.mean, 0.05)));
    let mut canvas = Canvas::new(height, &title, &format!("Gains against costs. {}.", said.collect::<Vec<_>>().join("; ")));
    let [top, bottom] = canvas.frame(&shows, &[print]);
    let gains: Vec<[f64; 2]> =
        rows.iter().map(|row| words::interval(&row.chance_gained).map(|end| if end.is_finite() { 100.0 * end } else { 0.0 })).collect();
    let (y, step) = bounds(gains.iter().map(|end| end[0]).fold(0.0, f64::min), gains.iter().map(|end| end[1]).fold(0.0, f64::max));
    let (x, dollars) = bounds(0.0, rows.iter().map(|row| row.cost.p90.max(row.cost.mean)).fold(0.0, f64::max));
    let count = ((y[1] - y[0]) / step).round();
    let mut levels = Vec::new();
    let mut i = 0.0;
    while i <= count {
        let value = y[0] + i * step;
        levels.push((value, if value.abs() < 0.5 * step { "0".to_owned() } else { super::signed(value, step) }));
        i += 1.0;
    }
    let axes = Axes { across: [axis::room(&levels), WIDTH - MARGIN - NAME - 24.0], down: [top + 16.0, bottom - 48.0], x, y };
    axis::levels(&mut canvas, &axes, &levels);
    ticks(&mut canvas, &axes, dollars, &|value| if value == 0.0 { "0".to_owned() } else { words::dollars(value) });
    canvas.line([axes.across[0], axes.top_of(0.0)], [axes.across[1], axes.top_of(0.0)], BLACK, 1.5, "");
    let face = Face::new(TEXT, GREY).at(Anchor::Middle);
    canvas.text(f64::midpoint(axes.across[0], axes.across[1]), axes.down[1] + 2.2 * TEXT, face, "cost");
    let wanted: Vec<f64> = rows.iter().map(|row| axes.top_of(100.0 * row.chance_gained.mean)).collect();
    let places = labels::spread(&wanted, SMALL * 1.45, axes.down[0], axes.down[1] - 8.0);
    let left = axes.across[1] + 24.0;
    for (row, place) in rows.iter().zip(&places) {
        let at = axes.at(row.cost.mean, 100.0 * row.chance_gained.mean);
        polyline(&mut canvas, &[at, [axes.across[1] + 4.0, at[1]], [left - 4.0, *place]], GREY, 1.0, "1 3");
    }
    for ((row, [low, high]), place) in rows.iter().zip(&gains).zip(&places) {
        let at = axes.at(row.cost.mean, 100.0 * row.chance_gained.mean);
        canvas.line([axes.left_of(row.cost.p10), at[1]], [axes.left_of(row.cost.p90), at[1]], BLACK, 2.0, "");
        canvas.line([at[0], axes.top_of(*low)], [at[0], axes.top_of(*high)], BLACK, 2.0, "");
        canvas.ring(at, 4.5, style::NEUTRAL);
        let face = Face::new(SMALL, BLACK);
        canvas.text(left, place + SMALL * 0.32, face, &fitted(face, &row.title, WIDTH - MARGIN - left));
    }
    canvas.finish("levers-costs".to_owned())
}
