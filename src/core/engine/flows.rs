//! Tonnes through the physical chain by passage and year, summed over the first trials.

use serde::{Deserialize, Serialize};

use super::accumulate::Accumulator;
use super::batch::Batch;
use super::lanes::Lanes;
use super::market::arriving;
use super::yearly;
use crate::plan::Plan;
use crate::stats::FixedSum;

/// Trials that are summed.
const TRIALS: u64 = 1_024;

/// Sums over the first 1 024 trials by year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FlowTally {
    /// Trials counted.
    pub trials: u64,
    /// By passage: contained t that enter, leave, and are lost because nothing downstream takes them.
    pub passages: Vec<[Vec<FixedSum>; 3]>,
    /// By route: t that arrive.
    pub arrives: Vec<Vec<FixedSum>>,
}

/// Number of lanes that enter the sums, of a batch of `count` trials from `first` on.
fn counted(first: u64, count: usize) -> usize {
    usize::try_from(TRIALS.saturating_sub(first)).map_or(count, |left| left.min(count))
}

impl FlowTally {
    /// Empty sums.
    pub fn new(plan: &Plan) -> Self {
        let scale = plan.minerals.iter().map(|mineral| mineral.scale).fold(1.0, f64::max);
        let sums = || vec![FixedSum::new(FixedSum::shift_for(scale)); plan.grid.years().count()];
        Self {
            trials: 0,
            passages: plan.chain.passages.iter().map(|_| std::array::from_fn(|_| sums())).collect(),
            arrives: plan.chain.routes.iter().map(|_| sums()).collect(),
        }
    }

    /// Whether both have the same passages, routes and years on the same scales.
    #[must_use]
    pub fn fits(&self, other: &Self) -> bool {
        let alike = |a: &Vec<FixedSum>, b: &Vec<FixedSum>| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.shift() == b.shift());
        self.passages.len() == other.passages.len()
            && self.arrives.len() == other.arrives.len()
            && self.sums().zip(other.sums()).all(|(a, b)| alike(a, b))
    }

    fn sums(&self) -> impl Iterator<Item = &Vec<FixedSum>> {
        self.passages.iter().flatten().chain(&self.arrives)
    }
}

impl Accumulator for FlowTally {
    const ALL_SERIES: bool = true;

    fn prepare(&mut self, plan: &Plan, batch: &mut Batch, first: u64, count: usize) {
        batch.chain.keep_ledger(plan, counted(first, count) > 0);
    }

    fn add(&mut self, plan: &Plan, batch: &Batch, first: u64, count: usize) {
        let count = counted(first, count);
        if count == 0 {
            return;
        }
        self.trials += count as u64;
        for (columns, sums) in batch.chain.ledger.iter().zip(&mut self.passages) {
            for (column, sums) in columns.iter().zip(sums) {
                add_yearly(plan, |k| column[k], sums, count);
            }
        }
        for (r, (route, sums)) in plan.chain.routes.iter().zip(&mut self.arrives).enumerate() {
            let arrives = |k: usize| {
                let [free, controlled, _] = arriving(route, batch.chain.delivered[r][k], k, &batch.values, &batch.policy);
                free + controlled
            };
            add_yearly(plan, arrives, sums, count);
        }
    }

    fn merge(&mut self, other: Self) {
        self.trials += other.trials;
        let own = self.passages.iter_mut().flatten().chain(&mut self.arrives).flatten();
        own.zip(other.sums().flatten()).for_each(|(a, b)| a.merge(b));
    }
}

fn add_yearly(plan: &Plan, column: impl Fn(usize) -> Lanes, sums: &mut [FixedSum], count: usize) {
    let mut from = 0;
    for sum in sums {
        let to = (from + 12 - plan.grid.month_of_year(from)).min(plan.months());
        sum.add_lanes(&yearly::first((from..to).fold(Lanes::ZERO, |year, k| year + column(k)), count).0);
        from = to;
    }
}
