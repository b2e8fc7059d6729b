//! Paired sums over trials: one goal in one scenario against the first scenario.

use serde::{Deserialize, Serialize};

use super::findings::Difference;
use crate::analyses::estimates::{mean, probability};
use crate::stats::FixedSum;
use crate::units::Unit;

/// Sums of one goal in one scenario against the first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Sums {
    /// Months later; never counts as the month after the last.
    months: FixedSum,
    /// The same over trials in which both arrive.
    if_both: FixedSum,
    /// Whether it arrives here, less whether it arrives in the first.
    arrives: FixedSum,
    both: u64,
    earlier: u64,
    later: u64,
}

impl Sums {
    fn new() -> Self {
        let sum = |scale: f64| FixedSum::new(FixedSum::shift_for(scale));
        Self { months: sum(1e3), if_both: sum(1e3), arrives: sum(1.0), both: 0, earlier: 0, later: 0 }
    }

    fn add(&mut self, first: Option<usize>, other: Option<usize>, horizon: usize) {
        let within = |arrival: Option<usize>| arrival.unwrap_or(horizon) as f64;
        let difference = within(other) - within(first);
        self.months.add(difference);
        self.arrives.add(f64::from(u8::from(other.is_some())) - f64::from(u8::from(first.is_some())));
        self.earlier += u64::from(difference < 0.0);
        self.later += u64::from(difference > 0.0);
        if first.is_some() && other.is_some() {
            self.both += 1;
            self.if_both.add(difference);
        }
    }

    fn merge(&mut self, other: &Self) {
        self.months.merge(&other.months);
        self.if_both.merge(&other.if_both);
        self.arrives.merge(&other.arrives);
        self.both += other.both;
        self.earlier += other.earlier;
        self.later += other.later;
    }

    /// Whether both have the same scales; sums that were read may be of something else.
    fn fits(&self, other: &Self) -> bool {
        let shifts = |sums: &Self| [sums.months.shift(), sums.if_both.shift(), sums.arrives.shift()];
        shifts(self) == shifts(other)
    }

    fn difference(&self, trials: u64) -> Difference {
        let share = |count| probability(count, trials);
        Difference {
            months: mean(&self.months, trials, Unit::MONTHS_DIFFERENCE),
            months_if_both: (self.both > 0).then(|| mean(&self.if_both, self.both, Unit::MONTHS_DIFFERENCE)),
            both: share(self.both),
            earlier: share(self.earlier),
            later: share(self.later),
            probability: mean(&self.arrives, trials, Unit::PROBABILITY_DIFFERENCE),
        }
    }
}

/// Paired sums of all goals in all scenarios.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PairedSums {
    /// Trials.
    pub trials: u64,
    /// By goal and by scenario after the first.
    sums: Vec<Vec<Sums>>,
}

impl PairedSums {
    /// Sums of no trials of a number of goals and of scenarios after the first.
    #[must_use]
    pub fn new(goals: usize, others: usize) -> Self {
        Self { trials: 0, sums: vec![vec![Sums::new(); others]; goals] }
    }

    /// Adds the arrivals of a block of trials: of goal number `goal` in the first scenario and in scenario number `other` after it.
    pub fn add(&mut self, goal: usize, other: usize, first: &[Option<usize>], arrivals: &[Option<usize>], horizon: usize) {
        first.iter().zip(arrivals).for_each(|(first, arrival)| self.sums[goal][other].add(*first, *arrival, horizon));
    }

    /// Adds the sums of other trials; `None` where they are of other scenarios.
    pub fn merge(&mut self, other: &Self) -> Option<()> {
        let alike = |a: &Vec<Sums>, b: &Vec<Sums>| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.fits(b));
        if self.sums.len() != other.sums.len() || !self.sums.iter().zip(&other.sums).all(|(a, b)| alike(a, b)) {
            return None;
        }
        self.trials += other.trials;
        self.sums.iter_mut().flatten().zip(other.sums.iter().flatten()).for_each(|(a, b)| a.merge(b));
        Some(())
    }

    /// Differences of a goal, by scenario after the first.
    pub fn differences(&self, goal: usize) -> impl Iterator<Item = Difference> {
        self.sums[goal].iter().map(|sums| sums.difference(self.trials))
    }
}
