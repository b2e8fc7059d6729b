//! A run with changes: in growing numbers of trials, each followed by an answer, until it is cancelled or all trials are run.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::changes::Changed;
use super::model::Model;
use super::paired::Pairing;
use super::unchanged::Unchanged;
use crate::analyses::compare::CompareFindings;
use crate::analyses::run::{Record, found};
use crate::engine::{Keys, OutcomeRuns, Outcomes};
use crate::plan::Plan;
use crate::study::{RunOptions, RunTally};

/// Time that trials run between two looks at whether the run is cancelled.
const STEP: Duration = Duration::from_millis(250);
/// Fewest trials between two looks, since the counters of a large scenario take as long to make as some hundred trials.
const FEWEST: u64 = 1_024;

/// Counts the trials of a plan in steps of about equal time.
pub struct Counter<'a> {
    plan: &'a Plan,
    keys: Keys,
    pool: &'a rayon::ThreadPool,
    length: u64,
}

impl<'a> Counter<'a> {
    /// A counter that has not yet measured how fast the plan runs.
    #[must_use]
    pub fn new(plan: &'a Plan, seed: u64, pool: &'a rayon::ThreadPool) -> Self {
        Self { plan, keys: Keys::new(plan, seed), pool, length: FEWEST }
    }

    /// The same with the length of the next step as it was measured before.
    #[must_use]
    pub fn of_length(self, length: u64) -> Self {
        Self { length: length.max(FEWEST), ..self }
    }

    /// Trials of the next step.
    #[must_use]
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Runs some more trials and adds them to a run, which then has at most `end` trials; returns their outcomes.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a rough number of trials, limited to the trials of the run")]
    pub fn count(&mut self, run: &mut RunTally, end: u64) -> Outcomes {
        let (started, from) = (Instant::now(), run.tally.trials);
        let to = from.saturating_add(self.length).min(end);
        let outcomes = run.add_trials(self.plan, &self.keys, from..to, self.pool, &|_| (), || OutcomeRuns::new(u64::MAX, false));
        let pace = (to - from) as f64 / started.elapsed().as_secs_f64().max(1e-6);
        self.length = ((pace * STEP.as_secs_f64()).min(1e9) as u64).max(FEWEST) / FEWEST * FEWEST;
        outcomes.outcomes().cloned().unwrap_or_default()
    }
}

/// Results after some of the trials.
pub struct Results {
    /// Run of the changed scenario.
    pub record: Arc<Record>,
    /// Run of the unchanged scenario on the same draws.
    pub unchanged: Arc<Record>,
    /// Paired differences; `None` where nothing is changed or the scenarios cannot be paired.
    pub compared: Option<CompareFindings>,
    /// Why the scenarios cannot be paired.
    pub not_paired: Option<String>,
}

/// Runs a changed scenario and passes each result to `show`. Without changes the results are those of the unchanged scenario.
///
/// `None` where `cancelled` says so meanwhile.
pub fn run(
    model: &Model,
    unchanged: &Unchanged,
    changed: Option<&Changed>,
    cancelled: &dyn Fn() -> bool,
    show: &mut dyn FnMut(Results),
) -> Option<()> {
    let Some(Changed { plan, assumptions, .. }) = changed else {
        for point in model.points() {
            let record = unchanged.record(model, point, cancelled)?;
            show(Results { record: Arc::clone(&record), unchanged: record, compared: None, not_paired: None });
        }
        return Some(());
    };
    let mut pairing = Pairing::new(&model.plan, plan);
    let mut tally = RunTally::new(plan);
    let mut counter = Counter::new(plan, model.options.seed, &model.pool);
    for point in model.points() {
        let of_unchanged = unchanged.record(model, point, cancelled)?;
        while tally.tally.trials < point {
            if cancelled() {
                return None;
            }
            let from = tally.tally.trials;
            let outcomes = counter.count(&mut tally, point);
            if let Ok(pairing) = &mut pairing {
                pairing.add(unchanged, from, &outcomes);
            }
        }
        if cancelled() {
            return None;
        }
        let options = RunOptions { trials: point, ..model.options };
        let record = Record::new(model.name.clone(), found(plan, &options, &tally), assumptions.clone());
        let compared = pairing.as_ref().ok().map(|pairing| pairing.findings(&of_unchanged.findings, &record.findings));
        show(Results { record: Arc::new(record), unchanged: of_unchanged, compared, not_paired: pairing.as_ref().err().cloned() });
    }
    Some(())
}
