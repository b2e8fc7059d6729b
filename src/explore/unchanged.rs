//! The unchanged scenario, run once for all pages: its findings after each number of trials that is shown, and the arrivals of every trial for paired
//! differences.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::model::Model;
use super::run::Counter;
use crate::analyses::run::{Record, found};
use crate::study::{RunOptions, RunTally};

/// Arrival of a trial in which the goal does not arrive.
const NEVER: u16 = u16::MAX;

/// The unchanged scenario as far as it was run.
#[derive(Default)]
pub struct Unchanged {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    tally: Option<RunTally>,
    arrivals: Vec<Vec<u16>>,
    records: BTreeMap<u64, Arc<Record>>,
    /// Trials of the next step.
    length: u64,
}

impl Unchanged {
    /// Record of the run after so many trials, one of [`Model::points`]; runs what is missing. `None` where `cancelled` says so meanwhile.
    ///
    /// Several pages may wait for it: each makes the next step in turn.
    pub fn record(&self, model: &Model, trials: u64, cancelled: &dyn Fn() -> bool) -> Option<Arc<Record>> {
        let points = model.points();
        loop {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(record) = state.records.get(&trials) {
                return Some(Arc::clone(record));
            }
            if cancelled() {
                return None;
            }
            let next = points.iter().copied().find(|point| !state.records.contains_key(point))?;
            state.step(model, next);
        }
    }

    /// Months of arrival of a goal in the trials of a range that was run.
    #[must_use]
    pub fn arrivals(&self, goal: usize, trials: std::ops::Range<u64>) -> Vec<Option<usize>> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let [from, to] = [trials.start, trials.end].map(|trial| usize::try_from(trial).unwrap_or(usize::MAX));
        let kept = state.arrivals.get(goal).and_then(|arrivals| arrivals.get(from..to)).unwrap_or_default();
        kept.iter().map(|&month| (month != NEVER).then_some(usize::from(month))).collect()
    }
}

impl State {
    /// Runs some trials on the way to `point`, and makes the record when they are all run.
    fn step(&mut self, model: &Model, point: u64) {
        let tally = self.tally.get_or_insert_with(|| RunTally::new(&model.plan));
        self.arrivals.resize(model.plan.goals.goals.len(), Vec::new());
        let mut counter = Counter::new(&model.plan, model.options.seed, &model.pool).of_length(self.length);
        let outcomes = counter.count(tally, point);
        self.length = counter.length();
        for (kept, arrivals) in self.arrivals.iter_mut().zip(&outcomes.arrivals) {
            kept.extend(arrivals.iter().map(|month| month.and_then(|month| u16::try_from(month).ok()).unwrap_or(NEVER)));
        }
        if tally.tally.trials >= point {
            let options = RunOptions { trials: point, ..model.options };
            let record = Record::new(model.name.clone(), found(&model.plan, &options, tally), model.assumptions.clone());
            self.records.insert(point, Arc::new(record));
        }
    }
}
