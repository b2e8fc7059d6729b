//! Counts of a tally without its working memory, to be written to a part and read back. They are borrowed while they are written and owned once read.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{GoalTally, OriginTally, StageTally, Tally};
use crate::engine::bands::BandCounts;
use crate::engine::criticality::{PathTally, StageOnPath};
use crate::stats::{FineBins, FixedSum, MonthCounts};

/// Counts and sums over trials, each as the field of [`Tally`] of the same name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TallyCounts<'a> {
    /// Trials counted.
    pub trials: u64,
    /// Goals in the plan's order.
    pub goals: Cow<'a, [GoalTally]>,
    /// By mineral, series and year.
    pub yearly: Cow<'a, [Vec<Vec<FixedSum>>]>,
    /// Monthly bands.
    pub bands: BandCounts<'a>,
    /// Stages in the plan's order.
    pub stages: Cow<'a, [StageTally]>,
    /// Origins in the plan's order.
    pub origins: Cow<'a, [OriginTally]>,
    /// By regime, state and month.
    pub regimes: Cow<'a, [Vec<Vec<i64>>]>,
    /// Paths to the goals in the plan's order.
    pub paths: Cow<'a, [PathTally]>,
    /// By hazard.
    pub hazards: Cow<'a, [[FixedSum; 2]]>,
    /// By replicate, where there are any.
    pub replicates: Vec<TallyCounts<'a>>,
}

impl TallyCounts<'_> {
    /// Whether all counts but the bands have the shape of an empty tally: equal lengths and equal scales.
    pub(super) fn fit(&self, empty: &Tally) -> bool {
        let yearly = |a: &Vec<Vec<FixedSum>>, b: &Vec<Vec<FixedSum>>| each(a, b, |a, b| sums(a, b));
        let regime = |a: &Vec<Vec<i64>>, b: &Vec<Vec<i64>>| each(a, b, |a, b| a.len() == b.len());
        each(&self.goals, &empty.goals, goal)
            && each(&self.yearly, &empty.yearly, yearly)
            && each(&self.stages, &empty.stages, |a, b| months(&a.starts, &b.starts) && months(&a.ends, &b.ends) && scale(&a.end, &b.end))
            && each(&self.origins, &empty.origins, |a, b| sums(&a.revenue, &b.revenue) && sums(&a.royalty, &b.royalty) && sums(&a.jobs, &b.jobs))
            && each(&self.regimes, &empty.regimes, regime)
            && each(&self.paths, &empty.paths, path)
            && each(&self.hazards, &empty.hazards, |a, b| sums(a, b))
            && self.replicates.len() == empty.replicates.len()
    }
}

/// Whether there are as many, and each fits.
fn each<T>(a: &[T], b: &[T], fits: impl Fn(&T, &T) -> bool) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| fits(a, b))
}

fn scale(a: &FixedSum, b: &FixedSum) -> bool {
    a.shift() == b.shift()
}

fn sums(a: &[FixedSum], b: &[FixedSum]) -> bool {
    each(a, b, scale)
}

fn months(a: &MonthCounts, b: &MonthCounts) -> bool {
    a.counts.len() == b.counts.len()
}

fn goal(a: &GoalTally, b: &GoalTally) -> bool {
    let amount = |a: &Option<(FineBins, FixedSum)>, b: &Option<(FineBins, FixedSum)>| match (a, b) {
        (None, None) => true,
        (Some((bins, a)), Some((_, b))) => bins.is_sound() && scale(a, b),
        _ => false,
    };
    let amounts = [(&a.bridge, &b.bridge), (&a.cost, &b.cost), (&a.premium, &b.premium)];
    months(&a.arrivals, &b.arrivals)
        && a.holds.len() == b.holds.len()
        && a.parts.len() == b.parts.len()
        && each(&a.kept, &b.kept, |a, b| a.len() == b.len())
        && amounts.into_iter().all(|(a, b)| amount(a, b))
}

fn path(a: &PathTally, b: &PathTally) -> bool {
    let stage = |a: &StageOnPath, b: &StageOnPath| scale(&a.months, &b.months);
    scale(&a.before, &b.before) && scale(&a.after, &b.after) && each(&a.stages, &b.stages, stage)
}
