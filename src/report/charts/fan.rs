//! How much arrives from an origin, as a share of demand: median and bands of 50 and 90% of trials.

use std::io;

use super::canvas::{Canvas, Face, MARGIN};
use super::plot::{Axes, Shape, draw as plot};
use super::style::{self, BLACK, GREY, TEXT, WIDTH};
use super::{Figure, axis, labels};
use crate::report::words;
use crate::study::{Band, Findings, MineralFindings};

/// Height of the canvas, pixels.
const HEIGHT: f64 = 400.0;
/// Room for the labels of the bands, pixels.
const RIGHT: f64 = 92.0;
/// Room for the labels of the levels, pixels.
const LEFT: f64 = 72.0;

/// Draws the fan of one mineral and origin.
///
/// # Errors
/// Where plotters refuses to draw.
pub(super) fn draw(findings: &Findings, mineral: &MineralFindings, origin: &str, bands: &[Band], small_print: &str) -> io::Result<Figure> {
    let share_is_known = mineral.demand.len() == bands.len() && mineral.demand.iter().all(|&demand| demand > 0.0);
    let (bands, subtitle, unit) = if share_is_known {
        (of_demand(bands, &mineral.demand), "arrivals of each month as a share of mean demand", "% of demand")
    } else {
        (bands.to_vec(), "arrivals of each month, tonnes of contained metal", "t a month")
    };
    let title = format!("{} from {origin}", words::capital(&words::spaced(&mineral.name)));
    let mut canvas = Canvas::new(HEIGHT, &title, &description(findings, &bands, unit));
    let [top, bottom] = canvas.frame(subtitle, &[small_print]);
    let ink = style::origin(origin);
    let highest = bands.iter().map(|band| band.p95.max(band.mean)).fold(0.0, f64::max);
    let mut levels = axis::steps(highest);
    let ceiling = levels.last().map_or(1.0, |(level, _)| *level);
    #[expect(clippy::cast_precision_loss, reason = "months count in the hundreds")]
    let x = [0.0, findings.grid.count() as f64];
    let axes = Axes { across: [LEFT, WIDTH - MARGIN - RIGHT], down: [top + 14.0, bottom - 34.0], x, y: [0.0, ceiling] };
    if share_is_known {
        for (_, label) in &mut levels {
            label.push('%');
        }
    }
    axis::levels(&mut canvas, &axes, &levels);
    let between =
        |low: fn(&Band) -> f64, high: fn(&Band) -> f64| bands.iter().enumerate().map(|(k, band)| [middle(k), low(band), high(band)]).collect();
    let along = |of: fn(&Band) -> f64| bands.iter().enumerate().map(|(k, band)| [middle(k), of(band)]).collect();
    let shapes = [
        Shape::Band(between(|band| band.p5, |band| band.p95), ink, 0.2),
        Shape::Band(between(|band| band.p25, |band| band.p75), ink, 0.3),
        Shape::Line(along(|band| band.mean), GREY, 1.2),
        Shape::Line(along(|band| band.p50), style::shade(ink, 0, 3), 2.5),
    ];
    canvas.raw(&plot(&axes, HEIGHT, &shapes)?);
    axis::calendar(&mut canvas, &axes, findings.grid);
    if highest <= 0.0 {
        canvas.text(axes.across[0] + 12.0, f64::midpoint(axes.down[0], axes.down[1]), Face::new(TEXT, BLACK), "nothing arrives in any trial");
    } else if let Some(last) = bands.last() {
        beside(&mut canvas, &axes, last);
    }
    Ok(canvas.finish(format!("fan-{}", words::slug(&format!("{} {origin}", mineral.name)))))
}

/// Names of the bands' edges beside their ends; edges that end at one value share a name.
fn beside(canvas: &mut Canvas, axes: &Axes, last: &Band) {
    let mut names = edges(last);
    if names.iter().all(|(_, value)| (value - last.mean).abs() > 0.0) {
        names.push(("mean".to_owned(), last.mean));
    }
    names.sort_by(|a, b| b.1.total_cmp(&a.1));
    let ends: Vec<f64> = names.iter().map(|(_, value)| axes.top_of(*value)).collect();
    let places = labels::spread(&ends, TEXT * 1.05, axes.down[0], axes.down[1]);
    for (((name, _), end), place) in names.iter().zip(ends).zip(places) {
        canvas.line([axes.across[1] + 1.0, end], [axes.across[1] + 12.0, place], GREY, 1.0, "");
        let face = Face::new(TEXT, if name == "mean" { GREY } else { BLACK });
        canvas.text(axes.across[1] + 16.0, place + TEXT * 0.32, if name == "median" { face.bold() } else { face }, name);
    }
}

/// The quantiles of a month, from the highest, equal ones under one name: `P5–P25`.
fn edges(band: &Band) -> Vec<(String, f64)> {
    let mut edges: Vec<(String, f64)> = Vec::new();
    for (name, value) in [("P95", band.p95), ("P75", band.p75), ("median", band.p50), ("P25", band.p25), ("P5", band.p5)] {
        match edges.last_mut() {
            Some((above, same)) if same.total_cmp(&value).is_eq() => {
                let highest = above.rsplit('–').next().unwrap_or_default().to_owned();
                *above = format!("{name}–{highest}");
            }
            _ => edges.push((name.to_owned(), value)),
        }
    }
    edges
}

/// Bands of tonnes as per cent of the mean demand of the same month.
fn of_demand(bands: &[Band], demand: &[f64]) -> Vec<Band> {
    let share = |(band, &demand): (&Band, &f64)| {
        let of = |tonnes: f64| 100.0 * tonnes / demand;
        Band { p5: of(band.p5), p25: of(band.p25), p50: of(band.p50), p75: of(band.p75), p95: of(band.p95), mean: of(band.mean) }
    };
    bands.iter().zip(demand).map(share).collect()
}

/// Middle of month k, months since the start.
#[expect(clippy::cast_precision_loss, reason = "months count in the hundreds")]
fn middle(k: usize) -> f64 {
    k as f64 + 0.5
}

/// What a screen reader says: the bands of every fifth December and of the last month.
fn description(findings: &Findings, bands: &[Band], unit: &str) -> String {
    let grid = findings.grid;
    let shown = (0..grid.count()).filter(|&k| k + 1 == grid.count() || (grid.month_of_year(k) == 11 && grid.year(k) % 5 == 0));
    let said = shown.filter_map(|k| {
        let band = bands.get(k)?;
        let figure = |value: f64| words::rounded(value, value.abs() / 100.0);
        Some(format!("{}: median {}, P5 {}, P95 {}", grid.label(k), figure(band.p50), figure(band.p5), figure(band.p95)))
    });
    format!("Median and bands of 50 and 90% of trials, {unit}. {}.", said.collect::<Vec<_>>().join("; "))
}
