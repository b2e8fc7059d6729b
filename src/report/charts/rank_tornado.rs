//! Inputs that move the months until arrival: partial rank correlations as bars to either side, plain ones as rings.

use super::canvas::{Anchor, Canvas, Face, MARGIN};
use super::plot::Axes;
use super::shapes::{fitted, frame_height, tint};
use super::style::{BLACK, GREY, LEADING, LIGHT, NEUTRAL, TEXT, WIDTH};
use super::{Figure, axis};
use crate::report::sensitivity::said;
use crate::report::words;
use crate::study::sensitivity::{Correlation, GoalSensitivity, Sensitivity};

/// Inputs drawn, at most.
const MOST: usize = 12;
/// Room for the names of inputs, and for the figures, pixels.
const ROOM: [f64; 2] = [232.0, 62.0];
/// Height of a row, pixels.
const ROW: f64 = 40.0;
/// What the bars show.
const SHOWS: &str =
    "inputs drawn once a trial: rank correlation with the months until it arrives, all other inputs held still, 95% intervals; ring: not held still";

/// Draws the inputs whose correlations are clear of 0, the strongest first; `None` where none is.
#[must_use]
pub fn rank_tornado(found: &Sensitivity, goal: &GoalSensitivity, print: &str) -> Option<Figure> {
    let mut rows: Vec<&Correlation> = goal.correlations.iter().filter(|one| one.is_clear()).collect();
    rows.sort_by(|a, b| b.strength().total_cmp(&a.strength()));
    rows.truncate(MOST);
    if rows.is_empty() {
        return None;
    }
    let title = words::capital(said::goal(goal));
    let height = frame_height(&title, SHOWS, &[print]) + ROW * rows.len() as f64 + 2.0 * TEXT * LEADING + 16.0;
    let named = |one: &Correlation| said::element(&found.inputs[one.input]);
    let said: Vec<String> = rows.iter().map(|one| format!("{} {}", named(one), said::correlation(one.told()))).collect();
    let mut canvas = Canvas::new(height, &title, &format!("Rank correlations of inputs with the months until arrival. {}.", said.join("; ")));
    let [top, bottom] = canvas.frame(SHOWS, &[print]);
    let reach = rows.iter().flat_map(|one| [one.rank[0], one.told()[1], one.told()[2]]).map(f64::abs).fold(0.05, f64::max);
    let last = axis::steps(2.0 * reach).iter().map(|(step, _)| *step).find(|step| *step >= reach).unwrap_or(1.0);
    let axes =
        Axes { across: [ROOM[0], WIDTH - MARGIN - ROOM[1]], down: [top + 4.0, bottom - 2.0 * TEXT * LEADING], x: [-last, last], y: [0.0, 1.0] };
    scale(&mut canvas, &axes, last);
    let mut middle = axes.down[0] + ROW / 2.0;
    for one in rows {
        row(&mut canvas, &axes, &named(one), one, middle);
        middle += ROW;
    }
    Some(canvas.finish(format!("tornado-{}", words::slug(&goal.name))))
}

fn scale(canvas: &mut Canvas, axes: &Axes, last: f64) {
    let face = Face::new(TEXT, GREY).at(Anchor::Middle);
    for value in [-1.0, -0.5, 0.0, 0.5, 1.0].map(|part| part * last) {
        let x = axes.left_of(value);
        canvas.line([x, axes.down[0]], [x, axes.down[1]], if value == 0.0 { BLACK } else { LIGHT }, if value == 0.0 { 1.5 } else { 1.0 }, "");
        let sign = if value > 0.0 { "+" } else { "" };
        let label = if value == 0.0 { "0".to_owned() } else { format!("{sign}{}", words::rounded(value, 0.095 * 10_f64.powf(last.log10().floor()))) };
        canvas.text(x, axes.down[1] + TEXT, face, &label);
    }
    let base = axes.down[1] + TEXT * (1.0 + LEADING);
    canvas.text(axes.across[0], base, Face::new(TEXT, GREY), "← larger: sooner");
    canvas.text(axes.across[1], base, Face::new(TEXT, GREY).at(Anchor::End), "larger: later →");
}

fn row(canvas: &mut Canvas, axes: &Axes, name: &str, one: &Correlation, middle: f64) {
    let (face, room) = (Face::new(TEXT, BLACK), ROOM[0] - MARGIN - 12.0);
    let lines = face.wrap(name, room, 2);
    let first = middle - if lines.len() > 1 { TEXT * 0.56 } else { 0.0 };
    for (line, y) in lines.iter().zip([first, first + TEXT * 1.12]) {
        canvas.text(MARGIN, y + TEXT * 0.32, face, &fitted(face, line, room));
    }
    let [value, low, high] = one.told();
    let [zero, end, from, to] = [0.0, value, low, high].map(|value| axes.left_of(value));
    canvas.rect([zero.min(end), middle - 8.0], [zero.max(end), middle + 8.0], tint(NEUTRAL, 0.45));
    canvas.line([from, middle], [to, middle], BLACK, 1.4, "");
    for x in [from, to] {
        canvas.line([x, middle - 4.0], [x, middle + 4.0], BLACK, 1.4, "");
    }
    canvas.ring([axes.left_of(one.rank[0]), middle], 4.0, BLACK);
    let sign = if value > 0.0 { "+" } else { "" };
    canvas.text(WIDTH - MARGIN, middle + TEXT * 0.32, face.at(Anchor::End), &format!("{sign}{value:.2}").replace('-', "−"));
}
