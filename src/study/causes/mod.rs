//! Why it is late: from the date if all goes to plan to the forecast, cause by cause.
//!
//! A cause is a group of random elements. Every subset of the causes is run on the same draws, those of the subset left to chance and all others going to
//! plan; exclusion, inclusion and Shapley's values all read from these runs.

mod account;
mod findings;
mod game;
mod grouping;
mod lack;
mod question;
mod runs;
mod sections;
mod sizes;

use std::fmt;

use rayon::prelude::*;

pub use findings::{Account, Bounded, Cause, Causes, GoalCauses, Lack, Quantity};
pub use game::{MOST_CAUSES, exclusion, inclusion, shapley};
pub use sizes::causes_trials;

use super::ranges::Cut;
use crate::chance::Key;
use crate::engine::{Keys, RunOptions, outcomes};
use crate::plan::{Plan, Prunable};
use account::Subsets;
use lack::lacks;
use runs::Runs;
use sections::{NEVER, Sections};
use sizes::{ends, trials_by_size};

/// Replicates of the bootstrap.
const REPLICATES: u64 = 1_000;

/// What to explain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CausesQuestion {
    /// Names of goals; where empty, those most worth explaining.
    pub goals: Vec<String>,
    /// Year by whose end the chance is explained; where left out, for each goal the one whose chance is nearest to even odds.
    pub by: Option<i32>,
    /// Most causes, 2 to [`MOST_CAUSES`]: where there are more groups, those that matter least count as one.
    pub causes: usize,
}

/// Why nothing can be explained.
#[derive(Debug)]
pub enum CausesError {
    /// No goal has this name.
    UnknownGoal(String),
    /// The scenario has no goal.
    NoGoals,
    /// The months of the scenario do not hold the December of this year.
    UnknownYear(i32),
    /// The threads could not be started.
    Threads(rayon::ThreadPoolBuildError),
}

impl fmt::Display for CausesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownGoal(name) => write!(f, "there is no goal {name}"),
            Self::NoGoals => f.write_str("the scenario asks for no goal, so there is nothing to explain"),
            Self::UnknownYear(year) => write!(f, "the scenario does not run to the end of {year}"),
            Self::Threads(error) => write!(f, "the threads could not be started: {error}"),
        }
    }
}

impl std::error::Error for CausesError {}

impl From<rayon::ThreadPoolBuildError> for CausesError {
    fn from(error: rayon::ThreadPoolBuildError) -> Self {
        Self::Threads(error)
    }
}

/// Explains the months between the plan's arrival and the forecast's, and the chance that is lost or gained; `plan` is that of the whole scenario.
///
/// # Errors
/// Where a goal or the year asked for is unknown, the scenario has no goal, and where threads cannot be started.
pub fn causes(
    scenario: Prunable,
    plan: &Plan,
    options: &RunOptions,
    question: &CausesQuestion,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Causes, CausesError> {
    with_game(scenario, (plan, options, question), progress, |game, runs, pool| {
        for (subset, &trials) in game.subsets.iter().zip(&game.trials) {
            runs.arrivals(subset, trials);
        }
        game.explain((plan, options, question), runs, pool)
    })
}

/// Arrivals in a part of the trials of every subset, for [`causes_of_parts`]: by subset, goal and trial.
pub type CausesPart = Vec<Vec<Vec<u16>>>;

/// Runs part `part` of the trials of every subset where they are cut into so many parts; which subsets there are is found out in each part again.
///
/// # Errors
/// As of [`causes`].
pub fn part_of_causes(
    scenario: Prunable,
    plan: &Plan,
    options: &RunOptions,
    question: &CausesQuestion,
    (part, parts): (u64, u64),
    progress: &(dyn Fn(u64) + Sync),
) -> Result<CausesPart, CausesError> {
    with_game(scenario, (plan, options, question), progress, |game, runs, _| {
        let each = game.subsets.iter().zip(&game.trials);
        each.map(|(subset, &trials)| runs.range(subset, Cut::of_trials(trials, parts).range(part))).collect()
    })
}

/// The same as [`causes`] from all parts of its trials, in order; `None` where they are parts of something else.
///
/// # Errors
/// As of [`causes`].
pub fn causes_of_parts(
    scenario: Prunable,
    plan: &Plan,
    options: &RunOptions,
    question: &CausesQuestion,
    parts: Vec<CausesPart>,
) -> Result<Option<Causes>, CausesError> {
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
        Some(game.explain((plan, options, question), runs, pool))
    })
}

/// What is asked, of what, run how.
type Asked<'a> = (&'a Plan, &'a RunOptions, &'a CausesQuestion);

/// The subsets of the causes, and how many trials each is worth.
struct Game<'a> {
    /// The scenario without what cannot move the goals asked about.
    cut: &'a Plan,
    /// Goals asked about, and their places in that plan.
    names: Vec<String>,
    goals: Vec<usize>,
    causes: Vec<Cause>,
    sizes: Vec<u64>,
    /// Which groups each subset leaves to chance.
    subsets: Vec<Vec<bool>>,
    trials: Vec<u64>,
}

/// Finds out which subsets there are to run, and hands them over.
fn with_game<R>(
    scenario: Prunable,
    (plan, options, question): Asked,
    progress: &(dyn Fn(u64) + Sync),
    then: impl FnOnce(&Game, &mut Runs, &rayon::ThreadPool) -> R,
) -> Result<R, CausesError> {
    let pool = options.pool()?;
    let names = asked(plan, options, question, &pool)?;
    if let Some(year) = question.by.filter(|&year| plan.grid.last_month_of(year).is_none()) {
        return Err(CausesError::UnknownYear(year));
    }
    let needed = scenario.for_goals(&names);
    let cut = needed.plan();
    let cut = cut.as_ref().unwrap_or(plan); // what is left of a scenario that compiles, compiles
    let goals: Vec<usize> = names.iter().filter_map(|name| place(cut, name)).collect();

    let mut runs = Runs::new(cut, &needed, options.seed, &pool, progress);
    let most = question.causes.clamp(2, MOST_CAUSES);
    let screen = trials_by_size(most.min(runs.groups.len()), options.trials).into_iter().min().unwrap_or(options.trials);
    let causes = grouping::causes(&mut runs, &goals, most, screen, plan.months());
    let sizes = trials_by_size(causes.len(), options.trials);
    let subsets: Vec<Vec<bool>> = (0..1_usize << causes.len()).map(|subset| at_chance(&runs.groups, &causes, subset)).collect();
    let trials: Vec<u64> = (0..subsets.len()).map(|subset| sizes[subset.count_ones() as usize]).collect();
    Ok(then(&Game { cut, names, goals, causes, sizes, subsets, trials }, &mut runs, &pool))
}

fn place(plan: &Plan, name: &String) -> Option<usize> {
    plan.goals.goals.iter().position(|goal| goal.name == *name)
}

impl Game<'_> {
    /// What all subsets say, each having been run.
    fn explain(&self, (plan, options, question): Asked, runs: &Runs, pool: &rayon::ThreadPool) -> Causes {
        let sections = Sections::new(&ends(&self.sizes));
        let once = sections.once();
        let key = Key::of(options.seed, "causes!bootstrap");
        let replicates: Vec<Vec<u32>> = (0..REPLICATES).map(|replicate| sections.drawn(key, replicate)).collect();
        let lacks = lacks(self.cut, runs, options.seed);
        let arrivals: Vec<_> = self.subsets.iter().zip(&self.trials).map(|(subset, &trials)| (runs.known(subset), trials)).collect();
        let explain = |(name, &goal): (&String, &usize)| {
            let of_goal: Vec<&[u16]> = arrivals.iter().map(|(arrivals, trials)| first(&arrivals[goal], *trials)).collect();
            let counted = Subsets::new(&of_goal, &sections, plan.months());
            let whole = &plan.goals.goals[place(plan, name)?];
            let month = |quantile: usize| (quantile < plan.months()).then_some(quantile);
            let forecast = [0.5, 0.8].map(|p| month(counted.forecast().quantile(p, &once)));
            let planned = [0.5, 0.8].map(|p| month(counted.plan().quantile(p, &once)));
            let year = question.by.or_else(|| question::telling_year(plan.grid, |month| counted.forecast().chance(month, &once)));
            let chance = year.and_then(|year| plan.grid.last_month_of(year).map(|month| (Quantity::Chance(year), month)));
            let quantiles = [Quantity::P50, Quantity::P80].into_iter().zip(forecast.iter().zip(&planned));
            let quantiles = quantiles.filter(|(_, (forecast, planned))| forecast.is_some() && planned.is_some()).map(|(quantity, _)| (quantity, 0));
            let quantities: Vec<(Quantity, usize)> = quantiles.chain(chance).chain([(Quantity::RestrictedMean, 0)]).collect();
            let account = |&(quantity, month): &(Quantity, usize)| counted.account(quantity, month, self.causes.len(), &once, &replicates);
            Some(GoalCauses {
                name: whole.name.clone(),
                title: whole.title.clone(),
                sentence: whole.sentence.clone(),
                planned: planned[0],
                lack: planned[0].map_or(lacks[goal], |_| None),
                forecast,
                never: 1.0 - counted.forecast().chance(plan.months() - 1, &once),
                accounts: quantities.par_iter().map(account).collect(),
            })
        };
        let found: Vec<GoalCauses> = pool.install(|| self.names.par_iter().zip(&self.goals).filter_map(explain).collect());
        Causes {
            title: plan.title.clone(),
            grid: plan.grid,
            seed: options.seed,
            trials: options.trials,
            trials_by_size: self.sizes.clone(),
            subsets: self.subsets.len(),
            trials_run: runs.trials,
            replicates: replicates.len(),
            causes: self.causes.clone(),
            others: plan.goals.goals.iter().map(|goal| goal.name.clone()).filter(|name| !self.names.contains(name)).collect(),
            goals: found,
        }
    }
}

/// Names of the goals asked about, each known.
fn asked(plan: &Plan, options: &RunOptions, question: &CausesQuestion, pool: &rayon::ThreadPool) -> Result<Vec<String>, CausesError> {
    if plan.goals.goals.is_empty() {
        return Err(CausesError::NoGoals);
    }
    if let Some(unknown) = question.goals.iter().find(|name| plan.goals.goals.iter().all(|goal| goal.name != **name)) {
        return Err(CausesError::UnknownGoal(unknown.clone()));
    }
    let mut names = question.goals.clone();
    if names.is_empty() {
        let keys = Keys::new(plan, options.seed);
        let forecast = outcomes(plan, &keys, 0..options.trials.min(SCREEN), pool, false);
        let month = |arrival: &Option<usize>| arrival.and_then(|month| u16::try_from(month).ok()).unwrap_or(NEVER);
        let forecast: Vec<Vec<u16>> = forecast.arrivals.iter().map(|arrivals| arrivals.iter().map(month).collect()).collect();
        names = question::worth_explaining(plan, &forecast).into_iter().map(|goal| plan.goals.goals[goal].name.clone()).collect();
    }
    let mut known = std::collections::BTreeSet::new();
    names.retain(|name| known.insert(name.clone()));
    Ok(names)
}

/// Trials that tell which goals are worth explaining.
const SCREEN: u64 = 1_024;

/// Which groups a subset of the causes leaves to chance.
fn at_chance(groups: &[String], causes: &[Cause], subset: usize) -> Vec<bool> {
    let held = |group: &String| causes.iter().enumerate().any(|(place, cause)| subset >> place & 1 == 1 && cause.groups.contains(group));
    groups.iter().map(held).collect()
}

fn first(arrivals: &[u16], trials: u64) -> &[u16] {
    &arrivals[..arrivals.len().min(usize::try_from(trials).unwrap_or(usize::MAX))]
}
