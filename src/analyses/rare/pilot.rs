//! Pilot of importance sampling: the cross-entropy method with levels (Rubinstein & Kroese 2004, "The cross-entropy method").
//!
//! In each round, the elite trials (those nearest to the event) of all rounds so far, weighted back to the original distribution (all rounds
//! together as one mixture: Veach & Guibas 1995), give the proposal density of each input for the next round. The densities are a product over
//! inputs, constant on cells (as in VEGAS, Lepage 1978). The pilot decides the precision of the estimate, never its expectation.

use std::sync::Arc;

use super::findings::{Event, InputKind, Round};
use super::tilt::{Address, CELLS, Density, PLAIN, Tilt, cell};
use crate::engine::{Keys, nearness};
use crate::plan::{Base, Plan};

/// Most rounds.
const ROUNDS: u64 = 12;
/// Effective number of elite trials: this many, or one in the second number of a round's trials where that is more.
const NEAR: [u64; 2] = [50, 20];
/// Densities are final at this effective number of hits, or one in the second number of a round's trials where that is more.
const FINAL: [u64; 2] = [400, 4];
/// Share of each neighbour in the smoothed height of a cell, so that a cell that is empty by accident still gets some density.
const NEIGHBOUR: f64 = 0.1;
/// Most densities.
const MOST: usize = 30;
/// Trials of the original distribution with which each density is mixed.
const PRIOR: f64 = 10.0;
/// Least gain in relative entropy on one half of the elite trials of a density that was fitted to the other half, nats.
const GAIN: f64 = 0.01;
/// Number of first entries of a regime that get a proposal density.
const ENTRIES: u64 = 3;

/// Input that may get a proposal density.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub path: String,
    pub kind: InputKind,
    pub address: Address,
}

/// All inputs that may get a proposal density: those drawn once a trial, and the first entries of regimes.
pub(super) fn places(plan: &Plan) -> Vec<Place> {
    let mut places = Vec::new();
    let mut push = |path: &str, kind: InputKind, address: Address| {
        if places.iter().all(|known: &Place| known.address != address) {
            places.push(Place { path: path.to_owned(), kind, address });
        }
    };
    for draw in plan.draws.iter().filter(|draw| matches!(draw.base, Base::Distribution(_))) {
        push(&draw.path, InputKind::Number, Address::Once(draw.key));
    }
    for stage in &plan.schedule.stages {
        for risk in &stage.risks {
            push(&format!("{}.risks.{}", stage.path, risk.name), InputKind::Risk, Address::Once(risk.chance.happens));
        }
        if let Some(cancels) = stage.cancels {
            push(&format!("{}.cancellation", stage.path), InputKind::Cancellation, Address::Once(cancels.happens));
        }
    }
    for regime in &plan.policy.regimes {
        let path = format!("regimes.{}", regime.name);
        if regime.initial.len() > 1 {
            push(&path, InputKind::InitialState, Address::Once(regime.initial_key));
        }
        for entry in 0..ENTRIES {
            let at = |stream| Address::Entry { entries: regime.entries, stream, entry };
            for (state, name) in regime.states.iter().zip(&regime.state_names) {
                if let Some(lasts) = state.lasts.as_ref().filter(|lasts| matches!(lasts.base, Base::Distribution(_))) {
                    push(&format!("{path}.states.{name}"), InputKind::Sojourn(entry + 1), at(lasts.key));
                }
            }
            if regime.states.iter().any(|state| state.then.len() > 1) {
                push(&path, InputKind::NextState(entry + 1), at(regime.then_key));
            }
        }
    }
    places
}

/// Densities by the index of their input in the list of [`places`].
pub(super) type Densities = Vec<(usize, Density)>;

/// Trial of the pilot.
struct Sample {
    /// How near it came, higher is nearer; infinite where it reached the event.
    score: f64,
    /// Cell of each input.
    cells: Vec<u8>,
    /// Weight among the trials of all rounds.
    weight: f64,
}

/// Runs the rounds, each of `trials` trials, and returns the final densities.
pub(super) fn pilot(
    plan: &Plan,
    places: &[Place],
    [goal, by]: [usize; 2],
    event: Event,
    (seed, trials): (u64, u64),
    pool: &rayon::ThreadPool,
    progress: &dyn Fn(u64),
) -> (Densities, Vec<Round>) {
    let mut drawn: Vec<Densities> = vec![Vec::new()];
    let mut samples: Vec<Sample> = Vec::new();
    let mut rounds = Vec::new();
    for number in 0..ROUNDS {
        let densities = drawn.last().cloned().unwrap_or_default();
        let keys = Keys::new(plan, seed).placed(Arc::new(tilt(plan, places, &densities, seed)));
        let range = number * trials..(number + 1) * trials;
        let near = nearness(plan, &keys, goal, by, range.clone(), pool);
        progress(trials);
        samples.extend(range.zip(&near).map(|(trial, one)| Sample {
            score: event.score(one),
            cells: places.iter().map(|place| u8::try_from(cell(place.address.uniform(&keys, trial))).unwrap_or(u8::MAX)).collect(),
            weight: 1.0,
        }));
        weigh(&mut samples, &drawn);
        let hits = near.iter().filter(|one| event.hit(one)).count() as u64;
        let (nearest, effective) = nearest(&samples, NEAR[0].max(trials / NEAR[1]));
        rounds.push(Round { trials, hits, elite_trials: nearest.len() as u64, proposals: densities.len() });
        if nearest.is_empty() {
            break;
        }
        drawn.push(found(&nearest, effective, places.len()));
        if nearest.iter().all(|sample| sample.score.is_infinite()) && effective >= FINAL[0].max(trials / FINAL[1]) as f64 {
            break;
        }
    }
    (drawn.pop().unwrap_or_default(), rounds)
}

/// Weights each trial by its original density over the density of the mixture of all rounds.
fn weigh(samples: &mut [Sample], drawn: &[Densities]) {
    for sample in samples {
        let ratio = |densities: &Densities| {
            let tilted: f64 = densities.iter().map(|(place, density)| density.in_cell(usize::from(sample.cells[*place]))).product();
            PLAIN + (1.0 - PLAIN) * tilted
        };
        sample.weight = drawn.len() as f64 / drawn.iter().map(ratio).sum::<f64>();
    }
}

/// Elite trials with the wanted effective number, and that number; trials at the lowest level are never among them.
fn nearest(samples: &[Sample], wanted: u64) -> (Vec<&Sample>, f64) {
    let mut order: Vec<&Sample> = samples.iter().collect();
    order.sort_by(|a, b| b.score.total_cmp(&a.score));
    let least = order.last().map_or(0.0, |last| last.score);
    let (mut sum, mut squares, mut count) = (0.0, 0.0, 0);
    while let Some(sample) = order.get(count) {
        let is_next_level = count > 0 && sample.score < order[count - 1].score;
        let is_as_far_as_can_be = sample.score <= least && !sample.score.is_infinite();
        if is_as_far_as_can_be || is_next_level && sum * sum >= wanted as f64 * squares {
            break;
        }
        sum += sample.weight;
        squares += sample.weight * sample.weight;
        count += 1;
    }
    order.truncate(count);
    (order, if squares > 0.0 { sum * sum / squares } else { 0.0 })
}

/// Densities at the addresses of their inputs.
pub(super) fn tilt(plan: &Plan, places: &[Place], densities: &Densities, seed: u64) -> Tilt {
    let at_addresses = densities.iter().map(|(place, density)| (places[*place].address, density.clone())).collect();
    Tilt::new(at_addresses, plan.paths.len(), seed)
}

/// Densities of the inputs in which the elite trials differ from all: those that, fitted to one half of them, raise the likelihood of the other.
fn found(near: &[&Sample], effective: f64, places: usize) -> Densities {
    let mut gains: Vec<(usize, f64, Density)> = Vec::new();
    for place in 0..places {
        let mut halves = [[0.0; CELLS.len() - 1]; 2];
        for (i, sample) in near.iter().enumerate() {
            halves[i % 2][usize::from(sample.cells[place])] += sample.weight;
        }
        let gain = |half: usize| {
            let density = smoothed(&halves[half], 0.5 * effective);
            let other = &halves[1 - half];
            let total: f64 = other.iter().sum::<f64>().max(f64::MIN_POSITIVE);
            other.iter().enumerate().map(|(cell, mass)| mass / total * density.in_cell(cell).ln()).sum::<f64>()
        };
        let gained = gain(0).min(gain(1));
        if gained > GAIN {
            let both: Vec<f64> = halves[0].iter().zip(&halves[1]).map(|(a, b)| a + b).collect();
            gains.push((place, gained, smoothed(&both, effective)));
        }
    }
    gains.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    gains.truncate(MOST);
    gains.into_iter().map(|(place, _, density)| (place, density)).collect()
}

/// Density fitted to the masses of the cells, smoothed between neighbours and mixed with the original distribution.
fn smoothed(masses: &[f64], effective: f64) -> Density {
    let total: f64 = masses.iter().sum::<f64>().max(f64::MIN_POSITIVE);
    let heights: Vec<f64> = masses.iter().zip(CELLS.windows(2)).map(|(mass, cell)| mass / total / (cell[1] - cell[0])).collect();
    let last = heights.len() - 1;
    let mixed = heights.iter().enumerate().zip(CELLS.windows(2)).map(|((i, height), cell)| {
        let around = heights[i.saturating_sub(1)] + heights[(i + 1).min(last)];
        let height = (1.0 - 2.0 * NEIGHBOUR) * height + NEIGHBOUR * around;
        (effective * height + PRIOR) * (cell[1] - cell[0])
    });
    Density::new(&mixed.collect::<Vec<_>>())
}
