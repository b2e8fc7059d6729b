//! Figure of a peeling trajectory: coverage against density, step by step.

use super::Figure;
use super::canvas::{Anchor, Canvas, Face, MARGIN};
use super::plot::Axes;
use super::shapes::polyline;
use super::style::{BLACK, GREY, LIGHT, NEUTRAL, TEXT, WIDTH, hex};
use crate::report::words;
use crate::units::Quantity;

/// Height of the drawing with its axis, pixels.
const DRAWING: f64 = 380.0;
/// Smallest distance of two labels, pixels.
const APART: f64 = 90.0;
/// Meaning of the marks.
const SUBTITLE: &str = "dots: steps of the peeling, where the box was found; ring: the step taken; cross: the box on fresh trials, 95% intervals";

/// Figure of a trajectory.
pub struct Trajectory<'a> {
    /// File name without its ending.
    pub name: String,
    /// Title.
    pub title: &'a str,
    /// Word for the trials of interest, in the plural.
    pub cases: &'a str,
    /// Coverage and density of each step.
    pub steps: Vec<[f64; 2]>,
    /// Step that was taken.
    pub taken: usize,
    /// Coverage and density on fresh trials.
    pub fresh: [&'a Quantity; 2],
    /// Source line.
    pub print: &'a str,
}

impl Trajectory<'_> {
    /// Draws the figure.
    #[must_use]
    pub fn draw(&self) -> Figure {
        let [coverage, density] = self.fresh.map(words::quantity);
        let description = format!(
            "From all trials to the smallest box in {} steps; step {} is taken, with coverage {coverage} and density {density} on fresh trials.",
            self.steps.len().saturating_sub(1),
            self.taken
        );
        let mut canvas = Canvas::new(Canvas::framed(self.title, SUBTITLE, &[self.print]) + DRAWING, self.title, &description);
        let [top, bottom] = canvas.frame(SUBTITLE, &[self.print]);
        let axes = Axes { across: [MARGIN + 52.0, WIDTH - MARGIN - 24.0], down: [top + 34.0, bottom - 56.0], x: [0.0, 1.0], y: [0.0, 1.0] };
        grid(&mut canvas, &axes, self.cases);
        let points: Vec<[f64; 2]> = self.steps.iter().map(|&[coverage, density]| axes.at(coverage, density)).collect();
        polyline(&mut canvas, &points, LIGHT, 1.5, "");
        for [x, y] in &points {
            canvas.raw(&format!("<circle cx=\"{x:.2}\" cy=\"{y:.2}\" r=\"2.6\" fill=\"{}\"/>\n", hex(NEUTRAL)));
        }
        if let Some(&taken) = points.get(self.taken) {
            canvas.ring(taken, 6.0, BLACK);
            named(&mut canvas, taken, &format!("step {}", self.taken));
            if points.first().is_some_and(|start| (start[0] - taken[0]).hypot(start[1] - taken[1]) > APART) {
                named(&mut canvas, points[0], "all trials");
            }
        }
        cross(&mut canvas, &axes, self.fresh);
        canvas.finish(self.name.clone())
    }
}

fn grid(canvas: &mut Canvas, axes: &Axes, cases: &str) {
    let face = Face::new(TEXT, GREY);
    for step in 0..=5 {
        let (share, label) = (f64::from(step) / 5.0, format!("{}%", 20 * step));
        let [x, y] = axes.at(share, share);
        canvas.line([axes.across[0], y], [axes.across[1], y], LIGHT, 1.0, "");
        canvas.line([x, axes.down[1]], [x, axes.down[1] + 5.0], GREY, 1.0, "");
        canvas.text(axes.across[0] - 8.0, y + TEXT * 0.32, face.at(Anchor::End), &label);
        canvas.text(x, axes.down[1] + 8.0 + TEXT * 0.8, face.at(Anchor::Middle), &label);
    }
    canvas.text(MARGIN, axes.down[0] - 16.0, Face::new(TEXT, BLACK), "density: share of the box’s trials");
    let across = f64::midpoint(axes.across[0], axes.across[1]);
    canvas.text(
        across,
        axes.down[1] + 50.0,
        Face::new(TEXT, BLACK).at(Anchor::Middle),
        &format!("coverage: share of all {cases} that lie in the box"),
    );
}

/// Label beside a point, on the side that has enough space.
fn named(canvas: &mut Canvas, at: [f64; 2], name: &str) {
    let face = Face::new(TEXT, BLACK);
    let on_left = at[0] + 14.0 + face.width(name) > WIDTH - MARGIN - 24.0;
    let (x, anchor) = if on_left { (at[0] - 12.0, Anchor::End) } else { (at[0] + 12.0, Anchor::Start) };
    canvas.text(x, at[1] - 8.0, face.at(anchor), name);
}

/// Cross of two intervals.
fn cross(canvas: &mut Canvas, axes: &Axes, [across, down]: [&Quantity; 2]) {
    let ends = |of: &Quantity| [of.low, of.high].map(|end| end.unwrap_or(of.number()));
    let ([left, right], [low, high]) = (ends(across), ends(down));
    canvas.line(axes.at(left, down.number()), axes.at(right, down.number()), BLACK, 2.0, "");
    canvas.line(axes.at(across.number(), low), axes.at(across.number(), high), BLACK, 2.0, "");
}
