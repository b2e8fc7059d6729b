//! Prices that decide on investments: a first pass over a batch, in which prices have no effect on cancellations, gives the price indices that affect
//! the probabilities of cancellation in the pass that counts.

use super::chain::ChainRun;
use super::lanes::Lanes;
use super::market::MineralRun;
use super::policy::PolicyRun;
use crate::plan::Plan;

/// Price index of a mineral if no cancellation depended on prices.
#[derive(Clone, Debug)]
pub struct ExpectedPrice {
    /// Index of the mineral.
    pub mineral: usize,
    /// Its market in the first pass.
    market: Box<MineralRun>,
}

impl ExpectedPrice {
    /// State for every mineral whose price affects a cancellation.
    pub fn of(plan: &Plan) -> Vec<Self> {
        let market = |mineral| Box::new(MineralRun::new(plan, mineral, false, false));
        plan.schedule.prices().into_iter().map(|mineral| Self { mineral, market: market(mineral) }).collect()
    }

    /// Settles the market of a batch with what the chain delivers.
    pub fn run(&mut self, plan: &Plan, values: &[Lanes], policy: &PolicyRun, chain: &ChainRun) {
        self.market.run(plan, &plan.minerals[self.mineral], values, policy, chain);
    }

    /// Mean price index from `start` to `end`, months since the start, of one trial; of the month at hand where the two are equal.
    pub fn mean(&self, [start, end]: [f64; 2], lane: usize) -> f64 {
        let Some(prices) = self.market.clearing.as_ref().map(|clearing| &clearing.price) else { return 1.0 };
        let index = |k: usize| prices.get(k).map_or(1.0, |price| price.0[lane]);
        if end <= start {
            return index(month_of(start));
        }
        let weight = |k: usize| end.min(k as f64 + 1.0) - start.max(k as f64);
        (month_of(start)..=month_of(end)).map(|k| weight(k).max(0.0) * index(k)).sum::<f64>() / (end - start)
    }
}

/// Month in which a moment lies.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "months since the start, not below 0")]
fn month_of(moment: f64) -> usize {
    moment as usize
}
