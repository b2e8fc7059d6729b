//! Group sequential stopping: a run stops when the confidence interval of one figure, tested after fixed numbers of trials, is narrow enough.
//!
//! The interval is tested after 2 048 trials and then after √2 times as many each time, up to the budget. The intervals of all tests together hold with the
//! confidence requested, so that the interval at which a run stops has at least this confidence ([`confidence_of_each`]).

use serde::{Deserialize, Serialize};

use super::findings::Quantile;
use crate::engine::{GoalTally, Tally};
use crate::plan::{Plan, PrecisionPlan, SoughtFigure};
use crate::stats::{Proportion, confidence_of_each};

/// Trials before the first look.
const FIRST: f64 = 2048.0;
/// Looks are after whole blocks of so many trials.
const BLOCK: f64 = 64.0;
/// A look so near to the budget that the budget is the better one.
const NEAR: f64 = 0.9;

/// The interval of the figure when the run stopped.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reached {
    /// Key of the goal.
    pub goal: String,
    /// Its title.
    pub title: String,
    /// Figure, as the scenario names it.
    pub quantity: String,
    /// What half widths are counted in: `months`, `share of trials` or `t`.
    pub unit: String,
    /// Half width asked for.
    pub asked: f64,
    /// Half width when the run stopped; `None` where an end of the interval is open.
    pub half_width: Option<f64>,
    /// Whether that is narrow enough; else the budget was spent.
    pub enough: bool,
    /// Confidence of the interval, whatever made the run stop.
    pub confidence: f64,
    /// Confidence that each look needs by itself for that.
    pub each: f64,
    /// Looks made, and looks that there could have been.
    pub looks: [usize; 2],
    /// Trials made, and trials that there could have been.
    pub trials: [u64; 2],
    /// The figure, where it is a month.
    pub month: Option<Quantile<Option<usize>>>,
    /// The figure, where it is a share of trials or tonnes.
    pub number: Option<Quantile<f64>>,
}

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

    /// What the trials came to, counted at the look at which the run stopped.
    #[must_use]
    pub fn reached(&self, plan: &Plan, tally: &Tally) -> Reached {
        let goal = &plan.goals.goals[self.asked.goal];
        let (month, number) = match self.figure(tally) {
            Found::Month(quantile) => (Some(quantile), None),
            Found::Number(quantile) => (None, Some(quantile)),
        };
        Reached {
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
            month,
            number,
        }
    }

    /// `None` where an end of the interval is open: never, or beyond what so few trials can bound.
    fn half_width(&self, tally: &Tally) -> Option<f64> {
        match self.figure(tally) {
            Found::Month(Quantile { low: None, high: None, .. }) => Some(0.0),
            Found::Month(Quantile { low, high, .. }) => Some(0.5 * (high? as f64 - low? as f64)),
            Found::Number(Quantile { low, high, .. }) => Some(0.5 * (high - low)).filter(|half_width| half_width.is_finite()),
        }
    }

    fn figure(&self, tally: &Tally) -> Found {
        let GoalTally { arrivals, lost, holds, bridge, .. } = &tally.goals[self.asked.goal];
        let share = |count: u64| {
            let Proportion { share, low, high, .. } = Proportion::at(count, tally.trials, self.each);
            Found::Number(Quantile { value: share, low, high })
        };
        match self.asked.figure {
            SoughtFigure::Arrival(p) => {
                let (low, high) = arrivals.interval_at(p, self.each);
                Found::Month(Quantile { value: arrivals.quantile(p), low, high })
            }
            SoughtFigure::Never => share(arrivals.never),
            SoughtFigure::Lost => share(*lost),
            SoughtFigure::ArrivedBy(month) => share(arrivals.counts.iter().take(month + 1).sum()),
            SoughtFigure::HoldsIn(month) => share(holds.get(month).copied().unwrap_or(0)),
            SoughtFigure::Bridge(p) => {
                Found::Number(bridge.as_ref().map_or(Quantile { value: f64::NAN, low: f64::NEG_INFINITY, high: f64::INFINITY }, |(bins, _)| {
                    let (low, high) = bins.quantile_interval_at(p, self.each);
                    Quantile { value: bins.quantile(p).unwrap_or(0.0), low, high: high.unwrap_or(f64::INFINITY) }
                }))
            }
        }
    }
}

enum Found {
    Month(Quantile<Option<usize>>),
    Number(Quantile<f64>),
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
