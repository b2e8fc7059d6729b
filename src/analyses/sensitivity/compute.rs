//! Variance-based sensitivity analysis of each goal's arrival: runs the design and collects its findings.
//!
//! First-order and total Sobol' indices by group and by single element, by pick–freeze on the keyed streams: a regime or a hazard is exchanged
//! between two seeds as an input is. In addition, rank correlations of the numbers drawn once a trial.

use super::SensitivityArgs;
use super::findings::{Cause, CauseIndices, Decomposition, ExplainedQuantity, GoalSensitivity, InputCorrelation, SensitivityFindings, SobolIndices};
use super::model::{Model, PER_GOAL, informative_year, restricted};
use super::pick_freeze::{Design, QuantityIndices};
use super::selection::select;
use super::units::{Unit, Units};
use crate::driver::progress::Progress;
use crate::driver::question::{goal_named, month_of_year};
use crate::driver::{Failure, Request, part};
use crate::engine::Outcomes;
use crate::plan::Plan;
use crate::stats::{Index, Indices, Proportion};
use crate::study::{RunOptions, ScalarInputs};
use crate::units::{self, Quantity};

/// Trials of a run of the screening are the trials of a run divided by this.
const SCREENING_DIVISOR: u64 = 16;
/// Fewest trials of a run of the screening.
const FEWEST_SCREENING_TRIALS: u64 = 64;

/// Question of the analysis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SensitivityOptions {
    /// Trials of each run of the design, seed, threads.
    pub run: RunOptions,
    /// Year by the end of which the goal has arrived; for each goal the one whose probability is nearest to one half where `None`.
    pub year: Option<i32>,
    /// Single elements with runs of their own.
    pub leading: usize,
    /// Goals to report in detail; one of each ladder of thresholds, and every other goal, where empty.
    pub goals: Vec<String>,
}

/// Computes what the options ask for.
///
/// # Errors
/// Where a goal or the year does not exist, or the threads cannot be started.
pub fn compute(request: &Request, args: &SensitivityArgs) -> Result<SensitivityFindings, Failure> {
    let options = SensitivityOptions { run: request.options, year: args.by, leading: args.leading, goals: args.goals.clone() };
    let progress = Progress::new(trials_of_design(&request.plan, &options), "decomposing the variance");
    analyse(&request.plan, &options, &|done| progress.add(done))
}

/// Trials of all runs of an analysis.
#[must_use]
pub fn trials_of_design(plan: &Plan, options: &SensitivityOptions) -> u64 {
    let units = Units::new(plan);
    let singles = units.singles.len();
    let (full, screened) = if singles > options.leading { (options.leading + 1, singles + 1) } else { (singles, 0) };
    options.run.trials * (2 + units.groups.len() + full) as u64 + screening(options.run.trials) * screened as u64
}

fn screening(trials: u64) -> u64 {
    (trials / SCREENING_DIVISOR).max(FEWEST_SCREENING_TRIALS)
}

/// Decomposes the variance of every goal's arrival; `progress` receives the trials finished since its last call.
///
/// # Errors
/// Where a goal or the year does not exist, the scenario has no goal, or the threads cannot be started.
pub fn analyse(plan: &Plan, options: &SensitivityOptions, progress: &(dyn Fn(u64) + Sync)) -> Result<SensitivityFindings, Failure> {
    goal_named(plan, None)?;
    options.goals.iter().try_for_each(|goal| goal_named(plan, Some(goal)).map(drop))?;
    let asked = options.year.map(|year| month_of_year(plan, Some(year))).transpose()?;
    let pool = options.run.pool().map_err(part::no_threads)?;
    let units = Units::new(plan);
    let RunOptions { trials, seed, .. } = options.run;
    let mut model = Model::new(plan, &units.elements, seed, &pool);
    let a = model.outcomes(0..trials, &|_| false, true);
    progress(trials);
    let b = model.outcomes(0..trials, &|_| true, false);
    progress(trials);
    let year = |goal: usize| options.year.or_else(|| informative_year(plan.grid, [&a, &b].map(|run| run.arrivals[goal].as_slice())));
    let years: Vec<i32> = (0..plan.goals.goals.len()).map(|goal| year(goal).unwrap_or_default()).collect();
    let last_month = |year: i32| plan.grid.last_month_of(year).unwrap_or(plan.months() - 1);
    model.until = years.iter().map(|&year| asked.unwrap_or_else(|| last_month(year))).collect();
    let runs = [model.quantities(&a), model.quantities(&b)];
    let design = Design { rows: trials, screening: screening(trials), leading: options.leading, seed, pool: &pool, progress };
    let of = |units: &[Unit]| -> Vec<Vec<usize>> { units.iter().map(|unit| unit.elements.clone()).collect() };
    let found = design.analyse(&model, [&runs[0], &runs[1]], &of(&units.groups), &of(&units.singles));
    let cause = |unit: &Unit, kind: &'static str| Cause { name: unit.name.clone(), group: unit.group.clone(), kind, elements: unit.elements.len() };
    let single = |&place: &usize| cause(&units.singles[place], units.kind(&units.singles[place]));
    let group = |unit: &Unit| cause(unit, if unit.group.is_empty() { "correlated drivers" } else { "group" });
    let mut findings = SensitivityFindings {
        horizon_months: plan.months(),
        screening_trials: if found.rest.is_empty() { 0 } else { design.screening },
        total_trials: found.evaluations,
        groups: units.groups.iter().map(group).collect(),
        elements: found.leading.iter().map(single).collect(),
        left_out: found.rest.iter().map(single).collect(),
        goals: Vec::new(),
    };
    let inputs = ScalarInputs::new(plan, &a.inputs);
    findings.goals = goals(plan, &years, &runs, found.quantities, &findings, &inputs, [&a, &b]);
    select(plan, &options.goals, &mut findings.goals);
    Ok(findings)
}

fn goals(
    plan: &Plan,
    years: &[i32],
    runs: &[Vec<Vec<f64>>; 2],
    indices: Vec<Option<QuantityIndices>>,
    causes: &SensitivityFindings,
    inputs: &ScalarInputs,
    outcomes: [&Outcomes; 2],
) -> Vec<GoalSensitivity> {
    let months: Vec<Vec<f64>> = outcomes[0].arrivals.iter().map(|arrivals| restricted(plan, arrivals)).collect();
    let correlations = inputs.correlations(&months);
    let mut indices = indices.into_iter();
    let mut explained = |q: usize, unit: units::Unit| explained([&runs[0][q], &runs[1][q]], indices.next().flatten(), causes, unit);
    let goals = plan.goals.goals.iter().zip(correlations).enumerate().map(|(g, (goal, correlations))| {
        let arrived_by_year = explained(PER_GOAL * g, units::Unit::PROBABILITY);
        let months_until_arrival = explained(PER_GOAL * g + 1, units::Unit::MONTHS);
        let varies = months_until_arrival.indices().is_some();
        let correlation = |one: crate::study::Correlation| InputCorrelation {
            input: plan.draws[inputs.draws[one.input]].path.clone(),
            spearman: correlation(one.rank, months[g].len() as u64),
            partial: one.partial.map(|partial| correlation(partial, months[g].len() as u64)),
        };
        GoalSensitivity {
            goal: goal.name.clone(),
            title: goal.title.clone(),
            sentence: goal.sentence.clone(),
            detailed: false,
            arrival: arrival(outcomes, g),
            year: years[g],
            arrived_by_year,
            months_until_arrival,
            correlations: if varies { correlations.into_iter().map(correlation).collect() } else { Vec::new() },
        }
    });
    goals.collect()
}

/// Correlation with its interval; the standard error is half the width of the interval over 1.96.
fn correlation([r, low, high]: [f64; 3], trials: u64) -> Quantity {
    Quantity::of_interval(r, [low, high], units::Unit::NONE, trials)
}

/// Probability of arriving within the scenario.
fn arrival(runs: [&Outcomes; 2], goal: usize) -> Quantity {
    let arrivals = || runs.iter().flat_map(|run| &run.arrivals[goal]);
    let trials = arrivals().count() as u64;
    let Proportion { share, standard_error, low, high, .. } = Proportion::new(arrivals().flatten().count() as u64, trials);
    Quantity::new(share, standard_error, [low, high], units::Unit::PROBABILITY, trials)
}

/// Mean and variance over both runs, and the decomposition of the variance.
fn explained([a, b]: [&[f64]; 2], indices: Option<QuantityIndices>, causes: &SensitivityFindings, unit: units::Unit) -> ExplainedQuantity {
    let values = || a.iter().chain(b);
    let trials = values().count() as u64;
    let n = trials as f64;
    let mean = values().sum::<f64>() / n;
    let variance = values().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0);
    let mut sorted: Vec<f64> = values().copied().collect();
    sorted.sort_by(f64::total_cmp);
    let commonest = sorted.chunk_by(|x, y| x.total_cmp(y).is_eq()).map(<[f64]>::len).max().unwrap_or(0);
    let decomposition = match (indices, sorted.len() - commonest) {
        (Some(indices), _) => Decomposition::Indices(Box::new(named(&indices, causes, a.len() as u64))),
        (None, 0) => Decomposition::Constant,
        (None, others) => Decomposition::TooFew(others as u64),
    };
    let squared = if unit == units::Unit::MONTHS { units::Unit::named("months²") } else { units::Unit::NONE };
    ExplainedQuantity {
        mean: Quantity::mean(mean, (variance / n).sqrt(), unit, trials),
        variance: Quantity::without_error(variance, squared, trials),
        decomposition,
    }
}

/// Indices with the causes that they belong to.
fn named(found: &QuantityIndices, causes: &SensitivityFindings, trials: u64) -> SobolIndices {
    let share = |index: &Index| Quantity::new(index.value, index.standard_error, [index.low, index.high], units::Unit::SHARE_OF_VARIANCE, trials);
    let of =
        |cause: &Cause, Indices { first, total }: &Indices| CauseIndices { cause: cause.clone(), first_order: share(first), total: share(total) };
    let all = |causes: &[Cause], indices: &[Indices]| causes.iter().zip(indices).map(|(cause, one)| of(cause, one)).collect();
    let count = causes.left_out.len();
    let together = Cause { name: format!("all {count} other elements together"), group: String::new(), kind: "left out", elements: count };
    SobolIndices {
        groups: all(&causes.groups, &found.groups),
        without_interactions: share(&found.alone),
        elements: all(&causes.elements, &found.leading),
        left_out: found.rest.as_ref().map(|rest| of(&together, rest)),
    }
}
