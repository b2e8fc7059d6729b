//! Proposal densities of importance sampling on uniform numbers, and the likelihood ratio of each trial.

use crate::chance::{Key, unit};
use crate::engine::{Keys, Placement};
use crate::plan::KeyId;

/// Share of the trials that are drawn from the original distribution. No weight can then exceed its reciprocal (defensive mixture: Hesterberg
/// 1995, "Weighted average importance sampling and defensive mixture distributions", Technometrics 37).
pub const PLAIN: f64 = 0.2;

/// Bounds of the cells on which densities are constant: finer towards both ends, since rare events depend on the tails.
pub const CELLS: [f64; 23] =
    [0.0, 0.001, 0.003, 0.01, 0.03, 0.06, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.94, 0.97, 0.99, 0.997, 0.999, 1.0];

/// Index of the cell that contains a uniform number.
pub fn cell(u: f64) -> usize {
    CELLS.partition_point(|&bound| bound <= u).saturating_sub(1).min(CELLS.len() - 2)
}

/// Address of a uniform number among the random streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Address {
    /// Once a trial.
    Once(KeyId),
    /// At the entry of this number of a regime.
    Entry {
        /// Stream of the regime's entries.
        entries: KeyId,
        /// Stream of what is drawn there.
        stream: KeyId,
        /// Number of the entry, from 0.
        entry: u64,
    },
}

impl Address {
    /// Uniform number at this address in a trial, after the proposal densities in `keys`.
    pub fn uniform(self, keys: &Keys, trial: u64) -> f64 {
        match self {
            Self::Once(stream) => keys.once(stream, trial),
            Self::Entry { entries, stream, entry } => keys.at_entry(entries, stream, trial, entry),
        }
    }
}

/// Density on (0, 1) that is constant on each of [`CELLS`].
#[derive(Clone, Debug, PartialEq)]
pub struct Density {
    /// Height by cell.
    heights: Vec<f64>,
    /// Distribution function at the bounds, 0 first, 1 last.
    cumulative: Vec<f64>,
}

impl Density {
    /// Density with these masses of the cells, all above 0.
    pub fn new(masses: &[f64]) -> Self {
        let total: f64 = masses.iter().sum();
        let mut cumulative = vec![0.0];
        let mut sum = 0.0;
        for mass in masses {
            sum += mass / total;
            cumulative.push(sum);
        }
        if let Some(last) = cumulative.last_mut() {
            *last = 1.0;
        }
        // Heights follow from the distribution function, so that draws and weights agree to the last bit.
        let heights = cumulative.windows(2).zip(CELLS.windows(2)).map(|(mass, cell)| (mass[1] - mass[0]) / (cell[1] - cell[0])).collect();
        Self { heights, cumulative }
    }

    /// Density at a number.
    pub fn height(&self, u: f64) -> f64 {
        self.in_cell(cell(u))
    }

    /// Density in a cell.
    pub fn in_cell(&self, cell: usize) -> f64 {
        self.heights[cell]
    }

    /// Quantile at the probability `p`.
    fn quantile(&self, p: f64) -> f64 {
        let at = self.cumulative.partition_point(|&below| below <= p).clamp(1, CELLS.len() - 1) - 1;
        let (low, high) = (CELLS[at], CELLS[at + 1]);
        let x = low + (p - self.cumulative[at]) / self.heights[at];
        // The quantile stays in its cell, and inside (0, 1).
        x.clamp(low.max(f64::EPSILON / 2.0), high.next_down())
    }

    /// Mean.
    pub fn mean(&self) -> f64 {
        self.cumulative.windows(2).zip(CELLS.windows(2)).map(|(mass, cell)| (mass[1] - mass[0]) * 0.5 * (cell[0] + cell[1])).sum()
    }

    /// Relative entropy to the uniform distribution, nats.
    pub fn entropy(&self) -> f64 {
        self.cumulative.windows(2).zip(&self.heights).map(|(mass, height)| (mass[1] - mass[0]) * height.ln()).sum()
    }
}

/// Proposal densities by address, and the choice of the trials that do not use them.
#[derive(Clone, Debug)]
pub struct Tilt {
    densities: Vec<(Address, Density)>,
    /// Index of the density of an input drawn once a trial, by stream.
    once: Vec<Option<usize>>,
    /// Indices of the densities by stream and number of the entry.
    entries: Vec<Vec<Option<usize>>>,
    chooser: Key,
}

impl Tilt {
    /// Densities for a plan with this number of streams, under a seed.
    pub fn new(densities: Vec<(Address, Density)>, streams: usize, seed: u64) -> Self {
        let (mut once, mut entries) = (vec![None; streams], vec![Vec::new(); streams]);
        for (place, (address, _)) in densities.iter().enumerate() {
            match *address {
                Address::Once(stream) => once[stream.0] = Some(place),
                Address::Entry { stream, entry, .. } => {
                    let entry = usize::try_from(entry).unwrap_or(usize::MAX);
                    let of: &mut Vec<Option<usize>> = &mut entries[stream.0];
                    of.resize(of.len().max(entry + 1), None);
                    of[entry] = Some(place);
                }
            }
        }
        Self { densities, once, entries, chooser: Key::of(seed, "adit rare: plain or tilted") }
    }

    /// Whether a trial is drawn from the original distribution.
    pub fn is_plain(&self, trial: u64) -> bool {
        self.densities.is_empty() || unit(self.chooser.word(trial)) < PLAIN
    }

    /// Largest possible weight of a trial.
    pub fn heaviest(&self) -> f64 {
        if self.densities.is_empty() { 1.0 } else { PLAIN.recip() }
    }

    /// Weight of a trial: its original density over the density of the mixture from which it was drawn (balance heuristic: Veach & Guibas 1995).
    pub fn weight(&self, keys: &Keys, trial: u64) -> f64 {
        if self.densities.is_empty() {
            return 1.0;
        }
        let ratio: f64 = self.densities.iter().map(|(address, density)| density.height(address.uniform(keys, trial))).product();
        (PLAIN + (1.0 - PLAIN) * ratio).recip()
    }

    fn placed(&self, place: Option<usize>, trial: u64, drawn: f64) -> f64 {
        match place {
            Some(place) if !self.is_plain(trial) => self.densities[place].1.quantile(drawn),
            _ => drawn,
        }
    }
}

impl Placement for Tilt {
    fn once(&self, stream: KeyId, trial: u64, drawn: f64) -> f64 {
        self.placed(self.once[stream.0], trial, drawn)
    }

    fn at_entry(&self, stream: KeyId, trial: u64, entry: u64, drawn: f64) -> f64 {
        let place = usize::try_from(entry).ok().and_then(|entry| self.entries[stream.0].get(entry).copied().flatten());
        self.placed(place, trial, drawn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_density_draws_what_it_counts() {
        let masses: Vec<f64> = (1..CELLS.len()).zip([2.0, 3.0, 4.0, 5.0, 1.0].into_iter().cycle()).map(|(_, mass)| mass).collect();
        let density = Density::new(&masses);
        let total: f64 = masses.iter().sum();
        let key = Key::from_bits(5);
        let mut counts = vec![0_u32; masses.len()];
        let mut reciprocal = 0.0;
        for i in 0..200_000 {
            let x = density.quantile(unit(key.word(i)));
            assert!(x > 0.0 && x < 1.0);
            counts[cell(x)] += 1;
            reciprocal += density.height(x).recip() / 200_000.0;
        }
        for (count, mass) in counts.iter().zip(&masses) {
            let p = mass / total;
            assert!((f64::from(*count) / 2e5 - p).abs() < 4.5 * (p / 2e5).sqrt());
        }
        // Weights average to 1.
        assert!((reciprocal - 1.0).abs() < 0.05, "{reciprocal}");
        assert!(density.entropy() > 0.0 && density.mean() > 0.0);
        assert_eq!((density.quantile(f64::EPSILON / 2.0), cell(0.0), cell(1.0)), (f64::EPSILON / 2.0, 0, CELLS.len() - 2));
    }
}
