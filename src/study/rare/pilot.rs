//! The pilot: round by round, trials that come nearer to the event show which numbers it hangs on, until trials that reach it are common.
//!
//! The cross-entropy method with levels (Rubinstein & Kroese 2004, "The cross-entropy method"): the nearest trials of all rounds so far, weighted back to how
//! trials are always drawn (all rounds together as one mixture: Veach & Guibas 1995), give each number's density for the next. The densities are products, one
//! number by itself, constant on cells as those of VEGAS are (Lepage 1978). What the pilot finds decides how exact the answer is, never what it is on average.

use std::sync::Arc;

use super::tilt::{Address, CELLS, Density, PLAIN, Tilt, cell};
use super::{Event, Round};
use crate::engine::{Keys, nearness};
use crate::plan::{Base, Plan};

/// Rounds at most.
const ROUNDS: u64 = 12;
/// The nearest trials are so many that they are worth this many of equal weight, or the second figure's part of a round where that is more.
const NEAR: [u64; 2] = [50, 20];
/// Densities are final once the trials that reached the event are worth this many of equal weight, or the second figure's part of a round where that is more.
const FINAL: [u64; 2] = [400, 4];
/// What each neighbour adds to a cell's height: a cell that happened to stay empty between others, or beside them, is not left out.
const NEIGHBOUR: f64 = 0.1;
/// Densities at most.
const MOST: usize = 30;
/// Trials drawn as always that each density is mixed with, beside those it was found from.
const PRIOR: f64 = 10.0;
/// Relative entropy that a density found from half of the near trials must bring on the other half.
const GAIN: f64 = 0.01;
/// Entries of a regime that may be tilted, from the first on.
const ENTRIES: u64 = 3;

/// What a number that may be tilted is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A number or a driver drawn once a trial.
    Number,
    /// Whether a risk comes true: it does where the uniform number is low.
    Risk,
    /// Whether a stage is cancelled: it is where the uniform number is low.
    Cancellation,
    /// State in which a regime begins.
    Initial,
    /// How long a regime stays in a state, at its entry of this number, counted from 1.
    Sojourn(u64),
    /// Where a regime goes next, at its entry of this number, counted from 1.
    Succession(u64),
}

/// A number that may be tilted.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub path: String,
    pub kind: Kind,
    pub address: Address,
}

/// All that may be tilted: what is drawn once a trial, and the first entries of regimes.
pub(super) fn places(plan: &Plan) -> Vec<Place> {
    let mut places = Vec::new();
    let mut push = |path: &str, kind: Kind, address: Address| {
        if places.iter().all(|known: &Place| known.address != address) {
            places.push(Place { path: path.to_owned(), kind, address });
        }
    };
    for draw in plan.draws.iter().filter(|draw| matches!(draw.base, Base::Law(_))) {
        push(&draw.path, Kind::Number, Address::Once(draw.key));
    }
    for stage in &plan.schedule.stages {
        for risk in &stage.risks {
            push(&format!("{}.risks.{}", stage.path, risk.name), Kind::Risk, Address::Once(risk.happens));
        }
        if let Some((happens, _)) = stage.cancels {
            push(&format!("{}.cancellation", stage.path), Kind::Cancellation, Address::Once(happens));
        }
    }
    for regime in &plan.policy.regimes {
        let path = format!("regimes.{}", regime.name);
        if regime.initial.len() > 1 {
            push(&path, Kind::Initial, Address::Once(regime.initial_key));
        }
        for entry in 0..ENTRIES {
            let at = |stream| Address::Entry { entries: regime.entries, stream, entry };
            for (state, name) in regime.states.iter().zip(&regime.state_names) {
                if let Some(lasts) = state.lasts.as_ref().filter(|lasts| matches!(lasts.base, Base::Law(_))) {
                    push(&format!("{path}.states.{name}"), Kind::Sojourn(entry + 1), at(lasts.key));
                }
            }
            if regime.states.iter().any(|state| state.then.len() > 1) {
                push(&path, Kind::Succession(entry + 1), at(regime.then_key));
            }
        }
    }
    places
}

/// Densities by their place in the list of places.
pub(super) type Densities = Vec<(usize, Density)>;

/// One trial of the pilot.
struct Sample {
    /// The higher the nearer; infinite where it reached the event.
    score: f64,
    /// Cell of each place.
    cells: Vec<u8>,
    /// What it counts for among the trials of all rounds.
    weight: f64,
}

/// Searches with rounds of so many trials.
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
        rounds.push(Round { trials, hits, near: nearest.len() as u64, tilted: densities.len() });
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

/// Weighs each trial by the density with which it would be drawn as always over that with which the rounds, taken together, drew it.
fn weigh(samples: &mut [Sample], drawn: &[Densities]) {
    for sample in samples {
        let ratio = |densities: &Densities| {
            let tilted: f64 = densities.iter().map(|(place, density)| density.in_cell(usize::from(sample.cells[*place]))).product();
            PLAIN + (1.0 - PLAIN) * tilted
        };
        sample.weight = drawn.len() as f64 / drawn.iter().map(ratio).sum::<f64>();
    }
}

/// The nearest trials that are worth so many of equal weight, and how many they are worth; those as far off as can be show nothing.
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

/// The densities at their addresses.
pub(super) fn tilt(plan: &Plan, places: &[Place], densities: &Densities, seed: u64) -> Tilt {
    let at_addresses = densities.iter().map(|(place, density)| (places[*place].address, density.clone())).collect();
    Tilt::new(at_addresses, plan.paths.len(), seed)
}

/// The densities of the numbers on which the near trials differ from all: those that, found from one half of them, make the other half likelier.
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

/// The density of what lies in the cells of so many trials, smoothed between neighbours and with that of trials drawn as always.
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
