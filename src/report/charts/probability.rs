//! Probability over time: axes of months against probabilities, and the curve of an estimate with its intervals.

use super::plot::{Axes, Shape};
use super::style::Ink;
use crate::report::words;
use crate::units::Quantity;

/// Space for the labels of probabilities, pixels.
pub(crate) const LEFT: f64 = 62.0;

/// Axes of months against probabilities from 0 to 1.
pub(crate) fn chance_axes(months: usize, down: [f64; 2], right: f64) -> Axes {
    Axes { across: [LEFT, right], down, x: [0.0, months as f64], y: [0.0, 1.0] }
}

/// Grid lines at the probabilities of P10, P50 and P90.
pub(crate) fn chances() -> Vec<(f64, String)> {
    [0.0, 0.1, 0.5, 0.9, 1.0].into_iter().map(|chance| (chance, words::threshold(chance))).collect()
}

/// Curve of a probability by month with its band of intervals; the probability of month k is drawn at the end of the month.
pub(crate) fn curve(by_month: &[Quantity], band: Ink, line: Ink) -> [Shape; 2] {
    let months = || by_month.iter().enumerate().map(|(k, share)| ((k + 1) as f64, share, share.number()));
    let edges = months().map(|(end, share, value)| [end, share.low.unwrap_or(value), share.high.unwrap_or(value)]);
    [Shape::Band(edges.collect(), band, 0.3), Shape::Line(months().map(|(end, _, value)| [end, value]).collect(), line, 2.5)]
}

/// Place of the end of a month at a probability.
pub(crate) fn end_of(axes: &Axes, month: usize, chance: f64) -> [f64; 2] {
    axes.at((month + 1) as f64, chance)
}
