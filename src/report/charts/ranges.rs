//! Figure of ranges: rows with ranges and marks on one common axis.

use super::canvas::{Anchor, Canvas, Face, MARGIN};
use super::plot::Axes;
use super::shapes::{fitted, frame_height, polyline, tint};
use super::style::{BLACK, GREY, Ink, LEADING, LIGHT, TEXT, WIDTH};
use super::{Figure, axis};
use crate::report::words;

/// Height of a row, pixels.
const ROW: f64 = 25.0;
/// Room above the rows for the legend, pixels.
const LEGEND: f64 = 30.0;
/// Room under the rows for the axis and what it shows, pixels.
const AXIS: f64 = 50.0;
/// Height of the wide and of the narrow range, pixels.
const WIDE: f64 = 7.0;
const NARROW: f64 = 13.0;
/// Room between a label and the axis, pixels.
const GAP: f64 = 10.0;

/// What stands at a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A ring: the forecast's own middle.
    Ring,
    /// A cross: what came.
    Cross,
    /// An arrow to the right: it had not come by then.
    NotYet,
    /// A small upright stroke: the plan.
    Stroke,
}

/// A row. Values that are not finite or lie beyond the axis stand at its end, with an arrow for a range.
#[derive(Clone, Debug)]
pub struct RangeRow {
    /// To the left.
    pub label: String,
    /// To the right.
    pub note: String,
    /// The wide range.
    pub wide: Option<[f64; 2]>,
    /// The narrow range within it.
    pub narrow: Option<[f64; 2]>,
    /// Marks.
    pub marks: Vec<(Mark, f64)>,
}

impl RangeRow {
    /// A row that only says what follows.
    pub fn heading(label: impl Into<String>) -> Self {
        Self { label: label.into(), note: String::new(), wide: None, narrow: None, marks: Vec::new() }
    }

    fn is_heading(&self) -> bool {
        self.wide.is_none() && self.narrow.is_none() && self.marks.is_empty() && self.note.is_empty()
    }
}

/// A figure of ranges.
pub struct Ranges<'a> {
    /// File name without its ending.
    pub name: String,
    /// What it says.
    pub title: &'a str,
    /// What it shows.
    pub subtitle: &'a str,
    /// What the axis shows, with its unit.
    pub what: &'a str,
    /// Ends of the axis.
    pub axis: [f64; 2],
    /// Its ticks.
    pub ticks: Vec<(f64, String)>,
    /// Signs and what they mean.
    pub legend: Vec<(Sign, &'static str)>,
    /// Rows from top to bottom.
    pub rows: &'a [RangeRow],
    /// The small print.
    pub print: &'a str,
    /// Colour of the ranges.
    pub ink: Ink,
    /// Width of the labels' column, pixels.
    pub labels: f64,
    /// Width of the notes' column, pixels.
    pub notes: f64,
}

/// What a legend explains.
#[derive(Clone, Copy, Debug)]
pub enum Sign {
    /// The wide range.
    Wide,
    /// The narrow range.
    Narrow,
    /// A mark.
    Mark(Mark),
}

impl Ranges<'_> {
    /// The figure.
    pub fn draw(&self) -> Figure {
        let height = frame_height(self.title, self.subtitle, &[self.print]) + LEGEND + AXIS + ROW * self.rows.len() as f64;
        let said: Vec<String> = self.rows.iter().map(|row| format!("{} {}", row.label, row.note)).collect();
        let mut canvas = Canvas::new(height, self.title, &format!("{} {}.", self.what, said.join("; ")));
        let [top, bottom] = canvas.frame(self.subtitle, &[self.print]);
        self.explain(&mut canvas, top + 10.0);
        let axes = Axes {
            across: [MARGIN + self.labels + GAP, WIDTH - MARGIN - self.notes - GAP],
            down: [top + LEGEND - 4.0, bottom - AXIS + 4.0],
            x: self.axis,
            y: [0.0, 1.0],
        };
        self.ruler(&mut canvas, &axes);
        let step = (axes.down[1] - axes.down[0]) / self.rows.len().max(1) as f64;
        for (i, row) in self.rows.iter().enumerate() {
            self.row(&mut canvas, &axes, row, axes.down[0] + step * (i as f64 + 0.5));
        }
        canvas.finish(self.name.clone())
    }

    fn explain(&self, canvas: &mut Canvas, y: f64) {
        let face = Face::new(TEXT, GREY);
        let mut x = MARGIN;
        for (sign, words) in &self.legend {
            match sign {
                Sign::Wide => canvas.rect([x, y - WIDE / 2.0], [x + 22.0, y + WIDE / 2.0], tint(self.ink, 0.35)),
                Sign::Narrow => canvas.rect([x, y - NARROW / 2.0], [x + 22.0, y + NARROW / 2.0], tint(self.ink, 0.7)),
                Sign::Mark(kind) => mark(canvas, *kind, [x + 11.0, y]),
            }
            canvas.text(x + 28.0, y + TEXT * 0.32, face, words);
            x += 28.0 + face.width(words) + 18.0;
        }
    }

    fn ruler(&self, canvas: &mut Canvas, axes: &Axes) {
        let face = Face::new(TEXT, GREY).at(Anchor::Middle);
        let mut free = f64::NEG_INFINITY;
        for (value, label) in &self.ticks {
            let x = axes.left_of(*value);
            let zero = *value == 0.0 && self.axis[0] < 0.0;
            canvas.line([x, axes.down[0]], [x, axes.down[1]], if zero { BLACK } else { LIGHT }, if zero { 1.5 } else { 1.0 }, "");
            let half = face.width(label) / 2.0;
            if x - half > free && x + half < WIDTH - MARGIN {
                canvas.text(x, axes.down[1] + TEXT, face, label);
                free = x + half + 8.0;
            }
        }
        let middle =
            f64::midpoint(axes.across[0], axes.across[1]).clamp(MARGIN + face.width(self.what) / 2.0, WIDTH - MARGIN - face.width(self.what) / 2.0);
        canvas.text(middle, axes.down[1] + TEXT * (1.0 + LEADING), face, &fitted(face, self.what, WIDTH - 2.0 * MARGIN));
    }

    fn row(&self, canvas: &mut Canvas, axes: &Axes, row: &RangeRow, y: f64) {
        let base = y + TEXT * 0.32;
        if row.is_heading() {
            let face = Face::new(TEXT, BLACK).bold();
            canvas.text(MARGIN, base, face, &fitted(face, &row.label, WIDTH - 2.0 * MARGIN));
            return;
        }
        let face = Face::new(TEXT, BLACK);
        canvas.text(MARGIN, base, face, &fitted(face, &row.label, self.labels));
        for (range, height, share) in [(row.wide, WIDE, 0.35), (row.narrow, NARROW, 0.7)] {
            let Some([from, to]) = range else { continue };
            let [left, right] = [from, to].map(|value| self.place(axes, value));
            canvas.rect([left, y - height / 2.0], [right.max(left + 1.5), y + height / 2.0], tint(self.ink, share));
            if !to.is_finite() || to > self.axis[1] {
                polyline(canvas, &[[right - 5.0, y - 7.0], [right + 3.0, y], [right - 5.0, y + 7.0]], tint(self.ink, share.max(0.7)), 2.0, "");
            }
        }
        for &(kind, value) in &row.marks {
            mark(canvas, kind, [self.place(axes, value), y]);
        }
        let face = Face::new(TEXT, BLACK).at(Anchor::End);
        canvas.text(WIDTH - MARGIN, base, face, &fitted(face, &row.note, self.notes));
    }

    /// Pixel of a value, kept on the axis.
    fn place(&self, axes: &Axes, value: f64) -> f64 {
        let value = if value.is_nan() { self.axis[1] } else { value.clamp(self.axis[0], self.axis[1]) };
        axes.left_of(value)
    }
}

fn mark(canvas: &mut Canvas, mark: Mark, [x, y]: [f64; 2]) {
    match mark {
        Mark::Ring => canvas.ring([x, y], 4.5, BLACK),
        Mark::Cross => {
            for side in [-1.0, 1.0] {
                canvas.line([x - 5.0, y - 5.0 * side], [x + 5.0, y + 5.0 * side], BLACK, 2.4, "");
            }
        }
        Mark::NotYet => polyline(canvas, &[[x - 6.0, y - 6.0], [x + 2.0, y], [x - 6.0, y + 6.0]], BLACK, 2.4, ""),
        Mark::Stroke => canvas.line([x, y - 8.0], [x, y + 8.0], GREY, 2.0, ""),
    }
}

/// Round ticks between two values, each with its sign where `signed`.
pub fn ticks([low, high]: [f64; 2], signed: bool) -> Vec<(f64, String)> {
    let steps = axis::steps((high - low).max(f64::MIN_POSITIVE));
    let step = steps.get(1).map_or(1.0, |(step, _)| *step);
    let first = (low / step).ceil();
    let decimals = axis_decimals(step);
    let mut ticks = Vec::new();
    let mut i = first;
    while i * step <= high * (1.0 + 1e-9) + 1e-12 && ticks.len() < 40 {
        let value = i * step;
        let text = words::rounded(value, 0.95 * 10_f64.powi(-decimals));
        let text = if value == 0.0 { "0".to_owned() } else { text };
        ticks.push((value, if signed && value > 0.0 { format!("+{text}") } else { text }));
        i += 1.0;
    }
    ticks
}

#[expect(clippy::cast_possible_truncation, reason = "the decade of a step")]
fn axis_decimals(step: f64) -> i32 {
    (-step.log10().floor()).max(0.0) as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_signed() {
        let labels = |ends, signed| ticks(ends, signed).into_iter().map(|(_, label)| label).collect::<Vec<_>>();
        assert_eq!(labels([-7.0, 12.0], true), ["−5", "0", "+5", "+10"]);
        assert_eq!(labels([0.0, 1.0], false), ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
    }
}
