//! Figure of the effects: the difference of the probability with its 95% interval, the largest first.

use super::findings::SourcesFindings;
use crate::report::charts::{self, ALLIES, Figure, Mark, RangeRow, Ranges, Sign};
use crate::report::words;

/// Inputs in the figure, at most.
const IN_FIGURE: usize = 15;

/// Effects of the leading inputs, or of the processes that they are part of.
pub(super) fn effects(found: &SourcesFindings, print: &str) -> Figure {
    let rows: Vec<RangeRow> = found
        .leading(IN_FIGURE)
        .into_iter()
        .map(|(name, _, effect)| {
            let points = |value: Option<f64>| 100.0 * value.unwrap_or(f64::NAN);
            let difference = &effect.probability;
            RangeRow {
                label: name.to_owned(),
                note: words::value_text(difference),
                wide: Some([points(difference.low), points(difference.high)]),
                narrow: None,
                marks: vec![(Mark::Ring, points(difference.value))],
            }
        })
        .collect();
    let ends = rows.iter().filter_map(|row| row.wide).fold([0.0_f64, 0.0_f64], |[low, high], [from, to]| [low.min(from), high.max(to)]);
    let margin = 0.06 * (ends[1] - ends[0]).max(1.0);
    let axis = [ends[0] - margin, ends[1] + margin];
    Ranges {
        name: "effects".to_owned(),
        title: "Effect of each input on the probability",
        subtitle: &format!("“{}” by the end of {}, each input changed over its own uncertainty", found.goal_title, found.month),
        what: "percentage points",
        axis,
        ticks: charts::ticks(axis, true),
        legend: vec![(Sign::Mark(Mark::Ring), "effect"), (Sign::Wide, "95% interval")],
        rows: &rows,
        print,
        ink: ALLIES,
        labels: 300.0,
        notes: 50.0,
    }
    .draw()
}
