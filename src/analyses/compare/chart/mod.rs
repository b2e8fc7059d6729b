//! Figures of a comparison: arrival curves and paired differences.

mod curves;
mod differences;

pub use curves::goal_figure;
pub use differences::differences;

use super::findings::CompareFindings;
use crate::report::charts::Figure;

/// All figures: the curves of each goal, then the differences of all goals.
#[must_use]
pub fn figures(found: &CompareFindings, print: &str) -> Vec<Figure> {
    let curves = found.goals.iter().filter_map(|(goal, _)| goal_figure(found, goal, print));
    curves.chain(differences(found, print)).collect()
}
