//! Runs of the attribution: every subset of the causes on the same draws.
//!
//! A cause is a group of random elements. In each subset, the causes of the subset are random and all others go to plan; Shapley values, exclusion and
//! inclusion are computed from these runs.

use rayon::prelude::*;

use super::CausesQuestion;
use super::account::Subsets;
use super::findings::{Cause, CausesFindings, GoalAttribution, Statistic};
use super::grouping;
use super::runs::Runs;
use super::sections::{NEVER, Sections};
use super::selection::{goals_to_explain, informative_year};
use super::shortfall::shortfalls;
use super::sizes::{ends, total_trials, trials_by_size};
use crate::chance::Key;
use crate::driver::part::{self, PartOf};
use crate::driver::progress::Progress;
use crate::driver::question::{goal_named, month_of_year};
use crate::driver::{Failure, Request};
use crate::engine::{Keys, outcomes};
use crate::plan::{Plan, Prunable};
use crate::study::{Cut, RunOptions};
use crate::units::{Quantity, Unit};

/// Bootstrap samples.
const REPLICATES: u64 = 1_000;

/// Computes what the options ask for.
///
/// # Errors
/// Where a goal or the year does not exist, or the threads cannot be started.
pub fn compute(request: &Request, question: &CausesQuestion) -> Result<CausesFindings, Failure> {
    let progress = progress(request, question, 1);
    attribute(Prunable::new(&request.scenario), &request.plan, &request.options, question, &|done| progress.add(done))
}

/// Computes one part of the trials.
///
/// # Errors
/// As of [`compute`].
pub fn compute_part(request: &Request, question: &CausesQuestion, which: PartOf) -> Result<ArrivalsPart, Failure> {
    let progress = progress(request, question, which.parts);
    let of = (which.part, which.parts);
    attribute_part(Prunable::new(&request.scenario), &request.plan, &request.options, question, of, &|done| progress.add(done))
}

/// Computes the findings from all parts.
///
/// # Errors
/// As of [`compute`], and where the parts are not those of the scenario.
pub fn merge(request: &Request, question: &CausesQuestion, parts: Vec<ArrivalsPart>) -> Result<CausesFindings, Failure> {
    attribute_parts(Prunable::new(&request.scenario), &request.plan, &request.options, question, parts)?
        .ok_or_else(|| Failure::Input("the arrivals in the parts are not those of this scenario".to_owned()))
}

fn progress(request: &Request, question: &CausesQuestion, parts: u64) -> Progress {
    Progress::new(total_trials(request.plan.groups().len(), question, request.options.trials) / parts, "running subsets of causes")
}

/// Attributes the differences between plan and forecast to causes; `plan` is that of the whole scenario.
///
/// # Errors
/// Where a goal or the year does not exist, the scenario has no goal, or the threads cannot be started.
pub fn attribute(
    scenario: Prunable,
    plan: &Plan,
    options: &RunOptions,
    question: &CausesQuestion,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<CausesFindings, Failure> {
    with_game(scenario, (plan, options, question), progress, |game, runs, pool| {
        for (subset, &trials) in game.subsets.iter().zip(&game.trials) {
            runs.arrivals(subset, trials);
        }
        game.findings((plan, options, question), runs, pool)
    })
}

/// Arrivals in a part of the trials of every subset: by subset, goal and trial.
pub type ArrivalsPart = Vec<Vec<Vec<u16>>>;

/// Runs one part of the trials of every subset; each part determines the subsets by itself.
///
/// # Errors
/// As of [`attribute`].
pub fn attribute_part(
    scenario: Prunable,
    plan: &Plan,
    options: &RunOptions,
    question: &CausesQuestion,
    (part, parts): (u64, u64),
    progress: &(dyn Fn(u64) + Sync),
) -> Result<ArrivalsPart, Failure> {
    with_game(scenario, (plan, options, question), progress, |game, runs, _| {
        let each = game.subsets.iter().zip(&game.trials);
        each.map(|(subset, &trials)| runs.range(subset, Cut::of_trials(trials, parts).range(part))).collect()
    })
}

/// Findings of [`attribute`] from all parts of its trials, in order; `None` where they are parts of something else.
///
/// # Errors
/// As of [`attribute`].
pub fn attribute_parts(
    scenario: Prunable,
    plan: &Plan,
    options: &RunOptions,
    question: &CausesQuestion,
    parts: Vec<ArrivalsPart>,
) -> Result<Option<CausesFindings>, Failure> {
    with_game(scenario, (plan, options, question), &|_| (), |game, runs, pool| {
        let count = parts.len() as u64;
        let goals = runs.goals();
        let fits = |slice: &Vec<Vec<u16>>, trials: u64, part: u64| {
            let range = Cut::of_trials(trials, count).range(part);
            let whole = |arrivals: &Vec<u16>| {
                arrivals.len() as u64 == range.end - range.start && arrivals.iter().all(|&month| month == NEVER || usize::from(month) < plan.months())
            };
            slice.len() == goals && slice.iter().all(whole)
        };
        let mut joined = vec![vec![Vec::new(); goals]; game.subsets.len()];
        for (part, slices) in (1..).zip(parts) {
            if slices.len() != joined.len() || !slices.iter().zip(&game.trials).all(|(slice, &trials)| fits(slice, trials, part)) {
                return None;
            }
            for (all, slice) in joined.iter_mut().flatten().zip(slices.into_iter().flatten()) {
                all.extend(slice);
            }
        }
        game.subsets.iter().zip(joined).for_each(|(subset, arrivals)| runs.take(subset, arrivals));
        Some(game.findings((plan, options, question), runs, pool))
    })
}

/// Plan, options and question.
type Asked<'a> = (&'a Plan, &'a RunOptions, &'a CausesQuestion);

/// Subsets of the causes with their numbers of trials.
struct Game<'a> {
    /// Plan without elements that cannot affect the goals.
    cut: &'a Plan,
    /// Names of the goals, and their indices in that plan.
    names: Vec<String>,
    goals: Vec<usize>,
    causes: Vec<Cause>,
    sizes: Vec<u64>,
    /// Whether each group is random, by subset.
    subsets: Vec<Vec<bool>>,
    trials: Vec<u64>,
}

/// Determines the subsets and calls `then` with them.
fn with_game<R>(
    scenario: Prunable,
    (plan, options, question): Asked,
    progress: &(dyn Fn(u64) + Sync),
    then: impl FnOnce(&Game, &mut Runs, &rayon::ThreadPool) -> R,
) -> Result<R, Failure> {
    let pool = options.pool().map_err(part::no_threads)?;
    let names = asked(plan, options, question, &pool)?;
    if question.by.is_some() {
        month_of_year(plan, question.by)?;
    }
    let needed = scenario.for_goals(&names);
    let cut = needed.plan();
    let cut = cut.as_ref().unwrap_or(plan); // what remains of a scenario that compiles compiles too
    let goals: Vec<usize> = names.iter().filter_map(|name| place(cut, name)).collect();

    let mut runs = Runs::new(cut, &needed, options.seed, &pool, progress);
    let most = question.most_causes();
    let screen = trials_by_size(most.min(runs.groups.len()), options.trials).into_iter().min().unwrap_or(options.trials);
    let causes = grouping::causes(&mut runs, &goals, most, screen, plan.months());
    let sizes = trials_by_size(causes.len(), options.trials);
    let subsets: Vec<Vec<bool>> = (0..1_usize << causes.len()).map(|subset| random_groups(&runs.groups, &causes, subset)).collect();
    let trials: Vec<u64> = (0..subsets.len()).map(|subset| sizes[subset.count_ones() as usize]).collect();
    Ok(then(&Game { cut, names, goals, causes, sizes, subsets, trials }, &mut runs, &pool))
}

fn place(plan: &Plan, name: &String) -> Option<usize> {
    plan.goals.goals.iter().position(|goal| goal.name == *name)
}

impl Game<'_> {
    /// Findings once all subsets have been run.
    fn findings(&self, (plan, options, question): Asked, runs: &Runs, pool: &rayon::ThreadPool) -> CausesFindings {
        let sections = Sections::new(&ends(&self.sizes));
        let once = sections.once();
        let key = Key::of(options.seed, "causes!bootstrap");
        let replicates: Vec<Vec<u32>> = (0..REPLICATES).map(|replicate| sections.drawn(key, replicate)).collect();
        let shortfalls = shortfalls(self.cut, runs, options.seed);
        let arrivals: Vec<_> = self.subsets.iter().zip(&self.trials).map(|(subset, &trials)| (runs.known(subset), trials)).collect();
        let of_goal = |(name, &goal): (&String, &usize)| {
            let of_goal: Vec<&[u16]> = arrivals.iter().map(|(arrivals, trials)| first(&arrivals[goal], *trials)).collect();
            let counted = Subsets::new(&of_goal, &sections, plan.grid);
            let whole = &plan.goals.goals[place(plan, name)?];
            let month = |quantile: usize| (quantile < plan.months()).then_some(quantile);
            let forecast = [0.5, 0.8].map(|p| month(counted.forecast().quantile(p, &once)));
            let planned = [0.5, 0.8].map(|p| month(counted.plan().quantile(p, &once)));
            let year = question.by.or_else(|| informative_year(plan.grid, |month| counted.forecast().probability(month, &once)));
            let probability = year.and_then(|year| plan.grid.last_month_of(year).map(|month| (Statistic::Probability(year), month)));
            let quantiles = [Statistic::P50, Statistic::P80].into_iter().zip(forecast.iter().zip(&planned));
            let quantiles = quantiles.filter(|(_, (forecast, planned))| forecast.is_some() && planned.is_some()).map(|(statistic, _)| (statistic, 0));
            let statistics: Vec<(Statistic, usize)> = quantiles.chain(probability).chain([(Statistic::RestrictedMean, 0)]).collect();
            let attribution = |&(statistic, month): &(Statistic, usize)| counted.attribution(statistic, month, self.causes.len(), &once, &replicates);
            let never = 1.0 - counted.forecast().probability(plan.months() - 1, &once);
            let exact = |month: Option<usize>| Quantity::exact(month.map_or(f64::NAN, |month| month as f64), Unit::month_of(plan.grid));
            Some(GoalAttribution {
                goal: whole.name.clone(),
                title: whole.title.clone(),
                sentence: whole.sentence.clone(),
                planned: exact(planned[0]),
                shortfall: shortfalls[goal].clone().filter(|_| planned[0].is_none()),
                p50: exact(forecast[0]),
                p80: exact(forecast[1]),
                never: Quantity::without_error(never, Unit::PROBABILITY, options.trials),
                attributions: statistics.par_iter().map(attribution).collect(),
            })
        };
        let goals: Vec<GoalAttribution> = pool.install(|| self.names.par_iter().zip(&self.goals).filter_map(of_goal).collect());
        CausesFindings {
            grid: plan.grid,
            trials_by_size: self.sizes.clone(),
            subsets: self.subsets.len(),
            total_trials: runs.trials,
            replicates: replicates.len(),
            causes: self.causes.clone(),
            other_goals: plan.goals.goals.iter().map(|goal| goal.name.clone()).filter(|name| !self.names.contains(name)).collect(),
            goals,
        }
    }
}

/// Names of the goals, without duplicates.
fn asked(plan: &Plan, options: &RunOptions, question: &CausesQuestion, pool: &rayon::ThreadPool) -> Result<Vec<String>, Failure> {
    goal_named(plan, None)?;
    question.goals.iter().try_for_each(|goal| goal_named(plan, Some(goal)).map(drop))?;
    let mut names = question.goals.clone();
    if names.is_empty() {
        let keys = Keys::new(plan, options.seed);
        let forecast = outcomes(plan, &keys, 0..options.trials.min(SCREEN), pool, false);
        let month = |arrival: &Option<usize>| arrival.and_then(|month| u16::try_from(month).ok()).unwrap_or(NEVER);
        let forecast: Vec<Vec<u16>> = forecast.arrivals.iter().map(|arrivals| arrivals.iter().map(month).collect()).collect();
        names = goals_to_explain(plan, &forecast).into_iter().map(|goal| plan.goals.goals[goal].name.clone()).collect();
    }
    let mut known = std::collections::BTreeSet::new();
    names.retain(|name| known.insert(name.clone()));
    Ok(names)
}

/// Trials from which the goals to explain are selected.
const SCREEN: u64 = 1_024;

/// Whether each group is random in a subset of the causes.
fn random_groups(groups: &[String], causes: &[Cause], subset: usize) -> Vec<bool> {
    let held = |group: &String| causes.iter().enumerate().any(|(place, cause)| subset >> place & 1 == 1 && cause.groups.contains(group));
    groups.iter().map(held).collect()
}

fn first(arrivals: &[u16], trials: u64) -> &[u16] {
    &arrivals[..arrivals.len().min(usize::try_from(trials).unwrap_or(usize::MAX))]
}
