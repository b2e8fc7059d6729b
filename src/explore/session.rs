//! What all pages of one program share: the scenario, the runs that go on, the answers that were given, and the effects of the inputs.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use serde::Serialize;

use super::changes::{self, Change, Changed, FieldProblem};
use super::effects::{InputEffect, effects};
use super::inputs::{PageInput, inputs};
use super::model::Model;
use super::run::{self, Results};
use super::settings::{Setting, settings};
use super::store::{Answer, Store};
use super::unchanged::Unchanged;
use super::why::{Attribution, why};
use crate::analyses::run::{Findings, Record};

/// Most pages whose runs go on at the same time.
const MOST_RUNS: usize = 4;

/// Session of the program.
pub struct Session {
    /// The scenario.
    pub model: Model,
    unchanged: Unchanged,
    answers: Mutex<Store>,
    runs: Mutex<VecDeque<(String, Arc<AtomicBool>)>>,
    effects: OnceLock<Vec<InputEffect>>,
    attributing: Mutex<()>,
    is_closed: AtomicBool,
}

/// What the page shows of the scenario.
#[derive(Serialize)]
pub struct PageScenario<'a> {
    title: &'a str,
    description: Option<&'a str>,
    file: &'a str,
    start: String,
    end: String,
    trials: u64,
    seed: u64,
    version: &'static str,
    inputs: Vec<PageInput<'a>>,
    settings: Vec<Setting>,
}

/// A run of one page, which ends when the page asks for another one.
pub struct PageRun {
    session: Arc<Session>,
    page: String,
    cancelled: Arc<AtomicBool>,
}

impl Drop for PageRun {
    fn drop(&mut self) {
        lock(&self.session.runs).retain(|(_, flag)| !Arc::ptr_eq(flag, &self.cancelled));
    }
}

impl Session {
    /// A session without pages.
    #[must_use]
    pub fn new(model: Model) -> Self {
        let (unchanged, answers, runs) = (Unchanged::default(), Mutex::default(), Mutex::default());
        Self { model, unchanged, answers, runs, effects: OnceLock::new(), attributing: Mutex::default(), is_closed: AtomicBool::new(false) }
    }

    /// Ends all runs and lets no other begin.
    pub fn close(&self) {
        self.is_closed.store(true, Ordering::Relaxed);
    }

    fn is_closed(&self) -> bool {
        self.is_closed.load(Ordering::Relaxed)
    }

    /// Record of the unchanged scenario after the smallest number of trials; `None` where the session is closed meanwhile.
    #[must_use]
    pub fn first_record(&self) -> Option<Arc<Record>> {
        let first = self.model.points().into_iter().next()?;
        self.unchanged.record(&self.model, first, &|| self.is_closed())
    }

    /// The scenario as the page shows it.
    #[must_use]
    pub fn scenario<'s>(&'s self, findings: &'s Findings) -> PageScenario<'s> {
        let (model, grid) = (&self.model, self.model.plan.grid);
        PageScenario {
            title: &model.scenario.title,
            description: model.scenario.description.as_deref(),
            file: &model.file,
            start: grid.label(0),
            end: grid.label(grid.count() - 1),
            trials: model.options.trials,
            seed: model.options.seed,
            version: env!("CARGO_PKG_VERSION"),
            inputs: inputs(model, findings),
            settings: settings(&model.scenario),
        }
    }

    /// Effects of the inputs on the first goal, computed once.
    #[must_use]
    pub fn effects(&self) -> &[InputEffect] {
        self.effects.get_or_init(|| effects(&self.model))
    }

    /// Begins a run of a page and cancels the one before it; `None` where too many pages have runs.
    #[must_use]
    pub fn begin(self: &Arc<Self>, page: &str) -> Option<PageRun> {
        let mut runs = lock(&self.runs);
        runs.iter().filter(|(other, _)| other == page).for_each(|(_, flag)| flag.store(true, Ordering::Relaxed));
        let others = runs.iter().filter(|(other, flag)| other != page && !flag.load(Ordering::Relaxed)).count();
        if others >= MOST_RUNS || self.is_closed() {
            return None;
        }
        let cancelled = Arc::new(AtomicBool::new(false));
        runs.push_back((page.to_owned(), Arc::clone(&cancelled)));
        Some(PageRun { session: Arc::clone(self), page: page.to_owned(), cancelled })
    }

    /// Attribution of the difference of a goal in an answer to the single changes; one at a time.
    ///
    /// # Errors
    /// Why there is none, in words.
    pub fn why(&self, answer: &Answer, number: &str) -> Result<Attribution, String> {
        let _one = lock(&self.attributing);
        let changes = answer.changed.as_ref().ok_or("Nothing is changed.")?;
        let goals = &answer.result.record.findings.goals;
        let goal = number.parse().ok().and_then(|number: usize| goals.get(number)).ok_or("The scenario has no such goal.")?;
        why(&self.model, &changes.changes, &goal.name, &|| self.is_closed())
    }

    /// The answer with this number, where it is still kept.
    #[must_use]
    pub fn answer(&self, id: u64) -> Option<Arc<Answer>> {
        lock(&self.answers).get(id)
    }
}

impl PageRun {
    /// The scenario.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.session.model
    }

    /// Whether another run of the page has begun, or the program is closed.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed) || self.session.is_closed()
    }

    /// Applies the changes.
    ///
    /// # Errors
    /// All problems of the changed scenario.
    pub fn apply(&self, changes: &[Change]) -> Result<Option<Changed>, Vec<FieldProblem>> {
        if changes.is_empty() { Ok(None) } else { changes::apply(&self.session.model, changes).map(Some) }
    }

    /// Runs the changed scenario, keeps each answer and passes it to `show`; `is_gone` says whether nobody waits for it any more.
    pub fn run(&self, changed: Option<Changed>, is_gone: &dyn Fn() -> bool, show: &mut dyn FnMut(&Answer)) {
        let session = &self.session;
        let changed = changed.map(Arc::new);
        let cancelled = || self.is_cancelled() || is_gone();
        let _ = run::run(&session.model, &session.unchanged, changed.as_deref(), &cancelled, &mut |result: Results| {
            let answer = lock(&session.answers).put(&self.page, result, changed.clone());
            show(&answer);
        });
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
