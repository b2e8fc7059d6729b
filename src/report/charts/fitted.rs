//! What was observed, with its band, and the curves fitted to it: survival, incidents so far, ramps, elicited quantiles.

use super::axis::{self, levels, steps};
use super::canvas::{Anchor, Canvas, Face, MARGIN};
use super::plot::Axes;
use super::shapes::{frame_height, polygon, polyline};
use super::style::{BLACK, GREY, Ink, LEADING, NEUTRAL, SMALL, TEXT, WIDTH};
use super::{Figure, labels};

/// Height of the drawing between its axes, pixels.
const DRAWING: f64 = 300.0;
/// Inks of the curves, best first; their dashes tell them apart in grey.
const INKS: [(Ink, &str); 5] =
    [((0, 114, 178), ""), ((213, 94, 0), "9 4"), ((0, 120, 88), "3 3"), ((204, 121, 167), "12 3 3 3"), ((150, 104, 0), "6 6")];

/// A figure of data and curves.
pub struct FittedFigure<'a> {
    /// File name without its ending.
    pub name: &'a str,
    /// Title.
    pub title: &'a str,
    /// What is shown, in a sentence.
    pub subtitle: &'a str,
    /// What stands under the horizontal axis, with its unit.
    pub across: &'a str,
    /// Sign behind the numbers of the vertical axis: `%`.
    pub sign: &'a str,
    /// Highest value of the vertical axis.
    pub top: f64,
    /// Largest value of the horizontal axis.
    pub right: f64,
    /// What was observed: a line, in steps where the caller made it so.
    pub observed: Vec<[f64; 2]>,
    /// Its name.
    pub observed_name: &'a str,
    /// Its band: x, low, high.
    pub band: Vec<[f64; 3]>,
    /// Single observations.
    pub points: Vec<[f64; 2]>,
    /// Places on the observed line at which something was still running.
    pub ticks: Vec<[f64; 2]>,
    /// Curves with their names, best first, five at most.
    pub curves: Vec<(String, Vec<[f64; 2]>)>,
    /// Small print.
    pub print: &'a str,
}

/// Draws it.
#[must_use]
pub fn fitted(figure: &FittedFigure) -> Figure {
    let rises: Vec<(f64, String)> = steps(figure.top).into_iter().map(|(y, label)| (y, format!("{label}{}", figure.sign))).collect();
    let named: Vec<&str> =
        figure.curves.iter().map(|(name, _)| name.as_str()).chain((!figure.observed.is_empty()).then_some(figure.observed_name)).collect();
    let face = Face::new(TEXT, BLACK);
    let widest = named.iter().map(|name| face.width(name)).fold(0.0, f64::max).min(200.0);
    let height = frame_height(figure.title, figure.subtitle, &[figure.print]) + DRAWING + TEXT * LEADING * 2.4;
    let mut canvas = Canvas::new(height, figure.title, &description(figure));
    let [top, bottom] = canvas.frame(figure.subtitle, &[figure.print]);
    let axes = Axes {
        across: [axis::room(&rises), WIDTH - MARGIN - widest - 26.0],
        down: [top + 12.0, bottom - TEXT * LEADING * 2.1],
        x: [0.0, figure.right.max(1e-9)],
        y: [0.0, rises.last().map_or(1.0, |(y, _)| *y)],
    };
    levels(&mut canvas, &axes, &rises);
    across(&mut canvas, &axes, figure.across);
    let inside = |[x, y]: [f64; 2]| axes.at(x.clamp(axes.x[0], axes.x[1]), y.clamp(axes.y[0], axes.y[1]));
    let lower = figure.band.iter().map(|&[x, low, _]| inside([x, low]));
    let upper = figure.band.iter().rev().map(|&[x, _, high]| inside([x, high]));
    polygon(&mut canvas, &lower.chain(upper).collect::<Vec<_>>(), NEUTRAL, 0.16);
    let mut ends = Vec::new();
    for ((name, points), (ink, dash)) in figure.curves.iter().zip(INKS).rev() {
        let shown: Vec<[f64; 2]> = points.iter().filter(|[x, y]| *x <= axes.x[1] && y.is_finite()).map(|&point| inside(point)).collect();
        polyline(&mut canvas, &shown, ink, 2.2, dash);
        ends.extend(shown.last().map(|&end| (name.as_str(), end, ink, dash)));
    }
    let observed: Vec<[f64; 2]> = figure.observed.iter().map(|&point| inside(point)).collect();
    polyline(&mut canvas, &observed, BLACK, 2.4, "");
    ends.extend(observed.last().map(|&end| (figure.observed_name, end, BLACK, "")));
    for &tick in &figure.ticks {
        let [x, y] = inside(tick);
        canvas.line([x, y - 6.0], [x, y + 6.0], BLACK, 1.5, "");
    }
    for &point in &figure.points {
        canvas.ring(inside(point), 3.5, BLACK);
    }
    beside(&mut canvas, &axes, &ends);
    canvas.finish(figure.name.to_owned())
}

/// Numbers and name of the horizontal axis.
fn across(canvas: &mut Canvas, axes: &Axes, name: &str) {
    let bottom = axes.down[1];
    canvas.line([axes.across[0], bottom], [axes.across[1], bottom], GREY, 1.0, "");
    for (x, label) in steps(axes.x[1]).into_iter().filter(|(x, _)| *x <= axes.x[1] * 1.0001) {
        let at = axes.left_of(x);
        canvas.line([at, bottom], [at, bottom + 6.0], GREY, 1.0, "");
        canvas.text(at, bottom + 8.0 + TEXT * 0.8, Face::new(TEXT, GREY).at(Anchor::Middle), &label);
    }
    let face = Face::new(TEXT, GREY);
    let said = face.wrap(name, axes.across[1] - axes.across[0] + 60.0, 1).join(" ");
    canvas.text(axes.across[0], bottom + 8.0 + TEXT * (0.8 + LEADING), face, &said);
}

/// Names beside the ends of the lines, each with a piece of its line.
fn beside(canvas: &mut Canvas, axes: &Axes, ends: &[(&str, [f64; 2], Ink, &str)]) {
    let wanted: Vec<f64> = ends.iter().map(|(_, end, ..)| end[1] + TEXT * 0.32).collect();
    let places = labels::spread(&wanted, TEXT * 1.3, axes.down[0] + TEXT * 0.7, axes.down[1]);
    let left = axes.across[1] + 4.0;
    for ((name, _, ink, dash), y) in ends.iter().zip(places) {
        canvas.line([left, y - TEXT * 0.3], [left + 18.0, y - TEXT * 0.3], *ink, 2.4, dash);
        let face = Face::new(if Face::new(TEXT, *ink).width(name) > WIDTH - MARGIN - left - 22.0 { SMALL } else { TEXT }, BLACK);
        let shown = face.wrap(name, WIDTH - MARGIN - left - 22.0, 1).join(" ");
        canvas.text(left + 22.0, y, face, &shown);
    }
}

fn description(figure: &FittedFigure) -> String {
    let curves: Vec<&str> = figure.curves.iter().map(|(name, _)| name.as_str()).collect();
    format!("{} Horizontally: {}. Curves, best first: {}.", figure.subtitle, figure.across, curves.join(", "))
}
