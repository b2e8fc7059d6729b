//! Gains of each lever alone, the largest first: probability and months with their intervals.

use super::{bounds, ends, signed, ticks};
use crate::analyses::levers::findings::{Choice, LeversFindings};
use crate::report::charts::Figure;
use crate::report::charts::canvas::{Anchor, Canvas, Face, MARGIN};
use crate::report::charts::plot::Axes;
use crate::report::charts::shapes::frame_height;
use crate::report::charts::style::{self, BLACK, GREY, SMALL, TEXT, WIDTH};
use crate::report::words;
use crate::units::Quantity;

/// Height of a lever, pixels.
const ROW: f64 = 48.0;
/// Width of its name, pixels.
const NAME: f64 = 196.0;
/// Distance of the two panels, pixels.
const GAP: f64 = 60.0;

/// Row for each lever: probability gained by the end of the year and months gained on average, with 95% intervals.
#[must_use]
pub fn ranking_figure(found: &LeversFindings, print: &str) -> Figure {
    let rows = found.ranked_levers();
    let title = format!("Gain of each lever alone: {}", found.goal_title);
    let shows = "against no lever on the same draws, 95% intervals; in months on average, never counts as the month after the last";
    let height = frame_height(&title, shows, &[print]) + ROW * rows.len() as f64 + 86.0;
    let texts = rows.iter().map(|row| {
        let [points, months] = [&row.probability_gained, &row.months_gained_mean].map(words::quantity);
        format!("{}: {points} points, {months} months", row.title)
    });
    let mut canvas = Canvas::new(height, &title, &format!("Levers alone. {}.", texts.collect::<Vec<_>>().join("; ")));
    let [top, bottom] = canvas.frame(shows, &[print]);
    let down = [top + 30.0, bottom - 48.0];
    let left = MARGIN + NAME + 12.0;
    let wide = (WIDTH - MARGIN - left - GAP) / 2.0;
    panel(&mut canvas, &rows, [left, left + wide], down, &format!("points by {}", found.year), (100.0, |row| &row.probability_gained));
    panel(&mut canvas, &rows, [left + wide + GAP, WIDTH - MARGIN - 6.0], down, "months", (1.0, |row| &row.months_gained_mean));
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

/// Gain that a panel shows, with the factor to its unit.
type Gain = (f64, fn(&Choice) -> &Quantity);

fn middles(down: [f64; 2], count: usize) -> impl Iterator<Item = f64> {
    let height = (down[1] - down[0]) / count.max(1) as f64;
    (0..count).map(move |i| down[0] + height * (i as f64 + 0.5))
}

fn panel(canvas: &mut Canvas, rows: &[&Choice], across: [f64; 2], down: [f64; 2], what: &str, (factor, of): Gain) {
    let gains: Vec<[f64; 3]> = rows.iter().map(|row| ends(of(row), factor)).collect();
    let (range, step) = bounds(gains.iter().flatten().copied().fold(0.0, f64::min), gains.iter().flatten().copied().fold(0.0, f64::max));
    let axes = Axes { across, down, x: range, y: [0.0, 1.0] };
    ticks(canvas, &axes, step, &|value| if value == 0.0 { "0".to_owned() } else { signed(value, step) });
    let face = Face::new(TEXT, GREY).at(Anchor::Middle);
    canvas.text(f64::midpoint(across[0], across[1]), down[1] + 2.2 * TEXT, face, what);
    for ((row, [gain, low, high]), middle) in rows.iter().zip(&gains).zip(middles(down, rows.len())) {
        let y = middle + 8.0;
        let [from, to] = [axes.left_of(*low), axes.left_of(*high)];
        canvas.line([from, y], [to, y], BLACK, 2.0, "");
        for x in [from, to] {
            canvas.line([x, y - 4.0], [x, y + 4.0], BLACK, 2.0, "");
        }
        canvas.ring([axes.left_of(*gain), y], 4.5, style::NEUTRAL);
        let text = words::value_text(of(row));
        let face = Face::new(SMALL, BLACK).at(Anchor::Middle);
        let half = face.width(&text) / 2.0;
        canvas.text(axes.left_of(*gain).clamp(across[0] + half - 12.0, across[1] - half + 6.0), y - 9.0, face, &text);
    }
}
