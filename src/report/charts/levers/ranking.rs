//! What each lever gains alone, best first: chance and months, with intervals.

use super::{bounds, signed, ticks};
use crate::report::charts::Figure;
use crate::report::charts::canvas::{Anchor, Canvas, Face, MARGIN};
use crate::report::charts::plot::Axes;
use crate::report::charts::shapes::frame_height;
use crate::report::charts::style::{self, BLACK, GREY, SMALL, TEXT, WIDTH};
use crate::report::words;
use crate::study::{Estimate, LeverRow, LeversFound};

/// Height of a lever, pixels.
const ROW: f64 = 48.0;
/// Room for its name, pixels.
const NAME: f64 = 196.0;

/// Between the two panels, pixels.
const GAP: f64 = 60.0;

/// A row for each lever: chance gained by the year and months gained on average, 95% intervals.
#[must_use]
pub fn lever_ranking(found: &LeversFound, print: &str) -> Figure {
    let rows: Vec<&LeverRow> = found.ranking().into_iter().map(|row| &found.rows[row]).filter(|row| row.name.is_some()).collect();
    let title = format!("What each lever gains alone: {}", found.goal.title);
    let shows = "against doing nothing on the same draws, 95% intervals; in months on average, never counts as the end of the horizon";
    let height = frame_height(&title, shows, &[print]) + ROW * rows.len() as f64 + 86.0;
    let said =
        rows.iter().map(|row| format!("{}: {} points, {} months", row.title, words::difference(&points(row)), words::difference(&row.months_mean)));
    let mut canvas = Canvas::new(height, &title, &format!("Levers alone. {}.", said.collect::<Vec<_>>().join("; ")));
    let [top, bottom] = canvas.frame(shows, &[print]);
    let down = [top + 30.0, bottom - 48.0];
    let left = MARGIN + NAME + 12.0;
    let wide = (WIDTH - MARGIN - left - GAP) / 2.0;
    panel(&mut canvas, &rows, [left, left + wide], down, &format!("points by {}", found.year), &points);
    panel(&mut canvas, &rows, [left + wide + GAP, WIDTH - MARGIN - 6.0], down, "months", &|row| row.months_mean);
    let face = Face::new(TEXT, BLACK);
    for (row, middle) in rows.iter().zip(middles(down, rows.len())) {
        let lines = face.wrap(&row.title, NAME, 2);
        let first = middle + TEXT * 0.32 - 0.5 * TEXT * 1.1 * (lines.len() as f64 - 1.0);
        let mut y = first;
        for line in lines {
            canvas.text(MARGIN, y, face, &line);
            y += TEXT * 1.1;
        }
    }
    canvas.finish("levers-ranking".to_owned())
}

/// Chance gained in percentage points.
fn points(row: &LeverRow) -> Estimate {
    Estimate { mean: 100.0 * row.chance_gained.mean, standard_error: 100.0 * row.chance_gained.standard_error }
}

fn middles(down: [f64; 2], count: usize) -> impl Iterator<Item = f64> {
    let height = (down[1] - down[0]) / count.max(1) as f64;
    (0..count).map(move |i| down[0] + height * (i as f64 + 0.5))
}

fn panel(canvas: &mut Canvas, rows: &[&LeverRow], across: [f64; 2], down: [f64; 2], what: &str, of: &dyn Fn(&LeverRow) -> Estimate) {
    let ends: Vec<[f64; 2]> = rows.iter().map(|row| words::interval(&of(row)).map(|end| if end.is_finite() { end } else { 0.0 })).collect();
    let (range, step) = bounds(ends.iter().map(|end| end[0]).fold(0.0, f64::min), ends.iter().map(|end| end[1]).fold(0.0, f64::max));
    let axes = Axes { across, down, x: range, y: [0.0, 1.0] };
    ticks(canvas, &axes, step, &|value| if value == 0.0 { "0".to_owned() } else { signed(value, step) });
    let face = Face::new(TEXT, GREY).at(Anchor::Middle);
    canvas.text(f64::midpoint(across[0], across[1]), down[1] + 2.2 * TEXT, face, what);
    for ((row, [low, high]), middle) in rows.iter().zip(&ends).zip(middles(down, rows.len())) {
        let (estimate, y) = (of(row), middle + 8.0);
        let [from, to] = [axes.left_of(*low), axes.left_of(*high)];
        canvas.line([from, y], [to, y], BLACK, 2.0, "");
        for x in [from, to] {
            canvas.line([x, y - 4.0], [x, y + 4.0], BLACK, 2.0, "");
        }
        canvas.ring([axes.left_of(estimate.mean), y], 4.5, style::NEUTRAL);
        let text = words::difference(&estimate);
        let text = text.split(" [").next().unwrap_or_default();
        let face = Face::new(SMALL, BLACK).at(Anchor::Middle);
        let half = face.width(text) / 2.0;
        canvas.text(axes.left_of(estimate.mean).clamp(across[0] + half - 12.0, across[1] - half + 6.0), y - 9.0, face, text);
    }
}
