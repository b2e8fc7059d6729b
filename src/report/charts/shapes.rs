//! Shapes that plotters lacks, in our own coordinates: areas between curves, outlines, dashed lines, a calendar's vertical lines.

use std::fmt::Write;

use super::canvas::{Anchor, Canvas, Face, MARGIN, pixels};
use super::plot::Axes;
use super::style::{BLACK, GREY, Ink, LEADING, LIGHT, SMALL, TEXT, TITLE, WIDTH, hex};
use crate::units::MonthGrid;

/// Height that a canvas needs for its frame: title, subtitle and small print, two lines each at most, and the margins.
pub(crate) fn frame_height(title: &str, subtitle: &str, small_print: &[&str]) -> f64 {
    let lines = |face: Face, text: &str| face.size * LEADING * face.wrap(text, WIDTH - 2.0 * MARGIN, 2).len() as f64;
    let head = lines(Face::new(TITLE, BLACK).bold(), title) + lines(Face::new(TEXT, GREY), subtitle);
    head + small_print.iter().map(|print| lines(Face::new(SMALL, GREY), print)).sum::<f64>() + 2.0 * MARGIN + 8.0
}

/// A text cut to the room that it has, letter by letter.
pub(crate) fn fitted(face: Face, text: &str, room: f64) -> String {
    if face.width(text) <= room {
        return text.to_owned();
    }
    let mut cut = text.to_owned();
    while face.width(&format!("{cut}…")) > room && cut.pop().is_some() {}
    format!("{}…", cut.trim_end())
}

/// A colour on white: 0 is white, 1 the colour itself.
pub(crate) fn tint(ink: Ink, share: f64) -> Ink {
    let share = share.clamp(0.0, 1.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between two bytes")]
    let channel = |channel: u8| (255.0 + (f64::from(channel) - 255.0) * share).round() as u8;
    (channel(ink.0), channel(ink.1), channel(ink.2))
}

/// The outline of a rectangle; `dash` as in `stroke-dasharray`, empty for none.
pub(crate) fn outline(canvas: &mut Canvas, from: [f64; 2], to: [f64; 2], ink: Ink, width: f64, dash: &str) {
    let corners = [from, [to[0], from[1]], to, [from[0], to[1]]];
    path(canvas, &format!("{}Z", along(&corners)), (None, Some((ink, width))), dash);
}

/// A line along points.
pub(crate) fn polyline(canvas: &mut Canvas, points: &[[f64; 2]], ink: Ink, width: f64, dash: &str) {
    if !points.is_empty() {
        path(canvas, &along(points), (None, Some((ink, width))), dash);
    }
}

/// The area inside points, with an opacity from 0 to 1.
pub(crate) fn polygon(canvas: &mut Canvas, points: &[[f64; 2]], ink: Ink, opacity: f64) {
    if !points.is_empty() {
        path(canvas, &format!("{}Z", along(points)), (Some((ink, opacity)), None), "");
    }
}

/// A ribbon that falls from one level to another: left and right edge above, left and right edge below.
pub(crate) fn ribbon(canvas: &mut Canvas, above: ([f64; 2], f64), below: ([f64; 2], f64), ink: Ink, opacity: f64) {
    let (([a, b], top), ([c, d], bottom)) = (above, below);
    let middle = f64::midpoint(top, bottom);
    let curve = format!(
        "M{a:.2} {top:.2}C{a:.2} {middle:.2} {c:.2} {middle:.2} {c:.2} {bottom:.2}L{d:.2} {bottom:.2}C{d:.2} {middle:.2} {b:.2} {middle:.2} {b:.2} {top:.2}Z"
    );
    path(canvas, &curve, (Some((ink, opacity)), None), "");
}

/// A ribbon that falls out of a level and turns to the right: left and right edge above, upper and lower edge at the right.
pub(crate) fn bend(canvas: &mut Canvas, above: ([f64; 2], f64), right: ([f64; 2], f64), ink: Ink, opacity: f64) {
    let (([a, b], top), ([upper, lower], end)) = (above, right);
    let curve = format!("M{a:.2} {top:.2}Q{a:.2} {lower:.2} {end:.2} {lower:.2}L{end:.2} {upper:.2}Q{b:.2} {upper:.2} {b:.2} {top:.2}Z");
    path(canvas, &curve, (Some((ink, opacity)), None), "");
}

/// Light vertical lines at the Januaries of every fifth year, named at their upper ends.
pub(crate) fn years(canvas: &mut Canvas, axes: &Axes, grid: MonthGrid) {
    let face = Face::new(TEXT, GREY).at(Anchor::Middle);
    let per_five = 60.0 * (axes.left_of(1.0) - axes.left_of(0.0));
    let every = if per_five < 1.35 * face.width("2000") { 10 } else { 5 };
    for k in (0..grid.count()).filter(|&k| grid.month_of_year(k) == 0 && grid.year(k) % every == 0) {
        let x = axes.left_of(month(k));
        canvas.line([x, axes.down[0]], [x, axes.down[1]], LIGHT, 1.0, "");
        canvas.text(x, axes.down[0] - 5.0, face, &grid.year(k).to_string());
    }
}

/// Month k as a number.
pub(crate) fn month(k: usize) -> f64 {
    k as f64
}

fn along(points: &[[f64; 2]]) -> String {
    let mut path = String::new();
    for (i, [x, y]) in points.iter().enumerate() {
        let _ = write!(path, "{}{} {}", if i == 0 { "M" } else { "L" }, pixels(*x), pixels(*y));
    }
    path
}

/// A colour with its opacity or its width in pixels.
type Paint = (Ink, f64);

/// A path with a filling (colour, opacity) and a line (colour, width), where it has them.
fn path(canvas: &mut Canvas, path: &str, (filling, line): (Option<Paint>, Option<Paint>), dash: &str) {
    let filling = filling.map_or_else(|| "fill=\"none\"".to_owned(), |(ink, opacity)| format!("fill=\"{}\" fill-opacity=\"{opacity}\"", hex(ink)));
    let line = line.map_or_else(String::new, |(ink, width)| format!(" stroke=\"{}\" stroke-width=\"{width}\" stroke-linejoin=\"round\"", hex(ink)));
    let dash = if dash.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dash}\"") };
    canvas.raw(&format!("<path d=\"{path}\" {filling}{line}{dash}/>\n"));
}
