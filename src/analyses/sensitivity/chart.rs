//! Figures of `adit sensitivity`: Sobol' indices by cause, and rank correlations of inputs.

use super::findings::{CauseIndices, GoalSensitivity, ranked};
use super::wording;
use crate::report::charts::{CorrelationBar, CorrelationBars, Figure, PairRow, PairedBars};
use crate::report::words;

/// Single elements drawn, at most.
const MOST_ELEMENTS: usize = 10;
/// Inputs drawn, at most.
const MOST_INPUTS: usize = 12;

/// Sobol' indices of the months until arrival of a goal, groups first; empty but for its frame where it has none.
#[must_use]
pub fn index_figure(goal: &GoalSensitivity, small_print: &str) -> Figure {
    let bars = |one: &CauseIndices| PairRow::Pair { label: wording::cause(&one.cause), values: [one.first_order.clone(), one.total.clone()] };
    let mut rows = Vec::new();
    if let Some(indices) = goal.months_until_arrival.indices() {
        rows.push(PairRow::Heading("Groups".to_owned()));
        rows.extend(ranked(&indices.groups).into_iter().map(bars));
        rows.push(PairRow::Heading("Single elements".to_owned()));
        rows.extend(ranked(&indices.elements).into_iter().take(MOST_ELEMENTS).map(bars));
        rows.extend(indices.left_out.as_ref().map(bars));
    }
    PairedBars {
        name: format!("sobol-{}", words::slug(&goal.goal)),
        title: &wording::goal(goal),
        subtitle: "Sobol’ indices of the months until arrival, 95% intervals: dark first-order, light total (with all interactions)",
        headings: ["first-order", "total"],
        axis: "% of the variance",
        rows: &rows,
        small_print,
    }
    .draw()
}

/// Partial rank correlations of inputs with the months until arrival; `None` where none differs from 0.
#[must_use]
pub fn correlation_figure(goal: &GoalSensitivity, small_print: &str) -> Option<Figure> {
    let clear = goal.clear_correlations().into_iter().take(MOST_INPUTS);
    let rows: Vec<CorrelationBar> =
        clear.map(|one| CorrelationBar { label: wording::element(&one.input), bar: one.main().clone(), ring: one.spearman.clone() }).collect();
    let bars = CorrelationBars {
        name: format!("tornado-{}", words::slug(&goal.goal)),
        title: &wording::goal(goal),
        subtitle: "inputs drawn once a trial: partial rank correlation with the months until arrival, 95% intervals; ring: without holding other inputs constant",
        ends: ["← larger: sooner", "larger: later →"],
        rows: &rows,
        small_print,
    };
    (!rows.is_empty()).then(|| bars.draw())
}
