//! Two varied paths as a map: a cell for each pair of values, shaded by chance or by the median month.

use super::{goal_ink, values_fit};
use crate::report::charts::canvas::{Anchor, Canvas, Face, MARGIN};
use crate::report::charts::heat::{cell, scale_to, shade};
use crate::report::charts::shapes::{fitted, frame_height, tint};
use crate::report::charts::style::{BLACK, GREY, Ink, SHORTAGE, SMALL, TEXT, WIDTH};
use crate::report::charts::{Figure, axis, hatch};
use crate::report::sweep::said;
use crate::report::words;
use crate::study::sweep::{GoalAtPoint, SweepFound};

/// Height of all rows together, pixels, and of one at least and at most.
const ROWS: f64 = 380.0;
const ROW: [f64; 2] = [16.0, 46.0];
/// Room for what stands at the rows' path, pixels, at most.
const LABELS: f64 = 170.0;
/// Room above the cells for the paths and the columns' values, pixels.
const HEADS: f64 = 48.0;
/// Room under the cells for the scale, pixels.
const SCALE: f64 = 46.0;
/// Chance of the shade from which on text upon it is white.
const DARK: f64 = 0.55;

/// What a map shows.
#[derive(Clone, Copy)]
pub(super) enum Shows {
    /// Chance by the year at this place.
    Chance(usize),
    /// The median month.
    Median,
}

/// A cell: its shade from 0 to 1, `None` for never, and what is written in it.
struct Shaded {
    shade: Option<f64>,
    text: String,
}

/// The map of one goal.
pub(super) fn map(found: &SweepFound, goal: usize, shows: Shows, print: &str) -> Figure {
    let question = &found.question;
    let design = &question.design;
    let (rows, columns) = (design.levels(0), design.levels(1));
    let written = &found.written[goal];
    let title = words::capital(said::goal(found, goal));
    let (name, subtitle) = match shows {
        Shows::Chance(year) => (
            format!("sweep-{}-by-{}", words::slug(&question.goals[goal].name), question.years[year]),
            format!("probability in % that it has arrived by the end of {}; as written {}%", question.years[year], words::percent(&written.by[year])),
        ),
        Shows::Median => (
            format!("sweep-{}-median", words::slug(&question.goals[goal].name)),
            format!("median month of arrival; as written {}", words::month(question.grid, written.p50.value)),
        ),
    };
    let cells: Vec<Vec<Shaded>> = shaded(found, goal, shows, columns.len());
    let height_of_row = (ROWS / rows.len().max(1) as f64).clamp(ROW[0], ROW[1]);
    let height = frame_height(&title, &subtitle, &[print]) + HEADS + height_of_row * rows.len() as f64 + SCALE;
    let told = rows.iter().zip(&cells).map(|(row, cells)| {
        let cells: Vec<String> = columns.iter().zip(cells).map(|(column, cell)| format!("{column}: {}", cell.text)).collect();
        format!("{row}: {}", cells.join(", "))
    });
    let mut canvas = Canvas::new(height, &title, &format!("{} by {}. {}.", design.paths[0], design.paths[1], told.collect::<Vec<_>>().join("; ")));
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

/// Names of both paths and what stands at the columns' one.
fn heads(canvas: &mut Canvas, found: &SweepFound, columns: &[&str], [left, top]: [f64; 2], wide: f64) {
    let names = super::named(found);
    let (down, across) = (Face::new(SMALL, GREY), Face::new(SMALL, GREY).at(Anchor::End));
    let all = WIDTH - 2.0 * MARGIN;
    let right = fitted(across, &format!("across: {}", names[1]), all * 0.52);
    canvas.text(MARGIN, top - HEADS + SMALL + 2.0, down, &fitted(down, &format!("down: {}", names[0]), all - across.width(&right) - 16.0));
    canvas.text(WIDTH - MARGIN, top - HEADS + SMALL + 2.0, across, &right);
    let face = Face::new(TEXT, BLACK).at(Anchor::Middle);
    let widest = columns.iter().map(|column| face.width(column)).fold(0.0, f64::max) + 8.0;
    let numeric = found.question.design.numbers(1).is_some();
    // Numbers are left out where they have no room; words are cut.
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

/// The earliest and the latest median that is a month.
fn ends(found: &SweepFound, goal: usize) -> Vec<(f64, String)> {
    let mut medians: Vec<usize> = found.points.iter().filter_map(|goals| goals[goal].p50.value).collect();
    medians.sort_unstable();
    medians.dedup();
    let label = |month: usize| (lightness(month, &medians), found.question.grid.label(month));
    match medians.as_slice() {
        [] => Vec::new(),
        [one] => vec![label(*one)],
        [first, .., last] => vec![label(*first), label(*last)],
    }
}

/// Early is dark, and no month is as light as never.
fn lightness(month: usize, sorted: &[usize]) -> f64 {
    match sorted {
        [first, .., last] if last > first => 0.75 - 0.65 * (month - first) as f64 / (last - first) as f64,
        _ => 0.4,
    }
}

/// The chance that is darkest: 1, or where all are small the round number above them.
fn most(found: &SweepFound, goal: usize, year: usize) -> f64 {
    let most = found.points.iter().map(|goals| goals[goal].by[year].share).fold(0.0, f64::max);
    if most > 0.5 || most <= 0.0 { 1.0 } else { axis::steps(100.0 * most).last().map_or(1.0, |(level, _)| level / 100.0) }
}

fn shaded(found: &SweepFound, goal: usize, shows: Shows, columns: usize) -> Vec<Vec<Shaded>> {
    let mut medians: Vec<usize> = found.points.iter().filter_map(|goals| goals[goal].p50.value).collect();
    medians.sort_unstable();
    let of = |at: &GoalAtPoint| match shows {
        Shows::Chance(year) => Shaded { shade: Some(at.by[year].share / most(found, goal, year)), text: words::percent(&at.by[year]) },
        Shows::Median => {
            Shaded { shade: at.p50.value.map(|month| lightness(month, &medians)), text: words::month(found.question.grid, at.p50.value) }
        }
    };
    found.points.chunks(columns.max(1)).map(|row| row.iter().map(|goals| of(&goals[goal])).collect()).collect()
}

/// The scale of a map of months, and what never looks like.
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
