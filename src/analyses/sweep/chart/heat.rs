//! Two varied paths as a map: a cell for each pair of values, shaded by probability or by the median month.

use super::{goal_ink, values_fit};
use crate::analyses::sweep::findings::{GoalAtPoint, SweepFindings};
use crate::analyses::sweep::wording::titles_with_units;
use crate::report::charts::canvas::{Anchor, Canvas, Face, MARGIN};
use crate::report::charts::heat::{cell, scale_to, shade};
use crate::report::charts::shapes::{fitted, frame_height, tint};
use crate::report::charts::style::{BLACK, GREY, Ink, SHORTAGE, SMALL, TEXT, WIDTH};
use crate::report::charts::{Figure, axis, hatch};
use crate::report::words;
use crate::units::Quantity;

/// Height of all rows together, and smallest and largest height of a row, pixels.
const ROWS: f64 = 380.0;
const ROW: [f64; 2] = [16.0, 46.0];
/// Most room for the values of the rows, pixels.
const LABELS: f64 = 170.0;
/// Room above the cells for the paths and the values of the columns, pixels.
const HEADS: f64 = 48.0;
/// Room under the cells for the scale, pixels.
const SCALE: f64 = 46.0;
/// Shade from which on the text upon it is white.
const DARK: f64 = 0.55;

/// Result that a map shows.
#[derive(Clone, Copy)]
pub(super) enum Shows {
    /// Probability of arrival by the end of a year.
    Chance(i32),
    /// Median month of arrival.
    Median,
}

/// Cell: its shade from 0 to 1, `None` for never, and its text.
struct Shaded {
    shade: Option<f64>,
    text: String,
}

/// Map of one goal.
pub(super) fn map(found: &SweepFindings, goal: usize, shows: Shows, print: &str) -> Figure {
    let (rows, columns) = (found.levels(0), found.levels(1));
    let written = &found.as_written[goal];
    let title = words::capital(&found.goals[goal].title);
    let (name, subtitle) = match shows {
        Shows::Chance(year) => (
            format!("sweep-{}-by-{}", words::slug(&found.goals[goal].goal), year),
            format!("probability in % that it has arrived by the end of {year}; as written {}", words::value_text(&written.arrived_by[&year])),
        ),
        Shows::Median => (
            format!("sweep-{}-median", words::slug(&found.goals[goal].goal)),
            format!("median month of arrival; as written {}", words::value_text(&written.p50)),
        ),
    };
    let cells: Vec<Vec<Shaded>> = shaded(found, goal, shows, columns.len());
    let height_of_row = (ROWS / rows.len().max(1) as f64).clamp(ROW[0], ROW[1]);
    let height = frame_height(&title, &subtitle, &[print]) + HEADS + height_of_row * rows.len() as f64 + SCALE;
    let told = rows.iter().zip(&cells).map(|(row, cells)| {
        let cells: Vec<String> = columns.iter().zip(cells).map(|(column, cell)| format!("{column}: {}", cell.text)).collect();
        format!("{row}: {}", cells.join(", "))
    });
    let mut canvas = Canvas::new(height, &title, &format!("{} by {}. {}.", found.titles[0], found.titles[1], told.collect::<Vec<_>>().join("; ")));
    let [top, _] = canvas.frame(&subtitle, &[print]);
    let face = Face::new(if height_of_row < 20.0 { SMALL } else { TEXT }, BLACK);
    let widest = rows.iter().map(|row| face.width(row)).fold(40.0, f64::max).min(LABELS);
    let left = MARGIN + widest + 10.0;
    let top = top + HEADS;
    let wide = (WIDTH - MARGIN - left) / columns.len().max(1) as f64;
    heads(&mut canvas, found, &columns, [left, top], wide);
    let ink = goal_ink(found, goal);
    let room = values_fit(&cells.iter().flatten().map(|cell| cell.text.as_str()).collect::<Vec<_>>(), wide - 4.0, height_of_row - 4.0);
    let mut y = top;
    for (row, cells) in rows.iter().zip(&cells) {
        let label = face.at(Anchor::End);
        canvas.text(left - 8.0, y + height_of_row / 2.0 + face.size * 0.33, label, &fitted(label, row, widest));
        let mut x = left;
        for shaded in cells {
            draw(&mut canvas, [x, y], [x + wide - 1.0, y + height_of_row - 1.0], shaded, ink, room);
            x += wide;
        }
        y += height_of_row;
    }
    match shows {
        Shows::Chance(year) => {
            scale_to(&mut canvas, [left, y + 12.0], ink, most(found, goal, year));
        }
        Shows::Median => months(&mut canvas, [left, y + 12.0], ink, &ends(found, goal)),
    }
    canvas.finish(name)
}

/// Names of both paths, and the values of the columns.
fn heads(canvas: &mut Canvas, found: &SweepFindings, columns: &[&str], [left, top]: [f64; 2], wide: f64) {
    let names = titles_with_units(found);
    let (down, across) = (Face::new(SMALL, GREY), Face::new(SMALL, GREY).at(Anchor::End));
    let all = WIDTH - 2.0 * MARGIN;
    let right = fitted(across, &format!("across: {}", names[1]), all * 0.52);
    canvas.text(MARGIN, top - HEADS + SMALL + 2.0, down, &fitted(down, &format!("down: {}", names[0]), all - across.width(&right) - 16.0));
    canvas.text(WIDTH - MARGIN, top - HEADS + SMALL + 2.0, across, &right);
    let face = Face::new(TEXT, BLACK).at(Anchor::Middle);
    let widest = columns.iter().map(|column| face.width(column)).fold(0.0, f64::max) + 8.0;
    let numeric = found.numbers(1).is_some();
    // where there is no room, some numbers are left out and words are shortened
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a handful")]
    let every = if numeric { (widest / wide).ceil().max(1.0) as usize } else { 1 };
    let mut middle = left + wide / 2.0;
    for (c, column) in columns.iter().enumerate() {
        if c % every == 0 {
            let label = if numeric { (*column).to_owned() } else { fitted(face, column, wide - 6.0) };
            canvas.text(middle, top - 8.0, face, &label);
        }
        middle += wide;
    }
}

fn draw(canvas: &mut Canvas, from: [f64; 2], to: [f64; 2], shaded: &Shaded, ink: Ink, room: Option<f64>) {
    if let Some(chance) = shaded.shade {
        cell(canvas, from, to, shade(ink, chance));
    } else {
        canvas.rect(from, to, tint(SHORTAGE, 0.35));
        if room.is_none() {
            hatch::rectangle(canvas, from, to, GREY);
        }
    }
    let Some(size) = room else { return };
    let is_dark = shaded.shade.is_some_and(|chance| chance > DARK);
    let face = Face::new(size, if is_dark { (255, 255, 255) } else { BLACK }).at(Anchor::Middle);
    canvas.text_upon(f64::midpoint(from[0], to[0]), f64::midpoint(from[1], to[1]) + size * 0.33, face, &shaded.text);
}

/// Medians of a goal that are not never, in rising order.
fn medians(found: &SweepFindings, goal: usize) -> Vec<&Quantity> {
    let mut medians: Vec<&Quantity> = found.at(goal).map(|at| &at.p50).filter(|median| median.value.is_some()).collect();
    medians.sort_by(|a, b| a.number().total_cmp(&b.number()));
    medians
}

/// Shades and names of the earliest and the latest median.
fn ends(found: &SweepFindings, goal: usize) -> Vec<(f64, String)> {
    let medians = medians(found, goal);
    let label = |month: &&Quantity| (lightness(month, &medians), words::value_text(month));
    match medians.as_slice() {
        [] => Vec::new(),
        [first, .., last] if last.value > first.value => vec![label(first), label(last)],
        [first, ..] => vec![label(first)],
    }
}

/// Shade of a month: early months are dark, and every month is darker than never.
fn lightness(month: &Quantity, sorted: &[&Quantity]) -> f64 {
    match sorted {
        [first, .., last] if last.value > first.value => 0.75 - 0.65 * (month.number() - first.number()) / (last.number() - first.number()),
        _ => 0.4,
    }
}

/// Probability of the darkest shade: 1, or where all are small the round number above them.
fn most(found: &SweepFindings, goal: usize, year: i32) -> f64 {
    let most = found.at(goal).map(|at| at.arrived_by[&year].number()).fold(0.0, f64::max);
    if most > 0.5 || most <= 0.0 { 1.0 } else { axis::steps(100.0 * most).last().map_or(1.0, |(level, _)| level / 100.0) }
}

fn shaded(found: &SweepFindings, goal: usize, shows: Shows, columns: usize) -> Vec<Vec<Shaded>> {
    let medians = medians(found, goal);
    let of = |at: &GoalAtPoint| match shows {
        Shows::Chance(year) => {
            let probability = &at.arrived_by[&year];
            let text = words::value_text(probability).trim_end_matches('%').to_owned();
            Shaded { shade: Some(probability.number() / most(found, goal, year)), text }
        }
        Shows::Median => Shaded { shade: at.p50.value.map(|_| lightness(&at.p50, &medians)), text: words::value_text(&at.p50) },
    };
    found.points.chunks(columns.max(1)).map(|row| row.iter().map(|point| of(&point.goals[goal])).collect()).collect()
}

/// Scale of a map of months, with the colour of never.
fn months(canvas: &mut Canvas, [left, top]: [f64; 2], ink: Ink, ends: &[(f64, String)]) {
    let face = Face::new(SMALL, GREY);
    let (width, height) = (26.0, 14.0);
    let mut x = left;
    for (lightness, label) in ends {
        cell(canvas, [x, top], [x + width, top + height], shade(ink, *lightness));
        canvas.text(x + width + 6.0, top + height * 0.85, face, label);
        x += width + face.width(label) + 28.0;
    }
    canvas.rect([x, top], [x + width, top + height], tint(SHORTAGE, 0.35));
    canvas.text(x + width + 6.0, top + height * 0.85, face, "never");
}
