//! Monthly series and goal outcomes of single trials.

use std::ops::Range;

use super::accumulate::{Accumulator, accumulate};
use super::batch::Batch;
use super::draw::Keys;
use super::series::Series;
use crate::plan::Plan;

/// Monthly series and outcomes of one trial.
#[derive(Clone, Debug, PartialEq)]
pub struct MonthlyRow {
    /// Number of the trial.
    pub trial: u64,
    /// Values by month of each series asked for.
    pub series: Vec<Vec<f64>>,
    /// Month of arrival by goal.
    pub arrivals: Vec<Option<usize>>,
}

struct MonthlyRows<'a> {
    asked: &'a [(usize, Series)],
    rows: Vec<MonthlyRow>,
}

impl Accumulator for MonthlyRows<'_> {
    const ALL_SERIES: bool = true;

    fn prepare(&mut self, _plan: &Plan, batch: &mut Batch, _first: u64, _count: usize) {
        batch.keep_months(true);
    }

    fn add(&mut self, _plan: &Plan, batch: &Batch, first: u64, count: usize) {
        let values =
            |lane: usize, (mineral, series): (usize, Series)| batch.minerals[mineral].column(series).iter().map(|month| month.0[lane]).collect();
        self.rows.extend((0..count).map(|lane| MonthlyRow {
            trial: first + lane as u64,
            series: self.asked.iter().map(|asked| values(lane, *asked)).collect(),
            arrivals: batch.goals.goals.iter().map(|goal| goal.arrival[lane]).collect(),
        }));
    }

    fn merge(&mut self, other: Self) {
        self.rows.extend(other.rows);
    }
}

/// Monthly values of series of minerals (by their index) in a range of trials, in order; the same on any number of threads. `progress` receives the number
/// of trials finished since its last call.
#[must_use]
pub fn monthly_rows(
    plan: &Plan,
    seed: u64,
    trials: Range<u64>,
    pool: &rayon::ThreadPool,
    asked: &[(usize, Series)],
    progress: &(dyn Fn(u64) + Sync),
) -> Vec<MonthlyRow> {
    let mut rows = accumulate(plan, &Keys::new(plan, seed), trials, pool, progress, || MonthlyRows { asked, rows: Vec::new() }).rows;
    rows.sort_by_key(|row| row.trial);
    rows
}
