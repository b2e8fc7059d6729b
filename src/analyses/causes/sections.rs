//! Bootstrap by sections of trials, the same for all subsets.
//!
//! Trial i draws the same in every subset. The trials are divided into sections; each bootstrap sample draws as many sections as there are, with
//! replacement (Efron & Tibshirani 1993, "An introduction to the bootstrap", chapter 8, blocks of independent trials), the same for every subset.
//! Subsets with fewer trials have the first ones: sections are drawn within the strata that these numbers of trials define.

use crate::chance::Key;
use crate::stats::quantile_rank;

/// Month of a trial that never arrives.
pub const NEVER: u16 = u16::MAX;
/// Sections of each stratum, at most.
const SECTIONS: usize = 64;

/// Division of the trials into sections.
#[derive(Clone, Debug)]
pub struct Sections {
    /// First trial of each section, and the end of the last.
    bounds: Vec<usize>,
    /// Sections up to the end of each stratum.
    strata: Vec<usize>,
}

impl Sections {
    /// Divides trials into strata that end at `ends`, in rising order, and each stratum into sections whose lengths differ by one trial at most.
    pub fn new(ends: &[usize]) -> Self {
        let mut sections = Self { bounds: vec![0], strata: Vec::new() };
        let mut from = 0;
        for &end in ends.iter().filter(|&&end| end > 0) {
            let length = end.saturating_sub(from);
            let count = length.min(SECTIONS);
            sections.bounds.extend((1..=count).map(|i| from + length * i / count));
            if count > 0 {
                sections.strata.push(sections.bounds.len() - 1);
            }
            from = end.max(from);
        }
        sections
    }

    /// All sections once.
    pub fn once(&self) -> Vec<u32> {
        vec![1; self.bounds.len() - 1]
    }

    /// Number of times that each section is drawn in a bootstrap sample.
    pub fn drawn(&self, key: Key, replicate: u64) -> Vec<u32> {
        let mut weights = vec![0; self.bounds.len() - 1];
        let words = key.child(replicate);
        let mut from = 0;
        for &to in &self.strata {
            for section in from..to {
                weights[from + below(words.word(section as u64), to - from)] += 1;
            }
            from = to;
        }
        weights
    }
}

/// A number below `count` from a random word.
#[expect(clippy::cast_possible_truncation, reason = "below count")]
fn below(word: u64, count: usize) -> usize {
    ((u128::from(word) * count as u128) >> 64) as usize
}

/// Arrivals of one goal in one subset, counted by section.
#[derive(Clone, Debug)]
pub struct Counted {
    /// Trials by section.
    trials: Vec<u32>,
    /// Trials that have arrived by each month, section by section within the month.
    arrived: Vec<u32>,
    /// Months until arrival, at most the horizon, summed by section.
    months: Vec<u64>,
    horizon: usize,
}

impl Counted {
    /// Counts the arrivals of trials 0, 1, … up to the end of a section.
    pub fn new(arrivals: &[u16], sections: &Sections, horizon: usize) -> Self {
        let cuts: Vec<usize> = sections.bounds.iter().copied().filter(|&bound| bound <= arrivals.len()).collect();
        let count = cuts.len() - 1;
        let mut counted = Self { trials: Vec::new(), arrived: vec![0; count * horizon], months: Vec::new(), horizon };
        for (section, cut) in cuts.windows(2).enumerate() {
            let arrivals = &arrivals[cut[0]..cut[1]];
            counted.trials.push(u32::try_from(arrivals.len()).unwrap_or(u32::MAX));
            counted.months.push(arrivals.iter().map(|&month| usize::from(month).min(horizon) as u64).sum());
            for month in arrivals.iter().map(|&month| usize::from(month)).filter(|&month| month < horizon) {
                counted.arrived[month * count + section] += 1;
            }
        }
        for month in 1..horizon {
            let (before, rest) = counted.arrived.split_at_mut(month * count);
            rest.iter_mut().zip(&before[(month - 1) * count..]).for_each(|(sum, before)| *sum += before);
        }
        counted
    }

    /// Trials, with each section counted as often as it is drawn.
    pub fn trials(&self, weights: &[u32]) -> u64 {
        dot(&self.trials, weights)
    }

    /// Trials that have arrived by the end of a month.
    fn arrived(&self, month: usize, weights: &[u32]) -> u64 {
        let count = self.trials.len();
        dot(&self.arrived[month * count..(month + 1) * count], weights)
    }

    /// The smallest month with at least `p` of the trials at or below it; the horizon where that is never.
    pub fn quantile(&self, p: f64, weights: &[u32]) -> usize {
        let rank = quantile_rank(p, self.trials(weights));
        let (mut low, mut high) = (0, self.horizon);
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.arrived(middle, weights) >= rank { high = middle } else { low = middle + 1 }
        }
        low
    }

    /// Share of the trials that have arrived by the end of a month.
    pub fn probability(&self, month: usize, weights: &[u32]) -> f64 {
        self.arrived(month, weights) as f64 / self.trials(weights) as f64
    }

    /// Mean months until arrival, never counting as the horizon.
    pub fn restricted_mean(&self, weights: &[u32]) -> f64 {
        let months: u64 = self.months.iter().zip(weights).map(|(&months, &weight)| months * u64::from(weight)).sum();
        months as f64 / self.trials(weights) as f64
    }
}

fn dot(counts: &[u32], weights: &[u32]) -> u64 {
    u64::from(counts.iter().zip(weights).map(|(count, weight)| count * weight).sum::<u32>())
}
