//! Gain of each lever against its cost.

use super::{bounds, ends, ticks};
use crate::analyses::levers::findings::LeversFindings;
use crate::report::charts::canvas::{Anchor, Canvas, Face, MARGIN};
use crate::report::charts::plot::Axes;
use crate::report::charts::shapes::{fitted, frame_height, polyline};
use crate::report::charts::style::{self, BLACK, GREY, SMALL, TEXT, WIDTH};
use crate::report::charts::{Figure, axis, labels};
use crate::report::words;
use crate::units::Quantity;

/// Height of the plot, pixels.
const PLOT: f64 = 330.0;
/// Width of the names beside it, pixels.
const NAME: f64 = 236.0;

/// Point for each lever: mean cost with its 10% and 90% quantiles across, probability gained with its 95% interval upwards.
#[must_use]
pub fn cost_figure(found: &LeversFindings, print: &str) -> Figure {
    let rows = found.ranked_levers();
    let title = format!("Gain and cost of each lever: {}", found.goal_title);
    let shows = format!("probability by {} gained, percentage points (95% interval), against cost in US dollars (P10 to P90)", found.year);
    let height = frame_height(&title, &shows, &[print]) + PLOT + 60.0;
    let texts = rows.iter().map(|row| {
        let gained = words::rounded(100.0 * row.probability_gained.number(), 0.05);
        format!("{}: {} for {gained} points", row.title, words::dollars(row.cost.mean.number()))
    });
    let mut canvas = Canvas::new(height, &title, &format!("Gains against costs. {}.", texts.collect::<Vec<_>>().join("; ")));
    let [top, bottom] = canvas.frame(&shows, &[print]);
    let gains: Vec<[f64; 3]> = rows.iter().map(|row| ends(&row.probability_gained, 100.0)).collect();
    let costs: Vec<[f64; 3]> = rows.iter().map(|row| [&row.cost.mean, &row.cost.p10, &row.cost.p90].map(Quantity::number)).collect();
    let (y, step) = bounds(gains.iter().map(|end| end[1]).fold(0.0, f64::min), gains.iter().map(|end| end[2]).fold(0.0, f64::max));
    let (x, dollars) = bounds(0.0, costs.iter().map(|[mean, _, p90]| p90.max(*mean)).fold(0.0, f64::max));
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
    let wanted: Vec<f64> = gains.iter().map(|[gain, ..]| axes.top_of(*gain)).collect();
    let places = labels::spread(&wanted, SMALL * 1.45, axes.down[0], axes.down[1] - 8.0);
    let left = axes.across[1] + 24.0;
    for ((cost, gain), place) in costs.iter().zip(&gains).zip(&places) {
        let at = axes.at(cost[0], gain[0]);
        polyline(&mut canvas, &[at, [axes.across[1] + 4.0, at[1]], [left - 4.0, *place]], GREY, 1.0, "1 3");
    }
    for (((row, [cost, p10, p90]), [gain, low, high]), place) in rows.iter().zip(&costs).zip(&gains).zip(&places) {
        let at = axes.at(*cost, *gain);
        canvas.line([axes.left_of(*p10), at[1]], [axes.left_of(*p90), at[1]], BLACK, 2.0, "");
        canvas.line([at[0], axes.top_of(*low)], [at[0], axes.top_of(*high)], BLACK, 2.0, "");
        canvas.ring(at, 4.5, style::NEUTRAL);
        let face = Face::new(SMALL, BLACK);
        canvas.text(left, place + SMALL * 0.32, face, &fitted(face, &row.title, WIDTH - MARGIN - left));
    }
    canvas.finish("levers-costs".to_owned())
}
