//! Lanes over one calendar: headings, spans, and small signs that stand at a date.

use super::axis;
use super::canvas::{Anchor, Canvas, Face, MARGIN};
use super::plot::Axes;
use super::shapes::{fitted, month, outline, polygon, polyline, years};
use super::style::{BLACK, GREY, Ink, LEADING, TEXT, WIDTH};
use crate::units::MonthGrid;

/// Height of a lane, pixels.
const LANE: f64 = 24.0;
/// Height of a heading, pixels.
const HEADING: f64 = 32.0;
/// Room for the names of lanes, at least and at most, pixels.
const NAMES: [f64; 2] = [130.0, 196.0];
/// Room for what is counted at the right, pixels.
const RIGHT: f64 = 74.0;

/// A sign that stands at a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    /// Something opens.
    Ring,
    /// Something closes.
    Cross,
    /// Something arrives.
    Flag,
    /// Something arrives and is lost again.
    HollowFlag,
}

/// What is drawn in a lane, months since the start.
#[derive(Clone, Debug)]
pub(crate) enum Mark {
    /// From one moment to another, with a colour and the name of what lasts.
    Span([f64; 2], Ink, String),
    /// The same for what never ends: open and dashed.
    Open(f64, Ink),
    /// A thinner span in black, over the others.
    Away([f64; 2]),
    /// A sign.
    At(f64, Sign),
}

/// A line of the picture.
#[derive(Clone, Debug)]
pub(crate) enum Lane {
    /// A heading, signs with their meaning, and what the right column counts.
    Heading(&'static str, Vec<(Option<Sign>, &'static str)>, &'static str),
    /// A name, what happened, and a count.
    Of(String, Vec<Mark>, String),
}

/// Height of the lanes with their calendars, pixels.
pub(crate) fn height(lanes: &[Lane], grid: MonthGrid) -> f64 {
    let axes = axes(lanes, 0.0, grid);
    axes.down[1] + 36.0
}

/// The calendar of lanes that begin under `top`, with as much room to its left as their names need.
fn axes(lanes: &[Lane], top: f64, grid: MonthGrid) -> Axes {
    let width = |lane: &Lane| match lane {
        Lane::Heading(name, ..) => Face::new(TEXT, BLACK).bold().width(name),
        Lane::Of(name, ..) => Face::new(TEXT, BLACK).width(name),
    };
    let names = lanes.iter().map(width).fold(0.0, f64::max).clamp(NAMES[0], NAMES[1]);
    let top = top + TEXT * LEADING;
    let mut axes = Axes { across: [MARGIN + names + 10.0, WIDTH - MARGIN - RIGHT], down: [top, top], x: [0.0, month(grid.count())], y: [0.0, 1.0] };
    axes.down[1] += lanes.iter().map(|lane| depth(lane, &axes)).sum::<f64>() + 4.0;
    axes
}

/// Lines of a lane's name.
fn name_lines(name: &str, axes: &Axes) -> Vec<String> {
    let face = Face::new(TEXT, BLACK);
    let room = axes.across[0] - MARGIN - 8.0;
    face.wrap(name, room, 2).into_iter().map(|line| fitted(face, &line, room)).collect()
}

fn depth(lane: &Lane, axes: &Axes) -> f64 {
    let Lane::Of(name, marks, _) = lane else { return HEADING };
    let needs_more = name_lines(name, axes).len() > 1 || named(axes, marks).iter().any(|(_, at)| at.is_none());
    LANE + if needs_more { TEXT * LEADING } else { 0.0 }
}

/// A name with its colour, and the span that has room for it.
type Named = ((Ink, String), Option<[f64; 2]>);

/// The distinct names of a lane's spans, each with the span that has room for it, the widest one.
fn named(axes: &Axes, marks: &[Mark]) -> Vec<Named> {
    let mut names: Vec<Named> = Vec::new();
    let inside = |month: f64| axes.left_of(month.clamp(axes.x[0], axes.x[1]));
    for mark in marks {
        let Mark::Span([from, to], ink, name) = mark else { continue };
        if name.is_empty() {
            continue;
        }
        let at = [inside(*from), inside(*to)];
        let fits = at[1] - at[0] > Face::new(TEXT, BLACK).width(name) + 8.0;
        let place = names.iter().position(|((_, known), _)| known == name).unwrap_or_else(|| {
            names.push(((*ink, name.clone()), None));
            names.len() - 1
        });
        let widest = names[place].1.map_or(0.0, |[a, b]| b - a);
        if fits && at[1] - at[0] > widest {
            names[place].1 = Some(at);
        }
    }
    names
}

/// Draws the lanes from `top` down, and the calendar under them.
pub(crate) fn draw(canvas: &mut Canvas, lanes: &[Lane], top: f64, grid: MonthGrid) {
    let axes = axes(lanes, top, grid);
    years(canvas, &axes, grid);
    axis::calendar(canvas, &axes, grid);
    let mut y = axes.down[0];
    for lane in lanes {
        match lane {
            Lane::Heading(name, signs, count) => heading(canvas, [axes.across[0], y], (name, count), signs),
            Lane::Of(name, marks, count) => {
                let base = y + LANE / 2.0 + TEXT * 0.32;
                let face = Face::new(TEXT, BLACK);
                for (i, line) in name_lines(name, &axes).iter().enumerate() {
                    canvas.text(MARGIN, base + if i > 0 { TEXT * LEADING } else { 0.0 }, face, line);
                }
                canvas.text(WIDTH - MARGIN, base, face.at(Anchor::End), count);
                fill(canvas, &axes, marks, y);
            }
        }
        y += depth(lane, &axes);
    }
}

fn heading(canvas: &mut Canvas, [left, y]: [f64; 2], (name, count): (&str, &str), signs: &[(Option<Sign>, &'static str)]) {
    let base = y + HEADING - 8.0;
    let (face, bold) = (Face::new(TEXT, GREY), Face::new(TEXT, BLACK).bold());
    canvas.text(MARGIN, base, bold, name);
    canvas.text(WIDTH - MARGIN, base, face.at(Anchor::End), count);
    let mut x = (MARGIN + bold.width(name) + 20.0).max(left);
    for (sign, meaning) in signs {
        if let Some(sign) = sign {
            put(canvas, [x + 6.0, base - TEXT * 0.32], *sign);
        } else {
            canvas.rect([x - 4.0, base - TEXT * 0.32 - 3.0], [x + 12.0, base - TEXT * 0.32 + 3.0], BLACK);
        }
        canvas.text(x + 18.0, base, face, meaning);
        x += 18.0 + face.width(meaning) + 16.0;
    }
}

/// The marks of a lane: spans, then what lies on them, then names and signs.
fn fill(canvas: &mut Canvas, axes: &Axes, marks: &[Mark], y: f64) {
    let middle = y + LANE / 2.0;
    let inside = |month: f64| axes.left_of(month.clamp(axes.x[0], axes.x[1]));
    for mark in marks {
        match mark {
            Mark::Span([from, to], ink, _) => {
                let [from, to] = [inside(*from), inside(*to)];
                canvas.rect([from, middle - 8.0], [to.max(from + 1.2), middle + 8.0], *ink);
            }
            Mark::Open(from, ink) => {
                outline(canvas, [inside(*from), middle - 7.5], [axes.across[1], middle + 7.5], *ink, 1.2, "4 3");
            }
            Mark::Away([from, to]) => {
                let [from, to] = [inside(*from), inside(*to)];
                canvas.rect([from, middle - 3.0], [to.max(from + 1.2), middle + 3.0], BLACK);
            }
            Mark::At(..) => {}
        }
    }
    let mut x = axes.across[0];
    for ((ink, name), at) in named(axes, marks) {
        let face = Face::new(TEXT, BLACK);
        if let Some([from, to]) = at {
            canvas.text(f64::midpoint(from, to), middle + TEXT * 0.32, face.at(Anchor::Middle), &name);
        } else if x + 80.0 < axes.across[1] {
            let name = fitted(face, &name, (axes.across[1] - x - 20.0).min(130.0));
            let base = y + LANE + TEXT * 0.75;
            canvas.rect([x, base - TEXT * 0.62], [x + 12.0, base], ink);
            outline(canvas, [x, base - TEXT * 0.62], [x + 12.0, base], GREY, 0.8, "");
            canvas.text(x + 18.0, base, Face::new(TEXT, GREY), &name);
            x += 18.0 + face.width(&name) + 14.0;
        }
    }
    for mark in marks {
        if let Mark::At(month, sign) = mark {
            put(canvas, [inside(*month), middle], *sign);
        }
    }
}

fn put(canvas: &mut Canvas, at: [f64; 2], sign: Sign) {
    let [x, y] = at;
    match sign {
        Sign::Ring => canvas.ring(at, 4.5, BLACK),
        Sign::Cross => {
            for way in [-1.0, 1.0] {
                polyline(canvas, &[[x - 4.0, y - 4.0 * way], [x + 4.0, y + 4.0 * way]], (255, 255, 255), 4.4, "");
                polyline(canvas, &[[x - 4.0, y - 4.0 * way], [x + 4.0, y + 4.0 * way]], BLACK, 2.0, "");
            }
        }
        Sign::Flag | Sign::HollowFlag => {
            let cloth = [[x, y - 8.0], [x + 9.0, y - 4.0], [x, y]];
            polygon(canvas, &cloth, if sign == Sign::Flag { BLACK } else { (255, 255, 255) }, 1.0);
            polyline(canvas, &[[x, y + 8.0], [x, y - 8.0], [x + 9.0, y - 4.0], [x, y]], BLACK, 1.4, "");
        }
    }
}
