//! Correlation bars: one bar for each label to either side of 0 with its interval, and a second correlation as a ring.

use super::canvas::{Anchor, Canvas, Face, MARGIN};
use super::plot::Axes;
use super::shapes::{fitted, frame_height, tint};
use super::style::{BLACK, GREY, LEADING, LIGHT, NEUTRAL, TEXT, WIDTH};
use super::{Figure, axis};
use crate::report::words;
use crate::units::Quantity;

/// Width of the labels, and of the numbers, pixels.
const SIDES: [f64; 2] = [232.0, 62.0];
/// Height of a row, pixels.
const ROW: f64 = 40.0;

/// Row of the figure.
#[derive(Clone, Debug)]
pub struct CorrelationBar {
    /// Label at the left.
    pub label: String,
    /// Correlation that the bar shows.
    pub bar: Quantity,
    /// Correlation that the ring shows.
    pub ring: Quantity,
}

/// Figure of correlation bars.
pub struct CorrelationBars<'a> {
    /// File name without its ending.
    pub name: String,
    /// Title.
    pub title: &'a str,
    /// Subtitle: what bars and rings show.
    pub subtitle: &'a str,
    /// Meaning of the left and of the right end of the axis.
    pub ends: [&'a str; 2],
    /// Rows from top to bottom.
    pub rows: &'a [CorrelationBar],
    /// Source line.
    pub small_print: &'a str,
}

/// Value with the ends of its interval.
fn with_interval(of: &Quantity) -> [f64; 3] {
    let value = of.number();
    [value, of.low.unwrap_or(value), of.high.unwrap_or(value)]
}

impl CorrelationBars<'_> {
    /// Draws the figure.
    #[must_use]
    pub fn draw(&self) -> Figure {
        let height = frame_height(self.title, self.subtitle, &[self.small_print]) + ROW * self.rows.len() as f64 + 2.0 * TEXT * LEADING + 16.0;
        let texts: Vec<String> = self.rows.iter().map(|row| format!("{} {}", row.label, words::quantity(&row.bar))).collect();
        let mut canvas = Canvas::new(height, self.title, &format!("{}. {}.", words::capital(self.subtitle), texts.join("; ")));
        let [top, bottom] = canvas.frame(self.subtitle, &[self.small_print]);
        let ends = self.rows.iter().flat_map(|row| {
            let [_, low, high] = with_interval(&row.bar);
            [row.ring.number(), low, high]
        });
        let reach = ends.map(f64::abs).fold(0.05, f64::max);
        let last = axis::steps(2.0 * reach).iter().map(|(step, _)| *step).find(|step| *step >= reach).unwrap_or(1.0);
        let axes =
            Axes { across: [SIDES[0], WIDTH - MARGIN - SIDES[1]], down: [top + 4.0, bottom - 2.0 * TEXT * LEADING], x: [-last, last], y: [0.0, 1.0] };
        self.scale(&mut canvas, &axes, last);
        let mut middle = axes.down[0] + ROW / 2.0;
        for row in self.rows {
            row.draw(&mut canvas, &axes, middle);
            middle += ROW;
        }
        canvas.finish(self.name.clone())
    }

    fn scale(&self, canvas: &mut Canvas, axes: &Axes, last: f64) {
        let face = Face::new(TEXT, GREY).at(Anchor::Middle);
        for value in [-1.0, -0.5, 0.0, 0.5, 1.0].map(|part| part * last) {
            let x = axes.left_of(value);
            canvas.line([x, axes.down[0]], [x, axes.down[1]], if value == 0.0 { BLACK } else { LIGHT }, if value == 0.0 { 1.5 } else { 1.0 }, "");
            let sign = if value > 0.0 { "+" } else { "" };
            let label =
                if value == 0.0 { "0".to_owned() } else { format!("{sign}{}", words::rounded(value, 0.095 * 10_f64.powf(last.log10().floor()))) };
            canvas.text(x, axes.down[1] + TEXT, face, &label);
        }
        let base = axes.down[1] + TEXT * (1.0 + LEADING);
        canvas.text(axes.across[0], base, Face::new(TEXT, GREY), self.ends[0]);
        canvas.text(axes.across[1], base, Face::new(TEXT, GREY).at(Anchor::End), self.ends[1]);
    }
}

impl CorrelationBar {
    fn draw(&self, canvas: &mut Canvas, axes: &Axes, middle: f64) {
        let (face, width) = (Face::new(TEXT, BLACK), SIDES[0] - MARGIN - 12.0);
        let lines = face.wrap(&self.label, width, 2);
        let first = middle - if lines.len() > 1 { TEXT * 0.56 } else { 0.0 };
        for (line, y) in lines.iter().zip([first, first + TEXT * 1.12]) {
            canvas.text(MARGIN, y + TEXT * 0.32, face, &fitted(face, line, width));
        }
        let [value, low, high] = with_interval(&self.bar);
        let [zero, end, from, to] = [0.0, value, low, high].map(|value| axes.left_of(value));
        canvas.rect([zero.min(end), middle - 8.0], [zero.max(end), middle + 8.0], tint(NEUTRAL, 0.45));
        canvas.line([from, middle], [to, middle], BLACK, 1.4, "");
        for x in [from, to] {
            canvas.line([x, middle - 4.0], [x, middle + 4.0], BLACK, 1.4, "");
        }
        canvas.ring([axes.left_of(self.ring.number()), middle], 4.0, BLACK);
        let sign = if value > 0.0 { "+" } else { "" };
        canvas.text(WIDTH - MARGIN, middle + TEXT * 0.32, face.at(Anchor::End), &format!("{sign}{value:.2}").replace('-', "−"));
    }
}
