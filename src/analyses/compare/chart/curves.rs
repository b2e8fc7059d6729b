//! Arrival curves of one goal in all scenarios, and its paired differences below.

use super::differences::{ROW, panel, rows_of};
use crate::analyses::compare::findings::{CompareFindings, GoalResult};
use crate::report::charts::canvas::{Canvas, Face, MARGIN};
use crate::report::charts::plot::Axes;
use crate::report::charts::probability::{chance_axes, chances, end_of};
use crate::report::charts::shapes::{fitted, frame_height, polygon, polyline};
use crate::report::charts::style::{self, BLACK, GREY, Ink, TEXT, WIDTH};
use crate::report::charts::{Figure, axis, labels};
use crate::report::words;
use crate::units::Quantity;

/// Room for the name of a scenario beside its curve, pixels.
const NAME: f64 = 210.0;
/// Height of the curves, pixels.
const CURVES: f64 = 260.0;
/// Subtitle.
const SHOWS: &str = "probability of having arrived by the end of each month, bands of 95%";
/// Dashes of the scenarios, so that curves can be distinguished without their colour.
const DASHES: [&str; 5] = ["", "9 4", "2 4", "12 4 2 4", "5 2"];

/// Arrival curves of one goal in all scenarios over its paired differences; `None` where the goal is not compared.
#[must_use]
pub fn goal_figure(found: &CompareFindings, goal: &str, print: &str) -> Option<Figure> {
    let compared = found.goal(goal)?;
    let first = &found.scenarios.first()?.1.findings;
    let of = first.goals.iter().find(|first| first.name == goal)?;
    let (grid, names) = (found.grid, found.names());
    let results: Vec<&GoalResult> = compared.scenarios.iter().map(|(_, result)| result).collect();
    let ink = style::origin(&first.report, of.origin.as_deref());
    let title = words::capital(if compared.title == goal { &of.sentence } else { &compared.title });
    let rows = rows_of(&names, &compared.differences, ink);
    let height = frame_height(&title, SHOWS, &[print]) + CURVES + 38.0 + if rows.is_empty() { 0.0 } else { 70.0 + ROW * rows.len() as f64 };
    let said = names
        .iter()
        .zip(&results)
        .map(|(name, result)| format!("{name}: P50 {}, never {}", words::quantity(&result.p50), words::value_text(&result.never)));
    let mut canvas = Canvas::new(height, &title, &format!("Arrival in {} scenarios. {}.", results.len(), said.collect::<Vec<_>>().join("; ")));
    let [top, bottom] = canvas.frame(SHOWS, &[print]);
    let axes = chance_axes(grid.count(), [top + 26.0, top + CURVES], WIDTH - MARGIN - NAME);
    axis::levels(&mut canvas, &axes, &chances());
    for (i, result) in results.iter().enumerate() {
        let edge = |of: fn(&Quantity) -> f64| result.arrived_by.iter().enumerate().map(move |(k, share)| (k, of(share)));
        let low = edge(|share| share.low.unwrap_or(0.0)).map(|(k, share)| end_of(&axes, k, share));
        let high = edge(|share| share.high.unwrap_or(1.0)).rev().map(|(k, share)| end_of(&axes, k, share));
        polygon(&mut canvas, &low.chain(high).collect::<Vec<_>>(), shade(ink, i, names.len()), 0.25);
    }
    for (i, result) in results.iter().enumerate() {
        let points: Vec<[f64; 2]> = result.arrived_by.iter().enumerate().map(|(k, share)| end_of(&axes, k, share.number())).collect();
        polyline(&mut canvas, &points, shade(ink, i, names.len()), 2.4, DASHES[i % DASHES.len()]);
    }
    axis::calendar(&mut canvas, &axes, grid);
    name_curves(&mut canvas, &axes, &names, &results, ink);
    if !rows.is_empty() {
        let down = [axes.down[1] + 56.0, bottom - 4.0];
        panel(&mut canvas, &rows, down, &format!("arrives later than in {}, months", names[0]));
    }
    Some(canvas.finish(format!("comparison-{}", words::slug(goal))))
}

/// Shade of the i-th scenario; the first, with which the others are compared, is the darkest.
pub(super) fn shade(ink: Ink, i: usize, scenarios: usize) -> Ink {
    style::shade(ink, i, scenarios.max(2))
}

/// Names beside the ends of the curves, each with its median and its probability of never.
fn name_curves(canvas: &mut Canvas, axes: &Axes, names: &[String], results: &[&GoalResult], ink: Ink) {
    let ends: Vec<f64> = results.iter().map(|result| axes.top_of(result.arrived_by.last().map_or(0.0, Quantity::number))).collect();
    canvas.text(axes.across[1] + 44.0, axes.down[0] - TEXT * 0.75, Face::new(TEXT, GREY), "P50 · never");
    let left = axes.across[1] + 44.0;
    let face = Face::new(TEXT, BLACK).bold();
    let room = WIDTH - MARGIN - left;
    let mut lines: Vec<Vec<String>> = names.iter().map(|name| broken(face, name, room)).collect();
    let most = ((axes.down[1] - axes.down[0]) / (TEXT * 1.15) / names.len() as f64).floor(); // lines that each scenario may have
    if most < 3.0 {
        lines = names.iter().map(|name| vec![fitted(face, name, room)]).collect();
    }
    let deepest = lines.iter().map(Vec::len).max().unwrap_or(1) as f64;
    let places = labels::spread(&ends, (1.0 + deepest) * TEXT * 1.15, axes.down[0] + TEXT * 0.6, axes.down[1] - TEXT * (0.2 + deepest));
    for (i, ((result, end), place)) in results.iter().zip(&ends).zip(places).enumerate() {
        let ink = shade(ink, i, names.len());
        polyline(canvas, &[[axes.across[1] + 2.0, *end], [axes.across[1] + 12.0, place], [left - 4.0, place]], ink, 2.4, DASHES[i % DASHES.len()]);
        let mut base = place + TEXT * 0.32;
        for line in &lines[i] {
            canvas.text(left, base, face, line);
            base += TEXT * 1.13;
        }
        let said = format!("{} · {}", words::value_text(&result.p50), words::value_text(&result.never));
        canvas.text(left, base, Face::new(TEXT, GREY), &said);
    }
}

/// A name in one or two lines, broken behind a hyphen where it can be.
fn broken(face: Face, name: &str, room: f64) -> Vec<String> {
    if face.width(name) <= room {
        return vec![name.to_owned()];
    }
    let lines = face.wrap(&name.replace('-', "- "), room, 2);
    lines.iter().map(|line| fitted(face, &line.replace("- ", "-"), room)).collect()
}
