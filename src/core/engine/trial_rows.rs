//! Rows of a table of trials: the numbers drawn, the process summaries and what becomes of the goals, trial by trial.

use std::ops::Range;

use super::accumulate::{Accumulator, accumulate};
use super::batch::Batch;
use super::draw::Keys;
use super::lanes::Lanes;
use super::processes::Processes;
use crate::plan::Plan;

/// One row of a table of trials.
#[derive(Clone, Debug, PartialEq)]
pub struct TrialRow {
    /// Number of the trial.
    pub trial: u64,
    /// Values in the order of `Plan::draws`.
    pub inputs: Vec<f64>,
    /// Process summaries in the order of the columns asked for; dates are months since the start, infinite = never.
    pub processes: Vec<f64>,
    /// Month of arrival by goal.
    pub arrivals: Vec<Option<usize>>,
    /// Whether it was lost again, by goal.
    pub lost: Vec<bool>,
    /// Shortage until arrival by goal, t; NaN where the goal names several minerals.
    pub bridge: Vec<f64>,
}

/// Accumulates one row for each trial.
pub struct TrialRows<'a> {
    processes: &'a Processes,
    rows: Vec<TrialRow>,
}

impl<'a> TrialRows<'a> {
    /// No rows yet; each will have these process summaries.
    #[must_use]
    pub fn new(processes: &'a Processes) -> Self {
        Self { processes, rows: Vec::new() }
    }

    /// The rows in order of the trials.
    #[must_use]
    pub fn in_order(mut self) -> Vec<TrialRow> {
        self.rows.sort_by_key(|row| row.trial);
        self.rows
    }
}

impl Accumulator for TrialRows<'_> {
    fn prepare(&mut self, _plan: &Plan, batch: &mut Batch, _first: u64, _count: usize) {
        batch.security.counted_until = self.processes.counted_until();
    }

    fn add(&mut self, plan: &Plan, batch: &Batch, first: u64, count: usize) {
        let summaries = self.processes.of(plan, batch);
        self.rows.extend((0..count).map(|lane| row(plan, batch, &summaries, first, lane)));
    }

    fn merge(&mut self, other: Self) {
        self.rows.extend(other.rows);
    }
}

pub(super) fn row(plan: &Plan, batch: &Batch, summaries: &[Lanes], first: u64, lane: usize) -> TrialRow {
    let goals = &batch.goals.goals;
    TrialRow {
        trial: first + lane as u64,
        inputs: plan.draws.iter().map(|draw| batch.values[draw.slot.0].0[lane]).collect(),
        processes: summaries.iter().map(|column| column.0[lane]).collect(),
        arrivals: goals.iter().map(|goal| goal.arrival[lane]).collect(),
        lost: goals.iter().map(|goal| goal.lost >> lane & 1 == 1).collect(),
        bridge: goals.iter().map(|goal| if let [one] = goal.bridge.as_slice() { one.0[lane] } else { f64::NAN }).collect(),
    }
}

/// Rows of a range of trials in order, with these process summaries; the same on any number of threads.
#[must_use]
pub fn trial_rows(plan: &Plan, seed: u64, trials: Range<u64>, pool: &rayon::ThreadPool, processes: &Processes) -> Vec<TrialRow> {
    accumulate(plan, &Keys::new(plan, seed), trials, pool, &|_| (), || TrialRows::new(processes)).in_order()
}

/// The same without process summaries.
#[must_use]
pub fn rows(plan: &Plan, seed: u64, trials: Range<u64>, pool: &rayon::ThreadPool) -> Vec<TrialRow> {
    trial_rows(plan, seed, trials, pool, &Processes::new(plan, &[], plan.months()))
}
