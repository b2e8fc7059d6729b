//! Chances as shades: a row for each question, a column for each year.

use super::canvas::{Anchor, Canvas, Face};
use super::hatch;
use super::style::{BLACK, GREY, Ink, LIGHT, SMALL, TEXT};
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

/// The shade of a chance: white for 0, then a tint, evenly darker up to 1 in any colour, so that it reads in greyscale.
pub(crate) fn shade(ink: Ink, chance: f64) -> Ink {
    if chance <= 0.0 {
        return NOTHING;
    }
    let mix = |from: f64, to: f64, part: f64| byte(from + (to - from) * part);
    let channel = |full: u8| {
        let full = f64::from(full);
        let chance = chance.min(1.0);
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
    let years: Vec<i32> = grid.years().collect();
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
            let chance = grid.last_month_of(year).and_then(|k| row.chances.get(k));
            cell(canvas, [left_of(i), top], [left_of(i + 1) - gap, bottom], shade(ink, chance.copied().unwrap_or(0.0)));
        }
    }
    let bottom = place.top + rows.len() as f64 * place.row;
    let face = Face::new(if place.row < 20.0 { SMALL } else { TEXT }, GREY).at(Anchor::Middle);
    let room = face.width("2000") * 1.35;
    let every = [1, 2, 5, 10, 20, 50].into_iter().find(|&every| f64::from(every) * width >= room).unwrap_or(100);
    for (i, year) in years.iter().enumerate().filter(|(_, year)| **year % every == 0) {
        let middle = left_of(i) + (width - gap) / 2.0;
        canvas.line([middle, bottom], [middle, bottom + 4.0], GREY, 1.0, "");
        canvas.text(middle, bottom + 6.0 + face.size * 0.8, face, &year.to_string());
    }
    bottom + 8.0 + face.size
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

/// The scale of the shades, and what hatching means where it is used; from left, top. Needs 40 pixels downwards.
pub(crate) fn scale(canvas: &mut Canvas, at: [f64; 2], ink: Ink, has_beyond: bool) {
    let (cell, height) = scale_to(canvas, at, ink, 1.0);
    if has_beyond {
        let left = at[0] + 11.0 * cell + 40.0;
        hatch::rectangle(canvas, [left, at[1]], [left + 2.0 * cell, at[1] + height], GREY);
        canvas.text(left + 2.0 * cell + 8.0, at[1] + height * 0.9, Face::new(SMALL, GREY), "beyond capacity");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::charts::style;

    /// Relative luminance (IEC 61966-2-1, weights of ITU-R BT.709) falls with the chance in every colour.
    #[test]
    fn shades_darken_in_greyscale() {
        let linear = |channel: u8| (f64::from(channel) / 255.0).powf(2.2);
        let luminance = |ink: Ink| 0.2126 * linear(ink.0) + 0.7152 * linear(ink.1) + 0.0722 * linear(ink.2);
        for name in ["#d55e00", "#009e73", "#0072b2", "#cc79a7", "#e69f00", "#56b4e9"] {
            let ink = style::ink(name).unwrap();
            let tones: Vec<f64> = (0..=20).map(|i| luminance(shade(ink, f64::from(i) / 20.0))).collect();
            assert!(tones.windows(2).all(|pair| pair[1] < pair[0] - 0.005), "{name}: {tones:?}");
        }
    }
}
