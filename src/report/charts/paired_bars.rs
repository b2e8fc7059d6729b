//! Paired bars: two shares in per cent for each label, with their intervals, under headings.

use super::canvas::{Anchor, Canvas, Face, MARGIN};
use super::plot::Axes;
use super::shapes::{fitted, frame_height, tint};
use super::style::{BLACK, GREY, Ink, LEADING, LIGHT, NEUTRAL, TEXT, WIDTH};
use super::{Figure, axis};
use crate::report::words;
use crate::units::Quantity;

/// Width of the labels, pixels.
const LEFT: f64 = 232.0;
/// Width of the numbers at the right, pixels.
const RIGHT: f64 = 112.0;
/// Height of a row, of a row whose label takes two lines, of a heading, pixels.
const ROWS: [f64; 3] = [30.0, 44.0, 32.0];
/// Height of a bar, pixels.
const BAR: f64 = 9.0;

/// Row of the figure.
#[derive(Clone, Debug)]
pub enum PairRow {
    /// Heading of the rows that follow.
    Heading(String),
    /// Two bars.
    Pair {
        /// Label at the left.
        label: String,
        /// Shares; the first is drawn dark, the second light.
        values: [Quantity; 2],
    },
}

/// Figure of paired bars.
pub struct PairedBars<'a> {
    /// File name without its ending.
    pub name: String,
    /// Title.
    pub title: &'a str,
    /// Subtitle: what the bars show.
    pub subtitle: &'a str,
    /// Headings of the two columns of numbers.
    pub headings: [&'a str; 2],
    /// Label of the axis.
    pub axis: &'a str,
    /// Rows from top to bottom.
    pub rows: &'a [PairRow],
    /// Source line.
    pub small_print: &'a str,
}

/// Value with the ends of its interval, per cent.
fn percent(of: &Quantity) -> [f64; 3] {
    let value = of.number();
    [value, of.low.unwrap_or(value), of.high.unwrap_or(value)].map(|end| 100.0 * end)
}

fn height(row: &PairRow) -> f64 {
    match row {
        PairRow::Heading(_) => ROWS[2],
        PairRow::Pair { label, .. } => ROWS[usize::from(lines(label).len() > 1)],
    }
}

/// Lines of a label, two at most.
fn lines(label: &str) -> Vec<String> {
    let (face, width) = (Face::new(TEXT, BLACK), LEFT - MARGIN - 20.0);
    face.wrap(label, width, 2).into_iter().map(|line| fitted(face, &line, width)).collect()
}

impl PairedBars<'_> {
    /// Draws the figure.
    #[must_use]
    pub fn draw(&self) -> Figure {
        let depth: f64 = self.rows.iter().map(height).sum();
        let height_of_all = frame_height(self.title, self.subtitle, &[self.small_print]) + depth + 2.0 * TEXT * LEADING + 16.0;
        let mut canvas = Canvas::new(height_of_all, self.title, &self.description());
        let [top, bottom] = canvas.frame(self.subtitle, &[self.small_print]);
        let axes = self.axes([top + 6.0, bottom - 2.0 * TEXT * LEADING]);
        self.scale(&mut canvas, &axes);
        let mut y = axes.down[0];
        for row in self.rows {
            match row {
                PairRow::Heading(name) => self.heading(&mut canvas, name, y),
                PairRow::Pair { label, values } => pair(&mut canvas, &axes, &lines(label), values, [y, height(row)]),
            }
            y += height(row);
        }
        canvas.finish(self.name.clone())
    }

    /// Axes that hold 0 and all intervals.
    fn axes(&self, down: [f64; 2]) -> Axes {
        let values = self.rows.iter().filter_map(|row| if let PairRow::Pair { values, .. } = row { Some(values) } else { None }).flatten();
        let [low, high] = values.map(percent).fold([0.0, 5.0], |[low, high]: [f64; 2], end| [low.min(end[1]), high.max(end[2])]);
        let last = axis::steps(high).last().map_or(100.0, |(step, _)| *step);
        Axes { across: [LEFT, WIDTH - MARGIN - RIGHT], down, x: [low, last], y: [0.0, 1.0] }
    }

    fn scale(&self, canvas: &mut Canvas, axes: &Axes) {
        for (value, label) in axis::steps(axes.x[1]) {
            let x = axes.left_of(value);
            let (ink, width): (Ink, f64) = if value == 0.0 { (BLACK, 1.5) } else { (LIGHT, 1.0) };
            canvas.line([x, axes.down[0]], [x, axes.down[1]], ink, width, "");
            canvas.text(x, axes.down[1] + TEXT, Face::new(TEXT, GREY).at(Anchor::Middle), &label);
        }
        let middle = f64::midpoint(axes.across[0], axes.across[1]);
        canvas.text(middle, axes.down[1] + TEXT * (1.0 + LEADING), Face::new(TEXT, GREY).at(Anchor::Middle), self.axis);
    }

    fn heading(&self, canvas: &mut Canvas, name: &str, y: f64) {
        let base = y + ROWS[2] - 9.0;
        canvas.text(MARGIN, base, Face::new(TEXT, BLACK).bold(), name);
        let face = Face::new(TEXT, GREY).at(Anchor::End);
        canvas.text(WIDTH - MARGIN - 56.0, base, face, self.headings[0]);
        canvas.text(WIDTH - MARGIN, base, face, self.headings[1]);
    }

    /// Text for screen readers.
    fn description(&self) -> String {
        let [first, second] = self.headings;
        let rows = self.rows.iter().filter_map(|row| {
            let PairRow::Pair { label, values } = row else { return None };
            Some(format!("{label}: {first} {}, {second} {}", words::quantity(&values[0]), words::quantity(&values[1])))
        });
        format!("{}. {}.", words::capital(self.subtitle), rows.collect::<Vec<_>>().join("; "))
    }
}

fn pair(canvas: &mut Canvas, axes: &Axes, label: &[String], values: &[Quantity; 2], [y, height]: [f64; 2]) {
    let middle = y + height / 2.0;
    let face = Face::new(TEXT, BLACK);
    let line = TEXT * 1.12;
    for (i, text) in label.iter().enumerate() {
        let off = (i as f64 - 0.5 * (label.len() as f64 - 1.0)) * line;
        canvas.text(MARGIN + 12.0, middle + off + TEXT * 0.32, face, text);
    }
    let zero = axes.left_of(0.0);
    let bars = [(middle - BAR - 1.0, NEUTRAL, WIDTH - MARGIN - 56.0), (middle + 1.0, tint(NEUTRAL, 0.35), WIDTH - MARGIN)];
    for (of, (upper, ink, right)) in values.iter().zip(bars) {
        let [value, low, high] = percent(of);
        let end = axes.left_of(value);
        canvas.rect([zero.min(end), upper], [zero.max(end), upper + BAR], ink);
        whisker(canvas, axes, [low, high], upper + BAR / 2.0);
        let number = words::rounded(value, (100.0 * of.standard_error.unwrap_or(0.0)).max(0.095));
        canvas.text(right, middle + TEXT * 0.32, face.at(Anchor::End), &number);
    }
}

/// Thin line with end marks over an interval.
fn whisker(canvas: &mut Canvas, axes: &Axes, ends: [f64; 2], y: f64) {
    let [from, to] = ends.map(|end| axes.left_of(end.clamp(axes.x[0], axes.x[1])));
    if to - from < 1.0 {
        return;
    }
    canvas.line([from, y], [to, y], BLACK, 1.3, "");
    for x in [from, to] {
        canvas.line([x, y - 3.0], [x, y + 3.0], BLACK, 1.3, "");
    }
}
