//! One trial, written a second time: plain scalars, maps and names, one paragraph of the model after the other.
//!
//! Nothing of the engine is used here but the room `chance`, whose draws both must read alike. Where this and the engine agree on random
//! scenarios, a mistake would have to be made twice, independently. Clear rather than fast: a trial takes milliseconds.

#![allow(dead_code, unused_imports, reason = "each test crate compiles this module for itself and uses its own part of it")]

pub mod ast;
mod chain;
mod clearing;
mod goals;
mod hazards;
mod market;
mod nodes;
mod outcome;
mod projects;
mod regimes;
mod values;

use std::collections::BTreeMap;

use adit::scenario::Scenario;
use adit::units::MonthGrid;

pub use outcome::{Balance, ClearingMonths, Entry, GoalOutcome, Incident, MineralMonths, NodeMonths, Outcome, StageTimes};
pub use values::distribution;
use values::{Draws, Samplers};

/// A scenario that can be walked trial by trial.
pub struct Naive<'a> {
    scenario: &'a Scenario,
    grid: MonthGrid,
    samplers: Samplers,
}

/// What all parts of one trial look at.
struct Trial<'a> {
    scenario: &'a Scenario,
    grid: MonthGrid,
    /// Number of months T.
    months: usize,
    draws: Draws<'a>,
    /// Every regime's entries, in order.
    regimes: BTreeMap<String, Vec<Entry>>,
    /// Price index by mineral and month that affects cancellations; empty in the pass in which prices have no effect on them.
    expected: BTreeMap<String, Vec<f64>>,
}

impl<'a> Naive<'a> {
    /// A scenario to be walked; it must be a valid one.
    pub fn new(scenario: &'a Scenario) -> Self {
        let grid = MonthGrid::new(scenario.start, scenario.end).expect("the end comes after the start");
        Self { scenario, grid, samplers: Samplers::default() }
    }

    /// Everything that happens in trial `index` with `seed`.
    pub fn trial(&self, seed: u64, index: u64) -> Outcome {
        let draws = Draws::new(self.scenario, seed, index, &self.samplers);
        let mut trial =
            Trial { scenario: self.scenario, grid: self.grid, months: self.grid.count(), draws, regimes: BTreeMap::new(), expected: BTreeMap::new() };
        trial.regimes = regimes::walk(&trial);
        let incidents = hazards::incidents(&trial);
        let availability = hazards::availability(&trial, &incidents);
        let supply = |trial: &Trial| {
            let stages = projects::stages(trial, &availability);
            let sites = nodes::sites(trial, &stages, &availability);
            let chain = chain::run(trial, &sites);
            let minerals = market::run(trial, &chain.delivered);
            (stages, sites, chain, minerals)
        };
        if self.scenario.projects.iter().flat_map(|project| &project.item.stages).any(|stage| stage.item.price_elasticity.is_some()) {
            let (_, _, _, minerals) = supply(&trial);
            trial.expected = minerals.into_iter().filter_map(|(name, months)| Some((name, months.clearing?.price))).collect();
        }
        let (stages, sites, chain, minerals) = supply(&trial);
        let goals = goals::judge(&trial, &minerals);
        self.scenario.factors.iter().for_each(|factor| _ = trial.draws.factor(&factor.name.value));
        let openings = sites.iter().map(|(name, site)| (name.clone(), site.opens)).collect();
        for (path, input) in ast::reporting_inputs(self.scenario) {
            trial.draws.once(&path, input);
        }
        Outcome {
            drawn: trial.draws.drawn(),
            regimes: trial.regimes,
            incidents,
            availability,
            stages,
            openings,
            nodes: chain.nodes,
            minerals,
            tonnes: chain.tonnes,
            goals,
        }
    }
}

/// Month k as a point in time: its first instant.
pub fn month(k: usize) -> f64 {
    f64::from(u32::try_from(k).expect("months are few"))
}

/// Share of month k that lies in `[from, to)`.
fn overlap(from: f64, to: f64, k: usize) -> f64 {
    (to.min(month(k) + 1.0) - from.max(month(k))).max(0.0)
}
