//! Many paths: a small panel for each varied number, with the probabilities of all points.

use super::goal_ink;
use crate::analyses::sweep::findings::SweepFindings;
use crate::analyses::sweep::wording::titles_with_units;
use crate::report::charts::Figure;
use crate::report::charts::canvas::{Anchor, Canvas, Face, MARGIN};
use crate::report::charts::plot::Axes;
use crate::report::charts::shapes::{fitted, frame_height};
use crate::report::charts::style::{BLACK, GREY, LIGHT, SMALL, WIDTH};
use crate::report::charts::{axis, ticks};
use crate::report::words;

/// Panels in a row.
const COLUMNS: usize = 2;
/// Height of a panel with its name and axis, and of the plot within, pixels.
const PANEL: f64 = 208.0;
const PLOT: f64 = 138.0;
/// Most panels.
const MOST: usize = 12;

/// Probability by the first year against each varied number; `None` where no path has numbers.
pub(super) fn panels(found: &SweepFindings, goal: usize, print: &str) -> Option<Figure> {
    let names = titles_with_units(found);
    let varied: Vec<(usize, Vec<f64>)> = (0..found.paths.len())
        .filter_map(|path| Some((path, found.numbers(path)?)))
        .filter(|(_, numbers)| numbers.iter().any(|number| number.to_bits() != numbers[0].to_bits()))
        .take(MOST)
        .collect();
    let year = found.years.first()?;
    if varied.is_empty() {
        return None;
    }
    let title = words::capital(&found.goals[goal].title);
    let subtitle =
        format!("probability that it has arrived by the end of {year}, with 95% interval, against each varied number; all points in every panel");
    let height = frame_height(&title, &subtitle, &[print]) + PANEL * varied.len().div_ceil(COLUMNS) as f64 + 8.0;
    let mut canvas = Canvas::new(height, &title, &format!("Probability against {}.", words::joined(&names)));
    let [top, _] = canvas.frame(&subtitle, &[print]);
    let highest = found.at(goal).map(|at| 100.0 * at.arrived_by[year].high.unwrap_or(1.0)).fold(0.0, f64::max);
    let levels: Vec<(f64, String)> =
        axis::steps(highest.min(100.0)).into_iter().step_by(2).map(|(level, label)| (level, format!("{label}%"))).collect();
    let most = axis::steps(highest.min(100.0)).last().map_or(100.0, |(level, _)| *level);
    let wide = (WIDTH - 2.0 * MARGIN) / COLUMNS as f64;
    for (i, (path, numbers)) in varied.iter().enumerate() {
        let (left, y) = (MARGIN + wide * (i % COLUMNS) as f64, top + 8.0 + PANEL * (i / COLUMNS) as f64);
        let room = axis::room(&levels) - MARGIN;
        let [low, high] = [numbers.iter().copied().fold(f64::INFINITY, f64::min), numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max)];
        let margin = 0.03 * (high - low);
        let axes =
            Axes { across: [left + room, left + wide - 14.0], down: [y + 26.0, y + 26.0 + PLOT], x: [low - margin, high + margin], y: [0.0, most] };
        let face = Face::new(SMALL, BLACK).bold();
        canvas.text(left, y + SMALL, face, &fitted(face, &names[*path], wide - 14.0));
        axis::levels(&mut canvas, &axes, &levels);
        ruler(&mut canvas, &axes, [low, high]);
        for (at, &number) in found.at(goal).zip(numbers) {
            let of = &at.arrived_by[year];
            let [from, to] = [of.low.unwrap_or(0.0), of.high.unwrap_or(1.0)].map(|end| axes.at(number, 100.0 * end));
            canvas.line(from, to, GREY, 1.2, "");
            canvas.ring(axes.at(number, 100.0 * of.number()), 2.6, goal_ink(found, goal));
        }
    }
    Some(canvas.finish(format!("sweep-{}-panels", words::slug(&found.goals[goal].goal))))
}

/// Round numbers under a panel.
fn ruler(canvas: &mut Canvas, axes: &Axes, ends: [f64; 2]) {
    let bottom = axes.down[1];
    canvas.line([axes.across[0], bottom], [axes.across[1], bottom], LIGHT, 1.0, "");
    let face = Face::new(SMALL, GREY).at(Anchor::Middle);
    let mut free = f64::NEG_INFINITY;
    for (value, label) in ticks(ends, false) {
        let (x, half) = (axes.left_of(value), face.width(&label) / 2.0);
        canvas.line([x, bottom], [x, bottom + 4.0], GREY, 1.0, "");
        if x - half > free && x + half < axes.across[1] + 14.0 {
            canvas.text(x, bottom + 6.0 + SMALL * 0.8, face, &label);
            free = x + half + 6.0;
        }
    }
}
