//! Where each figure of a scenario comes from, how old that is, and how far the answer moves with it.

mod age;
mod moves;

use serde::Serialize;

use crate::engine::{Keys, RunOptions, outcomes};
use crate::plan::{Assumption, Assumptions, Element, ElementKind, Plan, SourceText};
use crate::units::MonthGrid;

pub use age::{months_old, written};
pub use moves::{Move, Way};

/// Years after which a source is called stale where nothing else is asked: mines, plants and controls turn over within about five years, and the
/// yearbooks cited are made new each year. What it says of the past does not go stale, but somebody should look.
pub const STALE_YEARS: f64 = 5.0;
/// Numbers whose move is taken exactly, by pairs of runs.
const LEADING: usize = 12;
/// Trials of an exact pair, as a share of all: pairs on the same draws need fewer.
const PAIRED: u64 = 5;

/// Which answer is asked how far it moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headline {
    /// Place of the goal among the plan's.
    pub goal: usize,
    /// Month by the end of which its chance is taken.
    pub by: usize,
}

/// A figure of the scenario.
#[derive(Clone, Debug, Serialize)]
pub struct SourcedInput {
    /// What the scenario says of it.
    pub input: Assumption,
    /// Confidence in it, the least that its sources state.
    pub confidence: Option<String>,
    /// Date of its newest source, as written.
    pub date: Option<String>,
    /// Whether all its dated sources are stale; never of a judgement alone.
    pub stale: bool,
    /// Whether it has neither a source nor a judgement's reason.
    pub missing: bool,
    /// How far the answer moves with it, or with the process that it is a part of; `None` where nothing about it is uncertain.
    pub moves: Option<Move>,
}

/// A document.
#[derive(Clone, Debug, Serialize)]
pub struct CitedSource {
    /// The document.
    pub source: SourceText,
    /// Months from its date to the scenario's start; `None` without a readable date.
    pub age: Option<f64>,
    /// Whether it is stale.
    pub stale: bool,
    /// Figures that cite it.
    pub inputs: usize,
    /// The largest move among them: by its path, the move.
    pub most: Option<(String, Move)>,
}

/// All figures and documents of a scenario.
#[derive(Clone, Debug, Serialize)]
pub struct Provenance {
    /// Title of the goal.
    pub goal: String,
    /// Its chance by then, over the trials.
    pub chance: crate::study::Share,
    /// The month by the end of which.
    pub by: String,
    /// Trials of the screening, and of each exact pair.
    pub trials: [u64; 2],
    /// Years after which a source is stale.
    pub stale_years: f64,
    /// Figures, the largest moves first, then by path.
    pub inputs: Vec<SourcedInput>,
    /// Documents, likewise.
    pub sources: Vec<CitedSource>,
}

impl Provenance {
    /// Figures with neither source nor reason.
    #[must_use]
    pub fn missing(&self) -> usize {
        self.inputs.iter().filter(|input| input.missing).count()
    }
}

/// Lists what `plan`'s scenario rests on.
///
/// # Errors
/// Where the threads cannot be started.
pub fn provenance(
    plan: &Plan,
    assumptions: &Assumptions,
    headline: &Headline,
    stale_years: f64,
    options: &RunOptions,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Provenance, rayon::ThreadPoolBuildError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.threads.unwrap_or(0)).build()?;
    let keys = Keys::new(plan, options.seed);
    let base = outcomes(plan, &keys, 0..options.trials, &pool, true);
    progress(options.trials);
    let paired = (options.trials / PAIRED).max(1).min(options.trials);
    let runner = moves::Runner { plan, keys: &keys, headline, pool: &pool, trials: paired, progress };
    let known = runner.all(&base, LEADING);
    let arrived =
        base.arrivals.get(headline.goal).map_or(0, |arrivals| arrivals.iter().filter(|at| at.is_some_and(|month| month <= headline.by)).count());
    let mut inputs: Vec<SourcedInput> =
        assumptions.inputs.iter().filter(|input| is_figure(input)).map(|input| sourced(input, assumptions, &known, plan.grid, stale_years)).collect();
    inputs.sort_by(|a, b| size(b.moves.as_ref()).total_cmp(&size(a.moves.as_ref())).then_with(|| a.input.path.cmp(&b.input.path)));
    let mut sources: Vec<CitedSource> = assumptions.sources.iter().map(|source| cited(source, &inputs, plan.grid, stale_years)).collect();
    sources.sort_by(|a, b| {
        let most = |cited: &CitedSource| size(cited.most.as_ref().map(|(_, moves)| moves));
        most(b).total_cmp(&most(a)).then_with(|| a.source.key.cmp(&b.source.key))
    });
    Ok(Provenance {
        goal: plan.goals.goals[headline.goal].title.clone(),
        chance: crate::study::estimate::share(arrived as u64, options.trials),
        by: plan.grid.label(headline.by),
        trials: [options.trials, paired],
        stale_years,
        inputs,
        sources,
    })
}

/// A goal's threshold is a question, and a reference to a driver has its source at the driver.
fn is_figure(input: &Assumption) -> bool {
    input.table[0] != "goals" && !(input.law.starts_with("driver ") && input.path.split('.').next() != Some("drivers"))
}

/// Size by which moves are sorted: percentage points by which they move the chance at least.
fn size(moves: Option<&Move>) -> f64 {
    moves.map_or(-1.0, Move::at_least)
}

fn sourced(input: &Assumption, all: &Assumptions, known: &[(Element, Move)], grid: MonthGrid, stale_years: f64) -> SourcedInput {
    let documents: Vec<&SourceText> = input.sources.iter().filter_map(|key| all.sources.iter().find(|source| source.key == *key)).collect();
    let ages: Vec<(f64, &str)> =
        documents.iter().filter_map(|source| source.date.as_deref()).filter_map(|date| Some((months_old(date, grid)?, date))).collect();
    let newest = ages.iter().min_by(|a, b| a.0.total_cmp(&b.0));
    let moves = known.iter().filter(|(element, _)| belongs(&input.path, element)).max_by_key(|(element, _)| element.path.len());
    SourcedInput {
        confidence: documents.iter().filter_map(|source| source.confidence.as_deref()).min_by_key(|word| age::rank(word)).map(str::to_owned),
        date: newest.map(|(_, date)| (*date).to_owned()),
        stale: newest.is_some_and(|(age, _)| *age > 12.0 * stale_years),
        missing: input.sources.is_empty() && !input.judgement,
        moves: moves.map(|(_, moves)| moves.clone()),
        input: input.clone(),
    }
}

/// Whether a figure is what an element draws, or a part of it.
fn belongs(path: &str, element: &Element) -> bool {
    let within = |whole: &str| path.strip_prefix(whole).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    match element.kind {
        ElementKind::Driver | ElementKind::Input => path == element.path,
        ElementKind::Regime | ElementKind::Hazard | ElementKind::Risk => within(&element.path),
        ElementKind::Cancellation => element.path.strip_suffix("cancellation").is_some_and(|stage| path.strip_prefix(stage) == Some("cancels")),
    }
}

fn cited(source: &SourceText, inputs: &[SourcedInput], grid: MonthGrid, stale_years: f64) -> CitedSource {
    let citing: Vec<&SourcedInput> = inputs.iter().filter(|input| input.input.sources.contains(&source.key)).collect();
    let age = source.date.as_deref().and_then(|date| months_old(date, grid));
    CitedSource {
        stale: age.is_some_and(|age| age > 12.0 * stale_years),
        age,
        inputs: citing.len(),
        most: citing.first().and_then(|input| input.moves.as_ref().map(|moves| (input.input.path.clone(), moves.clone()))), // sorted by size
        source: source.clone(),
    }
}
