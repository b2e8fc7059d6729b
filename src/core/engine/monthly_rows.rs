//! Monthly series of minerals, regimes, stages and incidents trial by trial, for questions about single months and years.

use std::ops::Range;

use super::accumulate::{Accumulator, accumulate};
use super::batch::Batch;
use super::draw::Keys;
use super::series::Series;
use crate::chance::LANES;
use crate::plan::Plan;

/// What is asked of each trial.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wanted {
    /// Series, with the index of their mineral.
    pub series: Vec<(usize, Series)>,
    /// Spans of months, from the first to before the last, in which incidents are counted.
    pub spans: Vec<[usize; 2]>,
}

/// Monthly series and outcomes of one trial.
#[derive(Clone, Debug, PartialEq)]
pub struct MonthlyRow {
    /// Number of the trial.
    pub trial: u64,
    /// Values by month of each series asked for.
    pub series: Vec<Vec<f64>>,
    /// Month of arrival by goal.
    pub arrivals: Vec<Option<usize>>,
    /// When each regime entered which state, months since the start.
    pub states: Vec<Vec<(f64, usize)>>,
    /// When each stage ended, months since the start; infinite where it never does.
    pub ends: Vec<f64>,
    /// Incidents of each hazard in each span asked for.
    pub incidents: Vec<Vec<u32>>,
}

impl MonthlyRow {
    /// State of a regime at the middle of a month.
    #[must_use]
    pub fn state(&self, regime: usize, month: usize) -> Option<usize> {
        let middle = month as f64 + 0.5;
        self.states[regime].iter().take_while(|(from, _)| *from <= middle).last().map(|(_, state)| *state)
    }
}

struct MonthlyRows<'a> {
    wanted: &'a Wanted,
    rows: Vec<MonthlyRow>,
}

impl Accumulator for MonthlyRows<'_> {
    const ALL_SERIES: bool = true;

    fn prepare(&mut self, plan: &Plan, batch: &mut Batch, _first: u64, _count: usize) {
        batch.keep_months(true);
        batch.security.spans = self.wanted.spans.iter().map(|span| span.map(|month| month as f64)).collect();
        batch.security.in_spans = vec![vec![[0; LANES]; plan.security.hazards.len()]; self.wanted.spans.len()];
    }

    fn add(&mut self, _plan: &Plan, batch: &Batch, first: u64, count: usize) {
        let values =
            |lane: usize, (mineral, series): (usize, Series)| batch.minerals[mineral].column(series).iter().map(|month| month.0[lane]).collect();
        let first_row = self.rows.len();
        self.rows.extend((0..count).map(|lane| MonthlyRow {
            trial: first + lane as u64,
            series: self.wanted.series.iter().map(|asked| values(lane, *asked)).collect(),
            arrivals: batch.goals.goals.iter().map(|goal| goal.arrival[lane]).collect(),
            states: vec![Vec::new(); batch.policy.entries.len()],
            ends: batch.schedule.ends.iter().map(|ends| ends.0[lane]).collect(),
            incidents: batch.security.in_spans.iter().map(|hazards| hazards.iter().map(|lanes| lanes[lane]).collect()).collect(),
        }));
        for (regime, entries) in batch.policy.entries.iter().enumerate() {
            for entry in entries.iter().filter(|entry| entry.lane < count) {
                self.rows[first_row + entry.lane].states[regime].push((entry.from, entry.state));
            }
        }
    }

    fn merge(&mut self, other: Self) {
        self.rows.extend(other.rows);
    }
}

/// What is asked of each trial in a range of trials, in order; the same on any number of threads. `progress` receives the number of trials finished since its
/// last call.
#[must_use]
pub fn monthly_rows(
    plan: &Plan,
    seed: u64,
    trials: Range<u64>,
    pool: &rayon::ThreadPool,
    wanted: &Wanted,
    progress: &(dyn Fn(u64) + Sync),
) -> Vec<MonthlyRow> {
    let mut rows = accumulate(plan, &Keys::new(plan, seed), trials, pool, progress, || MonthlyRows { wanted, rows: Vec::new() }).rows;
    rows.sort_by_key(|row| row.trial);
    rows
}
