//! How likely is what hardly ever happens: importance sampling on the numbers that are drawn once a trial and on the first entries of regimes.
//!
//! A pilot finds densities under which trials that reach the event are common; then they are frozen, and fresh trials are drawn from a mixture of them with
//! the way trials are always drawn. Each trial that reaches the event counts for the ratio of the two densities, so that the mean of the counts is the chance,
//! whatever the pilot found (Owen 2013, "Monte Carlo theory, methods and examples", chapter 9). All that happens later in a trial, incidents and later policies,
//! stays random as always.

mod pilot;
mod tilt;

use std::sync::Arc;

use serde::Serialize;

use super::estimate::share;
use super::findings::Share;
use crate::chance::Key;
use crate::engine::{Keys, Nearness, RunOptions, nearness};
use crate::plan::Plan;
use crate::stats::WeightedChance;
use crate::units::MonthGrid;

pub use pilot::Kind;
use pilot::{pilot, places, tilt};

/// Trials run between two words of progress.
const BLOCK: u64 = 1 << 16;
/// Trials of a round of the pilot: one in so many of all, within bounds.
const ROUND: [u64; 3] = [20, 1_000, 20_000];

/// What is asked about a goal; months are inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// It has arrived by the end of this month.
    By(usize),
    /// It has not.
    NotBy(usize),
    /// It arrives and is lost again.
    Lost,
}

impl Event {
    fn hit(self, one: &Nearness) -> bool {
        match self {
            Self::By(month) => one.arrival.is_some_and(|arrival| arrival <= month),
            Self::NotBy(month) => one.arrival.is_none_or(|arrival| arrival > month),
            Self::Lost => one.lost,
        }
    }

    /// The higher the nearer; infinite where it happened.
    fn score(self, one: &Nearness) -> f64 {
        match self {
            event if event.hit(one) => f64::INFINITY,
            Self::By(_) => one.best,
            Self::NotBy(_) => -one.best,
            // What has arrived is nearer to being lost than what has not.
            Self::Lost => one.arrival.map_or(one.best - 4.0, |_| -one.worst),
        }
    }
}

/// One round of the pilot.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Round {
    /// Trials.
    pub trials: u64,
    /// Those that reached the event.
    pub hits: u64,
    /// Those of all rounds so far from which the next densities were found.
    pub near: u64,
    /// Numbers whose density was another than the uniform one.
    pub tilted: usize,
}

/// A number that was drawn otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct Tilted {
    /// Path in the scenario.
    pub path: String,
    /// What it is.
    pub kind: Kind,
    /// Mean of the uniform numbers drawn for it, 0.5 as always.
    pub mean: f64,
    /// Relative entropy to how it is always drawn, nats: how much hangs on it.
    pub entropy: f64,
}

/// Why an estimate should not be relied upon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Doubtful {
    /// No trial reached the event.
    NoHit,
    /// The hits count as fewer than 30 of equal weight.
    FewHits,
    /// One trial makes more than a fifth of the variance that can be seen.
    OneTrial,
    /// The trials drawn as always reach it much more or much less often than the estimate says.
    Disagrees,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Rare {
    /// Title of the scenario.
    pub title: String,
    /// Its months.
    pub grid: MonthGrid,
    /// Key of the goal.
    pub goal: String,
    /// Its title.
    pub goal_title: String,
    /// What was asked.
    pub event: Event,
    /// Seed.
    pub seed: u64,
    /// Trials of the estimate.
    pub trials: u64,
    /// Trials of the pilot, round by round.
    pub rounds: Vec<Round>,
    /// Numbers drawn otherwise, those on which most hangs first; of how many that could be.
    pub tilted: (Vec<Tilted>, usize),
    /// Trials that reached the event.
    pub hits: u64,
    /// The estimate.
    pub chance: WeightedChance,
    /// What the trials say that were drawn as always, with how many these were.
    pub plain: (Share, u64),
    /// Trials that plain counting would need for the same standard error.
    pub plain_trials: Option<f64>,
    /// These over the trials spent, the pilot's too.
    pub gain: Option<f64>,
    /// Why not to rely on it; empty where nothing speaks against it.
    pub doubtful: Vec<Doubtful>,
}

/// Estimates the chance of an event about a goal by its place in the plan; `progress` is told of trials finished, the pilot's too.
///
/// # Errors
/// Where the threads cannot be started.
pub fn rare(plan: &Plan, goal: usize, event: Event, options: &RunOptions, progress: &dyn Fn(u64)) -> Result<Rare, rayon::ThreadPoolBuildError> {
    let pool = options.pool()?;
    let by = match event {
        Event::By(month) | Event::NotBy(month) => month,
        Event::Lost => plan.months() - 1,
    };
    let places = places(plan);
    let round = (options.trials / ROUND[0]).clamp(ROUND[1], ROUND[2]);
    let pilot_seed = Key::of(options.seed, "adit rare: pilot").bits();
    let (densities, rounds) = pilot(plan, &places, [goal, by], event, (pilot_seed, round), &pool, progress);

    let tilt = tilt(plan, &places, &densities, options.seed);
    let keys = Keys::new(plan, options.seed).placed(Arc::new(tilt.clone()));
    let mut weights = Vec::new();
    let (mut plain_hits, mut plain_trials) = (0, 0);
    let mut first = 0;
    while first < options.trials {
        let end = (first + BLOCK).min(options.trials);
        for (trial, one) in (first..end).zip(nearness(plan, &keys, goal, by, first..end, &pool)) {
            let (hit, is_plain) = (event.hit(&one), tilt.is_plain(trial));
            plain_trials += u64::from(is_plain);
            if hit {
                plain_hits += u64::from(is_plain);
                weights.push(tilt.weight(&keys, trial));
            }
        }
        progress(end - first);
        first = end;
    }
    let chance = WeightedChance::new(&weights, options.trials, tilt.heaviest());
    let spent = options.trials + rounds.iter().map(|round| round.trials).sum::<u64>();
    let expected = chance.chance * plain_trials as f64;
    let doubts = [
        (Doubtful::NoHit, weights.is_empty()),
        (Doubtful::FewHits, !weights.is_empty() && chance.effective_hits < 30.0),
        (Doubtful::OneTrial, chance.heaviest_of_variance > 0.2),
        // A Poisson count this far off comes by chance about once in a thousand times.
        (Doubtful::Disagrees, (plain_hits as f64 - expected).abs() > 3.3 * expected.max(1.0).sqrt()),
    ];
    let mut tilted: Vec<Tilted> = densities
        .iter()
        .map(|(place, density)| Tilted {
            path: places[*place].path.clone(),
            kind: places[*place].kind,
            mean: density.mean(),
            entropy: density.entropy(),
        })
        .collect();
    tilted.sort_by(|a, b| b.entropy.total_cmp(&a.entropy).then_with(|| a.path.cmp(&b.path)));
    Ok(Rare {
        title: plan.title.clone(),
        grid: plan.grid,
        goal: plan.goals.goals[goal].name.clone(),
        goal_title: plan.goals.goals[goal].title.clone(),
        event,
        seed: options.seed,
        trials: options.trials,
        rounds,
        tilted: (tilted, places.len()),
        hits: weights.len() as u64,
        plain: (share(plain_hits, plain_trials), plain_trials),
        plain_trials: chance.plain_trials(),
        gain: chance.plain_trials().map(|needed| needed / spent as f64),
        doubtful: doubts.into_iter().filter(|(_, is_so)| *is_so).map(|(doubt, _)| doubt).collect(),
        chance,
    })
}
