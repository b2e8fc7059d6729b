//! Process summaries of each trial of a batch: one number for each of the plan's process columns.

use super::batch::Batch;
use super::columns::Span;
use super::lanes::Lanes;
use crate::chance::LANES;
use crate::plan::{NodeId, Plan, Process, ProcessColumn, StageId, planned_dates};

/// Days of a month, on average.
const DAYS: f64 = 365.25 / 12.0;

/// The process summaries to compute.
#[derive(Clone, Debug)]
pub struct Processes {
    columns: Vec<Process>,
    planned_ends: Vec<f64>,
    until: usize,
    months: usize,
}

impl Processes {
    /// These columns of a plan. Amounts are counted over the months before `until` (at most the plan's); dates are given wherever they fall.
    #[must_use]
    pub fn new(plan: &Plan, columns: &[ProcessColumn], until: usize) -> Self {
        let planned_ends = planned_dates(plan).into_iter().map(|[_, end]| end).collect();
        Self { columns: columns.iter().map(|column| column.process).collect(), planned_ends, until: until.min(plan.months()), months: plan.months() }
    }

    /// The time, in months, up to which incidents are counted; infinite where that is the horizon, beyond which there are none.
    pub(super) fn counted_until(&self) -> f64 {
        if self.until < self.months { self.until as f64 } else { f64::INFINITY }
    }

    /// One number for each column and trial of a batch that has run.
    pub(super) fn of(&self, plan: &Plan, batch: &Batch) -> Vec<Lanes> {
        self.columns.iter().map(|&process| self.one(plan, batch, process)).collect()
    }

    fn one(&self, plan: &Plan, batch: &Batch, process: Process) -> Lanes {
        let schedule = &batch.schedule;
        match process {
            Process::InState(regime, state) => self.months_in_state(batch, regime.0, state),
            Process::Until(regime, state) => self.until(batch, regime.0, state),
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

    /// When each trial first leaves the state in which it starts; infinite where that is after the horizon.
    fn until(&self, batch: &Batch, regime: usize, state: usize) -> Lanes {
        let (mut until, mut left) = (Lanes::ZERO, [false; LANES]);
        for entry in &batch.policy.entries[regime] {
            left[entry.lane] |= entry.state != state;
            if !left[entry.lane] {
                until.0[entry.lane] = if entry.to < self.months as f64 { entry.to } else { f64::INFINITY };
            }
        }
        until
    }

    /// Repeats the schedule's walk over the months of a stage; a month loses its length less the work done in it.
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
            // In its last month the stage needs only the part of the month that its pace requires.
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

    /// Unavailability over the months before the end, as days a year.
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
