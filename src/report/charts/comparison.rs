//! Scenarios compared: arrival curves of one goal over each other, and how much later it arrives, trial by trial on the same draws.

use super::canvas::{Anchor, Canvas, Face, MARGIN};
use super::plot::Axes;
use super::probability::{chance_axes, chances, end_of};
use super::shapes::{fitted, frame_height, polygon, polyline};
use super::style::{self, BLACK, GREY, Ink, LEADING, LIGHT, TEXT, WIDTH};
use super::{Figure, axis, labels};
use crate::report::comparison::short_names;
use crate::report::words;
use crate::study::{Comparison, GoalFindings, PairedDifference};

/// Room for a scenario's name beside its curve, pixels.
const NAME: f64 = 210.0;
/// Room for a scenario's name beside its differences, at most, pixels.
const MOST_NAME: f64 = 230.0;
/// Height of the curves, pixels.
const CURVES: f64 = 260.0;
/// Height of a row of differences, pixels.
const ROW: f64 = 26.0;
/// Rows of differences on a page, at most.
const MOST: usize = 26;
/// What the curves show.
const CURVES_SHOW: &str = "probability of having arrived by the end of each month, bands of 95%";
/// What the differences show.
const DIFFERENCES_SHOW: &str = "mean over the same draws, 95% intervals; never counts as the end of the horizon";
/// Dashes of the scenarios, so that curves are told apart without their colour.
const DASHES: [&str; 5] = ["", "9 4", "2 4", "12 4 2 4", "5 2"];

/// All figures of a comparison: for each goal that all scenarios share its curves over its differences, then the differences of all goals.
/// `print` is the small print: files, trials, seed.
#[must_use]
pub fn comparison(comparison: &Comparison, print: &str) -> Vec<Figure> {
    let mut figures: Vec<Figure> = comparison.goals.iter().filter_map(|goal| goal_figure(comparison, &goal.name, print)).collect();
    figures.extend(differences(comparison, print));
    figures
}

/// One goal's arrival curves in all scenarios, and under them its paired differences; `None` where not all scenarios ask for it on
/// the same months.
#[must_use]
pub fn goal_figure(comparison: &Comparison, goal: &str, print: &str) -> Option<Figure> {
    let compared = comparison.goals.iter().find(|compared| compared.name == goal)?;
    let found = comparison.findings.iter().map(|findings| findings.goals.iter().find(|found| found.name == goal));
    let found: Vec<&GoalFindings> = found.collect::<Option<_>>()?;
    let grid = comparison.findings.first()?.grid;
    if comparison.findings.iter().any(|findings| findings.grid != grid) {
        return None;
    }
    let ink = style::origin(&comparison.findings.first()?.report, found.first()?.origin.as_deref());
    let title = words::capital(if compared.title == goal { &found[0].sentence } else { &compared.title });
    let rows = rows_of(comparison, &compared.differences, ink);
    let height = frame_height(&title, CURVES_SHOW, &[print]) + CURVES + 38.0 + if rows.is_empty() { 0.0 } else { 70.0 + ROW * rows.len() as f64 };
    let names = short_names(&comparison.names);
    let said = names.iter().zip(&found).map(|(name, found)| {
        let dates = words::quantity(&found.p50);
        format!("{name}: P50 {dates}, never {}", words::value_text(&found.never))
    });
    let mut canvas = Canvas::new(height, &title, &format!("Arrival in {} scenarios. {}.", found.len(), said.collect::<Vec<_>>().join("; ")));
    let [top, bottom] = canvas.frame(CURVES_SHOW, &[print]);
    let axes = chance_axes(grid.count(), [top + 26.0, top + CURVES], WIDTH - MARGIN - NAME);
    axis::levels(&mut canvas, &axes, &chances());
    for (i, found) in found.iter().enumerate() {
        let edge = |of: fn(&crate::units::Quantity) -> Option<f64>| {
            found.arrived_by.iter().enumerate().map(move |(k, share)| (k, of(share).unwrap_or(share.number())))
        };
        let low = edge(|share| share.low).map(|(k, share)| end_of(&axes, k, share));
        let high = edge(|share| share.high).rev().map(|(k, share)| end_of(&axes, k, share));
        polygon(&mut canvas, &low.chain(high).collect::<Vec<_>>(), shade(ink, i, &comparison.names), 0.25);
    }
    for (i, found) in found.iter().enumerate() {
        let points: Vec<[f64; 2]> = found.arrived_by.iter().enumerate().map(|(k, share)| end_of(&axes, k, share.number())).collect();
        polyline(&mut canvas, &points, shade(ink, i, &comparison.names), 2.4, DASHES[i % DASHES.len()]);
    }
    axis::calendar(&mut canvas, &axes, grid);
    name_curves(&mut canvas, &axes, &names, &found, ink);
    if !rows.is_empty() {
        let down = [axes.down[1] + 56.0, bottom - 4.0];
        panel(&mut canvas, &rows, down, &format!("arrives later than in {}, months", names[0]));
    }
    Some(canvas.finish(format!("comparison-{}", words::slug(goal))))
}

/// The i-th scenario's shade; the first, with which the others are compared, is the darkest.
fn shade(ink: Ink, i: usize, names: &[String]) -> Ink {
    style::shade(ink, i, names.len().max(2))
}

/// Names beside the ends of the curves, each with its median and its chance of never.
fn name_curves(canvas: &mut Canvas, axes: &Axes, names: &[String], found: &[&GoalFindings], ink: Ink) {
    let ends: Vec<f64> = found.iter().map(|goal| axes.top_of(goal.arrived_by.last().map_or(0.0, crate::units::Quantity::number))).collect();
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
    for (i, ((goal, end), place)) in found.iter().zip(&ends).zip(places).enumerate() {
        let ink = shade(ink, i, names);
        polyline(canvas, &[[axes.across[1] + 2.0, *end], [axes.across[1] + 12.0, place], [left - 4.0, place]], ink, 2.4, DASHES[i % DASHES.len()]);
        let mut base = place + TEXT * 0.32;
        for line in &lines[i] {
            canvas.text(left, base, face, line);
            base += TEXT * 1.13;
        }
        let said = format!("{} · {}", words::value_text(&goal.p50), words::value_text(&goal.never));
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

/// A row of differences.
struct Row {
    /// Scenario, or goal that begins here.
    label: String,
    /// `None` for a heading.
    difference: Option<PairedDifference>,
    ink: Ink,
}

fn rows_of(comparison: &Comparison, differences: &[PairedDifference], ink: Ink) -> Vec<Row> {
    let names = short_names(&comparison.names);
    let later = names.iter().enumerate().skip(1).zip(differences);
    later.map(|((i, name), difference)| Row { label: name.clone(), difference: Some(*difference), ink: shade(ink, i, &names) }).collect()
}

/// The differences of all goals and scenarios, as many pages as it takes, but not of goals whose month is the same in every trial.
#[must_use]
pub fn differences(comparison: &Comparison, print: &str) -> Vec<Figure> {
    let mut pages: Vec<Vec<Row>> = Vec::new();
    for goal in &comparison.goals {
        let rows = rows_of(comparison, &goal.differences, style::NEUTRAL);
        if goal.differences.iter().all(is_none) {
            continue;
        }
        let heading = Row { label: words::capital(&words::spaced(&goal.title)), difference: None, ink: BLACK };
        let rows: Vec<Row> = std::iter::once(heading).chain(rows).collect();
        match pages.last_mut().filter(|page| page.len() + rows.len() <= MOST) {
            Some(page) => page.extend(rows),
            None => pages.push(rows),
        }
    }
    let count = pages.len();
    let figures = pages.iter().enumerate().map(|(i, rows)| {
        let of = if count > 1 { format!(" ({} of {count})", i + 1) } else { String::new() };
        let title = format!("How much later than in {}{of}", short_names(&comparison.names)[0]);
        let height = frame_height(&title, DIFFERENCES_SHOW, &[print]) + 56.0 + ROW * rows.len() as f64;
        let said = rows.iter().map(|row| {
            row.difference.map_or_else(|| row.label.clone(), |difference| format!("{} {}", row.label, words::difference(&difference.months)))
        });
        let mut canvas = Canvas::new(height, &title, &format!("Paired differences in months. {}.", said.collect::<Vec<_>>().join("; ")));
        let [top, bottom] = canvas.frame(DIFFERENCES_SHOW, &[print]);
        panel(&mut canvas, rows, [top + 4.0, bottom - 4.0], "months later");
        canvas.finish(if count > 1 { format!("differences-{}", i + 1) } else { "differences".to_owned() })
    });
    figures.collect()
}

/// Whether the month is the same in every trial.
pub(in crate::report) fn is_none(difference: &PairedDifference) -> bool {
    difference.earlier.share <= 0.0 && difference.later.share <= 0.0
}

/// Points with intervals on one axis of months, zero marked, numbers at the right; `down` holds the rows and the axis under them.
fn panel(canvas: &mut Canvas, rows: &[Row], down: [f64; 2], what: &str) {
    let end = |row: &Row| {
        let months = row.difference.map(|difference| difference.months);
        // of a single trial the error is unknown: a point without an interval
        months.map_or([0.0; 2], |months| words::interval(&months).map(|end| if end.is_finite() { end } else { months.mean }))
    };
    let low = rows.iter().map(|row| end(row)[0]).fold(0.0, f64::min);
    let high = rows.iter().map(|row| end(row)[1]).fold(0.0, f64::max);
    let steps = axis::steps((high - low).max(1.0));
    let step = steps.get(1).map_or(1.0, |(step, _)| *step);
    let (first, last) = ((low / step).floor(), (high / step).ceil().max((low / step).floor() + 1.0));
    let widest =
        |of: &dyn Fn(&PairedDifference, &Row) -> f64| rows.iter().filter_map(|row| Some(of(row.difference.as_ref()?, row))).fold(0.0, f64::max);
    let face = Face::new(TEXT, BLACK);
    let names = widest(&|_, row| face.width(&row.label)).min(MOST_NAME);
    let figures = widest(&|difference, _| face.width(&words::difference(&difference.months)));
    let axes = Axes {
        across: [MARGIN + 26.0 + names, WIDTH - MARGIN - figures - 22.0],
        down: [down[0], down[1] - 44.0],
        x: [first * step, last * step],
        y: [0.0, 1.0],
    };
    let decimals = usize::from(step < 1.0);
    let mut tick = first;
    while tick <= last {
        let x = axes.left_of(tick * step);
        canvas.line([x, axes.down[0]], [x, axes.down[1]], if tick == 0.0 { BLACK } else { LIGHT }, if tick == 0.0 { 1.5 } else { 1.0 }, "");
        let text = if tick > 0.0 { format!("+{:.decimals$}", tick * step) } else { format!("{:.decimals$}", tick * step).replace('-', "−") };
        canvas.text(x, axes.down[1] + TEXT, Face::new(TEXT, GREY).at(Anchor::Middle), if tick == 0.0 { "0" } else { &text });
        tick += 1.0;
    }
    let middle = f64::midpoint(axes.across[0], axes.across[1]);
    let below = Face::new(TEXT, GREY).at(Anchor::Middle);
    let what = fitted(below, what, WIDTH - 2.0 * MARGIN);
    let half = below.width(&what) / 2.0;
    let middle = middle.min(WIDTH - MARGIN - half).max(MARGIN + half);
    canvas.text(middle, axes.down[1] + TEXT * (1.0 + LEADING), below, &what);
    let height = (axes.down[1] - axes.down[0]) / rows.len().max(1) as f64;
    for (i, row) in rows.iter().enumerate() {
        let y = axes.down[0] + height * (i as f64 + 0.5);
        let base = y + TEXT * 0.32;
        let Some(difference) = &row.difference else {
            let face = Face::new(TEXT, BLACK).bold();
            let label = fitted(face, &row.label, WIDTH - 2.0 * MARGIN);
            // the lines of the axis stop at what is written
            canvas.rect([MARGIN, y - height / 2.0], [MARGIN + face.width(&label) + 6.0, y + height / 2.0], (255, 255, 255));
            canvas.text(MARGIN, base, face, &label);
            continue;
        };
        canvas.text(MARGIN + 10.0, base, face, &fitted(face, &row.label, names));
        let [from, to] = end(row).map(|months| axes.left_of(months));
        canvas.line([from, y], [to, y], BLACK, 2.0, "");
        for x in [from, to] {
            canvas.line([x, y - 4.0], [x, y + 4.0], BLACK, 2.0, "");
        }
        canvas.ring([axes.left_of(difference.months.mean), y], 4.5, row.ink);
        canvas.text(WIDTH - MARGIN, base, Face::new(TEXT, BLACK).at(Anchor::End), &words::difference(&difference.months));
    }
}
