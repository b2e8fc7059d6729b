//! The ladders of several minerals on one page.

use super::ladder;
use crate::analyses::run::families::Family;
use crate::analyses::run::findings::Findings;
use crate::report::charts::Figure;
use crate::report::charts::canvas::{Canvas, Face, MARGIN};
use crate::report::charts::heat::{self, Place};
use crate::report::charts::style::{self, BLACK, SMALL, TEXT, WIDTH};
use crate::report::words;

/// Height of a row of cells, pixels.
const ROW: f64 = 17.0;
/// Between two maps, pixels.
const BETWEEN: f64 = 20.0;
/// Name over a map and years under it, pixels.
const HEAD_AND_YEARS: f64 = 62.0;
/// Scale, pixels.
const AROUND: f64 = 78.0;
/// What the shades are.
const SUBTITLE: &str = "probability in % of having arrived by December, by share of demand";

/// Draws all ladders, two side by side.
pub(super) fn draw(findings: &Findings, ladders: &[Family], small_print: &str) -> Figure {
    let labels: Vec<Vec<String>> = ladders.iter().map(|family| family.goals.iter().map(|goal| family.label(goal)).collect()).collect();
    let heights: Vec<f64> = labels.chunks(2).map(|pair| pair.iter().map(Vec::len).max().unwrap_or(0) as f64 * ROW + HEAD_AND_YEARS).collect();
    let height = Canvas::framed(&findings.title, SUBTITLE, &[small_print]) + AROUND + heights.iter().sum::<f64>();
    let mut canvas = Canvas::new(height, &findings.title, &description(ladders));
    let [top, _] = canvas.frame(SUBTITLE, &[small_print]);
    let face = Face::new(SMALL, BLACK);
    let left = MARGIN + labels.iter().flatten().map(|label| face.width(label)).fold(0.0, f64::max) + 8.0;
    let step = (WIDTH - MARGIN - left + BETWEEN + left - MARGIN) / 2.0;
    let width = step - (left - MARGIN) - BETWEEN;
    let mut y = top + 6.0;
    let mut shown = Vec::new();
    for ((pair, labels), height) in ladders.chunks(2).zip(labels.chunks(2)).zip(heights) {
        for (i, (family, labels)) in pair.iter().zip(labels).enumerate() {
            let across = left + i as f64 * step;
            let place = Place { across: [across, across + width], top: y + 24.0, row: ROW };
            let head = Face::new(TEXT, BLACK).bold();
            for line in head.wrap(&name(ladders, family), width, 1) {
                canvas.text(across, y + TEXT, head, &line);
            }
            let rows = ladder::rows(findings, family, labels, ladder::arrived);
            let ink = style::origin(&findings.report, family.ladder.and_then(|question| question.origin));
            heat::draw(&mut canvas, place, &rows, findings.grid, ink);
            heat::names(&mut canvas, place, &rows);
            shown.extend(rows);
        }
        y += height;
    }
    heat::scale(&mut canvas, [left, y + 2.0], ink_of_all(findings, ladders), &shown);
    canvas.finish("ladder-overview".to_owned())
}

/// The mineral, and the origin where the page shows several.
fn name(ladders: &[Family], family: &Family) -> String {
    let mineral = words::capital(family.mineral_title());
    match family.ladder.and_then(|question| question.origin) {
        Some(origin) if ladders.iter().any(|other| other.ladder.and_then(|question| question.origin) != Some(origin)) => {
            format!("{mineral}, {}", family.goals.first().map_or(origin, |goal| &goal.origin_title))
        }
        _ => mineral,
    }
}

/// The colour of the scale: that of the origin where all ladders share one.
fn ink_of_all(findings: &Findings, ladders: &[Family]) -> style::Ink {
    let mut inks = ladders.iter().map(|family| style::origin(&findings.report, family.ladder.and_then(|question| question.origin)));
    let first = inks.next().unwrap_or(style::NEUTRAL);
    if inks.all(|ink| ink == first) { first } else { style::NEUTRAL }
}

fn description(ladders: &[Family]) -> String {
    let said = ladders.iter().flat_map(|family| family.goals.iter().map(move |goal| (family, goal))).map(|(family, goal)| {
        format!("{} {}: P50 {}, never {}", family.mineral_title(), family.label(goal), words::value_text(&goal.p50), words::value_text(&goal.never))
    });
    format!("Probability by year that each share of demand has arrived. {}.", said.collect::<Vec<_>>().join("; "))
}
