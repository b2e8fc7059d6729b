//! Computes the effect of each input on the result and attaches it to the input and to its sources.

use super::SourcesArgs;
use super::age::{months_old, rank};
use super::effects::Runner;
use super::findings::{CitedSource, Effect, SourcedInput, SourcesFindings};
use crate::analyses::estimates::proportion;
use crate::driver::part::no_threads;
use crate::driver::progress::Progress;
use crate::driver::{Failure, Request};
use crate::engine::{Keys, outcomes};
use crate::plan::{Assumption, Assumptions, Element, ElementKind, Plan, SourceText, assumptions};
use crate::study::RunOptions;
use crate::units::{MonthGrid, Unit};

/// Inputs whose effect is estimated in paired runs of their own.
const LEADING: usize = 12;
/// Trials of a paired run, as one in so many of all: paired runs on the same random numbers need fewer.
const PAIRED: u64 = 5;

/// Computes what the options ask for.
///
/// # Errors
/// Where an option does not fit the scenario, or the threads cannot be started.
pub fn compute(request: &Request, args: &SourcesArgs) -> Result<SourcesFindings, Failure> {
    if args.stale.is_nan() || args.stale < 0.0 {
        return Err(Failure::Input("--stale needs a number of years, 0 or more".to_owned()));
    }
    let choice = args.goal.choose(&request.plan)?;
    let progress = Progress::new(request.options.trials, "effect of each input");
    let assumptions = assumptions(&request.scenario);
    estimate(&request.plan, &assumptions, [choice.goal, choice.by], args.stale, &request.options, &|done| progress.add(done)).map_err(no_threads)
}

/// Lists the inputs and the sources of the scenario of `plan` with their effects on the probability of a goal by a month.
///
/// # Errors
/// Where the threads cannot be started.
pub fn estimate(
    plan: &Plan,
    assumptions: &Assumptions,
    [goal, by]: [usize; 2],
    old_years: f64,
    options: &RunOptions,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<SourcesFindings, rayon::ThreadPoolBuildError> {
    let pool = options.pool()?;
    let keys = Keys::new(plan, options.seed);
    let base = outcomes(plan, &keys, 0..options.trials, &pool, true);
    progress(options.trials);
    let paired_trials = (options.trials / PAIRED).max(1).min(options.trials);
    let runner = Runner { plan, keys: &keys, goal, by, pool: &pool, trials: paired_trials, progress };
    let effects = runner.all(&base, LEADING);
    let arrived = base.arrivals.get(goal).map_or(0, |arrivals| arrivals.iter().filter(|at| at.is_some_and(|month| month <= by)).count());
    let mut inputs: Vec<SourcedInput> = assumptions
        .inputs
        .iter()
        .filter(|input| has_source_of_its_own(input))
        .map(|input| sourced(input, assumptions, &effects, plan.grid, old_years))
        .collect();
    inputs.sort_by(|a, b| size(b.effect.as_ref()).total_cmp(&size(a.effect.as_ref())).then_with(|| a.path.cmp(&b.path)));
    let mut sources: Vec<CitedSource> = assumptions.sources.iter().map(|source| cited(source, &inputs, plan.grid, old_years)).collect();
    sources.sort_by(|a, b| size(b.largest_effect.as_ref()).total_cmp(&size(a.largest_effect.as_ref())).then_with(|| a.key.cmp(&b.key)));
    Ok(SourcesFindings {
        goal: plan.goals.goals[goal].name.clone(),
        goal_title: plan.goals.goals[goal].title.clone(),
        month: plan.grid.label(by),
        year: plan.grid.year(by),
        probability: proportion(arrived as u64, options.trials, Unit::PROBABILITY),
        paired_trials,
        old_years,
        inputs,
        sources,
    })
}

/// Whether an input needs a source. The threshold of a goal is part of the question, and a reference to a driver has its source at the driver.
fn has_source_of_its_own(input: &Assumption) -> bool {
    input.table[0] != "goals" && !(input.distribution.starts_with("driver ") && input.path.split('.').next() != Some("drivers"))
}

/// Size by which effects are sorted.
fn size(effect: Option<&Effect>) -> f64 {
    effect.map_or(-1.0, Effect::at_least)
}

fn sourced(input: &Assumption, all: &Assumptions, effects: &[(Element, Effect)], grid: MonthGrid, old_years: f64) -> SourcedInput {
    let sources: Vec<&SourceText> = input.sources.iter().filter_map(|key| all.sources.iter().find(|source| source.key == *key)).collect();
    let ages: Vec<(f64, &str)> =
        sources.iter().filter_map(|source| source.date.as_deref()).filter_map(|date| Some((months_old(date, grid)?, date))).collect();
    let newest = ages.iter().min_by(|a, b| a.0.total_cmp(&b.0));
    let effect = effects.iter().filter(|(element, _)| belongs(&input.path, element)).max_by_key(|(element, _)| element.path.len());
    SourcedInput {
        path: input.path.clone(),
        unit: input.unit.clone(),
        distribution: input.distribution.clone(),
        sources: input.sources.clone(),
        judgement: input.judgement,
        note: input.note.clone(),
        confidence: sources.iter().filter_map(|source| source.confidence.as_deref()).min_by_key(|word| rank(word)).map(str::to_owned),
        date: newest.map(|(_, date)| (*date).to_owned()),
        old: newest.is_some_and(|(age, _)| *age > 12.0 * old_years),
        missing: input.sources.is_empty() && !input.judgement,
        effect: effect.map(|(_, effect)| effect.clone()),
    }
}

/// Whether an input is what an element draws, or a part of it.
fn belongs(path: &str, element: &Element) -> bool {
    let within = |whole: &str| path.strip_prefix(whole).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    match element.kind {
        ElementKind::Driver | ElementKind::Factor | ElementKind::Input => path == element.path,
        ElementKind::Regime | ElementKind::Hazard | ElementKind::Risk => within(&element.path),
        ElementKind::Cancellation => element
            .path
            .strip_suffix("cancellation")
            .is_some_and(|stage| path.strip_prefix(stage).is_some_and(|rest| rest == "cancels" || rest.starts_with("cancels."))),
    }
}

/// A source with the effects of the inputs that cite it; `inputs` are sorted by their effects.
fn cited(source: &SourceText, inputs: &[SourcedInput], grid: MonthGrid, old_years: f64) -> CitedSource {
    let citing: Vec<&SourcedInput> = inputs.iter().filter(|input| input.sources.contains(&source.key)).collect();
    let age_months = source.date.as_deref().and_then(|date| months_old(date, grid));
    let largest = citing.first().filter(|input| input.effect.is_some());
    CitedSource {
        key: source.key.clone(),
        title: source.title.clone(),
        date: source.date.clone(),
        address: source.address.clone(),
        confidence: source.confidence.clone(),
        note: source.note.clone(),
        old: age_months.is_some_and(|age| age > 12.0 * old_years),
        age_months,
        inputs: citing.len(),
        largest_input: largest.map(|input| input.path.clone()),
        largest_effect: largest.and_then(|input| input.effect.clone()),
    }
}
