//! Group sequential stopping: a run stops when the confidence interval of one figure, tested after fixed numbers of trials, is narrow enough.
//!
//! The interval is tested after 2 048 trials and then after √2 times as many each time, up to the budget. The intervals of all tests together hold with the
//! confidence requested, so that the interval at which a run stops has at least this confidence ([`confidence_of_each`]).

use crate::analyses::run::findings::Precision;
use crate::engine::{GoalTally, Tally};
use crate::plan::{Plan, PrecisionPlan, SoughtFigure};
use crate::stats::{Proportion, confidence_of_each};
use crate::units::{Quantity, Unit};

/// Trials before the first look.
const FIRST: f64 = 2048.0;
/// Looks are after whole blocks of so many trials.
const BLOCK: f64 = 64.0;
/// A look so near to the budget that the budget is the better one.
const NEAR: f64 = 0.9;

/// Numbers of trials after which a run of at most `budget` looks at its interval, rising, the budget last.
#[must_use]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "budgets are below 2⁵³ and looks are positive")]
pub fn checkpoints(budget: u64) -> Vec<u64> {
    let steps = (0..).map(|k| (FIRST * 2.0_f64.powf(0.5 * f64::from(k)) / BLOCK).round() * BLOCK);
    let mut looks: Vec<u64> = steps.take_while(|&trials| trials < NEAR * budget as f64).map(|trials| trials as u64).collect();
    looks.push(budget);
    looks
}

/// The rule of one run.
#[derive(Clone, Debug)]
pub struct Stopping {
    asked: PrecisionPlan,
    looks: Vec<u64>,
    each: f64,
}

impl Stopping {
    /// The rule of a run of at most `budget` trials; `None` where the scenario asks for no precision.
    #[must_use]
    pub fn new(plan: &Plan, budget: u64) -> Option<Self> {
        let asked = plan.precision?;
        let looks = checkpoints(budget);
        Some(Self { each: confidence_of_each(&looks, asked.confidence), asked, looks })
    }

    /// Numbers of trials after which to look, rising.
    #[must_use]
    pub fn looks(&self) -> &[u64] {
        &self.looks
    }

    /// Whether these trials, counted at one of the looks, are enough.
    #[must_use]
    pub fn enough(&self, tally: &Tally) -> bool {
        self.half_width(tally).is_some_and(|half_width| half_width <= self.asked.half_width)
    }

    /// Result of the trials, counted at the look at which the run stopped.
    #[must_use]
    pub fn reached(&self, plan: &Plan, tally: &Tally) -> Precision {
        let goal = &plan.goals.goals[self.asked.goal];
        let found = match self.figure(tally) {
            Found::Month(value, ends) => Quantity::month(value, ends, plan.grid, tally.trials),
            Found::Number(value, ends) => {
                let unit = if self.asked.sought.unit() == "t" { Unit::TONNES } else { Unit::PROBABILITY };
                Quantity::of_interval(value, ends, unit, tally.trials)
            }
        };
        Precision {
            goal: goal.name.clone(),
            title: goal.title.clone(),
            quantity: self.asked.sought.to_string(),
            unit: self.asked.sought.unit().to_owned(),
            asked: self.asked.half_width,
            half_width: self.half_width(tally),
            enough: self.enough(tally),
            confidence: self.asked.confidence,
            each: self.each,
            looks: [self.looks.iter().take_while(|&&look| look <= tally.trials).count(), self.looks.len()],
            trials: [tally.trials, self.looks.last().copied().unwrap_or(tally.trials)],
            found,
        }
    }

    /// `None` where an end of the interval is open: never, or beyond what so few trials can bound.
    fn half_width(&self, tally: &Tally) -> Option<f64> {
        match self.figure(tally) {
            Found::Month(_, [None, None]) => Some(0.0),
            Found::Month(_, [low, high]) => Some(0.5 * (high? as f64 - low? as f64)),
            Found::Number(_, [low, high]) => Some(0.5 * (high - low)).filter(|half_width| half_width.is_finite()),
        }
    }

    fn figure(&self, tally: &Tally) -> Found {
        let GoalTally { arrivals, lost, holds, bridge, .. } = &tally.goals[self.asked.goal];
        let share = |count: u64| {
            let Proportion { share, low, high, .. } = Proportion::at(count, tally.trials, self.each);
            Found::Number(share, [low, high])
        };
        match self.asked.figure {
            SoughtFigure::Arrival(p) => {
                let (low, high) = arrivals.interval_at(p, self.each);
                Found::Month(arrivals.quantile(p), [low, high])
            }
            SoughtFigure::Never => share(arrivals.never),
            SoughtFigure::Lost => share(*lost),
            SoughtFigure::ArrivedBy(month) => share(arrivals.counts.iter().take(month + 1).sum()),
            SoughtFigure::HoldsIn(month) => share(holds.get(month).copied().unwrap_or(0)),
            SoughtFigure::Bridge(p) => bridge.as_ref().map_or(Found::Number(f64::NAN, [f64::NEG_INFINITY, f64::INFINITY]), |(bins, _)| {
                let (low, high) = bins.quantile_interval_at(p, self.each);
                Found::Number(bins.quantile(p).unwrap_or(0.0), [low, high.unwrap_or(f64::INFINITY)])
            }),
        }
    }
}

/// Estimate with the ends of its interval.
enum Found {
    Month(Option<usize>, [Option<usize>; 2]),
    Number(f64, [f64; 2]),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_rise_to_the_budget_in_whole_blocks() {
        assert_eq!(checkpoints(1), [1]);
        assert_eq!(checkpoints(2048), [2048]);
        assert_eq!(checkpoints(10_000), [2048, 2880, 4096, 5824, 8192, 10_000]);
        for budget in [3000, 100_000, 1_000_000_000] {
            let looks = checkpoints(budget);
            assert!(looks.windows(2).all(|pair| pair[0] < pair[1] && pair[0] % 64 == 0) && looks.last() == Some(&budget));
        }
    }
}
