//! Rows of bars on an axis of dates or chances, with names to the left and figures to the right.

use crate::report::charts::axis;
use crate::report::charts::canvas::{Anchor, Canvas, Face, MARGIN};
use crate::report::charts::plot::Axes;
use crate::report::charts::shapes::{fitted, outline, tint};
use crate::report::charts::style::{BLACK, GREY, LIGHT, NEUTRAL, TEXT, WIDTH};
use crate::units::MonthGrid;

/// Width of the names, pixels.
const NAMES: f64 = 136.0;
/// Width of the numbers, pixels.
const FIGURES: f64 = 158.0;
/// Height under the rows for the axis, pixels.
pub const AXIS: f64 = 34.0;
/// Half the thickness of a bar, pixels.
const HALF: f64 = 7.5;

/// Axis of a figure, along which bars and intervals are drawn.
pub struct Spans {
    /// Axes.
    pub axes: Axes,
}

impl Spans {
    /// Draws an axis for these values, of probabilities or of months, under rows between two heights.
    pub fn draw(canvas: &mut Canvas, grid: MonthGrid, is_probability: bool, values: &[f64], down: [f64; 2]) -> Self {
        let across = [MARGIN + NAMES, WIDTH - MARGIN - FIGURES];
        let down = [down[0], down[1] - AXIS];
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if is_probability {
            let axes = Axes { across, down, x: [low.min(0.0), high.max(1.0)], y: [0.0, 1.0] };
            for tick in 0..=5 {
                let share = f64::from(tick) / 5.0;
                let x = axes.left_of(share);
                canvas.line([x, down[0]], [x, down[1]], LIGHT, 1.0, "");
                let label = if tick == 5 { "100%".to_owned() } else { (20 * tick).to_string() };
                canvas.text(x, down[1] + 8.0 + TEXT * 0.8, Face::new(TEXT, GREY).at(Anchor::Middle), &label);
            }
            return Self { axes };
        }
        let room = (0.04 * (high - low)).max(6.0);
        let axes = Axes { across, down, x: [low - room, high + room], y: [0.0, 1.0] };
        axis::calendar(canvas, &axes, grid);
        Self { axes }
    }

    /// Draws the name of a row.
    pub fn name(canvas: &mut Canvas, y: f64, name: &str, bold: bool) {
        let face = if bold { Face::new(TEXT, BLACK).bold() } else { Face::new(TEXT, BLACK) };
        canvas.text(MARGIN, y + TEXT * 0.32, face, &fitted(face, name, NAMES - 8.0));
    }

    /// Draws the number of a row.
    pub fn figure(canvas: &mut Canvas, y: f64, text: &str, bold: bool) {
        let face = if bold { Face::new(TEXT, BLACK).bold() } else { Face::new(TEXT, BLACK) }.at(Anchor::End);
        canvas.text(WIDTH - MARGIN, y + TEXT * 0.32, face, &fitted(face, text, FIGURES - 10.0));
    }

    /// Draws a bar from one value to another, filled or as an outline.
    pub fn bar(&self, canvas: &mut Canvas, y: f64, [from, to]: [f64; 2], filled: bool, shade: f64) {
        let [left, right] = [from.min(to), from.max(to)].map(|value| self.axes.left_of(value));
        if right - left < 0.4 {
            return;
        }
        let ink = tint(NEUTRAL, shade);
        let corners = ([left, y - HALF], [right, y + HALF]);
        if filled {
            canvas.rect(corners.0, corners.1, ink);
        } else {
            outline(canvas, corners.0, corners.1, NEUTRAL, 1.6, "");
        }
    }

    /// Draws an interval around the end of a bar.
    pub fn whisker(&self, canvas: &mut Canvas, y: f64, ends: [f64; 2]) {
        let [from, to] = ends.map(|value| self.axes.left_of(value).clamp(self.axes.across[0], self.axes.across[1]));
        if to - from < 1.0 {
            return;
        }
        canvas.line([from, y], [to, y], BLACK, 1.5, "");
        for x in [from, to] {
            canvas.line([x, y - 4.0], [x, y + 4.0], BLACK, 1.5, "");
        }
    }

    /// Draws a vertical line through the rows.
    pub fn upright(&self, canvas: &mut Canvas, value: f64, down: [f64; 2], dash: &str) {
        let x = self.axes.left_of(value);
        canvas.line([x, down[0]], [x, down[1]], GREY, 1.2, dash);
    }
}
