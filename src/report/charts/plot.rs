//! Lines and bands in the coordinates of the data, drawn by plotters.
//!
//! Its SVG back end knows whole pixels only, so it draws on a canvas twenty times as large, which is then scaled down.

use std::fmt::Write;

use plotters::prelude::{ChartBuilder, IntoDrawingArea, PathElement, Polygon, RGBColor, SVGBackend, ShapeStyle};

use super::style::{Ink, WIDTH};

/// Plotters' pixels to one of ours.
const SCALE: f64 = 20.0;

/// A rectangle of the canvas with the ranges of the data that it shows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Axes {
    /// Left and right edge, pixels.
    pub across: [f64; 2],
    /// Top and bottom edge, pixels.
    pub down: [f64; 2],
    /// Range of x, left to right.
    pub x: [f64; 2],
    /// Range of y, bottom to top.
    pub y: [f64; 2],
}

impl Axes {
    /// Pixel of a value of x.
    pub fn left_of(&self, x: f64) -> f64 {
        self.across[0] + (x - self.x[0]) / (self.x[1] - self.x[0]) * (self.across[1] - self.across[0])
    }

    /// Pixel of a value of y.
    pub fn top_of(&self, y: f64) -> f64 {
        self.down[1] - (y - self.y[0]) / (self.y[1] - self.y[0]) * (self.down[1] - self.down[0])
    }

    /// Pixel of a point.
    pub fn at(&self, x: f64, y: f64) -> [f64; 2] {
        [self.left_of(x), self.top_of(y)]
    }
}

/// What is drawn, back to front.
pub(crate) enum Shape {
    /// Between two lines: x, lower y, upper y.
    Band(Vec<[f64; 3]>, Ink, f64),
    /// Along points: x, y; width in pixels.
    Line(Vec<[f64; 2]>, Ink, f64),
}

/// The shapes as a fragment of SVG.
pub(crate) fn draw(axes: &Axes, height: f64, shapes: &[Shape]) -> String {
    let mut svg = String::new();
    let _ = paint(axes, height, shapes, &mut svg); // a text in memory takes everything that is drawn
    let inside = svg.split_once("<svg").and_then(|(_, rest)| rest.split_once('>')).and_then(|(_, rest)| rest.rsplit_once("</svg>"));
    let inside = inside.map_or("", |(inside, _)| inside);
    format!("<g transform=\"scale({})\" stroke-linejoin=\"round\" stroke-linecap=\"round\">{}</g>\n", 1.0 / SCALE, shorter(inside))
}

/// The same polygons and lines as paths in steps from point to point, which take half the bytes; points on a straight line between their
/// neighbours are left out.
fn shorter(drawn: &str) -> String {
    let mut out = String::with_capacity(drawn.len() / 2);
    let mut rest = drawn;
    while let Some((before, (points, after))) = rest.split_once(" points=\"").and_then(|(before, after)| Some((before, after.split_once('"')?))) {
        let is_closed = before.contains("<polygon");
        out.push_str(&before.replace("<polygon", "<path").replace("<polyline", "<path").replace(" opacity=\"1\"", ""));
        let number = |text: &str| text.parse::<i64>().ok();
        let points: Vec<[i64; 2]> =
            points.split_whitespace().filter_map(|point| point.split_once(',').and_then(|(x, y)| Some([number(x)?, number(y)?]))).collect();
        let _ = write!(out, " d=\"{}{}\"", steps(&points), if is_closed { "z" } else { "" });
        rest = after;
    }
    out.push_str(rest);
    out
}

/// `M` to the first point, then steps to those that follow.
fn steps(points: &[[i64; 2]]) -> String {
    let mut path = String::new();
    let mut last: Option<[i64; 2]> = None;
    for (i, &[x, y]) in points.iter().enumerate() {
        match last {
            None => {
                let _ = write!(path, "M{x} {y}l");
            }
            Some(before) => {
                let is_between = points.get(i + 1).is_some_and(|next| {
                    let (step, onward) = ([x - before[0], y - before[1]], [next[0] - x, next[1] - y]);
                    step[0] * onward[1] == step[1] * onward[0] && step[0] * onward[0] + step[1] * onward[1] >= 0
                });
                if is_between {
                    continue;
                }
                let [dx, dy] = [x - before[0], y - before[1]];
                let _ = write!(path, "{}{dx}{}{dy}", if dx < 0 || path.ends_with('l') { "" } else { " " }, if dy < 0 { "" } else { " " });
            }
        }
        last = Some([x, y]);
    }
    if points.len() == 1 {
        path.push_str("0 0");
    }
    path
}

fn paint(axes: &Axes, height: f64, shapes: &[Shape], svg: &mut String) -> Result<(), Box<dyn std::error::Error>> {
    let root = SVGBackend::with_string(svg, (large(WIDTH), large(height))).into_drawing_area();
    let [width, depth] = [axes.across[1] - axes.across[0], axes.down[1] - axes.down[0]].map(large);
    let area = root.clone().shrink((large(axes.across[0]), large(axes.down[0])), (width, depth));
    let mut chart = ChartBuilder::on(&area).build_cartesian_2d(axes.x[0]..axes.x[1], axes.y[0]..axes.y[1])?;
    for shape in shapes {
        match shape {
            Shape::Band(edges, ink, opacity) => {
                let lower = edges.iter().map(|&[x, low, _]| (x, low));
                let upper = edges.iter().rev().map(|&[x, _, high]| (x, high));
                let style = ShapeStyle { color: colour(*ink, *opacity), filled: true, stroke_width: 0 };
                chart.draw_series(std::iter::once(Polygon::new(lower.chain(upper).collect::<Vec<_>>(), style)))?;
            }
            Shape::Line(points, ink, width) => {
                let style = ShapeStyle { color: colour(*ink, 1.0), filled: false, stroke_width: large(*width) };
                chart.draw_series(std::iter::once(PathElement::new(points.iter().map(|&[x, y]| (x, y)).collect::<Vec<_>>(), style)))?;
            }
        }
    }
    drop(chart);
    root.present()?;
    Ok(())
}

fn colour(ink: Ink, opacity: f64) -> plotters::style::RGBAColor {
    use plotters::style::Color;
    RGBColor(ink.0, ink.1, ink.2).mix(opacity)
}

/// Our pixels in plotters'.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a canvas has some hundred pixels")]
fn large(pixels: f64) -> u32 {
    (pixels * SCALE).round().max(0.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_in_steps_goes_through_the_same_corners() {
        assert_eq!(steps(&[[0, 0], [10, 0], [20, 0], [20, -5], [10, -5], [12, 4]]), "M0 0l20 0 0-5-10 0 2 9");
        assert_eq!(steps(&[[3, 4]]), "M3 4l0 0");
        assert_eq!(steps(&[[0, 0], [5, 0], [2, 0], [2, 2]]), "M0 0l5 0-3 0 0 2"); // back along the same line is a corner
        assert_eq!(shorter("<polygon fill=\"#fff\" points=\"1,2 3,4 5,0 \"/>"), "<path fill=\"#fff\" d=\"M1 2l2 2 2-4z\"/>");
    }
}
