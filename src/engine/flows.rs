//! Mean tonnes through the chain, passage by passage and year by year: a pass of its own over the first trials.

use super::batch::Batch;
use super::draw::Keys;
use super::lanes::Lanes;
use super::market::arriving;
use crate::chance::LANES;
use crate::plan::Plan;
use crate::stats::FixedSum;

/// Sums over trials by year.
#[derive(Clone, Debug)]
pub struct FlowTally {
    /// Trials counted.
    pub trials: u64,
    /// By passage: contained t that enter, leave, and find no room further on.
    pub passages: Vec<[Vec<FixedSum>; 3]>,
    /// By route: t that arrive.
    pub arrives: Vec<Vec<FixedSum>>,
}

impl FlowTally {
    fn new(plan: &Plan) -> Self {
        let scale = plan.minerals.iter().map(|mineral| mineral.scale).fold(1.0, f64::max);
        let sums = || vec![FixedSum::new(FixedSum::shift_for(scale)); plan.grid.years().count()];
        Self {
            trials: 0,
            passages: plan.chain.passages.iter().map(|_| std::array::from_fn(|_| sums())).collect(),
            arrives: plan.chain.routes.iter().map(|_| sums()).collect(),
        }
    }

    fn add(&mut self, plan: &Plan, batch: &Batch) {
        self.trials += LANES as u64;
        for (columns, sums) in batch.chain.ledger.iter().zip(&mut self.passages) {
            for (column, sums) in columns.iter().zip(sums) {
                add_yearly(plan, |k| column[k], sums);
            }
        }
        for (r, (route, sums)) in plan.chain.routes.iter().zip(&mut self.arrives).enumerate() {
            let arrives = |k: usize| {
                let [free, controlled, _] = arriving(route, batch.chain.delivered[r][k], k, &batch.values, &batch.policy);
                free + controlled
            };
            add_yearly(plan, arrives, sums);
        }
    }

    fn merge(mut self, other: &Self) -> Self {
        self.trials += other.trials;
        let others = other.passages.iter().flatten().chain(&other.arrives).flatten();
        self.passages.iter_mut().flatten().chain(&mut self.arrives).flatten().zip(others).for_each(|(a, b)| a.merge(b));
        self
    }
}

fn add_yearly(plan: &Plan, column: impl Fn(usize) -> Lanes, sums: &mut [FixedSum]) {
    let mut from = 0;
    for sum in sums {
        let to = (from + 12 - plan.grid.month_of_year(from)).min(plan.months());
        sum.add_all(&(from..to).fold(Lanes::ZERO, |year, k| year + column(k)).0);
        from = to;
    }
}

/// Follows the tonnes of the first trials, about `trials` of them, through the chain.
#[must_use]
pub fn flows(plan: &Plan, seed: u64, trials: u64, pool: &rayon::ThreadPool) -> FlowTally {
    use rayon::prelude::*;
    let keys = Keys::new(plan, seed);
    let batches: Vec<u64> = (0..trials.div_ceil(LANES as u64)).collect();
    pool.install(|| {
        batches
            .par_chunks(16)
            .fold(
                || (FlowTally::new(plan), Batch::new(plan, true)),
                |(mut tally, mut batch), numbers| {
                    for number in numbers {
                        batch.run(plan, &keys, number * LANES as u64, &mut |_, _| ());
                        tally.add(plan, &batch);
                    }
                    (tally, batch)
                },
            )
            .map(|(tally, _)| tally)
            .reduce(|| FlowTally::new(plan), |a, b| a.merge(&b))
    })
}
