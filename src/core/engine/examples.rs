//! Example trials: the monthly series of the first three trials, each drawn as single lines.

use serde::{Deserialize, Serialize};

use super::accumulate::Accumulator;
use super::batch::Batch;
use super::lanes::Lanes;
use super::market::MineralRun;
use super::series::Series;
use crate::plan::Plan;

/// Trials that are kept.
const TRIALS: u64 = 3;

/// One mineral's market in one trial, by month, t.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Example {
    /// Number of the trial.
    pub trial: u64,
    /// Mineral, by its place in the plan.
    pub mineral: usize,
    /// Demand.
    pub demand: Vec<f64>,
    /// Arrivals before displacement, by origin in the order of `MineralPlan::route_origins`.
    pub arrivals_by_origin: Vec<Vec<f64>>,
    /// Free supply and free arrivals before displacement.
    pub free: Vec<f64>,
    /// Demand uncovered.
    pub shortage: Vec<f64>,
    /// Concentration index, 0 to 10 000.
    pub concentration: Vec<f64>,
    /// Price index; empty of a market that does not clear.
    pub price: Vec<f64>,
}

/// Accumulates the first three trials, in order of trials and minerals.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Examples(pub Vec<Example>);

impl Examples {
    /// Whether all of it is of this plan.
    #[must_use]
    pub fn fits(&self, plan: &Plan) -> bool {
        let monthly = |column: &Vec<f64>| column.len() == plan.months();
        self.0.iter().all(|Example { trial, mineral, demand, arrivals_by_origin, free, shortage, concentration, price }| {
            *trial < TRIALS
                && plan.minerals.get(*mineral).is_some_and(|mineral| mineral.route_origins.len() == arrivals_by_origin.len())
                && plan.minerals[*mineral].response.is_none() == price.is_empty()
                && [demand, free, shortage, concentration]
                    .into_iter()
                    .chain((!price.is_empty()).then_some(price))
                    .chain(arrivals_by_origin)
                    .all(monthly)
        })
    }
}

impl Accumulator for Examples {
    const ALL_SERIES: bool = true;

    fn add_mineral(&mut self, plan: &Plan, m: usize, run: &MineralRun, first: u64, count: usize) {
        for (trial, lane) in (first..TRIALS).zip(0..count) {
            let column = |months: &[Lanes]| months.iter().map(|month| month.0[lane]).collect();
            self.0.push(Example {
                trial,
                mineral: m,
                demand: column(&run.demand),
                arrivals_by_origin: (0..plan.minerals[m].route_origins.len()).map(|origin| column(run.arrivals_from(origin))).collect(),
                free: column(&run.free),
                shortage: column(&run.shortage),
                concentration: column(&run.concentration),
                price: column(run.column(Series::Price)),
            });
        }
    }

    fn add(&mut self, _plan: &Plan, _batch: &Batch, _first: u64, _count: usize) {}

    fn finish(&mut self) {
        self.0.sort_by_key(|example| (example.trial, example.mineral));
    }

    fn merge(&mut self, other: Self) {
        self.0.extend(other.0);
        self.finish();
    }
}
