//! Figures of a sweep: a map for two paths, lines for one, dots and panels for more.

mod dots;
mod heat;
mod line;
mod panels;

use super::Figure;
use super::canvas::Face;
use super::style::{self, BLACK, Ink, SMALL, TEXT};
use crate::report::sweep::{Shape, said};
use crate::study::sweep::SweepFound;

/// Figures of one goal, by what was varied.
#[must_use]
pub fn sweep(found: &SweepFound, goal: usize, print: &str) -> Vec<Figure> {
    let years = 0..found.question.years.len();
    match Shape::of(&found.question.design) {
        Shape::Square => {
            let chances = years.map(|year| heat::map(found, goal, heat::Shows::Chance(year), print));
            chances.chain([heat::map(found, goal, heat::Shows::Median, print)]).collect()
        }
        Shape::Line => match found.question.design.numbers(0) {
            Some(numbers) if numbers.len() > 1 => vec![line::chances(found, goal, &numbers, print), line::months(found, goal, &numbers, print)],
            _ => years.map(|year| dots::chances(found, goal, year, print)).collect(),
        },
        Shape::Cloud => std::iter::once(dots::chances(found, goal, 0, print)).chain(panels::panels(found, goal, print)).collect(),
    }
}

/// The colour of what a goal asks about.
fn goal_ink(found: &SweepFound, goal: usize) -> Ink {
    found.question.goals[goal].colour.as_deref().and_then(style::ink).unwrap_or(style::ALLIES)
}

/// Paths with their units: `clearance.duration, months`.
fn named(found: &SweepFound) -> Vec<String> {
    let names = said::short_paths(&found.question.design.paths);
    names.into_iter().zip(&found.question.units).map(|(name, unit)| if unit.is_empty() { name } else { format!("{name}, {unit}") }).collect()
}

/// The size at which all these texts fit into so much room, where there is one.
fn values_fit(texts: &[&str], width: f64, height: f64) -> Option<f64> {
    let fits = |size: &f64| *size * 1.1 <= height && texts.iter().all(|text| Face::new(*size, BLACK).width(text) <= width);
    [TEXT, SMALL].into_iter().find(fits)
}
