//! Model of the pick–freeze design: a plan with two quantities for each goal, which are defined whether the goal arrives or not.

use std::ops::Range;

use super::pick_freeze::PickFreeze;
use crate::engine::{Keys, Outcomes, outcomes};
use crate::plan::{Element, Plan};
use crate::units::MonthGrid;

/// Bits in which the second seed differs from the first.
const OTHER: u64 = 0x5EED_0B0B_0B0B_0B0B;

/// Quantities of each goal: arrival by a year (0 or 1), then months until it arrives.
pub const PER_GOAL: usize = 2;

/// A plan with two seeds.
pub struct Model<'a> {
    plan: &'a Plan,
    seeds: [u64; 2],
    pool: &'a rayon::ThreadPool,
    /// Element that draws from each stream.
    owners: Vec<Option<usize>>,
    /// Last month of the year of each goal.
    pub until: Vec<usize>,
}

impl<'a> Model<'a> {
    /// Model of a plan; `until` is set once the years are known.
    pub fn new(plan: &'a Plan, elements: &[Element], seed: u64, pool: &'a rayon::ThreadPool) -> Self {
        let mut owners = vec![None; plan.paths.len()];
        for (e, element) in elements.iter().enumerate() {
            element.keys.iter().for_each(|key| owners[key.0] = Some(e));
        }
        Self { plan, seeds: [seed, seed ^ OTHER], pool, owners, until: Vec::new() }
    }

    /// Runs rows; elements for which `from_b` holds draw under the second seed.
    pub fn outcomes(&self, rows: Range<u64>, from_b: &dyn Fn(usize) -> bool, inputs: bool) -> Outcomes {
        let keys = Keys::mixed(self.plan, self.seeds[0], self.seeds[1], &|key| self.owners[key.0].is_some_and(from_b));
        outcomes(self.plan, &keys, rows, self.pool, inputs)
    }

    /// Arrival by the end of the year and months until arrival, goal after goal.
    pub fn quantities(&self, outcomes: &Outcomes) -> Vec<Vec<f64>> {
        let goals = outcomes.arrivals.iter().zip(&self.until);
        goals
            .flat_map(|(arrivals, &until)| [arrivals.iter().map(|&month| arrived(month, until)).collect(), restricted(self.plan, arrivals)])
            .collect()
    }
}

impl PickFreeze for Model<'_> {
    fn evaluate(&self, rows: Range<u64>, from_b: &dyn Fn(usize) -> bool) -> Vec<Vec<f64>> {
        self.quantities(&self.outcomes(rows, from_b, false))
    }
}

fn arrived(month: Option<usize>, until: usize) -> f64 {
    f64::from(u8::from(month.is_some_and(|month| month <= until)))
}

/// Months until arrival; the length of the scenario where the goal never arrives.
pub fn restricted(plan: &Plan, arrivals: &[Option<usize>]) -> Vec<f64> {
    arrivals.iter().map(|month| month.unwrap_or(plan.months()) as f64).collect()
}

/// Year by whose end the probability of arrival is nearest to one half, the earlier of two.
pub fn informative_year(grid: MonthGrid, runs: [&[Option<usize>]; 2]) -> Option<i32> {
    let trials = runs[0].len() + runs[1].len();
    let off = |year: i32| {
        let until = grid.last_month_of(year)?;
        let count = runs.iter().flat_map(|run| run.iter()).filter(|month| month.is_some_and(|month| month <= until)).count();
        Some((2 * count).abs_diff(trials))
    };
    grid.years().filter_map(|year| Some((off(year)?, year))).min().map(|(_, year)| year)
}
