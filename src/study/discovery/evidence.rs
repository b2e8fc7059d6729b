//! What is said of a box, counted on trials that took no part in finding it.

use super::sample::{Count, Limit, Sample, Side};
use super::search::{Searched, SearchedBox, lacking};
use crate::study::Share;
use crate::study::columns::{Holds, TrialColumn};
use crate::study::estimate::share;

/// Bins of a spread.
const BINS: usize = 30;
/// Share of the points beyond each end of the bins, so that a long tail does not press all else together.
const TAIL: f64 = 0.01;

/// A box with what is said of it.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundBox {
    /// Limits.
    pub limits: Vec<FoundLimit>,
    /// Share of the trials inside that are of interest.
    pub density: Share,
    /// Share of all trials of interest that lie inside.
    pub coverage: Share,
    /// Share of all trials that lie inside.
    pub mass: Share,
    /// Fresh trials inside, and those of interest among them.
    pub inside: [u64; 2],
    /// Its density on the trials on which it was found, for comparison.
    pub found_density: Share,
    /// The peeling: mass, coverage and density of each box on the way on the trials on which it was found, and how many limits it has.
    pub trajectory: Vec<[f64; 4]>,
    /// Step of the peeling that the box comes from.
    pub step: usize,
}

/// One limit of a box.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundLimit {
    /// The column.
    pub column: TrialColumn,
    /// What lies inside.
    pub side: Side,
    /// Where it stands, in the column's unit.
    pub value: f64,
    /// Quasi-p value on the trials on which the box was found.
    pub quasi_p: f64,
    /// The same on the trials on which it was confirmed.
    pub confirmed_p: f64,
    /// In what share of repetitions on half of the trials the column came up again.
    pub again: Share,
    /// Density of the box without this limit.
    pub without: Share,
    /// How the column is spread over all trials, and over those of interest.
    pub spread: Spread,
}

/// A histogram.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// Left end of the first bin and right end of the last; what lies beyond is counted in these bins.
    pub ends: [f64; 2],
    /// All trials by bin.
    pub all: Vec<u64>,
    /// Those of interest.
    pub hits: Vec<u64>,
    /// All trials, and those of interest, in which it is never.
    pub never: [u64; 2],
}

/// What is said of the i-th box.
pub(super) fn found_box(searched: &Searched, i: usize, found: &SearchedBox, fresh: &Sample, columns: &[TrialColumn]) -> FoundBox {
    let before: Vec<Vec<Limit>> = searched.boxes[..i].iter().map(|found| found.limits.clone()).collect();
    let left = fresh.outside(&before);
    let (all, inside) = (fresh.count(&[]), left.count(&found.limits));
    let lacking = lacking(&left, &found.limits);
    let limits = found.limits.iter().enumerate().map(|(which, limit)| FoundLimit {
        column: columns[limit.dimension].clone(),
        side: limit.side,
        value: limit.value,
        quasi_p: found.quasi_p[which],
        confirmed_p: found.confirmed_p[which],
        again: share(found.again[which][0], found.again[which][1]),
        without: of(lacking[which]),
        spread: spread(fresh, limit.dimension, columns[limit.dimension].holds),
    });
    FoundBox {
        limits: limits.collect(),
        density: of(inside),
        coverage: share(inside.hits, all.hits),
        mass: share(inside.points, all.points),
        inside: [inside.points, inside.hits],
        found_density: of(found.found),
        trajectory: found.trajectory.iter().map(|step| milestone(step.inside, found.whole, step.limits.len())).collect(),
        step: found.step,
    }
}

/// The density of what was counted.
pub(super) fn of(count: Count) -> Share {
    share(count.hits, count.points)
}

fn milestone(inside: Count, whole: Count, limits: usize) -> [f64; 4] {
    let share = |part: u64, all: u64| part as f64 / (all as f64).max(1.0);
    [share(inside.points, whole.points), share(inside.hits, whole.hits), inside.density(), limits as f64]
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a bin's place")]
fn spread(sample: &Sample, dimension: usize, holds: Holds) -> Spread {
    let column = &sample.values[dimension];
    let mut finite: Vec<f64> = column.iter().copied().filter(|value| value.is_finite()).collect();
    finite.sort_by(f64::total_cmp);
    let at = |p: f64| finite.get(((p * finite.len() as f64) as usize).min(finite.len().saturating_sub(1))).copied().unwrap_or(0.0);
    let ends = if holds.is_flag() { [0.0, 1.0] } else { [at(TAIL), at(1.0 - TAIL)] };
    let bins = if holds.is_flag() { 2 } else { BINS };
    let mut spread = Spread { ends, all: vec![0; bins], hits: vec![0; bins], never: [0; 2] };
    for (&value, &hit) in column.iter().zip(&sample.hits) {
        if value.is_finite() {
            let place = (value - ends[0]) / (ends[1] - ends[0]).max(f64::MIN_POSITIVE) * bins as f64;
            let bin = (place.max(0.0) as usize).min(bins - 1);
            spread.all[bin] += 1;
            spread.hits[bin] += u64::from(hit);
        } else {
            spread.never[0] += 1;
            spread.never[1] += u64::from(hit);
        }
    }
    spread
}
