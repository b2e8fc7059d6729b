//! Chances as shades with their number in per cent: a row for each question, columns for years.

use super::canvas::{Anchor, Canvas, Face};
use super::hatch;
use super::style::{BLACK, GREY, Ink, LIGHT, SMALL, TEXT, WIDTH};
use crate::report::words;
use crate::units::MonthGrid;

/// No trial at all: white, within an outline.
const NOTHING: Ink = (255, 255, 255);
/// How much of the colour the smallest chance above 0 carries, so that it can be told from none.
const LEAST: f64 = 0.14;

/// One row.
pub(crate) struct Row<'a> {
    /// What it asks.
    pub label: &'a str,
    /// Chance in each month.
    pub chances: Vec<f64>,
    /// Whether it lies beyond capacity.
    pub is_beyond: bool,
    /// Whether it holds already at the start in at least half of the trials.
    pub is_true_at_start: bool,
    /// Announced date as a decimal year.
    pub announced: Option<f64>,
}

/// Where a map stands, pixels.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    /// Left and right edge of the cells.
    pub across: [f64; 2],
    /// Top of the first row.
    pub top: f64,
    /// Height of a row.
    pub row: f64,
}

/// Narrowest cell that holds a number, pixels.
const CELL: f64 = 23.0;
/// Font size of the numbers, pixels.
const NUMBER: f64 = 12.0;

/// The shade of a chance: white for 0, then a tint, darker with its square root up to 1 in any colour, so that it reads in greyscale and 0.01% differs
/// from 5%.
pub(crate) fn shade(ink: Ink, chance: f64) -> Ink {
    if chance <= 0.0 {
        return NOTHING;
    }
    let mix = |from: f64, to: f64, part: f64| byte(from + (to - from) * part);
    let channel = |full: u8| {
        let full = f64::from(full);
        let chance = chance.min(1.0).sqrt();
        if chance < 0.6 { mix(255.0, full, LEAST + (1.0 - LEAST) * chance / 0.6) } else { mix(full, 0.3 * full, (chance - 0.6) / 0.4) }
    };
    (channel(ink.0), channel(ink.1), channel(ink.2))
}

/// A cell of a shade; where no trial is, its outline.
pub(crate) fn cell(canvas: &mut Canvas, from: [f64; 2], to: [f64; 2], ink: Ink) {
    canvas.rect(from, to, if ink == NOTHING { LIGHT } else { ink });
    if ink == NOTHING {
        canvas.rect(from.map(|edge| edge + 0.8), to.map(|edge| edge - 0.8), NOTHING);
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a byte")]
fn byte(value: f64) -> u8 {
    value.round().clamp(0.0, 255.0) as u8
}

/// Draws the cells, with the years under them; the bottom of what was drawn.
pub(crate) fn draw(canvas: &mut Canvas, place: Place, rows: &[Row], grid: MonthGrid, ink: Ink) -> f64 {
    let years = columns(grid, place.across[1] - place.across[0]);
    let step = years.windows(2).map(|pair| pair[1] - pair[0]).next().unwrap_or(1);
    let width = (place.across[1] - place.across[0]) / years.len() as f64;
    let left_of = |i: usize| place.across[0] + i as f64 * width;
    let gap = (width / 8.0).min(1.0);
    for (r, row) in rows.iter().enumerate() {
        let top = place.top + r as f64 * place.row;
        let bottom = top + place.row - 1.0;
        if row.is_beyond {
            canvas.rect([place.across[0], top], [place.across[1] - gap, bottom], (255, 255, 255));
            hatch::rectangle(canvas, [place.across[0], top], [place.across[1] - gap, bottom], GREY);
            continue;
        }
        for (i, &year) in years.iter().enumerate() {
            let chance = grid.last_month_of(year).and_then(|k| row.chances.get(k)).copied().unwrap_or(0.0);
            let ink = shade(ink, chance);
            cell(canvas, [left_of(i), top], [left_of(i + 1) - gap, bottom], ink);
            let face = Face::new(NUMBER, if luminance(ink) > 0.3 { BLACK } else { (255, 255, 255) }).at(Anchor::Middle);
            let text = number(chance);
            if !text.is_empty() {
                canvas.text_upon(left_of(i) + (width - gap) / 2.0, f64::midpoint(top, bottom) + NUMBER * 0.34, face, &text);
            }
        }
        if row.is_true_at_start {
            canvas.rect([place.across[0] - 4.0, top], [place.across[0] - 0.5, bottom], BLACK);
        }
        // A column ends with its year.
        let announced = row.announced.zip(years.first()).map(|(year, first)| (year - f64::from(first - step + 1)) / f64::from(step));
        if let Some(at) = announced.filter(|at| (0.0..=years.len() as f64).contains(at)) {
            let x = place.across[0] + at * width;
            canvas.line([x, top - 1.0], [x, bottom + 1.0], BLACK, 2.5, "");
        }
    }
    let bottom = place.top + rows.len() as f64 * place.row;
    let face = Face::new(if place.row < 20.0 { SMALL } else { TEXT }, GREY).at(Anchor::Middle);
    let room = face.width("2000") * 1.35;
    let every = [1, 2, 3, 4, 5, 10, 20, 50].into_iter().find(|&every| every as f64 * width >= room).unwrap_or(100);
    for (i, year) in years.iter().enumerate().filter(|(i, _)| (years.len() - 1 - i).is_multiple_of(every)) {
        let middle = left_of(i) + (width - gap) / 2.0;
        canvas.line([middle, bottom], [middle, bottom + 4.0], GREY, 1.0, "");
        canvas.text(middle, bottom + 6.0 + face.size * 0.8, face, &year.to_string());
    }
    bottom + 8.0 + face.size
}

/// Years of the columns: the last and every so-manieth before it, as many as have room for their numbers.
fn columns(grid: MonthGrid, width: f64) -> Vec<i32> {
    let (first, last) = (*grid.years().start(), *grid.years().end());
    let fits = |every: &i32| f64::from((last - first) / every + 1) * CELL <= width;
    let every = [1, 2, 3, 5, 10, 20, 50].into_iter().find(fits).unwrap_or(100);
    grid.years().filter(|year| (last - year) % every == 0).collect()
}

/// A chance in whole per cent as a cell shows it: nothing for 0, `<1` and `>99` near the ends.
fn number(chance: f64) -> String {
    match 100.0 * chance {
        percent if percent <= 0.0 => String::new(),
        percent if percent < 1.0 => "<1".to_owned(),
        percent if percent > 99.0 && percent < 100.0 => ">99".to_owned(),
        percent => format!("{percent:.0}"),
    }
}

/// Relative luminance (IEC 61966-2-1, weights of ITU-R BT.709).
fn luminance(ink: Ink) -> f64 {
    let linear = |channel: u8| (f64::from(channel) / 255.0).powf(2.2);
    0.2126 * linear(ink.0) + 0.7152 * linear(ink.1) + 0.0722 * linear(ink.2)
}

/// Names of the rows to the left of their cells.
pub(crate) fn names(canvas: &mut Canvas, place: Place, rows: &[Row]) {
    let face = Face::new(if place.row < 20.0 { SMALL } else { TEXT }, BLACK).at(Anchor::End);
    for (r, row) in rows.iter().enumerate() {
        let middle = place.top + (r as f64 + 0.5) * place.row;
        canvas.text(place.across[0] - 7.0, middle + face.size * 0.33, face, row.label);
    }
}

/// The scale of the shades where `most` is the darkest; width of a step and height, pixels.
pub(crate) fn scale_to(canvas: &mut Canvas, at: [f64; 2], ink: Ink, most: f64) -> (f64, f64) {
    let face = Face::new(SMALL, GREY).at(Anchor::Middle);
    let (cell, height) = (22.0, 14.0);
    for i in 0..=10_u32 {
        let left = at[0] + f64::from(i) * cell;
        self::cell(canvas, [left, at[1]], [left + cell - 1.0, at[1] + height], shade(ink, f64::from(i) / 10.0));
        if i % 5 == 0 {
            canvas.text(left + cell / 2.0, at[1] + height + 3.0 + SMALL * 0.8, face, &words::threshold(most * f64::from(i) / 10.0));
        }
    }
    (cell, height)
}

/// The scale of the shades, and what the other marks of the rows mean where they are used; from left, top. Needs 62 pixels downwards.
pub(crate) fn scale(canvas: &mut Canvas, at: [f64; 2], ink: Ink, rows: &[Row]) {
    let (face, width, height) = (Face::new(SMALL, GREY), 34.0, 14.0);
    for (i, chance) in [0.0, 0.005, 0.05, 0.25, 0.5, 0.75, 1.0].into_iter().enumerate() {
        let left = at[0] + i as f64 * width;
        cell(canvas, [left, at[1]], [left + width - 1.0, at[1] + height], shade(ink, chance));
        let text = if chance > 0.0 { format!("{}%", number(chance)) } else { "0%".to_owned() };
        canvas.text(left + width / 2.0, at[1] + height + 3.0 + SMALL * 0.8, face.at(Anchor::Middle), &text);
    }
    let has = |is: fn(&Row) -> bool| rows.iter().any(is);
    let marks = [
        (has(|row| row.is_beyond), "beyond capacity"),
        (has(|row| row.is_true_at_start), "holds over the first 12 months"),
        (has(|row| row.announced.is_some()), "announced"),
    ];
    let mut x = at[0];
    let [top, bottom] = [at[1] + 42.0, at[1] + 42.0 + height];
    for (i, (_, text)) in marks.iter().enumerate().filter(|(_, (is_used, _))| *is_used) {
        match i {
            0 => hatch::rectangle(canvas, [x, top], [x + 30.0, bottom], GREY),
            1 => canvas.rect([x + 13.0, top], [x + 16.5, bottom], BLACK),
            _ => canvas.line([x + 15.0, top], [x + 15.0, bottom], BLACK, 2.5, ""),
        }
        if x + 38.0 + face.width(text) < WIDTH {
            canvas.text(x + 38.0, bottom - 2.0, face, text);
        }
        x += 38.0 + face.width(text) + 26.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::charts::style;

    #[test]
    fn shades_darken_in_greyscale() {
        for name in ["#d55e00", "#009e73", "#0072b2", "#cc79a7", "#e69f00", "#56b4e9"] {
            let ink = style::ink(name).unwrap();
            let tones: Vec<f64> = (0..=20).map(|i| luminance(shade(ink, f64::from(i) / 20.0))).collect();
            assert!(tones.windows(2).all(|pair| pair[1] < pair[0] - 0.003), "{name}: {tones:?}");
            assert!(luminance(shade(ink, 0.0001)) - luminance(shade(ink, 0.05)) > 0.05, "{name}");
        }
    }

    #[test]
    fn cells_have_whole_numbers() {
        assert_eq!([0.0, 0.0001, 0.4, 0.996, 1.0].map(number), ["", "<1", "40", ">99", "100"]);
    }
}
