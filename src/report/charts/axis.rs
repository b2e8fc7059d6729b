//! Axes with ticks of our own: calendar years at their Januaries, and round numbers.

use super::canvas::{Anchor, Canvas, Face, MARGIN};
use super::plot::Axes;
use super::style::{BLACK, GREY, LIGHT, SMALL, TEXT};
use crate::units::MonthGrid;

/// Draws the calendar under the drawing: a tick for each January, a name for as many years as have room.
pub(crate) fn calendar(canvas: &mut Canvas, axes: &Axes, grid: MonthGrid) {
    let bottom = axes.down[1];
    canvas.line([axes.across[0], bottom], [axes.across[1], bottom], GREY, 1.0, "");
    let face = Face::new(TEXT, GREY).at(Anchor::Middle);
    let room = face.width("2000") * 1.35;
    let per_year = 12.0 * (axes.left_of(1.0) - axes.left_of(0.0));
    let every = [1, 2, 5, 10, 20, 50].into_iter().find(|&years| f64::from(years) * per_year >= room).unwrap_or(100);
    for (x, year) in januaries(axes, grid) {
        let is_named = year % every == 0;
        let at = axes.left_of(x);
        canvas.line([at, bottom], [at, bottom + if is_named { 7.0 } else { 4.0 }], GREY, 1.0, "");
        if is_named {
            canvas.text(at, bottom + 8.0 + TEXT * 0.8, face, &year.to_string());
        }
    }
}

/// Each January that the axis shows, before the start too: months since the start, and its year.
#[expect(clippy::cast_possible_truncation, reason = "months count in the hundreds")]
fn januaries(axes: &Axes, grid: MonthGrid) -> impl Iterator<Item = (f64, i32)> {
    let shown = axes.x[0].ceil() as i32..axes.x[1].ceil() as i32;
    let month = i32::try_from(grid.month_of_year(0)).unwrap_or(0);
    let year = grid.year(0);
    shown
        .map(move |k| (k, month + k))
        .filter(|(_, months)| months.rem_euclid(12) == 0)
        .map(move |(k, months)| (f64::from(k), year + months.div_euclid(12)))
}

/// Middle of month k, months since the start.
pub(crate) fn middle(k: usize) -> f64 {
    k as f64 + 0.5
}

/// Left edge that leaves room for the labels of some levels, pixels.
pub(crate) fn room(levels: &[(f64, String)]) -> f64 {
    levels.iter().map(|(_, label)| Face::new(TEXT, GREY).width(label)).fold(0.0, f64::max) + 8.0 + MARGIN
}

/// Draws grid lines with their labels to the left.
pub(crate) fn levels(canvas: &mut Canvas, axes: &Axes, levels: &[(f64, String)]) {
    for (y, label) in levels {
        let at = axes.top_of(*y);
        canvas.line([axes.across[0], at], [axes.across[1], at], LIGHT, 1.0, "");
        canvas.text(axes.across[0] - 8.0, at + TEXT * 0.32, Face::new(TEXT, GREY).at(Anchor::End), label);
    }
}

/// Round steps from 0 to at least `most`: at most six of them, each 1, 2 or 5 times a power of ten.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most ten steps, decimals of a decade")]
pub(crate) fn steps(most: f64) -> Vec<(f64, String)> {
    let most = if most.is_finite() && most > 0.0 { most } else { 1.0 };
    let decade = 10_f64.powf((most / 6.0).log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|factor| factor * decade).find(|step| step * 6.0 >= most * 0.999).unwrap_or(decade * 10.0);
    let count = (most / step - 1e-9).ceil().max(1.0) as usize;
    let decimals = (-step.log10().floor()).max(0.0) as usize;
    (0..=count).map(|i| (i as f64 * step, label(i as f64 * step, decimals))).collect()
}

fn label(value: f64, decimals: usize) -> String {
    if value == 0.0 { "0".to_owned() } else { crate::report::words::rounded(value, 0.95 * 10_f64.powi(-i32::try_from(decimals).unwrap_or(0))) }
}

/// A dashed line at the end of the month in which a time lies, in months since the start, with a text above it; nothing where it lies outside.
pub(crate) fn date_line(canvas: &mut Canvas, axes: &Axes, months: f64, text: &str) {
    if months < axes.x[0] || months >= axes.x[1] {
        return;
    }
    let x = axes.left_of(months.floor() + 1.0);
    canvas.line([x, axes.down[0] - 2.0], [x, axes.down[1]], BLACK, 1.5, "6 4");
    let face = Face::new(SMALL, BLACK);
    let half = face.width(text) / 2.0;
    let middle = x.clamp(axes.across[0] + half, (axes.across[1] - half).max(axes.across[0] + half));
    canvas.text(middle, axes.down[0] - 5.0, face.at(Anchor::Middle), text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round_and_cover_the_range() {
        let labels = |most| steps(most).into_iter().map(|(_, label)| label).collect::<Vec<_>>();
        assert_eq!(labels(9.3), ["0", "2", "4", "6", "8", "10"]);
        assert_eq!(labels(0.083), ["0", "0.02", "0.04", "0.06", "0.08", "0.10"]);
        assert_eq!(labels(12_000.0), ["0", "2,000", "4,000", "6,000", "8,000", "10,000", "12,000"]);
        assert_eq!(labels(0.0).len(), labels(f64::NAN).len());
        assert_eq!(labels(5.0), ["0", "1", "2", "3", "4", "5"]);
    }
}
