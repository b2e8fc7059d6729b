//! Importance sampling of a rare event on the inputs that are drawn once a trial and on the first entries of regimes.
//!
//! A pilot (cross-entropy method) fits proposal distributions under which trials that reach the event are common. They are then frozen, and fresh
//! trials are drawn from a mixture of them with the original distribution. Each trial that reaches the event counts with the ratio of the two
//! densities, so that the estimate is unbiased whatever the pilot found (Owen 2013, "Monte Carlo theory, methods and examples", chapter 9).
//! Incidents and later entries of regimes are drawn from their original distributions.

use std::sync::Arc;

use super::RareArgs;
use super::findings::{Event, Proposal, RareFindings, Warning};
use super::pilot::{pilot, places, tilt};
use crate::chance::Key;
use crate::driver::progress::Progress;
use crate::driver::{Failure, Request};
use crate::engine::{Keys, Nearness, nearness};
use crate::plan::{Plan, Prunable};
use crate::stats::{Proportion, WeightedProbability};
use crate::study::RunOptions;
use crate::units::{Quantity, Unit};

/// Trials run between two reports of progress.
const BLOCK: u64 = 1 << 16;
/// Trials of a round of the pilot: one in so many of all, between the second and the third number.
const ROUND: [u64; 3] = [20, 1_000, 20_000];

/// Estimates what the options ask for.
///
/// # Errors
/// Where the goal or the year does not exist, or the threads cannot be started.
pub fn compute(request: &Request, args: &RareArgs) -> Result<RareFindings, Failure> {
    let choice = args.goal.choose(&request.plan)?;
    // Inputs that cannot affect the goal are left out; its arrivals stay the same to the last bit.
    let pruned = Prunable::new(&request.scenario).for_goals(std::slice::from_ref(&choice.name)).plan();
    let pruned = pruned.and_then(|plan| plan.goals.goals.iter().position(|one| one.name == choice.name).map(|goal| (plan, goal)));
    let (plan, goal) = pruned.as_ref().map_or((&request.plan, choice.goal), |(plan, goal)| (plan, *goal));
    let event = match (args.lost, args.never) {
        (true, _) => Event::Lost,
        (_, true) => Event::NotBy(choice.by),
        _ => Event::By(choice.by),
    };
    let progress = Progress::counting("importance sampling");
    estimate(plan, goal, event, &request.options, &|done| progress.add(done))
        .map_err(|error| Failure::Machine(format!("cannot start the threads: {error}")))
}

impl Event {
    pub(super) fn hit(self, one: &Nearness) -> bool {
        match self {
            Self::By(month) => one.arrival.is_some_and(|arrival| arrival <= month),
            Self::NotBy(month) => one.arrival.is_none_or(|arrival| arrival > month),
            Self::Lost => one.lost,
        }
    }

    /// How near a trial came to the event, higher is nearer; infinite where it reached the event.
    pub(super) fn score(self, one: &Nearness) -> f64 {
        match self {
            event if event.hit(one) => f64::INFINITY,
            Self::By(_) => one.best,
            Self::NotBy(_) => -one.best,
            // A goal that has arrived is nearer to being lost than one that has not.
            Self::Lost => one.arrival.map_or(one.best - 4.0, |_| -one.worst),
        }
    }
}

/// Estimates the probability of an event for the goal of this index in the plan; `progress` receives the trials finished, the pilot's included.
///
/// # Errors
/// Where the threads cannot be started.
pub fn estimate(
    plan: &Plan,
    goal: usize,
    event: Event,
    options: &RunOptions,
    progress: &dyn Fn(u64),
) -> Result<RareFindings, rayon::ThreadPoolBuildError> {
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
    let estimated = WeightedProbability::new(&weights, options.trials, tilt.heaviest());
    let pilot_trials: u64 = rounds.iter().map(|round| round.trials).sum();
    let expected = estimated.probability * plain_trials as f64;
    let warnings = [
        (Warning::NoHit, weights.is_empty()),
        (Warning::FewHits, !weights.is_empty() && estimated.effective_hits < 30.0),
        (Warning::OneTrial, estimated.heaviest_of_variance > 0.2),
        // A Poisson count deviates this far about once in a thousand times.
        (Warning::Disagrees, (plain_hits as f64 - expected).abs() > 3.3 * expected.max(1.0).sqrt()),
    ];
    let mut proposals: Vec<Proposal> = densities
        .iter()
        .map(|(place, density)| Proposal {
            path: places[*place].path.clone(),
            kind: places[*place].kind,
            mean_quantile: density.mean(),
            relative_entropy: density.entropy(),
        })
        .collect();
    proposals.sort_by(|a, b| b.relative_entropy.total_cmp(&a.relative_entropy).then_with(|| a.path.cmp(&b.path)));
    let WeightedProbability { probability, standard_error, low, high, .. } = estimated;
    let Proportion { share, standard_error: error, low: least, high: most, .. } = Proportion::new(plain_hits, plain_trials);
    // Without a hit, the trials drawn from the original distribution bound the probability more closely than the largest weight does.
    let high = if weights.is_empty() { high.min(most) } else { high };
    let plain_trials_for_same_error = estimated.plain_trials();
    Ok(RareFindings {
        goal: plan.goals.goals[goal].name.clone(),
        goal_title: plan.goals.goals[goal].title.clone(),
        event,
        month: (event != Event::Lost).then(|| plan.grid.label(by)),
        year: plan.grid.year(by),
        probability: Quantity::new(probability, standard_error, [low, high], Unit::PROBABILITY, options.trials),
        hits: weights.len() as u64,
        effective_hits: estimated.effective_hits,
        heaviest_share_of_estimate: estimated.heaviest,
        heaviest_share_of_variance: estimated.heaviest_of_variance,
        original_distribution: Quantity::new(share, error, [least, most], Unit::PROBABILITY, plain_trials),
        plain_trials_for_same_error,
        gain: plain_trials_for_same_error.map(|needed| needed / (options.trials + pilot_trials) as f64),
        warnings: warnings.into_iter().filter(|(_, applies)| *applies).map(|(warning, _)| warning).collect(),
        pilot_trials,
        rounds,
        candidates: places.len(),
        proposals,
    })
}
