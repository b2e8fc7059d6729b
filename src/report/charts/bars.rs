//! Figure of probabilities as horizontal bars with their 95% intervals, each below its label, and a dashed line at a target.

use super::Figure;
use super::canvas::{Anchor, Canvas, Face, MARGIN};
use super::plot::Axes;
use super::shapes::tint;
use super::style::{BLACK, GREY, Ink, LEADING, LIGHT, NEUTRAL, TEXT, WIDTH};
use crate::report::words;
use crate::units::Quantity;

/// Height of a bar and space around it, pixels.
const BAR: [f64; 2] = [18.0, 14.0];
/// Lines of a label, at most.
const LINES: usize = 2;

/// Bar.
#[derive(Clone, Debug)]
pub struct Bar<'a> {
    /// Label above it.
    pub label: String,
    /// Probability.
    pub probability: &'a Quantity,
    /// Colour.
    pub ink: Ink,
}

/// Figure of bars.
pub struct Bars<'a> {
    /// File name without its ending.
    pub name: String,
    /// Title.
    pub title: &'a str,
    /// Subtitle.
    pub subtitle: &'a str,
    /// Bars from top to bottom.
    pub bars: Vec<Bar<'a>>,
    /// Probability at which the dashed line is drawn, and its label.
    pub target: (f64, String),
    /// Source line.
    pub print: &'a str,
}

impl Bar<'_> {
    /// Colour of a bar that is compared with the others.
    pub const REFERENCE: Ink = GREY;
    /// Colour of a bar.
    pub const USUAL: Ink = NEUTRAL;

    /// Lighter colour of a bar.
    #[must_use]
    pub fn light() -> Ink {
        tint(NEUTRAL, 0.5)
    }
}

impl Bars<'_> {
    /// Draws the figure.
    #[must_use]
    pub fn draw(&self) -> Figure {
        let face = Face::new(TEXT, BLACK);
        let lines: Vec<Vec<String>> = self.bars.iter().map(|bar| face.wrap(&bar.label, WIDTH - 2.0 * MARGIN, LINES)).collect();
        let tall = |lines: &Vec<String>| TEXT * LEADING * count(lines.len()) + BAR[0] + BAR[1];
        let height = Canvas::framed(self.title, self.subtitle, &[self.print]) + lines.iter().map(tall).sum::<f64>() + 56.0;
        let texts: Vec<String> = self.bars.iter().map(|bar| format!("{}: {}", bar.label, words::quantity(bar.probability))).collect();
        let mut canvas = Canvas::new(height, self.title, &texts.join("; "));
        let [top, bottom] = canvas.frame(self.subtitle, &[self.print]);
        let widest = self.bars.iter().map(|bar| face.width(&words::quantity(bar.probability))).fold(0.0, f64::max);
        let axes = Axes { across: [MARGIN, WIDTH - MARGIN - widest - 16.0], down: [top + 14.0, bottom - 26.0], x: [0.0, 1.0], y: [0.0, 1.0] };
        let target = axes.left_of(self.target.0);
        canvas.line([target, axes.down[0]], [target, axes.down[1] + 5.0], BLACK, 1.5, "5 4");
        let mut y = axes.down[0];
        for (bar, lines) in self.bars.iter().zip(&lines) {
            for line in lines {
                y += TEXT * LEADING;
                canvas.text(MARGIN, y - 4.0, face, line);
            }
            draw_bar(&mut canvas, &axes, y + 2.0, bar);
            y += BAR[0] + BAR[1];
        }
        canvas.line([axes.across[0], axes.down[1]], [axes.across[1], axes.down[1]], LIGHT, 1.0, "");
        canvas.text(target, axes.down[1] + 8.0 + TEXT * 0.8, Face::new(TEXT, BLACK).bold().at(Anchor::Middle), &self.target.1);
        canvas.finish(self.name.clone())
    }
}

fn draw_bar(canvas: &mut Canvas, axes: &Axes, y: f64, bar: &Bar) {
    let value = axes.left_of(bar.probability.number());
    canvas.rect([axes.across[0], y], [value.max(axes.across[0] + 1.0), y + BAR[0]], bar.ink);
    let middle = y + BAR[0] / 2.0;
    let [low, high] = [bar.probability.low, bar.probability.high].map(|end| end.map_or(value, |end| axes.left_of(end)));
    canvas.line([low, middle], [high, middle], BLACK, 2.0, "");
    canvas.text(high + 8.0, y + BAR[0] * 0.5 + TEXT * 0.32, Face::new(TEXT, BLACK), &words::quantity(bar.probability));
}

fn count(lines: usize) -> f64 {
    lines as f64
}
