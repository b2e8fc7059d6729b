//! The peeling of a box: how much of what is of interest it still holds against how pure it has become.

use super::Figure;
use super::canvas::{Anchor, Canvas, Face, MARGIN};
use super::plot::Axes;
use super::shapes::polyline;
use super::style::{BLACK, GREY, LIGHT, NEUTRAL, TEXT, WIDTH, hex};
use crate::report::words;
use crate::study::discovery::{Discovery, FoundBox};

/// Height of the drawing with its axis, pixels.
const DRAWING: f64 = 380.0;
/// Least distance of two texts, pixels.
const APART: f64 = 90.0;

/// Draws the peeling of the i-th box.
#[must_use]
pub fn trajectory(found: &Discovery, i: usize, one: &FoundBox, small_print: &str) -> Figure {
    let cases = if found.of_failures { "failures" } else { "arrivals" };
    let title = format!("Box {}: coverage against density", i + 1);
    let subtitle = "each dot a step of the peeling, where the box was found; ring: the step taken; cross: the box on fresh trials, 95% interval";
    let description = format!(
        "From all trials to the smallest box in {} steps; taken is step {}, on fresh trials coverage {} and density {}.",
        one.trajectory.len() - 1,
        one.step,
        words::percent_with_interval(&one.coverage),
        words::percent_with_interval(&one.density)
    );
    let mut canvas = Canvas::new(Canvas::framed(&title, subtitle, &[small_print]) + DRAWING, &title, &description);
    let [top, bottom] = canvas.frame(subtitle, &[small_print]);
    let axes = Axes { across: [MARGIN + 52.0, WIDTH - MARGIN - 24.0], down: [top + 34.0, bottom - 56.0], x: [0.0, 1.0], y: [0.0, 1.0] };
    grid(&mut canvas, &axes, cases);
    let points: Vec<[f64; 2]> = one.trajectory.iter().map(|&[_, coverage, density, _]| axes.at(coverage, density)).collect();
    polyline(&mut canvas, &points, LIGHT, 1.5, "");
    for [x, y] in &points {
        canvas.raw(&format!("<circle cx=\"{x:.2}\" cy=\"{y:.2}\" r=\"2.6\" fill=\"{}\"/>\n", hex(NEUTRAL)));
    }
    if let Some(&taken) = points.get(one.step) {
        canvas.ring(taken, 6.0, BLACK);
        named(&mut canvas, taken, &format!("step {}", one.step));
        if points.first().is_some_and(|start| (start[0] - taken[0]).hypot(start[1] - taken[1]) > APART) {
            named(&mut canvas, points[0], "all trials");
        }
    }
    cross(&mut canvas, &axes, one);
    canvas.finish(format!("trajectory-{}", i + 1))
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

/// A name beside a point, on the side that has room.
fn named(canvas: &mut Canvas, at: [f64; 2], name: &str) {
    let face = Face::new(TEXT, BLACK);
    let on_left = at[0] + 14.0 + face.width(name) > WIDTH - MARGIN - 24.0;
    let (x, anchor) = if on_left { (at[0] - 12.0, Anchor::End) } else { (at[0] + 12.0, Anchor::Start) };
    canvas.text(x, at[1] - 8.0, face.at(anchor), name);
}

/// The box on fresh trials.
fn cross(canvas: &mut Canvas, axes: &Axes, one: &FoundBox) {
    let (across, down) = (&one.coverage, &one.density);
    canvas.line(axes.at(across.low, down.share), axes.at(across.high, down.share), BLACK, 2.0, "");
    canvas.line(axes.at(across.share, down.low), axes.at(across.share, down.high), BLACK, 2.0, "");
}
