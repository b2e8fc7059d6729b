//! Numbers of a box, counted on trials that the search did not use.

use super::findings::{ColumnKind, FoundBox, FoundLimit, Histogram, TrajectoryStep};
use super::phrases::phrase;
use super::sample::{Count, Limit, Sample};
use super::search::{Searched, SearchedBox, lacking};
use crate::analyses::estimates::proportion;
use crate::study::{Holds, TrialColumn};
use crate::units::{Quantity, Unit};

/// Bins of a histogram.
const BINS: usize = 30;
/// Share of the points beyond each end of the bins, so that a long tail does not compress the rest.
const TAIL: f64 = 0.01;

/// The i-th box with its limits, counted on the fresh trials outside the boxes before it.
pub(super) fn found_box(searched: &Searched, i: usize, found: &SearchedBox, fresh: &Sample, columns: &[TrialColumn]) -> FoundBox {
    let before: Vec<Vec<Limit>> = searched.boxes[..i].iter().map(|found| found.limits.clone()).collect();
    let left = fresh.outside(&before);
    let (all, inside) = (fresh.count(&[]), left.count(&found.limits));
    let lacking = lacking(&left, &found.limits);
    let limits = found.limits.iter().enumerate().map(|(which, limit)| FoundLimit {
        column: columns[limit.dimension].name.clone(),
        unit: columns[limit.dimension].unit.clone(),
        kind: kind(columns[limit.dimension].holds),
        text: String::new(),
        side: limit.side,
        value: limit.value,
        quasi_p: found.quasi_p[which],
        confirmed_p: found.confirmed_p[which],
        selected_again: proportion(found.again[which][0], found.again[which][1], Unit::SHARE),
        density_without: density(lacking[which], Unit::SHARE),
        histogram: histogram(fresh, limit.dimension, columns[limit.dimension].holds),
    });
    FoundBox {
        limits: limits.zip(&found.limits).map(|(one, limit)| FoundLimit { text: phrase(&columns[limit.dimension], &one), ..one }).collect(),
        density: density(inside, Unit::SHARE),
        coverage: proportion(inside.hits, all.hits, Unit::SHARE),
        mass: proportion(inside.points, all.points, Unit::SHARE),
        trials_inside: inside.points,
        of_interest_inside: inside.hits,
        density_in_search: density(found.found, Unit::SHARE),
        trajectory: found.trajectory.iter().map(|step| trajectory_step(step.inside, found.whole, step.limits.len())).collect(),
        step: found.step,
    }
}

/// Density with its interval.
pub(super) fn density(count: Count, unit: Unit) -> Quantity {
    proportion(count.hits, count.points, unit)
}

fn kind(holds: Holds) -> ColumnKind {
    match holds {
        _ if holds.is_flag() => ColumnKind::Flag,
        _ if holds.is_date() => ColumnKind::Date,
        _ => ColumnKind::Number,
    }
}

fn trajectory_step(inside: Count, whole: Count, limits: usize) -> TrajectoryStep {
    let share = |part: u64, all: u64| part as f64 / (all as f64).max(1.0);
    TrajectoryStep { mass: share(inside.points, whole.points), coverage: share(inside.hits, whole.hits), density: inside.density(), limits }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a bin's place")]
fn histogram(sample: &Sample, dimension: usize, holds: Holds) -> Histogram {
    let column = &sample.values[dimension];
    let mut finite: Vec<f64> = column.iter().copied().filter(|value| value.is_finite()).collect();
    finite.sort_by(f64::total_cmp);
    let at = |p: f64| finite.get(((p * finite.len() as f64) as usize).min(finite.len().saturating_sub(1))).copied().unwrap_or(0.0);
    let ends = if holds.is_flag() { [0.0, 1.0] } else { [at(TAIL), at(1.0 - TAIL)] };
    let bins = if holds.is_flag() { 2 } else { BINS };
    let mut histogram = Histogram { ends, all: vec![0; bins], of_interest: vec![0; bins], never: [0; 2] };
    for (&value, &hit) in column.iter().zip(&sample.hits) {
        if value.is_finite() {
            let place = (value - ends[0]) / (ends[1] - ends[0]).max(f64::MIN_POSITIVE) * bins as f64;
            let bin = (place.max(0.0) as usize).min(bins - 1);
            histogram.all[bin] += 1;
            histogram.of_interest[bin] += u64::from(hit);
        } else {
            histogram.never[0] += 1;
            histogram.never[1] += u64::from(hit);
        }
    }
    histogram
}
