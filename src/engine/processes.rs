//! What each trial of a finished batch is summed up in: one number for each of the plan's process columns.

use std::ops::Range;

use rayon::prelude::*;

use super::batch::Batch;
use super::columns::Span;
use super::draw::Keys;
use super::lanes::Lanes;
use super::simulate::TrialRow;
use crate::chance::LANES;
use crate::plan::{NodeId, Plan, Process, ProcessColumn, StageId, planned_dates};

/// Days of a month, on average.
const DAYS: f64 = 365.25 / 12.0;

/// Batches that a thread takes at a time, at most.
const SHARE: usize = 32;

/// The summaries to make of each trial.
#[derive(Clone, Debug)]
pub struct Processes {
    columns: Vec<Process>,
    planned_ends: Vec<f64>,
    until: usize,
}

impl Processes {
    /// These columns of a plan, amounts counted over the months before `until` (at most the plan's); dates are told wherever they fall.
    #[must_use]
    pub fn new(plan: &Plan, columns: &[ProcessColumn], until: usize) -> Self {
        let planned_ends = planned_dates(plan).into_iter().map(|[_, end]| end).collect();
        Self { columns: columns.iter().map(|column| column.process).collect(), planned_ends, until: until.min(plan.months()) }
    }

    /// One number for each column and trial of a batch that has run.
    fn of(&self, plan: &Plan, batch: &Batch) -> Vec<Lanes> {
        self.columns.iter().map(|&process| self.one(plan, batch, process)).collect()
    }

    fn one(&self, plan: &Plan, batch: &Batch, process: Process) -> Lanes {
        let schedule = &batch.schedule;
        match process {
            Process::InState(regime, state) => self.months_in_state(batch, regime.0, state),
            Process::Incidents(hazard) => Lanes::from_fn(|lane| f64::from(batch.security.counts[hazard][lane][0])),
            Process::Struck(hazard) => Lanes::from_fn(|lane| f64::from(batch.security.counts[hazard][lane][1])),
            Process::Start(stage) => schedule.starts[stage.0],
            Process::End(stage) => schedule.ends[stage.0],
            Process::Delay(stage) => schedule.ends[stage.0] - Lanes::splat(self.planned_ends[stage.0]),
            Process::Work(stage) => schedule.work[stage.0],
            Process::Standstill(stage) => Lanes::from_fn(|lane| self.standstill(plan, batch, stage, lane)),
            Process::Idle(stage) => self.idle(plan, batch, stage),
            Process::Cancelled(stage) => Lanes::from_fn(|lane| f64::from(schedule.cancelled[stage.0] >> lane & 1)),
            Process::Opened(node) => batch.chain.moments(node.0).0.next().unwrap_or(Lanes::ZERO),
            Process::Closed(node) => self.closed(plan, batch, node),
            Process::Lost(node) => Lanes::from_fn(|lane| self.lost(plan, batch, node, lane)),
            Process::Arrivals(mineral) => self.sum(&batch.minerals[mineral].arrivals),
            Process::Shortage(mineral) => self.sum(&batch.minerals[mineral].shortage),
        }
    }

    fn sum(&self, column: &[Lanes]) -> Lanes {
        column[..self.until].iter().fold(Lanes::ZERO, |sum, month| sum + *month)
    }

    fn months_in_state(&self, batch: &Batch, regime: usize, state: usize) -> Lanes {
        let until = self.until as f64;
        let mut months = Lanes::ZERO;
        for entry in batch.policy.entries[regime].iter().filter(|entry| entry.state == state) {
            months.0[entry.lane] += (entry.to.min(until) - entry.from).max(0.0);
        }
        months
    }

    /// The stage's months are walked as the schedule walks them: what a month loses is its length less what it did.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "starts lie within the months")]
    fn standstill(&self, plan: &Plan, batch: &Batch, stage: StageId, lane: usize) -> f64 {
        let what = &plan.schedule.stages[stage.0];
        let start = batch.schedule.starts[stage.0].0[lane];
        if start >= self.until as f64 {
            return 0.0;
        }
        let (mut left, mut from, mut lost) = (batch.schedule.work[stage.0].0[lane], start, 0.0);
        for k in start as usize..self.until {
            if left <= 0.0 {
                break;
            }
            let pace = what
                .pace
                .iter()
                .fold(availability(batch, what.availability, k, lane), |pace, effect| pace * batch.policy.effects[effect.0].row(lane)[k]);
            let month = (k + 1) as f64 - from;
            let did = (pace * month).min(left);
            // In the month of its end it needed only the part of the month that its pace asks for.
            lost += if did < pace * month { did / pace - did } else { month - did };
            left -= did;
            from = (k + 1) as f64;
        }
        lost
    }

    fn idle(&self, plan: &Plan, batch: &Batch, stage: StageId) -> Lanes {
        let what = &plan.schedule.stages[stage.0];
        self.days_a_year(|k| {
            let available = what.availability.map_or(Lanes::ONE, |column| batch.security.columns[column.0].gathered(k));
            what.pace.iter().fold(available, |pace, effect| pace * batch.policy.effects[effect.0].gathered(k))
        })
    }

    fn closed(&self, plan: &Plan, batch: &Batch, node: NodeId) -> Lanes {
        let Some(column) = plan.chain.nodes[node.0].availability else { return Lanes::ZERO };
        self.days_a_year(|k| batch.security.columns[column.0].gathered(k))
    }

    /// What the months before the end lack, as days a year.
    fn days_a_year(&self, has: impl Fn(usize) -> Lanes) -> Lanes {
        let lacking = (0..self.until).fold(Lanes::ZERO, |sum, k| sum + (Lanes::ONE - has(k)));
        lacking * (DAYS * 12.0 / self.until.max(1) as f64)
    }

    fn lost(&self, plan: &Plan, batch: &Batch, node: NodeId, lane: usize) -> f64 {
        let (mut opens, closes) = batch.chain.moments(node.0);
        let opened = opens.next().map_or(f64::INFINITY, |opens| opens.0[lane]).max(0.0);
        let mut lost = 0.0;
        if let Some(span) = Span::new(opened, closes.0[lane], self.until) {
            span.each(|k, share| lost += share * (1.0 - availability(batch, plan.chain.nodes[node.0].availability, k, lane)));
        }
        lost
    }
}

fn availability(batch: &Batch, column: Option<crate::plan::ColumnId>, k: usize, lane: usize) -> f64 {
    column.map_or(1.0, |column| batch.security.columns[column.0].row(lane)[k])
}

/// Rows of a range of trials with their process summaries, in order; the same on any number of threads.
#[must_use]
pub fn trial_rows(plan: &Plan, seed: u64, trials: Range<u64>, pool: &rayon::ThreadPool, processes: &Processes) -> Vec<TrialRow> {
    let keys = Keys::new(plan, seed);
    let starts: Vec<u64> = trials.clone().step_by(LANES).collect();
    let fresh = || {
        let mut batch = Batch::of_goals(plan);
        batch.security.counted_until = processes.until as f64;
        batch
    };
    let run = |batch: &mut Batch, chunk: &[u64]| -> Vec<TrialRow> {
        let mut rows = Vec::new();
        for &first in chunk {
            batch.run(plan, &keys, first, &mut |_, _| ());
            let count = usize::try_from(trials.end - first).unwrap_or(LANES).min(LANES);
            let summed = processes.of(plan, batch);
            rows.extend((0..count).map(|lane| row(plan, batch, &summed, first, lane)));
        }
        rows
    };
    let share = starts.len().div_ceil(4 * pool.current_num_threads()).clamp(1, SHARE);
    pool.install(|| starts.par_chunks(share).map_init(fresh, |batch, chunk| run(batch, chunk)).flatten().collect())
}

fn row(plan: &Plan, batch: &Batch, processes: &[Lanes], first: u64, lane: usize) -> TrialRow {
    let goals = &batch.goals.goals;
    TrialRow {
        trial: first + lane as u64,
        inputs: plan.draws.iter().map(|draw| batch.values[draw.slot.0].0[lane]).collect(),
        processes: processes.iter().map(|column| column.0[lane]).collect(),
        arrivals: goals.iter().map(|goal| goal.arrival[lane]).collect(),
        lost: goals.iter().map(|goal| goal.lost >> lane & 1 == 1).collect(),
        bridge: goals.iter().map(|goal| if let [one] = goal.bridge.as_slice() { one.0[lane] } else { f64::NAN }).collect(),
    }
}
