//! Supply mix: mean supply by origin in layers, the demand given up and the shortage above them, against demand.

use std::cmp::Ordering;

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
    let mut covered = edges.last().cloned().unwrap_or_else(|| vec![0.0; mineral.demand.len()]);
    let highest_supply = covered.iter().copied().filter(|value| value.is_finite()).fold(0.0, f64::max);
    let missing: Vec<Missing> = [("given up", "given_up", 0.18, false), ("shortage", "shortage", 0.35, true)]
        .into_iter()
        .filter_map(|(name, series, density, hatched)| {
            let mean = |k: usize| mineral.bands(series).get(k).map_or(0.0, |band| band.mean.max(0.0));
            let edge = |(k, (&x, covered)): (usize, (&f64, &mut f64))| {
                let below = std::mem::replace(covered, *covered + mean(k));
                [x, below, *covered]
            };
            let edges: Vec<[f64; 3]> = places.iter().zip(&mut covered).enumerate().map(edge).collect();
            let is_seen = edges.iter().zip(&mineral.demand).any(|([_, low, high], demand)| high - low > VISIBLE / 5.0 * demand);
            is_seen.then_some(Missing { name, density, hatched, edges })
        })
        .collect();
    let title = format!("{}: supply by origin against demand", words::capital(&mineral.title));
    let mut canvas = Canvas::new(HEIGHT, &title, &description(findings, mineral));
    let refilling = if mineral.clears() { "refilling it or laid in" } else { "refilling it" };
    let seen = |sign: f64| covered.iter().zip(&mineral.demand).any(|(covered, demand)| sign * (covered - demand) > VISIBLE * demand);
    let inventory = match (seen(-1.0), seen(1.0)) {
        (false, false) => String::new(),
        (true, false) => "; white under demand: drawn from the inventory".to_owned(),
        (false, true) => format!("; above demand: {}", refilling.replacen("it", "the inventory", 1)),
        (true, true) => format!("; white under demand: drawn from the inventory, above demand: {refilling}"),
    };
    let [top, bottom] = canvas.frame(&format!("means over trials, tonnes of contained metal a month{inventory}"), &[small_print]);
    let highest = covered.iter().chain(&mineral.demand).copied().filter(|value| value.is_finite()).fold(highest_supply, f64::max);
    let levels = axis::steps(highest);
    let named = layers.iter().map(|layer| layer.name.as_str()).chain(["shortage"]);
    let x = [0.0, findings.grid.count() as f64];
    let axes = Axes {
        across: [axis::room(&levels), layers::right(named)],
        down: [top + 14.0, bottom - 34.0],
        x,
        y: [0.0, levels.last().map_or(1.0, |(level, _)| *level)],
    };
    axis::levels(&mut canvas, &axes, &levels);
    let mut shapes = layers::shapes(&layers, &places);
    shapes.extend(missing.iter().map(|part| Shape::Band(part.edges.clone(), style::SHORTAGE, part.density)));
    shapes.push(Shape::Line(places.iter().zip(&mineral.demand).map(|(&x, &demand)| [x, demand]).collect(), BLACK, 2.2));
    canvas.raw(&plot(&axes, HEIGHT, &shapes));
    for part in missing.iter().filter(|part| part.hatched) {
        let strokes: Vec<[f64; 3]> = part.edges.iter().map(|&[x, low, high]| [axes.left_of(x), axes.top_of(high), axes.top_of(low)]).collect();
        hatch::between(&mut canvas, &strokes, style::shade(style::SHORTAGE, 0, 3));
    }
    axis::calendar(&mut canvas, &axes, findings.grid);
    layers::beside(&mut canvas, &axes, &names(&layers, &edges, mineral, &missing));
    canvas.finish(format!("mix-{}", words::slug(&mineral.name)))
}

/// Names with the heights beside which they stand: the middle of a layer, demand, the middle of what is missing.
fn names(layers: &[Layer], edges: &[Vec<f64>], mineral: &MineralFindings, missing: &[Missing]) -> Vec<(String, f64, Option<Ink>)> {
    let end = |values: &[f64]| values.last().copied().unwrap_or(0.0);
    let mut names: Vec<_> =
        layers.iter().zip(edges).map(|(layer, upper)| (layer.name.clone(), end(upper) - end(&layer.values) / 2.0, Some(layer.ink))).collect();
    let middle = |part: &Missing| part.edges.last().map_or(0.0, |[_, low, high]| f64::midpoint(*low, *high));
    names.extend(missing.iter().map(|part| (part.name.to_owned(), middle(part), Some(style::SHORTAGE))));
    names.push(("demand".to_owned(), end(&mineral.demand), None));
    names
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
