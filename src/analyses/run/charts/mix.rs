//! Supply mix: mean supply by origin in layers against demand, and below it the demand given up and the shortage.

use std::cmp::Ordering;

use super::fan;
use crate::analyses::run::findings::{Band, Findings, MineralFindings, SeriesFindings};
use crate::report::charts::axis::middle;
use crate::report::charts::canvas::Canvas;
use crate::report::charts::layers::{self, Layer};
use crate::report::charts::plot::{Axes, Shape, draw as plot};
use crate::report::charts::style::{self, BLACK, Ink};
use crate::report::charts::{Figure, axis, hatch};
use crate::report::words;

/// Height of the canvas, pixels.
const HEIGHT: f64 = 460.0;
/// Height of the panel of what is not met, and room over it for its heading, pixels.
const LOWER: f64 = 96.0;
const HEAD: f64 = 52.0;
/// Layers with a name of their own; the smallest of more share one.
const MOST: usize = 11;
/// Parts of demand from which on a gap is seen.
const VISIBLE: f64 = 0.005;
/// Parts of demand that no picture shows: the noise of sums of floats.
const NOISE: f64 = 1e-9;

/// A part of demand that is missing.
struct Missing {
    name: &'static str,
    density: f64,
    hatched: bool,
    /// Place, lower and upper edge, by month.
    edges: Vec<[f64; 3]>,
}

/// Draws the mix of one mineral.
pub(super) fn draw(findings: &Findings, mineral: &MineralFindings, small_print: &str) -> Figure {
    let layers = layers_of(findings, mineral);
    let edges = layers::edges(&layers);
    let places: Vec<f64> = (0..findings.grid.count()).map(middle).collect();
    let supplied = edges.last().cloned().unwrap_or_else(|| vec![0.0; mineral.demand.len()]);
    let missing = missing(mineral, &places);
    let title = format!("{}: supply by origin against demand", words::capital(&mineral.title));
    let height = HEIGHT + if missing.is_empty() { 0.0 } else { LOWER + HEAD };
    let mut canvas = Canvas::new(height, &title, &description(findings, mineral));
    let refilling = if mineral.clears() { "refills the inventory or is laid in" } else { "refills the inventory" };
    let above = supplied.iter().zip(&mineral.demand).any(|(supplied, demand)| supplied - demand > VISIBLE * demand);
    let inventory = if above { format!("; what is above demand {refilling} in some trials") } else { String::new() };
    let [top, bottom] = canvas.frame(&format!("means over trials, tonnes of contained metal a month{inventory}"), &[small_print]);
    let named = layers.iter().map(|layer| layer.name.as_str()).chain(["shortage"]);
    let x = [0.0, findings.grid.count() as f64];
    let highest_of = |values: &[f64]| values.iter().copied().filter(|value| value.is_finite()).fold(0.0, f64::max);
    let levels = axis::steps(highest_of(&supplied).max(highest_of(&mineral.demand)));
    let lower: Vec<f64> = missing.last().map_or_else(Vec::new, |part| part.edges.iter().map(|[_, _, high]| *high).collect());
    let lower_levels = axis::steps(highest_of(&lower));
    let across = [axis::room(&levels).max(axis::room(&lower_levels)), layers::right(named)];
    let end = if missing.is_empty() { bottom - 34.0 } else { bottom - 34.0 - LOWER - HEAD };
    let y = |levels: &[(f64, String)]| [0.0, levels.last().map_or(1.0, |(level, _)| *level)];
    let axes = Axes { across, down: [top + 14.0, end], x, y: y(&levels) };
    axis::levels(&mut canvas, &axes, &levels);
    let mut shapes = layers::shapes(&layers, &places);
    shapes.push(Shape::Line(places.iter().zip(&mineral.demand).map(|(&x, &demand)| [x, demand]).collect(), BLACK, 2.2));
    canvas.raw(&plot(&axes, height, &shapes));
    layers::beside(&mut canvas, &axes, &names(&layers, &edges, mineral));
    if missing.is_empty() {
        axis::calendar(&mut canvas, &axes, findings.grid);
    } else {
        let axes = Axes { across, down: [bottom - 34.0 - LOWER, bottom - 34.0], x, y: y(&lower_levels) };
        fan::heading(&mut canvas, bottom - 34.0 - LOWER - HEAD + 12.0, "demand that is not met, on its own scale");
        axis::levels(&mut canvas, &axes, &lower_levels);
        let bands = missing.iter().map(|part| Shape::Band(part.edges.clone(), style::SHORTAGE, part.density));
        canvas.raw(&plot(&axes, height, &bands.collect::<Vec<_>>()));
        for part in missing.iter().filter(|part| part.hatched) {
            let strokes: Vec<[f64; 3]> = part.edges.iter().map(|&[x, low, high]| [axes.left_of(x), axes.top_of(high), axes.top_of(low)]).collect();
            hatch::between(&mut canvas, &strokes, style::shade(style::SHORTAGE, 0, 3));
        }
        axis::calendar(&mut canvas, &axes, findings.grid);
        let middle = |part: &Missing| part.edges.last().map_or(0.0, |[_, low, high]| f64::midpoint(*low, *high));
        layers::beside(
            &mut canvas,
            &axes,
            &missing.iter().map(|part| (part.name.to_owned(), middle(part), Some(style::SHORTAGE))).collect::<Vec<_>>(),
        );
    }
    canvas.finish(format!("mix-{}", words::slug(&mineral.name)))
}

/// What is not met, from the lowest layer up: it belongs to other trials than what is above demand, so that it does not stand upon the supply.
fn missing(mineral: &MineralFindings, places: &[f64]) -> Vec<Missing> {
    let mut covered = vec![0.0; mineral.demand.len()];
    let parts = [("given up", "given_up", 0.18, false), ("shortage", "shortage", 0.35, true)];
    let part = |(name, series, density, hatched)| {
        let mean = |k: usize| mineral.bands(series).get(k).map_or(0.0, |band| band.mean.max(0.0));
        let edge = |(k, (&x, covered)): (usize, (&f64, &mut f64))| {
            let below = std::mem::replace(covered, *covered + mean(k));
            [x, below, *covered]
        };
        let edges: Vec<[f64; 3]> = places.iter().zip(&mut covered).enumerate().map(edge).collect();
        let is_seen = edges.iter().zip(&mineral.demand).any(|([_, low, high], demand)| high - low > VISIBLE / 5.0 * demand);
        is_seen.then_some(Missing { name, density, hatched, edges })
    };
    parts.into_iter().filter_map(part).collect()
}

/// Names with the heights beside which they stand: the middle of a layer, and demand.
fn names(layers: &[Layer], edges: &[Vec<f64>], mineral: &MineralFindings) -> Vec<(String, f64, Option<Ink>)> {
    let end = |values: &[f64]| values.last().copied().unwrap_or(0.0);
    let of_layer = |(layer, upper): (&Layer, &Vec<f64>)| (layer.name.clone(), end(upper) - end(&layer.values) / 2.0, Some(layer.ink));
    layers.iter().zip(edges).map(of_layer).chain([("demand".to_owned(), end(&mineral.demand), None)]).collect()
}

/// A layer for each origin: those with a colour in the order of the scenario, then the others by size.
fn layers_of(findings: &Findings, mineral: &MineralFindings) -> Vec<Layer> {
    let whole: f64 = mineral.demand.iter().sum();
    let size = |bands: &[Band]| bands.iter().map(|band| band.mean).sum::<f64>();
    let mut origins: Vec<&SeriesFindings> = mineral.series("supply_by_origin").filter(|series| size(&series.bands) > NOISE * whole).collect();
    let coloured: Vec<&str> = findings.report.origins.iter().filter(|origin| origin.colour.is_some()).map(|origin| origin.name.as_str()).collect();
    let rank = |name: &str| coloured.iter().position(|known| *known == name).unwrap_or(coloured.len());
    let own = |name: &str| style::origin(&findings.report, Some(name));
    let larger = |a: &[Band], b: &[Band]| size(b).partial_cmp(&size(a)).unwrap_or(Ordering::Equal);
    origins.sort_by(|a, b| rank(a.origin()).cmp(&rank(b.origin())).then(larger(&a.bands, &b.bands)));
    let rest = if origins.len() > MOST { origins.split_off(MOST - 1) } else { Vec::new() };
    let alike = |name: &str| origins.iter().filter(|other| rank(other.origin()) == rank(name)).count() + usize::from(!rest.is_empty());
    let place = |i: usize, name: &str| origins[..i].iter().filter(|other| rank(other.origin()) == rank(name)).count();
    let ink = |i: usize, name: &str| {
        let n = alike(name);
        if n < 2 { own(name) } else { style::shade(own(name), place(i, name), n) }
    };
    let mut layers: Vec<Layer> = origins
        .iter()
        .enumerate()
        .map(|(i, series)| Layer {
            name: findings.origin_title(series.origin()).to_owned(),
            ink: ink(i, series.origin()),
            values: series.bands.iter().map(|band| band.mean).collect(),
        })
        .collect();
    if !rest.is_empty() {
        let values = (0..mineral.demand.len()).map(|k| rest.iter().filter_map(|series| series.bands.get(k)).map(|band| band.mean).sum()).collect();
        layers.push(Layer { name: format!("{} others", rest.len()), ink: style::LIGHT, values });
    }
    layers
}

/// What a screen reader says: the last month by origin.
fn description(findings: &Findings, mineral: &MineralFindings) -> String {
    let last = findings.grid.label(findings.grid.count() - 1);
    let figure = |value: f64| words::rounded(value, value.abs() / 100.0);
    let supply = mineral.series("supply_by_origin");
    let supply = supply.filter_map(|series| Some(format!("{} {}", findings.origin_title(series.origin()), figure(series.bands.last()?.mean))));
    let last_of = |name: &str| mineral.bands(name).last().map_or(0.0, |band| band.mean);
    let given_up = mineral.clears().then(|| format!("given up {}", figure(last_of("given_up"))));
    let demand = mineral.demand.last().copied().unwrap_or(0.0);
    let said = supply.chain(given_up).chain([format!("shortage {}", figure(last_of("shortage"))), format!("demand {}", figure(demand))]);
    format!("Mean supply by origin in {last}, tonnes a month: {}.", said.collect::<Vec<_>>().join(", "))
}
