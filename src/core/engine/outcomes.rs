//! Outcomes of the goals trial by trial, for paired comparisons, attributions and searches.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::accumulate::{Accumulator, accumulate};
use super::batch::Batch;
use super::draw::Keys;
use super::lanes::Lanes;
use super::market::MineralRun;
use crate::plan::Plan;

/// Columns over a range of trials, in order.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Outcomes {
    /// Number of the first trial.
    pub first: u64,
    /// Month of arrival, by goal and trial.
    pub arrivals: Vec<Vec<Option<usize>>>,
    /// Whether it was lost again, by goal and trial.
    pub lost: Vec<Vec<bool>>,
    /// Stock that bridges the wait until the month before arrival, to the horizon where it never comes: t, by goal and trial; not a number for a goal
    /// over several minerals.
    pub bridge: Vec<Vec<f64>>,
    /// What that stock costs, all minerals of the goal together: USD, by goal and trial; not a number for a goal with a mineral without a price.
    pub cost: Vec<Vec<f64>>,
    /// Shortage summed over all months: t, by mineral and trial.
    pub shortage: Vec<Vec<f64>>,
    /// Numbers drawn once a trial in the order of [`Plan::draws`], by draw and trial; empty unless asked for.
    pub inputs: Vec<Vec<f64>>,
}

/// Equality bit by bit, so that NaN equals NaN.
impl PartialEq for Outcomes {
    fn eq(&self, other: &Self) -> bool {
        let columns = |of: &Self| -> Vec<Vec<u64>> {
            let all = of.bridge.iter().chain(&of.cost).chain(&of.shortage).chain(&of.inputs);
            all.map(|column| column.iter().map(|value| value.to_bits()).collect()).collect()
        };
        (self.first, &self.arrivals, &self.lost) == (other.first, &other.arrivals, &other.lost) && columns(self) == columns(other)
    }
}

impl Outcomes {
    /// Number of trials.
    #[must_use]
    pub fn trials(&self) -> usize {
        self.arrivals.first().map_or(0, Vec::len)
    }

    /// No trials, to begin with trial `first`.
    fn new(plan: &Plan, first: u64, inputs: bool) -> Self {
        let goals = plan.goals.goals.len();
        Self {
            first,
            arrivals: vec![Vec::new(); goals],
            lost: vec![Vec::new(); goals],
            bridge: vec![Vec::new(); goals],
            cost: vec![Vec::new(); goals],
            shortage: vec![Vec::new(); plan.minerals.len()],
            inputs: if inputs { vec![Vec::new(); plan.draws.len()] } else { Vec::new() },
        }
    }

    fn push(&mut self, plan: &Plan, batch: &Batch, count: usize) {
        for (g, run) in batch.goals.goals.iter().enumerate() {
            self.arrivals[g].extend_from_slice(&run.arrival[..count]);
            self.lost[g].extend((0..count).map(|lane| run.lost >> lane & 1 == 1));
            match run.bridge.as_slice() {
                [one] => self.bridge[g].extend_from_slice(&one.0[..count]),
                _ => self.bridge[g].extend(std::iter::repeat_n(f64::NAN, count)),
            }
            let goal = &plan.goals.goals[g];
            let price = |m: usize, lane: usize| plan.minerals[m].bridging_price(&batch.values).map_or(f64::NAN, |price| price.0[lane]);
            let cost = |lane: usize| goal.minerals.iter().zip(&run.bridge).map(|(&m, bridge)| price(m, lane) * bridge.0[lane]).sum::<f64>();
            self.cost[g].extend((0..count).map(cost));
        }
        for (column, draw) in self.inputs.iter_mut().zip(&plan.draws) {
            column.extend_from_slice(&batch.values[draw.slot.0].0[..count]);
        }
    }

    fn append(&mut self, mut other: Self) {
        let join = |to: &mut Vec<Vec<f64>>, from: &mut Vec<Vec<f64>>| to.iter_mut().zip(from).for_each(|(to, from)| to.append(from));
        self.arrivals.iter_mut().zip(&mut other.arrivals).for_each(|(to, from)| to.append(from));
        self.lost.iter_mut().zip(&mut other.lost).for_each(|(to, from)| to.append(from));
        join(&mut self.bridge, &mut other.bridge);
        join(&mut self.cost, &mut other.cost);
        join(&mut self.shortage, &mut other.shortage);
        join(&mut self.inputs, &mut other.inputs);
    }
}

/// Outcomes of consecutive trials, and the number of the trial after the last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Run {
    outcomes: Outcomes,
    end: u64,
}

/// Accumulates the [`Outcomes`] of trials: runs of consecutive trials, which become one when all trials are there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutcomeRuns {
    until: u64,
    inputs: bool,
    runs: Vec<Run>,
}

impl OutcomeRuns {
    /// For the outcomes of the trials before number `until`, with the numbers drawn once a trial if `inputs`.
    #[must_use]
    pub fn new(until: u64, inputs: bool) -> Self {
        Self { until, inputs, runs: Vec::new() }
    }

    /// Whether all of it is of this plan and of trials before number `until`.
    pub(super) fn fits(&self, plan: &Plan, until: u64) -> bool {
        let fits = |Run { outcomes, end }: &Run| {
            let Outcomes { first, arrivals, lost, bridge, cost, shortage, inputs } = outcomes;
            let Some(count) = end.checked_sub(*first).and_then(|count| usize::try_from(count).ok()) else { return false };
            let goals = |columns: usize| columns == plan.goals.goals.len();
            goals(arrivals.len())
                && goals(lost.len())
                && goals(bridge.len())
                && goals(cost.len())
                && shortage.len() == plan.minerals.len()
                && inputs.len() == plan.draws.len()
                && arrivals.iter().all(|column| column.len() == count)
                && lost.iter().all(|column| column.len() == count)
                && bridge.iter().chain(cost).chain(shortage).chain(inputs).all(|column| column.len() == count)
        };
        self.inputs && self.until == until && self.runs.iter().all(|run| run.end <= until && fits(run))
    }

    /// The outcomes of the first run of consecutive trials.
    #[must_use]
    pub fn outcomes(&self) -> Option<&Outcomes> {
        self.runs.first().map(|run| &run.outcomes)
    }
}

impl Accumulator for OutcomeRuns {
    fn prepare(&mut self, plan: &Plan, _batch: &mut Batch, first: u64, _count: usize) {
        if first < self.until && self.runs.last().is_none_or(|run| run.end != first) {
            self.runs.push(Run { outcomes: Outcomes::new(plan, first, self.inputs), end: first });
        }
    }

    fn add_mineral(&mut self, _plan: &Plan, m: usize, run: &MineralRun, first: u64, count: usize) {
        if first < self.until
            && let Some(Run { outcomes, .. }) = self.runs.last_mut()
        {
            let short = run.shortage.iter().fold(Lanes::ZERO, |sum, month| sum + *month);
            outcomes.shortage[m].extend_from_slice(&short.0[..count]);
        }
    }

    fn add(&mut self, plan: &Plan, batch: &Batch, first: u64, count: usize) {
        if first < self.until
            && let Some(Run { outcomes, end }) = self.runs.last_mut()
        {
            outcomes.push(plan, batch, count);
            *end += count as u64;
        }
    }

    fn merge(&mut self, other: Self) {
        let mut all = std::mem::take(&mut self.runs);
        all.extend(other.runs);
        all.sort_by_key(|run| run.outcomes.first);
        for run in all {
            match self.runs.last_mut() {
                Some(last) if last.end == run.outcomes.first => {
                    last.outcomes.append(run.outcomes);
                    last.end = run.end;
                }
                _ => self.runs.push(run),
            }
        }
    }
}

/// Outcomes of a range of trials, run on the threads of `pool`: trial by trial the same in every range and on any number of threads.
#[must_use]
pub fn outcomes(plan: &Plan, keys: &Keys, trials: Range<u64>, pool: &rayon::ThreadPool, inputs: bool) -> Outcomes {
    let first = trials.start;
    let found = accumulate(plan, keys, trials, pool, &|_| (), || OutcomeRuns::new(u64::MAX, inputs));
    found.runs.into_iter().next().map_or_else(|| Outcomes::new(plan, first, inputs), |run| run.outcomes)
}
