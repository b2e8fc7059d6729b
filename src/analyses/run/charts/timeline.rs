//! The timeline: each stage's planned bar against what the trials make of it, and how often it decides when something opens.

use crate::analyses::run::findings::{Findings, StageFindings};
use crate::report::charts::canvas::{Anchor, Canvas, Face, MARGIN};
use crate::report::charts::plot::Axes;
use crate::report::charts::shapes::{fitted, frame_height, month, outline, polygon, tint, years};
use crate::report::charts::style::{BLACK, GREY, LEADING, NEUTRAL, TEXT, WIDTH};
use crate::report::charts::{Figure, axis};
use crate::report::words;
use crate::units::Quantity;

/// Height of a stage's row and of a project's heading, pixels.
const ROW: f64 = 30.0;
/// Rows on a page, headings included, at most.
const MOST: usize = 24;
/// Room for the names of stages, pixels.
const LEFT: f64 = 196.0;
/// Room for a name left of the bars, pixels.
const ROOM: f64 = LEFT - MARGIN - 8.0;
/// Room for the chance of never, pixels.
const RIGHT: f64 = 64.0;

/// Distance of the whiskers from the middle of their bar, start above and end below, pixels.
const REACH: f64 = 7.5;
/// Height of the key and of the years under it, pixels.
const KEY: f64 = 76.0;
/// Height of the calendar under the bars, pixels.
const CALENDAR: f64 = 38.0;

/// One line of a page: a project's heading, or a stage under its name there.
enum Row<'a> {
    Heading(String),
    Stage(String, &'a StageFindings),
}

/// Draws one page of the stages.
pub(super) fn draw(findings: &Findings, number: usize, small_print: &str) -> Figure {
    let pages = pages(&findings.stages);
    page(findings, &pages[number], [number + 1, pages.len()], small_print)
}

/// Names of all pages.
pub(super) fn names(findings: &Findings) -> Vec<String> {
    let count = pages(&findings.stages).len();
    (1..=count).map(|number| name(number, count)).collect()
}

fn name(number: usize, count: usize) -> String {
    if count > 1 { format!("timeline-{number}") } else { "timeline".to_owned() }
}

/// Rows of each page: projects stay together where they can, and one that runs on has its heading again.
fn pages(stages: &[StageFindings]) -> Vec<Vec<Row<'_>>> {
    let project = |stage: &StageFindings| stage.name.split_once('.').map_or(stage.name.clone(), |(project, _)| project.to_owned());
    let mut pages: Vec<Vec<Row>> = Vec::new();
    for group in stages.chunk_by(|a, b| project(a) == project(b)) {
        let name = words::capital(&group[0].titles[0]);
        for part in group.chunks(MOST - 1) {
            let alone = |only: &StageFindings| if only.titles[1].is_empty() { name.clone() } else { format!("{name}: {}", only.titles[1]) };
            // A project of one stage has one row where the row has room for both names.
            let rows: Vec<Row> = match part {
                [only] if Face::new(TEXT, BLACK).width(&alone(only)) <= ROOM => vec![Row::Stage(alone(only), only)],
                _ => {
                    let of = part.iter().map(|stage| Row::Stage(format!("    {}", stage.titles[1]), stage));
                    std::iter::once(Row::Heading(name.clone())).chain(of).collect()
                }
            };
            match pages.last_mut().filter(|page| page.len() + rows.len() <= MOST) {
                Some(page) => page.extend(rows),
                None => pages.push(rows),
            }
        }
    }
    pages
}

fn page(findings: &Findings, rows: &[Row], [number, count]: [usize; 2], small_print: &str) -> Figure {
    let of = if count > 1 { format!(" ({number} of {count})") } else { String::new() };
    let title = format!("Stages: the plan and what becomes of it{of}");
    let subtitle = "start and end over all trials; critical: share of trials in which it is on the longest path to some goal's arrival";
    let height = frame_height(&title, subtitle, &[small_print]) + KEY + ROW * rows.len() as f64 + CALENDAR;
    let mut canvas = Canvas::new(height, &title, &description(rows));
    let [top, bottom] = canvas.frame(subtitle, &[small_print]);
    key(&mut canvas, top);
    let down = [top + KEY, bottom - 34.0];
    let axes = Axes { across: [LEFT, WIDTH - MARGIN - RIGHT], down, x: [0.0, month(findings.grid.count())], y: [0.0, 1.0] };
    years(&mut canvas, &axes, findings.grid);
    axis::calendar(&mut canvas, &axes, findings.grid);
    canvas.text(WIDTH - MARGIN, down[0] - 5.0, Face::new(TEXT, GREY).at(Anchor::End), "never");
    for (i, row) in rows.iter().enumerate() {
        let y = down[0] + 2.0 + ROW * i as f64;
        let base = y + ROW / 2.0 + TEXT * 0.32;
        match row {
            Row::Heading(name) => write(&mut canvas, Face::new(TEXT, BLACK).bold(), name, base, WIDTH - 2.0 * MARGIN),
            Row::Stage(name, stage) => {
                write(&mut canvas, Face::new(TEXT, BLACK), name, base, ROOM);
                bars(&mut canvas, &axes, stage, y);
                let never = words::value_text(&stage.never);
                canvas.text(WIDTH - MARGIN, base, Face::new(TEXT, BLACK).at(Anchor::End), &never);
            }
        }
    }
    canvas.finish(name(number, count))
}

/// A name at the left, in so much room.
fn write(canvas: &mut Canvas, face: Face, name: &str, base: f64, room: f64) {
    let indent = if name.starts_with(' ') { 14.0 } else { 0.0 };
    canvas.text(MARGIN + indent, base, face, &fitted(face, name.trim_start(), room - indent));
}

/// What the marks mean.
fn key(canvas: &mut Canvas, top: f64) {
    let face = Face::new(TEXT, GREY);
    let base = top + 6.0 + TEXT * 0.8;
    let middle = base - TEXT * 0.3;
    let mut x = MARGIN;
    canvas.line([x, middle], [x + 26.0, middle], BLACK, 3.0, "");
    canvas.text(x + 32.0, base, face, "planned");
    x += 32.0 + face.width("planned") + 18.0;
    bar(canvas, [x, x + 40.0], middle, 0.3, "");
    whisker(canvas, [x - 8.0, x + 16.0], middle - REACH, true);
    whisker(canvas, [x + 26.0, x + 60.0], middle + REACH, true);
    canvas.text(x + 68.0, base, face, "median; P10–P90 of start (above) and end (below)");
    let (base, middle) = (base + TEXT * LEADING, middle + TEXT * LEADING);
    x = MARGIN;
    canvas.text(x, base, face, "critical: 0");
    x += face.width("critical: 0") + 6.0;
    for i in 0..5 {
        let left = x + 16.0 * f64::from(i);
        canvas.rect([left, middle - 6.0], [left + 16.0, middle + 6.0], tint(NEUTRAL, f64::from(i) / 4.0));
    }
    outline(canvas, [x, middle - 6.0], [x + 80.0, middle + 6.0], BLACK, 1.0, "");
    canvas.text(x + 86.0, base, face, "100%");
    x += 86.0 + face.width("100%") + 24.0;
    outline(canvas, [x, middle - 6.0], [x + 30.0, middle + 6.0], BLACK, 1.0, "4 3");
    canvas.text(x + 36.0, base, face, "half never end");
    x += 36.0 + face.width("half never end") + 24.0;
    whisker(canvas, [x, x + 26.0], middle, false);
    canvas.text(x + 40.0, base, face, "P90 is never");
}

/// The planned bar over the median one, with whiskers over start and end.
fn bars(canvas: &mut Canvas, axes: &Axes, stage: &StageFindings, y: f64) {
    if stage.planned[1].is_some_and(|end| end <= 0.0) && stage.end[2].value == Some(0.0) {
        canvas.text(axes.across[0] + 4.0, y + ROW / 2.0 + TEXT * 0.32, Face::new(TEXT, GREY), "done before the start");
        return;
    }
    let inside = |months: f64| axes.left_of(months.clamp(axes.x[0], axes.x[1]));
    if let [Some(start), end] = stage.planned {
        let end = end.unwrap_or(f64::INFINITY);
        if end >= axes.x[0] && start <= axes.x[1] {
            let [from, to] = [inside(start), inside(end)];
            canvas.line([from, y + 4.0], [to.max(from + 2.0), y + 4.0], BLACK, 3.0, "");
        }
    }
    let at = |quantile: &Quantity| quantile.value.map_or(axes.across[1], |month| inside(month + 0.5));
    let middle = y + 17.5;
    if stage.start[1].value.is_some() {
        let dash = if stage.end[1].value.is_some() { "" } else { "4 3" };
        bar(canvas, [at(&stage.start[1]), at(&stage.end[1])], middle, stage.critical.number(), dash);
    }
    for ([p10, _, p90], y) in [(&stage.start, middle - REACH), (&stage.end, middle + REACH)] {
        if p10.value.is_some() {
            whisker(canvas, [at(p10), at(p90)], y, p90.value.is_some());
        }
    }
}

/// A bar with its shade; dashed where half of all trials never see its end.
fn bar(canvas: &mut Canvas, [from, to]: [f64; 2], middle: f64, share: f64, dash: &str) {
    let to = to.max(from + 2.0);
    canvas.rect([from, middle - 4.0], [to, middle + 4.0], tint(NEUTRAL, share));
    outline(canvas, [from, middle - 4.0], [to, middle + 4.0], BLACK, 1.0, dash);
}

/// A thin line with ends; an arrow where its end is never.
fn whisker(canvas: &mut Canvas, [from, to]: [f64; 2], y: f64, ends: bool) {
    if to - from < 1.0 && ends {
        return;
    }
    canvas.line([from, y], [to, y], BLACK, 1.4, "");
    if !ends {
        polygon(canvas, &[[to, y - 3.0], [to + 6.0, y], [to, y + 3.0]], BLACK, 1.0);
    }
    for x in [from, to].into_iter().take(if ends { 2 } else { 1 }) {
        canvas.line([x, y - 3.0], [x, y + 3.0], BLACK, 1.4, "");
    }
}

/// What a screen reader says: each stage's median dates, its chance of never and of being critical.
fn description(rows: &[Row]) -> String {
    let said = rows.iter().filter_map(|row| {
        let Row::Stage(_, stage) = row else { return None };
        let [start, end, never, critical] = [&stage.start[1], &stage.end[1], &stage.never, &stage.critical].map(words::value_text);
        Some(format!("{}: median start {start}, end {end}, never {never}, on the longest path {critical}", stage.titles.join(": ")))
    });
    format!("Planned and simulated dates of each stage. {}.", said.collect::<Vec<_>>().join("; "))
}
