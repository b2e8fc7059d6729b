//! Random draws: quantities drawn once a trial, and quantities drawn at each event.

use std::fmt::Debug;
use std::sync::Arc;

use super::design::Designed;
use super::lanes::Lanes;
use crate::chance::{Key, LANES, unit};
use crate::plan::{Base, KeyId, Occasional, Plan};

/// Replaces uniform numbers of the random streams, for example by the points of a design or by draws from another density (importance sampling).
///
/// The result depends on the arguments only, so that a trial remains a function of its number.
pub trait Placement: Debug + Send + Sync {
    /// The uniform number, in (0, 1), of what is drawn once a trial from this stream, in place of `drawn`: numbers and drivers, whether a risk comes true,
    /// whether a stage is cancelled, the initial state of a regime.
    fn once(&self, stream: KeyId, trial: u64, drawn: f64) -> f64;

    /// The same of a sojourn or a succession at entry number `entry`, counted from 0, of a regime into a state.
    fn at_entry(&self, _stream: KeyId, _trial: u64, _entry: u64, drawn: f64) -> f64 {
        drawn
    }
}

/// The streams of a plan under one seed.
#[derive(Clone, Debug)]
pub struct Keys {
    streams: Vec<Key>,
    design: Option<Designed>,
    placement: Option<Arc<dyn Placement>>,
}

impl Keys {
    /// Hashes every path with the seed, and computes the points of the plan's design, where it has one.
    #[must_use]
    pub fn new(plan: &Plan, seed: u64) -> Self {
        Self { streams: plan.paths.iter().map(|path| Key::of(seed, path)).collect(), design: Designed::of(plan, seed), placement: None }
    }

    /// Streams of one seed, except the chosen ones, which are of another seed: pick–freeze designs redraw these and keep the others.
    ///
    /// Drivers joined by a correlation depend on each other's streams, so that redrawing one of them alone moves those after it as well. All is drawn
    /// at random, be the plan designed or not: the points of two designs are not independent, number by number.
    #[must_use]
    pub fn mixed(plan: &Plan, seed: u64, other_seed: u64, from_other: &dyn Fn(KeyId) -> bool) -> Self {
        let seed_of = |id: usize| if from_other(KeyId(id)) { other_seed } else { seed };
        let streams = plan.paths.iter().enumerate().map(|(id, path)| Key::of(seed_of(id), path)).collect();
        Self { streams, design: None, placement: None }
    }

    /// The same streams with their uniform numbers replaced; the others are drawn at random even if the plan has a design.
    #[must_use]
    pub fn placed(self, placement: Arc<dyn Placement>) -> Self {
        Self { design: None, placement: Some(placement), ..self }
    }

    /// The uniform numbers of one of a regime's first stays in a trial, how long it lasts and what comes next, where they are designed.
    #[inline]
    pub(super) fn stay(&self, regime: usize, stay: u64, trial: u64) -> [Option<f64>; 2] {
        self.design.as_ref().map_or([None; 2], |design| design.stay(regime, stay, trial))
    }

    /// The stream of a path.
    #[inline]
    pub(super) fn get(&self, id: KeyId) -> Key {
        self.streams[id.0]
    }

    /// The uniform number of what is drawn once a trial from a stream.
    #[inline]
    #[must_use]
    pub fn once(&self, id: KeyId, trial: u64) -> f64 {
        self.design.as_ref().and_then(|design| design.flag(id, trial)).unwrap_or_else(|| self.drawn(id, trial))
    }

    /// The same of a number that no design has.
    #[inline]
    fn drawn(&self, id: KeyId, trial: u64) -> f64 {
        let drawn = unit(self.get(id).word(trial));
        self.placement.as_ref().map_or(drawn, |placement| placement.once(id, trial, drawn))
    }

    /// The uniform number of a sojourn or a succession at the entry of that number, from the stream of the regime's entries and its own.
    #[inline]
    #[must_use]
    pub fn at_entry(&self, entries: KeyId, id: KeyId, trial: u64, entry: u64) -> f64 {
        self.at_occurrence(self.get(entries).child(trial).child(entry), id, trial, entry)
    }

    /// The same where the key of the entry is at hand.
    #[inline]
    pub(super) fn at_occurrence(&self, occurrence: Key, id: KeyId, trial: u64, entry: u64) -> f64 {
        let drawn = unit(occurrence.at(self.get(id)));
        self.placement.as_ref().map_or(drawn, |placement| placement.at_entry(id, trial, entry, drawn))
    }
}

/// Draws all quantities of the batch whose first trial is `first`.
pub fn draw_values(plan: &Plan, keys: &Keys, first: u64, values: &mut [Lanes], scratch: &mut Vec<[f64; LANES]>) {
    let uniforms = |d: usize| -> [f64; LANES] {
        let designed = keys.design.as_ref().and_then(|design| design.uniforms(d, first));
        designed.unwrap_or_else(|| std::array::from_fn(|lane| keys.drawn(plan.draws[d].key, first + lane as u64)))
    };
    if let Some((joined, copula)) = &plan.copula {
        scratch.clear();
        scratch.extend(joined.iter().map(|&draw| uniforms(draw)));
        copula.apply_lanes(scratch);
    }
    for (d, draw) in plan.draws.iter().enumerate() {
        let mut value = match &draw.base {
            Base::Constant(value) => Lanes::splat(*value),
            Base::Slot(slot) => values[slot.0],
            Base::Distribution(sampler) => {
                let joined = plan.copula.as_ref().and_then(|(joined, _)| joined.iter().position(|&known| known == d));
                let u = joined.map_or_else(|| uniforms(d), |place| scratch[place]);
                Lanes(sampler.draw_lanes(&u))
            }
        };
        for scale in &draw.scale {
            value *= values[scale.0];
        }
        if let Some([low, high]) = draw.clamp {
            value = value.max(Lanes::splat(low)).min(Lanes::splat(high));
        }
        values[draw.slot.0] = value;
    }
}

/// One value of a quantity that is drawn at an entry or an incident.
#[inline]
pub fn draw_occasional(what: &Occasional, occurrence: Key, keys: &Keys, values: &[Lanes], lane: usize) -> f64 {
    draw_keyed(what, occurrence, keys.get(what.key), values, lane)
}

/// The same from another stream than the quantity's own, one for each of several elements that it can affect.
#[inline]
pub fn draw_keyed(what: &Occasional, occurrence: Key, input: Key, values: &[Lanes], lane: usize) -> f64 {
    draw_at(what, || unit(occurrence.at(input)), values, lane)
}

/// The same from a uniform number.
#[inline]
pub fn draw_at(what: &Occasional, u: impl FnOnce() -> f64, values: &[Lanes], lane: usize) -> f64 {
    let mut value = match &what.base {
        Base::Constant(value) => *value,
        Base::Slot(slot) => values[slot.0].0[lane],
        Base::Distribution(sampler) => sampler.draw(u()),
    };
    for scale in &what.scale {
        value *= values[scale.0].0[lane];
    }
    if let Some([low, high]) = what.clamp {
        value = value.max(low).min(high);
    }
    value
}

/// Index drawn by cumulative weights that end at 1. It counts weights instead of searching, which avoids branches.
#[inline]
pub fn draw_index(cumulative: &[(usize, f64)], u: f64) -> usize {
    let before = cumulative.get(..cumulative.len().saturating_sub(1)).unwrap_or_default();
    let place = before.iter().map(|&(_, up_to)| usize::from(u >= up_to)).sum::<usize>();
    cumulative.get(place).map_or(0, |&(index, _)| index)
}
