//! Figures of a sweep: a map for two paths, lines for one, ranges and panels for more.

mod dots;
mod heat;
mod line;
mod panels;

use super::findings::{Shape, SweepFindings};
use crate::report::charts::Figure;
use crate::report::charts::canvas::Face;
use crate::report::charts::style::{self, BLACK, Ink, SMALL, TEXT};

/// Figures of one goal, by the shape of the sweep.
#[must_use]
pub fn figures(found: &SweepFindings, goal: usize, print: &str) -> Vec<Figure> {
    let years = found.years.iter().copied();
    match found.shape() {
        Shape::Square => {
            let chances = years.map(|year| heat::map(found, goal, heat::Shows::Chance(year), print));
            chances.chain([heat::map(found, goal, heat::Shows::Median, print)]).collect()
        }
        Shape::Line => match found.numbers(0) {
            Some(numbers) if numbers.len() > 1 => vec![line::chances(found, goal, &numbers, print), line::months(found, goal, &numbers, print)],
            _ => years.map(|year| dots::chances(found, goal, year, print)).collect(),
        },
        Shape::Cloud => years.take(1).map(|year| dots::chances(found, goal, year, print)).chain(panels::panels(found, goal, print)).collect(),
    }
}

/// Colour of the origin of a goal.
fn goal_ink(found: &SweepFindings, goal: usize) -> Ink {
    found.goals[goal].colour.as_deref().and_then(style::ink).unwrap_or(style::ALLIES)
}

/// Size at which all these texts fit into a cell, if there is one.
fn values_fit(texts: &[&str], width: f64, height: f64) -> Option<f64> {
    let fits = |size: &f64| *size * 1.1 <= height && texts.iter().all(|text| Face::new(*size, BLACK).width(text) <= width);
    [TEXT, SMALL].into_iter().find(fits)
}
