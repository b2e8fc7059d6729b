//! Lines and bands in the coordinates of the data, drawn by plotters.
//!
//! Its SVG back end knows whole pixels only, so it draws on a canvas twenty times as large, which is then scaled down.

use std::io;

use plotters::prelude::{ChartBuilder, IntoDrawingArea, PathElement, Polygon, RGBColor, SVGBackend, ShapeStyle};

use super::style::{Ink, WIDTH};

/// Plotters' pixels to one of ours.
const SCALE: f64 = 20.0;

/// A rectangle of the canvas with the ranges of the data that it shows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Axes {
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
pub(super) enum Shape {
    /// Between two lines: x, lower y, upper y.
    Band(Vec<[f64; 3]>, Ink, f64),
    /// Along points: x, y; width in pixels.
    Line(Vec<[f64; 2]>, Ink, f64),
}

/// The shapes as a fragment of SVG.
///
/// # Errors
/// Where plotters refuses to draw.
pub(super) fn draw(axes: &Axes, height: f64, shapes: &[Shape]) -> io::Result<String> {
    let mut svg = String::new();
    paint(axes, height, shapes, &mut svg).map_err(|error| io::Error::other(error.to_string()))?;
    let inside = svg.split_once("<svg").and_then(|(_, rest)| rest.split_once('>')).and_then(|(_, rest)| rest.rsplit_once("</svg>"));
    let inside = inside.map_or("", |(inside, _)| inside);
    Ok(format!("<g transform=\"scale({})\" stroke-linejoin=\"round\" stroke-linecap=\"round\">{inside}</g>\n", 1.0 / SCALE))
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
