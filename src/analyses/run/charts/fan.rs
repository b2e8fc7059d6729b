//! A monthly series over trials: bands of 50 and 90% of them, the median, and three single trials.

use crate::analyses::run::findings::Band;
use crate::report::charts::axis::middle;
use crate::report::charts::canvas::{Canvas, Face, MARGIN};
use crate::report::charts::plot::{Axes, Shape, draw as plot};
use crate::report::charts::style::{self, BLACK, GREY, Ink, SMALL, TEXT, WIDTH};
use crate::report::charts::{axis, labels};
use crate::report::words;
use crate::units::MonthGrid;

/// Room for the names of the bands' edges, pixels.
const RIGHT: f64 = 96.0;
/// What counts as nothing, in parts of the panel's unit for a whole demand: the noise of sums of floats.
const NOISE: f64 = 1e-9;

/// One series.
pub(super) struct Series<'a> {
    /// Its bands, month by month.
    pub bands: &'a [Band],
    /// Single trials, month by month in the same unit.
    pub lines: Vec<Vec<f64>>,
    /// Medians of the scenario that this one is compared with, month by month in the same unit; empty where it is compared with none.
    pub unchanged: Vec<f64>,
    /// From its unit to the page's: 100 for shares in per cent.
    pub scale: f64,
    /// What follows the numbers of the axis: `%`.
    pub sign: &'static str,
    /// Colour.
    pub ink: Ink,
    /// A level to compare with, in the series' unit, and its name.
    pub level: Option<(f64, &'static str)>,
    /// What to say where the series is 0 in all trials.
    pub nothing: &'static str,
    /// What is nothing beside one: a whole demand in the series' unit.
    pub whole: f64,
}

impl Series<'_> {
    /// Whether no trial has any of it; a mean of what is never negative is 0 then only.
    pub fn is_nothing(&self) -> bool {
        self.bands.iter().all(|band| band.mean <= NOISE * self.whole)
    }

    /// The highest value to show, in the page's unit.
    fn highest(&self) -> f64 {
        let bands = self.bands.iter().map(|band| band.p95);
        let lines = self.lines.iter().chain([&self.unchanged]).flatten().copied();
        let level = self.level.iter().map(|(level, _)| *level);
        self.scale * bands.chain(lines).chain(level).filter(|value| value.is_finite()).fold(0.0, f64::max)
    }
}

/// Where a panel stands, pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// Left edge of the drawing.
    pub left: f64,
    /// Top and bottom.
    pub down: [f64; 2],
}

/// Left edge that the labels of the levels ask for, pixels.
pub(super) fn left(series: &Series) -> f64 {
    axis::room(&levels(series))
}

/// Round levels up to the highest value.
fn levels(series: &Series) -> Vec<(f64, String)> {
    let highest = if series.is_nothing() { series.scale * series.level.map_or(0.0, |(level, _)| level) } else { series.highest() };
    axis::steps(highest).into_iter().map(|(level, label)| (level, format!("{label}{}", series.sign))).collect()
}

/// Draws the series between two heights.
pub(super) fn panel(canvas: &mut Canvas, height: f64, place: Place, grid: MonthGrid, series: &Series) {
    let (levels, down) = (levels(series), place.down);
    let top = levels.last().map_or(1.0, |(level, _)| *level);
    let x = [0.0, grid.count() as f64];
    let axes = Axes { across: [place.left, WIDTH - MARGIN - RIGHT], down, x, y: [0.0, top] };
    axis::levels(canvas, &axes, &levels);
    if series.is_nothing() {
        axis::calendar(canvas, &axes, grid);
        canvas.text(axes.across[0] + 12.0, f64::midpoint(down[0], down[1]) - 12.0, Face::new(TEXT, BLACK), series.nothing);
        return;
    }
    canvas.raw(&plot(&axes, height, &shapes(series)));
    axis::calendar(canvas, &axes, grid);
    let mut names = series.bands.last().map(|last| edges(last, series.scale)).unwrap_or_default();
    if series.bands.iter().all(|band| band.p95 <= NOISE * series.whole) {
        let said = "none in at least 95% of trials, in every month";
        canvas.text(axes.across[0] + 12.0, f64::midpoint(down[0], down[1]) - 12.0, Face::new(TEXT, BLACK), said);
    }
    if let Some(last) = series.unchanged.last() {
        names.push(("unchanged".to_owned(), series.scale * last));
    }
    if let Some((level, name)) = series.level {
        let at = axes.top_of(level * series.scale);
        canvas.line([axes.across[0], at], [axes.across[1], at], BLACK, 1.5, "7 4");
        names.push((name.to_owned(), level * series.scale));
    }
    beside(canvas, &axes, names);
}

/// Bands, trials and median, back to front.
fn shapes(series: &Series) -> Vec<Shape> {
    let scale = series.scale;
    let between = |low: fn(&Band) -> f64, high: fn(&Band) -> f64| {
        series.bands.iter().enumerate().map(|(k, band)| [middle(k), scale * low(band), scale * high(band)]).collect()
    };
    let median = series.bands.iter().enumerate().map(|(k, band)| [middle(k), scale * band.p50]).collect();
    let ink = series.ink;
    let mut shapes =
        vec![Shape::Band(between(|band| band.p5, |band| band.p95), ink, 0.2), Shape::Band(between(|band| band.p25, |band| band.p75), ink, 0.3)];
    for line in &series.lines {
        shapes.push(Shape::Line(line.iter().enumerate().map(|(k, value)| [middle(k), scale * value]).collect(), GREY, 0.8));
    }
    if !series.unchanged.is_empty() {
        let unchanged = series.unchanged.iter().enumerate().map(|(k, value)| [middle(k), scale * value]);
        shapes.push(Shape::Line(unchanged.collect(), GREY, 2.4));
    }
    shapes.push(Shape::Line(median, style::shade(ink, 0, 3), 2.8));
    shapes
}

/// Names beside the ends of what they name.
fn beside(canvas: &mut Canvas, axes: &Axes, mut names: Vec<(String, f64)>) {
    names.sort_by(|a, b| b.1.total_cmp(&a.1));
    let ends: Vec<f64> = names.iter().map(|(_, value)| axes.top_of(*value)).collect();
    let places = labels::spread(&ends, TEXT * 1.05, axes.down[0], axes.down[1]);
    for (((name, _), end), place) in names.iter().zip(ends).zip(places) {
        canvas.line([axes.across[1] + 1.0, end], [axes.across[1] + 12.0, place], GREY, 1.0, "");
        let face = Face::new(TEXT, BLACK);
        canvas.text(axes.across[1] + 16.0, place + TEXT * 0.32, if name.contains("median") { face.bold() } else { face }, name);
    }
}

/// The quantiles of a month, from the highest, equal ones under one name: `P5–P25`.
fn edges(band: &Band, scale: f64) -> Vec<(String, f64)> {
    let mut edges: Vec<(String, f64)> = Vec::new();
    for (name, value) in [("P95", band.p95), ("P75", band.p75), ("median", band.p50), ("P25", band.p25), ("P5", band.p5)] {
        match edges.last_mut() {
            Some((above, same)) if same.total_cmp(&(value * scale)).is_eq() => {
                let highest = above.rsplit('–').next().unwrap_or_default().to_owned();
                *above = format!("{name}–{highest}");
            }
            _ => edges.push((name.to_owned(), value * scale)),
        }
    }
    edges
}

/// A heading over a panel.
pub(super) fn heading(canvas: &mut Canvas, top: f64, said: &str) {
    canvas.text(MARGIN, top + SMALL, Face::new(TEXT, BLACK).bold(), said);
}

/// What a screen reader says: the bands of every fifth December and of the last month.
pub(super) fn description(grid: MonthGrid, series: &Series) -> String {
    let shown = (0..grid.count()).filter(|&k| k + 1 == grid.count() || (grid.month_of_year(k) == 11 && grid.year(k) % 5 == 0));
    let said = shown.filter_map(|k| {
        let band = series.bands.get(k)?;
        let figure = |value: f64| format!("{}{}", words::rounded(series.scale * value, (series.scale * value).abs() / 100.0), series.sign);
        Some(format!("{}: median {}, P5 {}, P95 {}, mean {}", grid.label(k), figure(band.p50), figure(band.p5), figure(band.p95), figure(band.mean)))
    });
    said.collect::<Vec<_>>().join("; ")
}
