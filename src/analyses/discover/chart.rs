//! Figures of `adit discover`: for each box the histograms of its limits and its peeling trajectory.

use super::findings::{ColumnKind, DiscoverFindings, FoundBox};
use super::sample::Side;
use crate::report::charts::{Figure, HistogramRow, Histograms, Trajectory, Values};
use crate::report::words;

/// Histograms of the limits of the box of this index.
pub(super) fn limits(found: &DiscoverFindings, i: usize, one: &FoundBox, print: &str) -> Figure {
    let (verb, cases) = if found.of_failures { ("fail", "trials that fail") } else { ("arrive", "trials that arrive") };
    let rows = one.limits.iter().map(|limit| HistogramRow {
        label: &limit.text,
        values: match limit.kind {
            ColumnKind::Number => Values::Numbers,
            ColumnKind::Flag => Values::Flags,
            ColumnKind::Date => Values::Dates,
        },
        unit: &limit.unit,
        limit: limit.value,
        inside_above: limit.side == Side::Above,
        ends: limit.histogram.ends,
        all: &limit.histogram.all,
        of_interest: &limit.histogram.of_interest,
        never: limit.histogram.never,
    });
    Histograms {
        name: format!("limits-{}", i + 1),
        title: &format!("Box {}: {} of these trials {verb}", i + 1, words::quantity(&one.density)),
        subtitle: &format!("“{}” by the end of {}. Pale: all trials; dark: {cases}, darker inside the limit", found.goal_title, found.year),
        rows: rows.collect(),
        print,
    }
    .draw()
}

/// Peeling trajectory of the box of this index.
pub(super) fn trajectory(found: &DiscoverFindings, i: usize, one: &FoundBox, print: &str) -> Figure {
    Trajectory {
        name: format!("trajectory-{}", i + 1),
        title: &format!("Box {}: coverage against density", i + 1),
        cases: if found.of_failures { "failures" } else { "arrivals" },
        steps: one.trajectory.iter().map(|step| [step.coverage, step.density]).collect(),
        taken: one.step,
        fresh: [&one.coverage, &one.density],
        print,
    }
    .draw()
}
