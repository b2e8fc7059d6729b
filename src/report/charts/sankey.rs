//! Layers of nodes joined by ribbons, from the top down, with all that turns off named at the right (after Sankey 1898).

use super::Figure;
use super::canvas::{Anchor, Canvas, Face, MARGIN};
use super::shapes::{bend, fitted, frame_height, outline, ribbon, tint};
use super::style::{self, BLACK, GREY, Ink, LEADING, TEXT, WIDTH};
use crate::report::words;
use crate::study::{Estimate, Findings};

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
pub(super) struct Node {
    /// Name.
    pub name: String,
    /// Layer, the mine's side first.
    pub layer: usize,
    /// t that enter.
    pub enters: Estimate,
    /// t that leave.
    pub leaves: f64,
    /// Of what it gives on, what came out of stock or was under way when the year began.
    pub gains: f64,
    /// Left and right edge, pixels.
    pub across: [f64; 2],
    /// Whether its name stands beside it, because it is too narrow to hold it.
    pub is_beside: bool,
    /// What turns off behind it.
    pub turns: Vec<Turn>,
}

/// What does not go on from a node.
pub(super) struct Turn {
    /// t.
    pub tonnes: f64,
    /// Where it goes.
    pub why: &'static str,
}

/// Gives each node its place across: a layer's nodes share the room evenly, widths are in proportion to tonnes; pixels to the tonne.
#[expect(clippy::cast_precision_loss, reason = "a handful of nodes")]
pub(super) fn place(nodes: &mut [(usize, Node)]) -> f64 {
    let layers = nodes.iter().map(|(_, node)| node.layer).max().unwrap_or(0) + 1;
    let slot = |count: usize| (ZONE - MARGIN) / count.max(1) as f64;
    let counts: Vec<usize> = (0..layers).map(|layer| nodes.iter().filter(|(_, node)| node.layer == layer).count()).collect();
    let scale = nodes
        .iter()
        .map(|(_, node)| (slot(counts[node.layer]) - 14.0).min(WIDEST) / node.enters.mean.max(node.leaves).max(f64::MIN_POSITIVE))
        .fold(f64::INFINITY, f64::min);
    for (layer, &count) in counts.iter().enumerate() {
        let slot = slot(count);
        for (i, (_, node)) in nodes.iter_mut().filter(|(_, node)| node.layer == layer).enumerate() {
            let (middle, half) = (MARGIN + slot * (i as f64 + 0.5), scale * node.enters.mean.max(node.leaves) / 2.0);
            node.across = [middle - half, middle + half];
            let said = said(node, &name_lines(&node.name, slot)).iter().map(|(face, text)| face.width(text)).fold(0.0, f64::max);
            let both = 2.0 * half + BESIDE + said;
            if 2.0 * half < 0.6 * said && both < slot - 8.0 {
                node.is_beside = true;
                node.across = [middle - both / 2.0, middle - both / 2.0 + 2.0 * half];
            }
        }
    }
    for i in 1..nodes.len() {
        let (before, after) = nodes.split_at_mut(i);
        let (above, below) = (&before[i - 1].1, &mut after[0].1);
        let is_alone = |node: &Node| counts[node.layer] == 1;
        if is_alone(above) && is_alone(below) {
            let width = below.across[1] - below.across[0];
            below.across = [above.across[0], above.across[0] + width]; // straight down, so that what turns off does not cross it
        }
    }
    scale
}

/// Lines of a node's name in the slot that it has.
fn name_lines(name: &str, slot: f64) -> Vec<String> {
    let (face, room) = (Face::new(TEXT, BLACK).bold(), slot - 8.0);
    face.wrap(name, room, 2).into_iter().map(|line| fitted(face, &line, room)).collect()
}

/// What is written on a node: its name, the tonnes that enter, and what came from before.
fn said(node: &Node, lines: &[String]) -> Vec<(Face, String)> {
    let (face, bold) = (Face::new(TEXT, BLACK), Face::new(TEXT, BLACK).bold());
    let mut said: Vec<(Face, String)> = lines.iter().map(|line| (bold, line.clone())).collect();
    said.push((face, with_error(&node.enters)));
    if node.gains > 0.0 {
        said.push((face, format!("+{} t from before", words::rounded(node.gains, node.gains / 10.0))));
    }
    said
}

/// Draws the nodes of a chain (with pixels to the tonne) and its links; with the findings go the origin and the small print.
#[expect(clippy::cast_precision_loss, reason = "a handful of nodes")]
pub(super) fn paint(
    title: &str,
    name: String,
    chain: (&[(usize, Node)], f64),
    links: &[(usize, usize, f64)],
    about: (&Findings, &str, &str),
) -> Figure {
    let ((nodes, per_tonne), (findings, origin, small_print)) = (chain, about);
    let layers = nodes.iter().map(|(_, node)| node.layer).max().unwrap_or(0) + 1;
    let inside = |layer: usize| nodes.iter().map(|(_, node)| node).filter(move |node| node.layer == layer);
    let slot = |layer: usize| (ZONE - MARGIN) / inside(layer).count().max(1) as f64;
    let names: Vec<Vec<Vec<String>>> = (0..layers).map(|layer| inside(layer).map(|node| name_lines(&node.name, slot(layer))).collect()).collect();
    let gains = |layer: usize| usize::from(nodes.iter().any(|(_, node)| node.layer == layer && node.gains > 0.0));
    let depth = |layer: usize| LINE * (1 + names[layer].iter().map(Vec::len).max().unwrap_or(1) + gains(layer)) as f64 + 8.0;
    let turns = |layer: usize| nodes.iter().filter(move |(_, node)| node.layer == layer).flat_map(|(_, node)| &node.turns);
    let gap = |layer: usize| {
        let labels: f64 = turns(layer).map(|turn| turn_height(turn, per_tonne)).sum();
        if layer + 1 == layers { 0.0 } else { (labels + 12.0).max(GAP) }
    };
    let subtitle = format!("contained metal entering, mean of {} trials ± standard error; widths in proportion", words::count(findings.flows.trials));
    let height = (0..layers).map(|layer| depth(layer) + gap(layer)).sum::<f64>() + frame_height(title, &subtitle, &[small_print]) + 24.0;
    let mut canvas = Canvas::new(height, title, &description(nodes));
    let [top, _] = canvas.frame(&subtitle, &[small_print]);
    let ink = style::origin(origin);
    let tops: Vec<f64> = (0..layers).map(|layer| top + 12.0 + (0..layer).map(|above| depth(above) + gap(above)).sum::<f64>()).collect();
    let mut used = vec![[0.0_f64; 2]; nodes.len()]; // pixels given away below and above each node
    for &(from, to, tonnes) in links {
        let (a, b, width) = (&nodes[from].1, &nodes[to].1, per_tonne * tonnes);
        let above = [a.across[0] + used[from][0], a.across[0] + used[from][0] + width];
        let below = [b.across[0] + used[to][1], b.across[0] + used[to][1] + width];
        used[from][0] += width;
        used[to][1] += width;
        ribbon(&mut canvas, (above, tops[a.layer] + depth(a.layer)), (below, tops[b.layer]), ink, 0.4);
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
    for (layer, &top) in tops.iter().enumerate() {
        for (i, node) in inside(layer).enumerate() {
            write_node(&mut canvas, node, &names[layer][i], (top, depth(layer)), ink);
        }
    }
    canvas.finish(name)
}

fn write_node(canvas: &mut Canvas, node: &Node, lines: &[String], (top, depth): (f64, f64), ink: Ink) {
    canvas.rect([node.across[0], top], [node.across[1], top + depth], tint(ink, 0.22));
    outline(canvas, [node.across[0], top], [node.across[1], top + depth], style::shade(ink, 0, 3), 1.5, "");
    let said = said(node, lines);
    let half = said.iter().map(|(face, text)| face.width(text) / 2.0).fold(0.0, f64::max);
    let middle = f64::midpoint(node.across[0], node.across[1]).max(MARGIN + half).min(ZONE - half);
    let mut y = top + 4.0 + TEXT * 0.9;
    for (face, text) in said {
        if node.is_beside {
            canvas.text(node.across[1] + BESIDE, y, face, &text);
        } else {
            canvas.text(middle, y, face.at(Anchor::Middle), &text);
        }
        y += LINE;
    }
}

/// Mean tonnes with their standard error: `53 ± 1 t`.
fn with_error(tonnes: &Estimate) -> String {
    let error = tonnes.standard_error;
    let error = if error > 0.0 { format!(" ± {}", words::rounded(error, error)) } else { String::new() };
    format!("{}{error} t", words::estimate(tonnes))
}

/// Lines of the label of what turns off.
fn turn_lines(turn: &Turn) -> Vec<String> {
    Face::new(TEXT, GREY).wrap(turn.why, WIDTH - MARGIN - TURNS - 8.0, 2)
}

/// Height of what turns off, the taller of its ribbon and its label.
#[expect(clippy::cast_precision_loss, reason = "one or two lines")]
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
    let said = nodes.iter().map(|(_, node)| {
        let turns = node.turns.iter().map(|turn| format!(", {} t {}", words::rounded(turn.tonnes, turn.tonnes / 10.0), turn.why));
        format!("{} {} t{}", node.name, words::estimate(&node.enters), turns.collect::<String>())
    });
    format!("Mean tonnes from mine to market: {}.", said.collect::<Vec<_>>().join("; "))
}
