//! All that one pass over the trials of a run accumulates: findings are a function of it alone.

use std::borrow::Cow;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::accumulate::{Accumulator, accumulate};
use super::batch::Batch;
use super::draw::Keys;
use super::examples::Examples;
use super::flows::FlowTally;
use super::given::GivenTally;
use super::market::MineralRun;
use super::outcomes::OutcomeRuns;
use super::tally::{Tally, TallyCounts};
use crate::plan::Plan;

/// Trials from the first on whose inputs and outcomes are kept one by one.
const KEPT: u64 = 4_096;

/// What one pass over trials accumulates.
#[derive(Clone, Debug, PartialEq)]
pub struct RunTally {
    /// Counts and sums over all trials.
    pub tally: Tally,
    /// Inputs and outcomes of the first 4 096 trials.
    pub first: OutcomeRuns,
    /// Flows through the chain, over the first 1 024 trials.
    pub flows: FlowTally,
    /// Series of the first three trials.
    pub examples: Examples,
    /// Counts among the trials in which the conditions of the plan hold; of no trials where these were not evaluated.
    pub given: GivenTally,
}

/// The same, to be written to a part and read back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunCounts<'a> {
    /// Counts and sums over all trials.
    pub tally: TallyCounts<'a>,
    /// Inputs and outcomes of the first trials.
    pub first: Cow<'a, OutcomeRuns>,
    /// Flows through the chain.
    pub flows: Cow<'a, FlowTally>,
    /// Series of the first three trials.
    pub examples: Cow<'a, Examples>,
    /// Counts among the trials in which the conditions of the plan hold.
    pub given: Cow<'a, GivenTally>,
}

impl RunTally {
    /// No trials yet.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        Self::of(plan, Tally::new(plan))
    }

    fn of(plan: &Plan, tally: Tally) -> Self {
        Self { tally, first: OutcomeRuns::new(KEPT, true), flows: FlowTally::new(plan), examples: Examples::default(), given: GivenTally::new(plan) }
    }

    /// What was accumulated, to be written.
    #[must_use]
    pub fn counts(&self) -> RunCounts<'_> {
        RunCounts {
            tally: self.tally.counts(),
            first: Cow::Borrowed(&self.first),
            flows: Cow::Borrowed(&self.flows),
            examples: Cow::Borrowed(&self.examples),
            given: Cow::Borrowed(&self.given),
        }
    }

    /// What was written by a run of this plan; `None` where it is of another plan.
    #[must_use]
    pub fn with_counts(plan: &Plan, counts: RunCounts) -> Option<Self> {
        let RunCounts { tally, first, flows, examples, given } = counts;
        let whole = Self {
            tally: Tally::with_counts(plan, tally)?,
            first: first.into_owned(),
            flows: flows.into_owned(),
            examples: examples.into_owned(),
            given: given.into_owned(),
        };
        let fits = whole.first.fits(plan, KEPT) && whole.flows.fits(&FlowTally::new(plan)) && whole.examples.fits(plan);
        (fits && whole.given.fits(&GivenTally::new(plan)) && whole.given.is_within(&whole.tally)).then_some(whole)
    }
}

impl Accumulator for RunTally {
    const ALL_SERIES: bool = true;

    fn prepare(&mut self, plan: &Plan, batch: &mut Batch, first: u64, count: usize) {
        self.tally.prepare(plan, batch, first, count);
        self.first.prepare(plan, batch, first, count);
        self.flows.prepare(plan, batch, first, count);
    }

    fn add_mineral(&mut self, plan: &Plan, m: usize, run: &MineralRun, first: u64, count: usize) {
        self.tally.add_mineral(plan, m, run, first, count);
        self.first.add_mineral(plan, m, run, first, count);
        self.examples.add_mineral(plan, m, run, first, count);
    }

    fn add(&mut self, plan: &Plan, batch: &Batch, first: u64, count: usize) {
        self.tally.add(plan, batch, first, count);
        self.first.add(plan, batch, first, count);
        self.flows.add(plan, batch, first, count);
    }

    fn finish(&mut self) {
        self.tally.finish();
        self.examples.finish();
    }

    fn merge(&mut self, other: Self) {
        Accumulator::merge(&mut self.tally, other.tally);
        self.first.merge(other.first);
        self.flows.merge(other.flows);
        self.examples.merge(other.examples);
        self.given.merge(&other.given);
    }
}

impl RunTally {
    /// Runs a range of trials on the threads of `pool` and adds them, and returns what accumulators made by `beside` make of the same trials. All threads
    /// count the monthly bands in the bins of this tally.
    pub fn add_trials<A: Accumulator>(
        &mut self,
        plan: &Plan,
        keys: &Keys,
        trials: Range<u64>,
        pool: &rayon::ThreadPool,
        progress: &(dyn Fn(u64) + Sync),
        beside: impl Fn() -> A + Sync,
    ) -> A {
        let count = trials.end.saturating_sub(trials.start);
        let bands = self.tally.bands.share();
        let new = || (Self::of(plan, Tally::of_at_most(plan, count).sharing(&bands)), beside());
        let (part, beside) = accumulate(plan, keys, trials, pool, progress, new);
        self.tally.bands.take_back(&bands);
        self.merge(part);
        beside
    }
}

/// Runs a range of trials on the threads of `pool` and accumulates all that a run needs of them.
#[must_use]
pub fn run_trials(plan: &Plan, seed: u64, trials: Range<u64>, pool: &rayon::ThreadPool, progress: &(dyn Fn(u64) + Sync)) -> RunTally {
    let mut run = RunTally::new(plan);
    run.add_trials(plan, &Keys::new(plan, seed), trials, pool, progress, || ());
    run
}

/// Runs a range of trials on the threads of `pool` and counts them only.
#[must_use]
pub fn simulate(plan: &Plan, seed: u64, trials: Range<u64>, pool: &rayon::ThreadPool, progress: &(dyn Fn(u64) + Sync)) -> Tally {
    let count = trials.end.saturating_sub(trials.start);
    accumulate(plan, &Keys::new(plan, seed), trials, pool, progress, || Tally::of_at_most(plan, count))
}
