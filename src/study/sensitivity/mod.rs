//! What makes the answer uncertain: the variance of each goal's arrival, shared out among causes.
//!
//! First-order and total Sobol' indices by group and by single element, by pick–freeze on the keyed streams: a regime or a hazard is exchanged
//! between two seeds as an input is, so that processes count like numbers. Beside them rank correlations of the numbers drawn once a trial.

mod design;
mod findings;
mod headline_goals;
mod model;
mod units;

use std::fmt;

pub use super::correlations::{Correlation, ScalarInputs};
pub use design::{Analysis, Design, PickFreeze, Shares};
pub use findings::{Cause, GoalSensitivity, Quantity, Sensitivity, Variation};
pub use units::{Unit, Units};

use self::headline_goals::mark_headline_goals;
use self::model::{Model, PER_GOAL, restricted, telling_year};
use super::estimate::share;
use super::findings::{Estimate, Share};
use crate::engine::{Outcomes, RunOptions};
use crate::plan::Plan;

/// Rows of the screening are the rows of a run divided by this, and no fewer than [`SCREENING`].
const SCREENED: u64 = 16;
/// Fewest rows of the screening.
const SCREENING: u64 = 64;

/// Trials of each run unless the command line says otherwise.
pub const DEFAULT_TRIALS: u64 = 4_096;
/// Single elements with runs of their own unless the command line says otherwise.
pub const DEFAULT_LEADING: usize = 24;

/// How to analyse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SensitivityOptions {
    /// Trials of each run of the design, seed, threads.
    pub run: RunOptions,
    /// Ask about arrival by the end of this year; that with the chance nearest to one half, goal by goal, where `None`.
    pub year: Option<i32>,
    /// Single elements with runs of their own.
    pub leading: usize,
    /// Goals that are told of in full; of each ladder of thresholds one, and all others, where none is named.
    pub goals: Vec<String>,
}

/// Why there is no analysis.
#[derive(Debug)]
pub enum SensitivityError {
    /// The year asked about lies outside the scenario, of which these are the first and the last.
    Year(i32, [i32; 2]),
    /// The scenario asks for nothing.
    NoGoal,
    /// There is no goal of that name; these are its goals.
    UnknownGoal(String, Vec<String>),
    /// The threads could not be started.
    Threads(rayon::ThreadPoolBuildError),
}

impl fmt::Display for SensitivityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year, [first, last]) => write!(f, "--by {year} lies outside the scenario: name a year from {first} to {last}"),
            Self::NoGoal => f.write_str("the scenario has no goal, so there is no arrival whose uncertainty could be shared out: add a [goals.NAME]"),
            Self::UnknownGoal(name, goals) => write!(f, "there is no goal {name}; name one of {}", goals.join(", ")),
            Self::Threads(error) => write!(f, "the threads could not be started: {error}"),
        }
    }
}

impl std::error::Error for SensitivityError {}

/// How many trials an analysis runs, for a progress bar.
#[must_use]
pub fn sensitivity_trials(plan: &Plan, options: &SensitivityOptions) -> u64 {
    let units = Units::new(plan);
    let singles = units.singles.len();
    let (full, screened) = if singles > options.leading { (options.leading + 1, singles + 1) } else { (singles, 0) };
    options.run.trials * (2 + units.groups.len() + full) as u64 + screening(options.run.trials) * screened as u64
}

fn screening(trials: u64) -> u64 {
    (trials / SCREENED).max(SCREENING)
}

/// Shares out the variance of every goal's arrival. `progress` is told the trials that were run since its last call.
///
/// # Errors
/// Where the year asked about lies outside the scenario, where it has no goal, and where threads cannot be started.
pub fn sensitivity(plan: &Plan, options: &SensitivityOptions, progress: &(dyn Fn(u64) + Sync)) -> Result<Sensitivity, SensitivityError> {
    if plan.goals.goals.is_empty() {
        return Err(SensitivityError::NoGoal);
    }
    let names = || plan.goals.goals.iter().map(|goal| goal.name.clone());
    if let Some(unknown) = options.goals.iter().find(|&asked| names().all(|name| name != *asked)) {
        return Err(SensitivityError::UnknownGoal(unknown.clone(), names().collect()));
    }
    let asked = options.year.map(|year| until(plan, year)).transpose()?;
    let pool = options.run.pool().map_err(SensitivityError::Threads)?;
    let units = Units::new(plan);
    let RunOptions { trials, seed, .. } = options.run;
    let mut model = Model::new(plan, &units.elements, seed, &pool);
    let a = model.outcomes(0..trials, &|_| false, true);
    progress(trials);
    let b = model.outcomes(0..trials, &|_| true, false);
    progress(trials);
    let years: Vec<i32> = (0..plan.goals.goals.len()).map(|g| options.year.unwrap_or_else(|| year(plan, [&a, &b], g))).collect();
    model.until = years.iter().map(|&year| asked.unwrap_or_else(|| until(plan, year).unwrap_or(plan.months() - 1))).collect();
    let runs = [model.quantities(&a), model.quantities(&b)];
    let design = Design { rows: trials, screening: screening(trials), leading: options.leading, seed, pool: &pool, progress };
    let of = |units: &[Unit]| -> Vec<Vec<usize>> { units.iter().map(|unit| unit.elements.clone()).collect() };
    let analysis = design.analyse(&model, [&runs[0], &runs[1]], &of(&units.groups), &of(&units.singles));
    let cause = |unit: &Unit, kind: &'static str| Cause { name: unit.name.clone(), group: unit.group.clone(), kind, elements: unit.elements.len() };
    let single = |&place: &usize| cause(&units.singles[place], units.kind(&units.singles[place]));
    let group = |unit: &Unit| cause(unit, if unit.group.is_empty() { "correlated drivers" } else { "group" });
    let inputs = ScalarInputs::new(plan, &a.inputs);
    let mut goals = goals(plan, &years, &runs, analysis.quantities, &inputs, [&a, &b]);
    mark_headline_goals(plan, &options.goals, &mut goals);
    Ok(Sensitivity {
        title: plan.title.clone(),
        grid: plan.grid,
        seed,
        trials,
        screening: if analysis.rest.is_empty() { 0 } else { design.screening },
        evaluations: analysis.evaluations,
        groups: units.groups.iter().map(group).collect(),
        leading: analysis.leading.iter().map(single).collect(),
        rest: analysis.rest.iter().map(single).collect(),
        inputs: inputs.draws.iter().map(|&draw| plan.draws[draw].path.clone()).collect(),
        goals,
    })
}

/// The last month of a year of the scenario.
fn until(plan: &Plan, year: i32) -> Result<usize, SensitivityError> {
    let years = plan.grid.years();
    plan.grid.last_month_of(year).ok_or(SensitivityError::Year(year, [*years.start(), *years.end()]))
}

fn year(plan: &Plan, runs: [&Outcomes; 2], goal: usize) -> i32 {
    telling_year(plan.grid, runs.map(|run| run.arrivals[goal].as_slice())).unwrap_or_default()
}

fn goals(
    plan: &Plan,
    years: &[i32],
    runs: &[Vec<Vec<f64>>; 2],
    shares: Vec<Option<Shares>>,
    inputs: &ScalarInputs,
    outcomes: [&Outcomes; 2],
) -> Vec<GoalSensitivity> {
    let months: Vec<Vec<f64>> = outcomes[0].arrivals.iter().map(|arrivals| restricted(plan, arrivals)).collect();
    let correlations = inputs.correlations(&months);
    let mut shares = shares.into_iter();
    let mut quantity = |q: usize| quantity(&runs[0][q], &runs[1][q], shares.next().flatten());
    let goals = plan.goals.goals.iter().zip(correlations).enumerate().map(|(g, (goal, correlations))| {
        let (by_year, months) = (quantity(PER_GOAL * g), quantity(PER_GOAL * g + 1));
        GoalSensitivity {
            name: goal.name.clone(),
            title: goal.title.clone(),
            sentence: goal.sentence.clone(),
            ever: ever(outcomes, g),
            year: years[g],
            correlations: if months.shares().is_some() { correlations } else { Vec::new() },
            by_year,
            months,
            speaks: false,
        }
    });
    goals.collect()
}

/// Chance of arriving within the horizon.
fn ever(runs: [&Outcomes; 2], goal: usize) -> Share {
    let arrivals = || runs.iter().flat_map(|run| &run.arrivals[goal]);
    share(arrivals().flatten().count() as u64, arrivals().count() as u64)
}

/// Mean and variance over both runs, and what became of the shares.
fn quantity(a: &[f64], b: &[f64], shares: Option<Shares>) -> Quantity {
    let values = || a.iter().chain(b);
    let n = values().count() as f64;
    let mean = values().sum::<f64>() / n;
    let variance = values().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0);
    let mut sorted: Vec<f64> = values().copied().collect();
    sorted.sort_by(f64::total_cmp);
    let commonest = sorted.chunk_by(|x, y| x.total_cmp(y).is_eq()).map(<[f64]>::len).max().unwrap_or(0);
    let shares = match (shares, sorted.len() - commonest) {
        (Some(shares), _) => Variation::Shared(shares),
        (None, 0) => Variation::Constant,
        (None, others) => Variation::TooFew(others as u64),
    };
    Quantity { mean: Estimate { mean, standard_error: (variance / n).sqrt() }, variance, shares }
}
