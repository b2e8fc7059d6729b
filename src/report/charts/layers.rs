//! Layers over time, one upon the other, with their names beside their ends.

use super::canvas::{Canvas, Face, MARGIN};
use super::labels;
use super::plot::{Axes, Shape};
use super::style::{BLACK, GREY, Ink, TEXT, WIDTH};

/// Widest a name may be, pixels.
const WIDEST: f64 = 150.0;
/// From the drawing to the names, pixels.
const LEADER: f64 = 18.0;

/// One layer.
pub(crate) struct Layer {
    /// Name.
    pub name: String,
    /// Colour.
    pub ink: Ink,
    /// Its thickness at each place.
    pub values: Vec<f64>,
}

/// Upper edge of each layer at each place, from the lowest layer up.
pub(crate) fn edges(layers: &[Layer]) -> Vec<Vec<f64>> {
    let mut top: Vec<f64> = Vec::new();
    let mut edges = Vec::new();
    for layer in layers {
        top.resize(layer.values.len().max(top.len()), 0.0);
        for (edge, value) in top.iter_mut().zip(&layer.values) {
            *edge += value;
        }
        edges.push(top.clone());
    }
    edges
}

/// The layers over the places x, each parted from the next by a thin white line.
pub(crate) fn shapes(layers: &[Layer], x: &[f64]) -> Vec<Shape> {
    let edges = edges(layers);
    let mut shapes = Vec::new();
    for (i, layer) in layers.iter().enumerate() {
        let below = |at: usize| if i == 0 { 0.0 } else { edges[i - 1].get(at).copied().unwrap_or(0.0) };
        let band = x.iter().zip(&edges[i]).enumerate().map(|(at, (&x, &upper))| [x, below(at), upper]);
        shapes.push(Shape::Band(band.collect(), layer.ink, 1.0));
    }
    for edge in &edges {
        shapes.push(Shape::Line(x.iter().zip(edge).map(|(&x, &y)| [x, y]).collect(), (255, 255, 255), 0.8));
    }
    shapes
}

/// Right edge of the drawing that leaves room for names.
pub(crate) fn right<'a>(names: impl Iterator<Item = &'a str>) -> f64 {
    let widest = names.map(|name| Face::new(TEXT, BLACK).bold().width(name)).fold(0.0, f64::max);
    WIDTH - MARGIN - LEADER - widest.min(WIDEST)
}

/// Names beside the heights that they stand for, each with a key of its colour; `None` where it is a line.
pub(crate) fn beside(canvas: &mut Canvas, axes: &Axes, names: &[(String, f64, Option<Ink>)]) {
    // from the top down: names of one height keep the order of their layers
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by(|&a, &b| names[b].1.total_cmp(&names[a].1).then(b.cmp(&a)));
    let wanted: Vec<f64> = order.iter().map(|&i| axes.top_of(names[i].1)).collect();
    let places = labels::spread(&wanted, TEXT * 1.1, axes.down[0], axes.down[1]);
    for ((&i, end), place) in order.iter().zip(wanted).zip(places) {
        let (name, _, ink) = &names[i];
        let face = Face::new(TEXT, BLACK);
        canvas.line([axes.across[1] + 1.0, end], [axes.across[1] + LEADER - 4.0, place], ink.unwrap_or(BLACK), 2.0, "");
        for line in face.wrap(name, WIDEST, 1) {
            canvas.text(axes.across[1] + LEADER, place + TEXT * 0.32, if ink.is_none() { face.bold() } else { Face { ink: GREY, ..face } }, &line);
        }
    }
}
