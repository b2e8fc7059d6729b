//! One varied number: probabilities by each year and months of arrival along it, with their 95% intervals.

use super::goal_ink;
use crate::analyses::sweep::findings::{GoalAtPoint, SweepFindings};
use crate::analyses::sweep::wording::titles_with_units;
use crate::report::charts::canvas::{Anchor, Canvas, Face, MARGIN};
use crate::report::charts::plot::Axes;
use crate::report::charts::shapes::{fitted, frame_height, polygon, polyline, tint};
use crate::report::charts::style::{self, BLACK, GREY, Ink, LIGHT, SMALL, TEXT, WIDTH};
use crate::report::charts::{Figure, axis, labels, ticks};
use crate::report::words;
use crate::units::Quantity;

/// Height of the plot, pixels.
const PLOT: f64 = 300.0;
/// Room under the plot, pixels.
const UNDER: f64 = 54.0;
/// Room to the right for the names of the lines, pixels.
const NAMES: f64 = 78.0;
/// Height of the strip for never, pixels.
const NEVER: f64 = 26.0;

/// One line: its name, and for each point x, value, lower and upper end.
struct Curve {
    name: String,
    points: Vec<[f64; 4]>,
    /// Value in the scenario as written.
    written: Option<f64>,
    ink: Ink,
}

/// Points in rising order of their values.
fn rising(numbers: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..numbers.len()).collect();
    order.sort_by(|&a, &b| numbers[a].total_cmp(&numbers[b]).then(a.cmp(&b)));
    order
}

/// Probability of arrival by the end of each year.
pub(super) fn chances(found: &SweepFindings, goal: usize, numbers: &[f64], print: &str) -> Figure {
    let years = &found.years;
    let curves: Vec<Curve> = (0..years.len())
        .map(|year| Curve {
            name: format!("by {}", years[year]),
            points: rising(numbers)
                .into_iter()
                .map(|point| {
                    let of = &found.points[point].goals[goal].arrived_by[&years[year]];
                    [numbers[point], 100.0 * of.number(), 100.0 * of.low.unwrap_or(0.0), 100.0 * of.high.unwrap_or(1.0)]
                })
                .collect(),
            written: Some(100.0 * found.as_written[goal].arrived_by[&years[year]].number()),
            ink: style::shade(goal_ink(found, goal), year, years.len()),
        })
        .collect();
    let highest = curves.iter().flat_map(|curve| curve.points.iter().map(|point| point[3]).chain(curve.written)).fold(0.0, f64::max);
    let levels: Vec<(f64, String)> = axis::steps(highest.min(100.0)).into_iter().map(|(level, label)| (level, format!("{label}%"))).collect();
    let title = words::capital(&found.goals[goal].title);
    let subtitle = "probability that it has arrived by the end of the year, with 95% interval; dashed: the scenario as written";
    let height = frame_height(&title, subtitle, &[print]) + PLOT + UNDER;
    let mut canvas = Canvas::new(height, &title, &format!("{} against {}. {}.", "Probability", found.titles[0], told(&curves)));
    let [top, bottom] = canvas.frame(subtitle, &[print]);
    let most = levels.last().map_or(100.0, |(level, _)| *level);
    let axes = Axes { across: [axis::room(&levels), WIDTH - MARGIN - NAMES], down: [top + 14.0, bottom - UNDER], x: across(numbers), y: [0.0, most] };
    axis::levels(&mut canvas, &axes, &levels);
    ruler(&mut canvas, &axes, numbers, &titles_with_units(found)[0], axes.down[1]);
    for curve in &curves {
        draw(&mut canvas, &axes, curve);
    }
    name(&mut canvas, &axes, &curves);
    canvas.finish(format!("sweep-{}-probability", words::slug(&found.goals[goal].goal)))
}

/// P10, P50 and P90 of the month of arrival; never is in a strip above.
pub(super) fn months(found: &SweepFindings, goal: usize, numbers: &[f64], print: &str) -> Figure {
    let horizon = found.grid.count() as f64;
    let of = |name: &str, place: usize, quantile: fn(&GoalAtPoint) -> &Quantity| Curve {
        name: name.to_owned(),
        points: rising(numbers)
            .into_iter()
            .map(|point| {
                let of = quantile(&found.points[point].goals[goal]);
                let [value, low, high] = [of.value, of.low, of.high].map(|month| month.unwrap_or(f64::INFINITY));
                [numbers[point], value, low, high]
            })
            .collect(),
        written: quantile(&found.as_written[goal]).value,
        ink: style::shade(goal_ink(found, goal), place, 3),
    };
    let curves = [of("P90", 2, |at| &at.p90), of("P50", 0, |at| &at.p50), of("P10", 1, |at| &at.p10)];
    let title = words::capital(&found.goals[goal].title);
    let subtitle = "month of arrival: P10, P50 and P90 over all trials, with 95% intervals; dashed: the scenario as written";
    let height = frame_height(&title, subtitle, &[print]) + PLOT + NEVER + UNDER;
    let mut canvas = Canvas::new(height, &title, &format!("{} against {}. {}.", "Months since the start", found.titles[0], told(&curves)));
    let [top, bottom] = canvas.frame(subtitle, &[print]);
    let years: Vec<(f64, String)> = januaries(found);
    let axes = Axes {
        across: [axis::room(&years).max(axis::room(&[(0.0, "never".to_owned())])), WIDTH - MARGIN - NAMES],
        down: [top + 14.0 + NEVER, bottom - UNDER],
        x: across(numbers),
        y: [0.0, horizon],
    };
    axis::levels(&mut canvas, &axes, &years);
    canvas.rect([axes.across[0], axes.down[0] - NEVER], [axes.across[1], axes.down[0] - 4.0], tint(style::SHORTAGE, 0.35));
    canvas.text(axes.across[0] - 8.0, axes.down[0] - NEVER / 2.0 + 2.0, Face::new(TEXT, GREY).at(Anchor::End), "never");
    ruler(&mut canvas, &axes, numbers, &titles_with_units(found)[0], axes.down[1]);
    for curve in &curves {
        draw(&mut canvas, &axes, curve);
    }
    name(&mut canvas, &axes, &curves);
    canvas.finish(format!("sweep-{}-months", words::slug(&found.goals[goal].goal)))
}

/// Januaries of every tenth, fifth or single year, by the length of the scenario.
fn januaries(found: &SweepFindings) -> Vec<(f64, String)> {
    let grid = found.grid;
    let every = if grid.count() > 360 {
        10
    } else if grid.count() > 96 {
        5
    } else {
        1
    };
    (0..grid.count()).filter(|&k| grid.month_of_year(k) == 0 && grid.year(k) % every == 0).map(|k| (k as f64, grid.year(k).to_string())).collect()
}

fn across(numbers: &[f64]) -> [f64; 2] {
    let [low, high] = [numbers.iter().copied().fold(f64::INFINITY, f64::min), numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max)];
    if high > low { [low, high] } else { [low - 1.0, low + 1.0] }
}

/// Ticks and the name of the path under the plot.
fn ruler(canvas: &mut Canvas, axes: &Axes, numbers: &[f64], what: &str, bottom: f64) {
    canvas.line([axes.across[0], bottom], [axes.across[1], bottom], GREY, 1.0, "");
    let face = Face::new(TEXT, GREY).at(Anchor::Middle);
    let mut own: Vec<f64> = numbers.to_vec();
    own.sort_by(f64::total_cmp);
    own.dedup();
    let own: Vec<(f64, String)> = own.into_iter().map(|value| (value, words::plain(value))).collect();
    let fits = own.windows(2).all(|pair| {
        let room = axes.left_of(pair[1].0) - axes.left_of(pair[0].0);
        face.width(&pair[0].1) / 2.0 + face.width(&pair[1].1) / 2.0 + 10.0 <= room
    });
    for (value, label) in if fits { own } else { ticks(axes.x, false) } {
        let x = axes.left_of(value);
        canvas.line([x, bottom], [x, bottom + 5.0], GREY, 1.0, "");
        let half = face.width(&label) / 2.0;
        canvas.text(x.clamp(MARGIN + half, WIDTH - MARGIN - half), bottom + 8.0 + TEXT * 0.8, face, &label);
    }
    let what = fitted(face, what, WIDTH - 2.0 * MARGIN);
    canvas.text(f64::midpoint(axes.across[0], axes.across[1]).max(MARGIN + face.width(&what) / 2.0), bottom + 2.6 * TEXT, face, &what);
}

/// Band, line and points; never is in the strip above the plot, if there is one.
fn draw(canvas: &mut Canvas, axes: &Axes, curve: &Curve) {
    let kept = |value: f64| axes.top_of(value.min(axes.y[1]));
    if let Some(written) = curve.written {
        canvas.line([axes.across[0], kept(written)], [axes.across[1], kept(written)], curve.ink, 1.2, "6 5");
    }
    for stretch in curve.points.split(|point| point[1].is_infinite()).filter(|stretch| !stretch.is_empty()) {
        let lower = stretch.iter().map(|&[x, _, low, _]| [axes.left_of(x), kept(low)]);
        let upper = stretch.iter().rev().map(|&[x, _, _, high]| [axes.left_of(x), kept(high)]);
        polygon(canvas, &lower.chain(upper).collect::<Vec<_>>(), curve.ink, 0.25);
        polyline(canvas, &stretch.iter().map(|&[x, value, ..]| [axes.left_of(x), kept(value)]).collect::<Vec<_>>(), curve.ink, 2.6, "");
    }
    for &[x, value, ..] in &curve.points {
        let y = if value.is_infinite() { axes.down[0] - NEVER / 2.0 - 2.0 } else { kept(value) };
        canvas.ring([axes.left_of(x), y], 3.6, curve.ink);
    }
}

/// Names beside the ends of the lines.
fn name(canvas: &mut Canvas, axes: &Axes, curves: &[Curve]) {
    let end = |curve: &Curve| {
        curve
            .points
            .last()
            .map_or(axes.down[1], |point| if point[1].is_infinite() { axes.down[0] - NEVER / 2.0 } else { axes.top_of(point[1].min(axes.y[1])) })
    };
    let ends: Vec<f64> = curves.iter().map(end).collect();
    let places = labels::spread(&ends, TEXT * 1.1, axes.down[0] - NEVER / 2.0, axes.down[1]);
    for ((curve, end), place) in curves.iter().zip(ends).zip(places) {
        canvas.line([axes.across[1] + 7.0, end], [axes.across[1] + 16.0, place], LIGHT, 1.0, "");
        canvas.text(axes.across[1] + 19.0, place + SMALL * 0.33, Face::new(SMALL, BLACK), &curve.name);
    }
}

/// Text for screen readers.
fn told(curves: &[Curve]) -> String {
    let figure = |value: f64| if value.is_finite() { words::rounded(value, 0.05) } else { "never".to_owned() };
    let of = |curve: &Curve| {
        let points: Vec<String> = curve.points.iter().map(|point| format!("{}: {}", words::plain(point[0]), figure(point[1]))).collect();
        format!("{}: {}", curve.name, points.join(", "))
    };
    curves.iter().map(of).collect::<Vec<_>>().join("; ")
}
