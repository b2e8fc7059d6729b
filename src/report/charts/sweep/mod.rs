//! Figures of a sweep.

use super::Figure;
use crate::study::sweep::SweepFound;

/// Figures of one goal, by what was varied.
#[must_use]
pub fn sweep(_found: &SweepFound, _goal: usize, _print: &str) -> Vec<Figure> {
    Vec::new()
}
