//! Draws at many events of a batch, such as incidents or stays of a regime: some events are selected, and a value is drawn for each of them.

use super::dispatch::vectorised;
use super::draw::Keys;
use super::lanes::Lanes;
use super::select::Places;
use crate::chance::{Key, LANES, unit};
use crate::plan::{Base, Occasional, Slot};

/// Events in a list, and which of them are selected.
#[derive(Clone, Debug, Default)]
pub struct Occasions {
    /// Their streams.
    pub keys: Vec<Key>,
    /// Their trials of the batch.
    pub lanes: Vec<u8>,
    /// Positions of the selected events.
    pub chosen: Places,
    streams: Vec<Key>,
    drawn: Vec<f64>,
}

impl Occasions {
    /// Selects the events whose words, one for each position, share a bit with `mask`.
    pub fn choose(&mut self, words: &[u64], mask: u64) {
        self.chosen.select(words, mask);
        self.streams.clear();
        self.streams.extend(self.chosen.iter().map(|&j| at(&self.keys, j)));
    }

    /// Draws a value for each selected event and stores it at its position; it is bit by bit that of a separate draw.
    #[expect(clippy::cast_possible_truncation, reason = "places in a list")]
    pub fn draw(&mut self, what: &Occasional, keys: &Keys, values: &[Lanes], into: &mut [f64]) {
        let Self { lanes, chosen, streams, drawn, .. } = self;
        drawn.clear();
        let of_lane = |slot: Slot, j: u64| values[slot.0].0[usize::from(at(lanes, j)) % LANES];
        match &what.base {
            Base::Constant(value) => drawn.resize(chosen.len(), *value),
            Base::Slot(slot) => drawn.extend(chosen.iter().map(|&j| of_lane(*slot, j))),
            Base::Distribution(sampler) => {
                let input = keys.get(what.key);
                drawn.resize(chosen.len(), 0.0);
                vectorised(
                    #[inline(always)]
                    || {
                        for (drawn, key) in drawn.iter_mut().zip(&*streams) {
                            *drawn = unit(key.at(input));
                        }
                        sampler.draw_all(drawn);
                    },
                );
            }
        }
        for scale in &what.scale {
            for (value, &j) in drawn.iter_mut().zip(&**chosen) {
                *value *= of_lane(*scale, j);
            }
        }
        if let Some([low, high]) = what.clamp {
            for value in &mut *drawn {
                *value = value.max(low).min(high);
            }
        }
        for (&j, value) in chosen.iter().zip(drawn) {
            into[j as usize] = *value;
        }
    }
}

/// What stands at a place.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "places in a list")]
pub fn at<T: Copy>(list: &[T], place: u64) -> T {
    list[place as usize]
}
