//! What is kept of all trials: counts and fixed-point sums only, so that parts merge to the same bytes in any order.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::batch::Batch;
use super::criticality::{Openings, PathTally};
use super::dispatch::vectorised;
use super::earnings;
use super::jobs::job_years;
use super::lanes::Lanes;
use super::market::MineralRun;
use super::series::Series;
use super::yearly::{Years, first};
use crate::chance::LANES;
use crate::plan::Plan;
use crate::stats::{FineBins, FixedSum, MonthCounts};

use super::bands::Bands;
use super::counts::TallyCounts;

/// What is kept of one goal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GoalTally {
    /// Arrivals by month, and never.
    pub arrivals: MonthCounts,
    /// Trials that lost it again.
    pub lost: u64,
    /// Trials in which it holds, by month.
    pub holds: Vec<u64>,
    /// Shortage until arrival, t, where the goal names one mineral.
    pub bridge: Option<(FineBins, FixedSum)>,
    /// Its cost, USD, where all minerals named have a price.
    pub cost: Option<(FineBins, FixedSum)>,
}

/// What is kept of one stage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StageTally {
    /// Starts by month; those before the scenario count as month 0.
    pub starts: MonthCounts,
    /// Ends by month.
    pub ends: MonthCounts,
    /// Ends in months, where it ends.
    pub end: FixedSum,
    /// Trials in which it is on the longest path to the arrival of some goal.
    pub critical: u64,
}

/// Sums of what an origin earns, by year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OriginTally {
    /// USD of exports.
    pub revenue: Vec<FixedSum>,
    /// USD of royalty.
    pub royalty: Vec<FixedSum>,
    /// Job-years.
    pub jobs: Vec<FixedSum>,
}

/// Counts and sums over trials.
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    /// Trials counted.
    pub trials: u64,
    /// Goals in the plan's order.
    pub goals: Vec<GoalTally>,
    years: Years,
    /// [`Series::of`] each mineral, and whether it is 0 until a route brings something.
    series: Vec<Vec<(Series, bool)>>,
    /// By mineral and series in the order of [`Series::of`], by year.
    pub yearly: Vec<Vec<Vec<FixedSum>>>,
    /// Monthly bands of the same series.
    pub bands: Bands,
    /// Stages in the plan's order.
    pub stages: Vec<StageTally>,
    /// Origins in the plan's order.
    pub origins: Vec<OriginTally>,
    /// By regime and state, trials in that state at the middle of each month.
    pub regimes: Vec<Vec<Vec<i64>>>,
    /// The longest paths to goals, in the plan's order.
    pub paths: Vec<PathTally>,
    openings: Openings,
    /// By hazard, incidents and those that struck something, over all the horizon.
    pub hazards: Vec<[FixedSum; 2]>,
    /// The same of each replicate of a designed plan by itself, without bands; empty where trials are drawn at random.
    pub replicates: Vec<Tally>,
}

impl Tally {
    /// An empty tally of a plan.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        let replicates = plan.design.map_or(0, |design| design.replicates);
        let bare = Self::bare(plan);
        Self { bands: Bands::new(plan), replicates: (0..replicates).map(|_| bare.clone()).collect(), ..bare }
    }

    /// One that keeps neither bands nor replicates.
    fn bare(plan: &Plan) -> Self {
        let years = plan.grid.years().count();
        let sums = |scale: f64| vec![fixed(scale); years];
        let goals = plan.goals.goals.iter().map(|goal| {
            let tonnes = goal.minerals.iter().map(|&m| plan.minerals[m].scale).fold(0.0, f64::max);
            let priced = goal.minerals.iter().all(|&m| plan.minerals[m].price.is_some());
            let price = goal.minerals.iter().map(|&m| plan.minerals[m].price_scale).fold(0.0, f64::max);
            GoalTally {
                arrivals: MonthCounts::new(plan.months()),
                lost: 0,
                holds: vec![0; plan.months()],
                bridge: (goal.minerals.len() == 1).then(|| (FineBins::default(), fixed(tonnes))),
                cost: priced.then(|| (FineBins::default(), fixed(tonnes * price))),
            }
        });
        let yearly = plan.minerals.iter().map(|mineral| Series::of(mineral).iter().map(|series| sums(series.scale(mineral))).collect());
        let stage = || StageTally { starts: MonthCounts::new(plan.months()), ends: MonthCounts::new(plan.months()), end: fixed(1000.0), critical: 0 };
        let money = plan.minerals.iter().map(|mineral| mineral.scale * mineral.price_scale).fold(1.0, f64::max);
        Self {
            trials: 0,
            goals: goals.collect(),
            years: Years::new(plan),
            series: plan
                .minerals
                .iter()
                .map(|mineral| Series::of(mineral).into_iter().map(|series| (series, series.is_brought(mineral))).collect())
                .collect(),
            yearly: yearly.collect(),
            bands: Bands::default(),
            stages: plan.schedule.stages.iter().map(|_| stage()).collect(),
            origins: plan.origins.iter().map(|_| OriginTally { revenue: sums(money), royalty: sums(money), jobs: sums(1e4) }).collect(),
            regimes: plan.policy.regimes.iter().map(|regime| vec![vec![0; plan.months() + 1]; regime.states.len()]).collect(),
            paths: plan.goals.goals.iter().map(|_| PathTally::new(plan)).collect(),
            openings: Openings::new(plan),
            hazards: vec![[fixed(1e4), fixed(1e4)]; plan.security.hazards.len()],
            replicates: Vec::new(),
        }
    }

    /// Counts the first `count` lanes of one mineral's run, while it is at hand; the first lane is trial `first`, and all are of one replicate, where
    /// there are any.
    pub fn add_mineral(&mut self, plan: &Plan, m: usize, run: &MineralRun, first: u64, count: usize) {
        self.bands.add(m, run, first, count);
        let sums = if let Some(design) = plan.design { &mut self.replicates[design.replicate(first)].yearly[m] } else { &mut self.yearly[m] };
        for (((series, is_brought), (_, totals)), sums) in self.series[m].iter().zip(&run.totals).zip(sums) {
            self.years.add(totals, if *is_brought { run.begins } else { 0 }, series.is_level(), sums, count);
        }
    }

    /// Counts the first `count` lanes of a batch whose minerals have all been counted; [`pool`](Self::pool) ends it where there are replicates.
    pub fn add(&mut self, plan: &Plan, batch: &Batch, first: u64, count: usize) {
        self.bands.advance(first, count);
        match plan.design {
            Some(design) => self.replicates[design.replicate(first)].add_all(plan, batch, count),
            None => self.add_all(plan, batch, count),
        }
    }

    /// Adds all replicates up; once, after the last trial.
    pub fn pool(&mut self) {
        let replicates = std::mem::take(&mut self.replicates);
        for replicate in &replicates {
            self.merge(replicate);
        }
        self.replicates = replicates;
    }

    fn add_all(&mut self, plan: &Plan, batch: &Batch, count: usize) {
        self.trials += count as u64;
        vectorised(
            #[inline(always)]
            || self.add_goals(plan, batch, count),
        );
        self.add_stages(plan, batch, count);
        for (origin, tally) in plan.origins.iter().zip(&mut self.origins) {
            if origin.priced {
                earnings::add(plan, origin, batch, &self.years, tally, count);
            }
            if !origin.stages.is_empty() || !origin.nodes.is_empty() {
                self.years.add(&self.years.totals(&job_years(plan, origin, batch)), 0, false, &mut tally.jobs, count);
            }
        }
        vectorised(
            #[inline(always)]
            || self.add_states(plan, batch, count),
        );
    }

    /// Regimes and hazards.
    #[inline(always)]
    fn add_states(&mut self, plan: &Plan, batch: &Batch, count: usize) {
        let months = plan.months();
        for (entries, states) in batch.policy.entries.iter().zip(&mut self.regimes) {
            for entry in entries.iter().filter(|entry| entry.lane < count) {
                states[entry.state][middle_from(entry.from, months)] += 1;
                states[entry.state][middle_from(entry.to, months)] -= 1;
            }
        }
        for (counts, sums) in batch.security.counts.iter().zip(&mut self.hazards) {
            for (kind, sum) in sums.iter_mut().enumerate() {
                sum.add_lanes(&first(Lanes::from_fn(|lane| f64::from(counts[lane][kind])), count).0);
            }
        }
    }

    #[inline(always)]
    fn add_goals(&mut self, plan: &Plan, batch: &Batch, count: usize) {
        let valid = valid(count);
        for ((goal, run), tally) in plan.goals.goals.iter().zip(&batch.goals.goals).zip(&mut self.goals) {
            for (holds, bits) in tally.holds.iter_mut().zip(&run.holds) {
                *holds += u64::from((bits & valid).count_ones());
            }
            tally.lost += u64::from((run.lost & valid).count_ones());
            for lane in 0..count {
                tally.arrivals.add(run.arrival[lane]);
            }
            if let Some((bins, sum)) = &mut tally.bridge {
                run.bridge[0].0[..count].iter().for_each(|&bridge| bins.add(bridge));
                sum.add_lanes(&first(run.bridge[0], count).0);
            }
            if let Some((bins, sum)) = &mut tally.cost {
                let costs = goal.minerals.iter().zip(&run.bridge).fold(Lanes::ZERO, |costs, (&m, bridge)| {
                    costs + plan.minerals[m].price.map_or(Lanes::ZERO, |slot| batch.values[slot.0]) * *bridge
                });
                costs.0[..count].iter().for_each(|&cost| bins.add(cost));
                sum.add_lanes(&first(costs, count).0);
            }
        }
    }

    fn add_stages(&mut self, plan: &Plan, batch: &Batch, count: usize) {
        let critical = self.openings.add(plan, batch, count, &mut self.paths);
        for (tally, lanes) in self.stages.iter_mut().zip(critical) {
            tally.critical += u64::from(lanes.count_ones());
        }
        vectorised(
            #[inline(always)]
            || self.add_ends(plan, batch, count),
        );
    }

    #[inline(always)]
    fn add_ends(&mut self, plan: &Plan, batch: &Batch, count: usize) {
        for (s, tally) in self.stages.iter_mut().enumerate() {
            let (starts, ends) = (batch.schedule.starts[s], batch.schedule.ends[s]);
            for lane in 0..count {
                tally.starts.add(month_of(starts.0[lane], plan.months()));
                tally.ends.add(month_of(ends.0[lane], plan.months()));
            }
            tally.end.add_lanes(&first(Lanes::from_fn(|lane| if ends.0[lane].is_finite() { ends.0[lane] } else { 0.0 }), count).0);
        }
    }

    /// What was counted, to be kept or sent elsewhere.
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

    /// A tally of the plan that counted this; `None` where it is the count of another plan.
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

    /// Takes over what another tally of the same plan counted.
    pub fn merge(&mut self, other: &Self) {
        self.trials += other.trials;
        for (a, b) in self.goals.iter_mut().zip(&other.goals) {
            a.arrivals.merge(&b.arrivals);
            a.lost += b.lost;
            a.holds.iter_mut().zip(&b.holds).for_each(|(a, b)| *a += b);
            for (a, b) in [(&mut a.bridge, &b.bridge), (&mut a.cost, &b.cost)] {
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

/// A bit for each of the first `count` lanes.
fn valid(count: usize) -> u8 {
    if count >= LANES { u8::MAX } else { (1 << count) - 1 }
}

/// An empty sum of figures of about that size.
fn fixed(scale: f64) -> FixedSum {
    FixedSum::new(FixedSum::shift_for(scale))
}

/// The month in which a time falls; before the scenario counts as month 0, never as `None`.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "clamped to the months")]
fn month_of(time: f64, months: usize) -> Option<usize> {
    (time < months as f64).then(|| time.max(0.0) as usize)
}

/// The first month whose middle is at or past a time.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "clamped to the months")]
fn middle_from(time: f64, months: usize) -> usize {
    (time - 0.5).ceil().clamp(0.0, months as f64) as usize
}
