//! Layers of nodes joined by ribbons, from the top down, with all that turns off named at the right (after Sankey 1898).

use super::Figure;
use super::canvas::{Anchor, Canvas, Face, MARGIN};
use super::shapes::{bend, fitted, frame_height, outline, ribbon, tint};
use super::style::{self, BLACK, GREY, Ink, LEADING, TEXT, WIDTH};
use crate::report::words;
use crate::units::{Quantity, Unit};

/// Right edge of the nodes, pixels; what turns off is named to the right of it.
const ZONE: f64 = 424.0;
/// Where what turns off ends, pixels.
const TURNS: f64 = 448.0;
/// Height of a line of text, pixels.
const LINE: f64 = TEXT * LEADING;
/// Height of a gap between layers in which nothing turns off, pixels.
const GAP: f64 = 34.0;
/// Space between a narrow node and its name, pixels.
const BESIDE: f64 = 7.0;
/// Width of the largest node, pixels.
const WIDEST: f64 = 250.0;

/// A node with the tonnes of one year.
pub(crate) struct Node {
    /// Name.
    pub name: String,
    /// Layer, the mine's side first.
    pub layer: usize,
    /// t that enter.
    pub enters: Quantity,
    /// t that leave.
    pub leaves: f64,
    /// Of what it gives on, what came out of stock or was under way when the year began.
    pub gains: f64,
    /// Left and right edge, pixels.
    pub across: [f64; 2],
    /// What turns off behind it.
    pub turns: Vec<Turn>,
    /// Where its name stands.
    pub label: Label,
}

/// Where a node's name stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Label {
    /// On it.
    On,
    /// Beside it, because it is too narrow to hold it.
    Beside,
    /// It has none: what passes a layer without a node in it.
    Passing,
}

impl Node {
    /// Largest of what enters and what leaves, t: what its width stands for.
    fn tonnes(&self) -> f64 {
        self.enters.number().max(self.leaves)
    }

    /// What passes a layer on its way to a later one.
    pub fn passing(layer: usize, tonnes: f64) -> Self {
        let enters = Quantity::exact(tonnes, Unit::TONNES_A_YEAR);
        Self { name: String::new(), layer, enters, leaves: tonnes, gains: 0.0, across: [0.0; 2], turns: Vec::new(), label: Label::Passing }
    }

    /// Part of a layer's room that it takes against others: what merely passes needs no name.
    fn weight(&self) -> f64 {
        if self.label == Label::Passing { 0.3 } else { 1.0 }
    }
}

/// What does not go on from a node.
pub(crate) struct Turn {
    /// t.
    pub tonnes: f64,
    /// Where it goes.
    pub why: &'static str,
}

/// Gives each node its place across: a layer's nodes share the room evenly, widths are in proportion to tonnes; pixels to the tonne.
pub(crate) fn place(nodes: &mut [(usize, Node)]) -> f64 {
    let layers = nodes.iter().map(|(_, node)| node.layer).max().unwrap_or(0) + 1;
    let weights: Vec<f64> = (0..layers).map(|layer| inside(nodes, layer).map(Node::weight).sum()).collect();
    let slot = |node: &Node| (ZONE - MARGIN) * node.weight() / weights[node.layer];
    let widest = |node: &Node| if node.label == Label::Passing { slot(node) - 4.0 } else { (slot(node) - 14.0).min(WIDEST) };
    let scale = nodes.iter().map(|(_, node)| widest(node) / node.tonnes().max(f64::MIN_POSITIVE)).fold(f64::INFINITY, f64::min);
    for layer in 0..layers {
        let mut left = MARGIN;
        for (_, node) in nodes.iter_mut().filter(|(_, node)| node.layer == layer) {
            let (slot, width) = (slot(node), scale * node.tonnes());
            let middle = left + slot / 2.0;
            left += slot;
            node.across = [middle - width / 2.0, middle + width / 2.0];
            if node.label == Label::Passing {
                continue;
            }
            let on = widest_line(&said(node, width - 8.0));
            let beside = widest_line(&said(node, slot - width - BESIDE - 8.0));
            let is_cut = said(node, width - 8.0).iter().any(|(_, line)| line.ends_with('…'));
            if (on > width - 6.0 || is_cut) && width + BESIDE + beside <= slot - 4.0 {
                node.label = Label::Beside;
                let both = width + BESIDE + beside;
                node.across = [middle - both / 2.0, middle - both / 2.0 + width];
            }
        }
    }
    for i in 1..nodes.len() {
        let (before, after) = nodes.split_at_mut(i);
        let (above, below) = (&before[i - 1].1, &mut after[0].1);
        let is_alone = |node: &Node| weights[node.layer] <= 1.0;
        if is_alone(above) && is_alone(below) {
            let width = below.across[1] - below.across[0];
            below.across = [above.across[0], above.across[0] + width]; // straight down, so that what turns off does not cross it
        }
    }
    scale
}

/// Nodes of one layer.
fn inside(nodes: &[(usize, Node)], layer: usize) -> impl Iterator<Item = &Node> {
    nodes.iter().map(|(_, node)| node).filter(move |node| node.layer == layer)
}

fn widest_line(said: &[(Face, String)]) -> f64 {
    said.iter().map(|(face, text)| face.width(text)).fold(0.0, f64::max)
}

/// Where there is room for nothing else, lines of a name stay this wide, pixels.
const NARROWEST: f64 = 60.0;

/// What is written on or beside a node in so many pixels: its name, the tonnes that enter, and what came from before.
fn said(node: &Node, room: f64) -> Vec<(Face, String)> {
    if node.label == Label::Passing {
        return Vec::new();
    }
    let room = room.max(NARROWEST);
    let (face, bold) = (Face::new(TEXT, BLACK), Face::new(TEXT, BLACK).bold());
    let mut said: Vec<(Face, String)> = bold.wrap(&node.name, room, 3).iter().map(|line| (bold, fitted(bold, line, room))).collect();
    let value = with_error(&node.enters);
    let mut figures = match value.split_once(" ± ") {
        Some((mean, error)) if face.width(&value) > room => vec![format!("{mean} t"), format!("± {error}")],
        _ => vec![value],
    };
    if node.gains > 0.0 {
        let gains = words::rounded(node.gains, node.gains / 10.0);
        figures.extend(face.wrap(&format!("+{gains} t from before"), room, 2));
    }
    said.extend(figures.into_iter().map(|line| (face, line)));
    said
}

/// Draws the nodes of a chain (with pixels to the tonne) and its links in a colour; the means rest on so many trials.
pub(crate) fn paint(
    title: &str,
    name: String,
    chain: (&[(usize, Node)], f64),
    links: &[(usize, usize, f64)],
    (ink, trials, small_print): (Ink, u64, &[&str]),
) -> Figure {
    let (nodes, per_tonne) = chain;
    let layers = nodes.iter().map(|(_, node)| node.layer).max().unwrap_or(0) + 1;
    let weight = |layer: usize| inside(nodes, layer).map(Node::weight).sum::<f64>();
    let room = |node: &Node| {
        let (slot, width) = ((ZONE - MARGIN) * node.weight() / weight(node.layer), node.across[1] - node.across[0]);
        match node.label {
            Label::Beside => slot - width - BESIDE - 8.0,
            _ if widest_line(&said(node, width - 8.0)) <= width - 6.0 => width - 8.0,
            _ => slot - 8.0,
        }
    };
    let labels: Vec<Vec<(Face, String)>> = nodes.iter().map(|(_, node)| said(node, room(node))).collect();
    let tallest =
        |layer: usize| nodes.iter().zip(&labels).filter(|((_, node), _)| node.layer == layer).map(|(_, said)| said.len()).max().unwrap_or(0);
    let depth = |layer: usize| LINE * tallest(layer) as f64 + 8.0;
    let turns = |layer: usize| nodes.iter().filter(move |(_, node)| node.layer == layer).flat_map(|(_, node)| &node.turns);
    let gap = |layer: usize| {
        let labels: f64 = turns(layer).map(|turn| turn_height(turn, per_tonne)).sum();
        if layer + 1 == layers { 0.0 } else { (labels + 12.0).max(GAP) }
    };
    let subtitle = format!("contained metal entering, mean of {} ± standard error; widths in proportion", words::trials(trials));
    let height = (0..layers).map(|layer| depth(layer) + gap(layer)).sum::<f64>() + frame_height(title, &subtitle, small_print) + 24.0;
    let mut canvas = Canvas::new(height, title, &description(nodes));
    let [top, _] = canvas.frame(&subtitle, small_print);
    let tops: Vec<f64> = (0..layers).map(|layer| top + 12.0 + (0..layer).map(|above| depth(above) + gap(above)).sum::<f64>()).collect();
    let mut used = vec![[0.0_f64; 2]; nodes.len()]; // pixels given away below and above each node
    let mut ribbons = Vec::new();
    for &(from, to, tonnes) in links {
        let (a, b, width) = (&nodes[from].1, &nodes[to].1, per_tonne * tonnes);
        let above = [a.across[0] + used[from][0], a.across[0] + used[from][0] + width];
        let below = [b.across[0] + used[to][1], b.across[0] + used[to][1] + width];
        used[from][0] += width;
        used[to][1] += width;
        ribbons.push(((above, tops[a.layer] + depth(a.layer)), (below, tops[b.layer])));
    }
    for (layer, &top) in tops.iter().enumerate() {
        let mut y = top + depth(layer) + 8.0;
        for (i, (_, node)) in nodes.iter().enumerate().rev().filter(|(_, (_, node))| node.layer == layer) {
            used[i][0] += per_tonne * node.turns.iter().map(|turn| turn.tonnes).sum::<f64>();
            for turn in node.turns.iter().rev() {
                let width = per_tonne * turn.tonnes;
                used[i][0] -= width; // from the right, so that no two cross
                let from = node.across[0] + used[i][0];
                bend(&mut canvas, ([from, from + width], top + depth(layer)), ([y, y + width], TURNS), GREY, 0.7);
                write_turn(&mut canvas, turn, y);
                y += turn_height(turn, per_tonne);
            }
        }
    }
    for (above, below) in ribbons {
        ribbon(&mut canvas, above, below, ink, 0.4); // over what turns off, which may cross it
    }
    for ((_, node), said) in nodes.iter().zip(&labels) {
        write_node(&mut canvas, node, said, (tops[node.layer], depth(node.layer)), ink);
    }
    canvas.finish(name)
}

fn write_node(canvas: &mut Canvas, node: &Node, said: &[(Face, String)], (top, depth): (f64, f64), ink: Ink) {
    let [left, right] = node.across;
    if node.label == Label::Passing {
        ribbon(canvas, ([left, right], top), ([left, right], top + depth), ink, 0.4); // as the ribbons that it joins
        return;
    }
    canvas.rect([left, top], [right, top + depth], tint(ink, 0.22));
    outline(canvas, [left, top], [right, top + depth], style::shade(ink, 0, 3), 1.5, "");
    let half = widest_line(said) / 2.0;
    let middle = f64::midpoint(left, right).max(MARGIN + half).min(ZONE - half);
    let mut y = top + 4.0 + TEXT * 0.9;
    for &(face, ref text) in said {
        if node.label == Label::Beside {
            canvas.text(right + BESIDE, y, face, text);
        } else {
            canvas.text(middle, y, face.at(Anchor::Middle), text);
        }
        y += LINE;
    }
}

/// Mean tonnes with their standard error: `53 ± 1 t`.
fn with_error(tonnes: &Quantity) -> String {
    let error = tonnes.standard_error.filter(|error| *error > 0.0).map_or_else(String::new, |error| format!(" ± {}", words::rounded(error, error)));
    format!("{}{error} t", amount(tonnes))
}

fn amount(tonnes: &Quantity) -> String {
    words::rounded(tonnes.number(), tonnes.standard_error.unwrap_or(0.0))
}

/// Lines of the label of what turns off.
fn turn_lines(turn: &Turn) -> Vec<String> {
    Face::new(TEXT, GREY).wrap(turn.why, WIDTH - MARGIN - TURNS - 8.0, 2)
}

/// Height of what turns off, the taller of its ribbon and its label.
fn turn_height(turn: &Turn, per_tonne: f64) -> f64 {
    (LINE * (1 + turn_lines(turn).len()) as f64).max(per_tonne * turn.tonnes) + 6.0
}

fn write_turn(canvas: &mut Canvas, turn: &Turn, y: f64) {
    let mut base = y + TEXT * 0.85;
    canvas.text(TURNS + 8.0, base, Face::new(TEXT, BLACK).bold(), &format!("{} t", words::rounded(turn.tonnes, turn.tonnes / 10.0)));
    for line in turn_lines(turn) {
        base += LINE;
        canvas.text(TURNS + 8.0, base, Face::new(TEXT, GREY), &line);
    }
}

/// What a screen reader says: what enters each node and what turns off there.
fn description(nodes: &[(usize, Node)]) -> String {
    let said = nodes.iter().filter(|(_, node)| node.label != Label::Passing).map(|(_, node)| {
        let turns = node.turns.iter().map(|turn| format!(", {} t {}", words::rounded(turn.tonnes, turn.tonnes / 10.0), turn.why));
        format!("{} {} t{}", node.name, amount(&node.enters), turns.collect::<String>())
    });
    format!("Mean tonnes from mine to market: {}.", said.collect::<Vec<_>>().join("; "))
}
