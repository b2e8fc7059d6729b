//! Merging tallies of parts: writing counts, reading them back, and adding them up.

use std::borrow::Cow;

use super::{Tally, TallyCounts};
use crate::plan::Plan;
use crate::stats::FixedSum;

impl Tally {
    /// The counts, to be written.
    #[must_use]
    pub fn counts(&self) -> TallyCounts<'_> {
        TallyCounts {
            trials: self.trials,
            goals: Cow::Borrowed(&self.goals),
            yearly: Cow::Borrowed(&self.yearly),
            bands: self.bands.counts(),
            stages: Cow::Borrowed(&self.stages),
            origins: Cow::Borrowed(&self.origins),
            regimes: Cow::Borrowed(&self.regimes),
            paths: Cow::Borrowed(&self.paths),
            hazards: Cow::Borrowed(&self.hazards),
            replicates: self.replicates.iter().map(Self::counts).collect(),
        }
    }

    /// A tally of the plan with these counts; `None` where they are of another plan.
    #[must_use]
    pub fn with_counts(plan: &Plan, counts: TallyCounts) -> Option<Self> {
        Self::new(plan).filled(counts)
    }

    /// An empty tally with these counts.
    fn filled(self, counts: TallyCounts) -> Option<Self> {
        let empty = self;
        if !counts.fit(&empty) {
            return None;
        }
        let TallyCounts { trials, goals, yearly, bands, stages, origins, regimes, paths, hazards, replicates } = counts;
        Some(Self {
            trials,
            goals: goals.into_owned(),
            yearly: yearly.into_owned(),
            bands: empty.bands.with_counts(bands)?,
            stages: stages.into_owned(),
            origins: origins.into_owned(),
            regimes: regimes.into_owned(),
            paths: paths.into_owned(),
            hazards: hazards.into_owned(),
            replicates: empty.replicates.into_iter().zip(replicates).map(|(empty, counts)| empty.filled(counts)).collect::<Option<_>>()?,
            ..empty
        })
    }

    /// Adds the counts of another tally of the same plan.
    pub fn merge(&mut self, other: &Self) {
        self.trials += other.trials;
        for (a, b) in self.goals.iter_mut().zip(&other.goals) {
            a.arrivals.merge(&b.arrivals);
            a.lost += b.lost;
            a.kept.iter_mut().flatten().zip(b.kept.iter().flatten()).for_each(|(a, b)| *a += b);
            a.holds.iter_mut().zip(&b.holds).for_each(|(a, b)| *a += b);
            a.parts.iter_mut().flatten().zip(b.parts.iter().flatten()).for_each(|(a, b)| *a += b);
            for (a, b) in [(&mut a.bridge, &b.bridge), (&mut a.cost, &b.cost), (&mut a.premium, &b.premium)] {
                if let (Some((bins, sum)), Some((other_bins, other_sum))) = (a, b) {
                    bins.merge(other_bins);
                    sum.merge(other_sum);
                }
            }
        }
        let merge_sums = |a: &mut [FixedSum], b: &[FixedSum]| a.iter_mut().zip(b).for_each(|(a, b)| a.merge(b));
        for (a, b) in self.yearly.iter_mut().flatten().zip(other.yearly.iter().flatten()) {
            merge_sums(a, b);
        }
        self.bands.merge(&other.bands);
        self.paths.iter_mut().zip(&other.paths).for_each(|(a, b)| a.merge(b));
        for (a, b) in self.stages.iter_mut().zip(&other.stages) {
            a.starts.merge(&b.starts);
            a.ends.merge(&b.ends);
            a.end.merge(&b.end);
            a.critical += b.critical;
        }
        for (a, b) in self.origins.iter_mut().zip(&other.origins) {
            merge_sums(&mut a.revenue, &b.revenue);
            merge_sums(&mut a.royalty, &b.royalty);
            merge_sums(&mut a.jobs, &b.jobs);
        }
        for (a, b) in self.regimes.iter_mut().flatten().flatten().zip(other.regimes.iter().flatten().flatten()) {
            *a += b;
        }
        for (a, b) in self.hazards.iter_mut().zip(&other.hazards) {
            merge_sums(a, b);
        }
        self.replicates.iter_mut().zip(&other.replicates).for_each(|(a, b)| a.merge(b));
    }
}
