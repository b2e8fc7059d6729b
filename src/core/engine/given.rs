//! Counts of the goals among the trials in which conditions hold, beside those of all trials.

use serde::{Deserialize, Serialize};

use super::accumulate::Accumulator;
use super::batch::Batch;
use super::processes::Processes;
use super::tally::Tally;
use super::trial_rows::{TrialRow, row};
use crate::plan::Plan;
use crate::stats::MonthCounts;

/// Counts among the trials in which one condition holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenCounts {
    /// Trials in which it holds.
    pub trials: u64,
    /// Months of arrival in these trials, by goal.
    pub goals: Vec<MonthCounts>,
}

/// Counts among the trials in which each condition of a plan holds: integers, so that parts merge to the same bytes in any order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenTally {
    /// Trials in which the conditions were evaluated.
    pub trials: u64,
    /// By replicate of a designed sample (one where trials are drawn at random), then by condition.
    pub counts: Vec<Vec<GivenCounts>>,
}

impl GivenTally {
    /// No trials yet.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        let goals = || plan.goals.goals.iter().map(|_| MonthCounts::new(plan.months())).collect();
        let conditions = || plan.report.given.iter().map(|_| GivenCounts { trials: 0, goals: goals() }).collect();
        Self { trials: 0, counts: (0..plan.design.map_or(1, |design| design.replicates)).map(|_| conditions()).collect() }
    }

    /// Whether the counts have the shape of an empty tally.
    pub(super) fn fits(&self, empty: &Self) -> bool {
        let goals = |a: &MonthCounts, b: &MonthCounts| a.counts.len() == b.counts.len();
        let counts = |a: &GivenCounts, b: &GivenCounts| a.goals.len() == b.goals.len() && a.goals.iter().zip(&b.goals).all(|(a, b)| goals(a, b));
        let conditions = |a: &Vec<GivenCounts>, b: &Vec<GivenCounts>| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| counts(a, b));
        self.counts.len() == empty.counts.len() && self.counts.iter().zip(&empty.counts).all(|(a, b)| conditions(a, b))
    }

    /// Whether they can be counts of some of the trials of a tally of the same shape: no more trials in any month.
    pub(super) fn is_within(&self, tally: &Tally) -> bool {
        let wholes: Vec<&Tally> = if tally.replicates.is_empty() { vec![tally] } else { tally.replicates.iter().collect() };
        let months = |part: &MonthCounts, whole: &MonthCounts| {
            part.never <= whole.never && part.counts.iter().zip(&whole.counts).all(|(part, whole)| part <= whole)
        };
        let counts = |part: &GivenCounts, whole: &Tally| {
            part.trials <= whole.trials && part.goals.iter().zip(&whole.goals).all(|(part, whole)| months(part, &whole.arrivals))
        };
        [0, tally.trials].contains(&self.trials) && self.counts.iter().zip(wholes).all(|(parts, whole)| parts.iter().all(|part| counts(part, whole)))
    }

    /// Adds the counts of other trials of the same plan.
    pub fn merge(&mut self, other: &Self) {
        self.trials += other.trials;
        for (a, b) in self.counts.iter_mut().flatten().zip(other.counts.iter().flatten()) {
            a.trials += b.trials;
            a.goals.iter_mut().zip(&b.goals).for_each(|(a, b)| a.merge(b));
        }
    }
}

/// Which conditions hold in a trial, in the order of the plan.
pub type Holding<'a> = &'a (dyn Fn(&TrialRow) -> Vec<bool> + Sync);

/// Accumulates the counts of a [`GivenTally`].
pub struct Given<'a> {
    processes: &'a Processes,
    holding: Holding<'a>,
    tally: GivenTally,
}

impl<'a> Given<'a> {
    /// No trials yet; `holding` receives rows with these process summaries.
    #[must_use]
    pub fn new(plan: &Plan, processes: &'a Processes, holding: Holding<'a>) -> Self {
        Self { processes, holding, tally: GivenTally::new(plan) }
    }

    /// The counts.
    #[must_use]
    pub fn into_tally(self) -> GivenTally {
        self.tally
    }
}

impl Accumulator for Given<'_> {
    fn add(&mut self, plan: &Plan, batch: &Batch, first: u64, count: usize) {
        if plan.report.given.is_empty() {
            return;
        }
        let summaries = self.processes.of(plan, batch);
        let counts = &mut self.tally.counts[plan.design.map_or(0, |design| design.replicate(first))];
        for lane in 0..count {
            let row = row(plan, batch, &summaries, first, lane);
            for (counts, _) in counts.iter_mut().zip((self.holding)(&row)).filter(|(_, holds)| *holds) {
                counts.trials += 1;
                counts.goals.iter_mut().zip(&row.arrivals).for_each(|(counts, arrival)| counts.add(*arrival));
            }
        }
        self.tally.trials += count as u64;
    }

    fn merge(&mut self, other: Self) {
        self.tally.merge(&other.tally);
    }
}
