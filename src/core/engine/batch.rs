//! Simulation of one batch of eight trials, from the random draws to the goals.

use super::chain::ChainRun;
use super::draw::{Keys, draw_values};
use super::expected_price::ExpectedPrice;
use super::goals::GoalsRun;
use super::lanes::Lanes;
use super::market::MineralRun;
use super::policy::PolicyRun;
use super::schedule::ScheduleRun;
use super::security::SecurityRun;
use crate::chance::LANES;
use crate::plan::{Measure, MeasurePlan, Plan};

/// State of a batch of trials. It is allocated once and used again for each batch.
#[derive(Clone, Debug)]
pub struct Batch {
    /// Values of all quantities drawn once a trial.
    pub values: Vec<Lanes>,
    /// Regimes.
    pub policy: PolicyRun,
    /// Hazards.
    pub security: SecurityRun,
    /// Stages.
    pub schedule: ScheduleRun,
    /// Nodes and routes.
    pub chain: ChainRun,
    /// Minerals.
    pub minerals: Vec<MineralRun>,
    /// Goals.
    pub goals: GoalsRun,
    /// Prices that affect cancellations.
    pub(super) expected: Vec<ExpectedPrice>,
    /// Correlated uniform numbers.
    pub(super) scratch: Vec<[f64; LANES]>,
}

impl Batch {
    /// State for a plan that computes all monthly series; `tell` also keeps what only the replay of a trial needs.
    pub fn new(plan: &Plan, tell: bool) -> Self {
        let mut batch = Self::with(plan, tell, &|_| true);
        batch.chain.keep_ledger(plan, tell);
        batch
    }

    /// State for a plan that computes only the series that the goals test.
    pub fn of_goals(plan: &Plan) -> Self {
        let looks_at_supply =
            |measure: &MeasurePlan| matches!(measure.measure, Measure::ControlledShareBelow | Measure::HhiBelow | Measure::LargestOriginBelow);
        Self::with(plan, false, &|m| plan.goals.measures.iter().any(|measure| measure.mineral == m && looks_at_supply(measure)))
    }

    fn with(plan: &Plan, tell: bool, wholly: &dyn Fn(usize) -> bool) -> Self {
        Self {
            values: plan.values.iter().map(|&value| Lanes::splat(value)).collect(),
            policy: PolicyRun::new(plan),
            security: SecurityRun::new(plan, tell),
            schedule: ScheduleRun::new(plan),
            chain: ChainRun::new(plan),
            minerals: (0..plan.minerals.len()).map(|m| MineralRun::new(plan, m, wholly(m), tell)).collect(),
            goals: GoalsRun::new(plan),
            expected: ExpectedPrice::of(plan),
            scratch: Vec::new(),
        }
    }

    /// Whether the next batches keep all months of all series, or only their yearly sums.
    pub fn keep_months(&mut self, keeps: bool) {
        self.minerals.iter_mut().for_each(|run| run.keeps = keeps);
    }

    /// Runs trials `first` to `first + LANES − 1`. `observe` is called for each mineral as soon as its market is settled.
    pub fn run(&mut self, plan: &Plan, keys: &Keys, first: u64, observe: &mut dyn FnMut(usize, &MineralRun)) {
        draw_values(plan, keys, first, &mut self.values, &mut self.scratch);
        self.policy.run(plan, keys, &self.values, first);
        self.security.run(plan, keys, &self.values, &self.policy, first);
        self.run_stages(plan, keys, first);
        self.chain.run(plan, &self.values, &self.policy, &self.security, &self.schedule);
        // The outer loop is over minerals, not over months, because the data of one mineral fit in the cache of a core.
        for (m, (mineral, run)) in plan.minerals.iter().zip(&mut self.minerals).enumerate() {
            run.run(plan, mineral, &self.values, &self.policy, &self.chain);
            self.goals.test(plan, m, &self.values, run);
            observe(m, run);
        }
        self.goals.decide(plan, &self.minerals);
    }

    /// Runs the stages. Where prices affect cancellations, stages, chain and markets first run without this effect.
    pub(super) fn run_stages(&mut self, plan: &Plan, keys: &Keys, first: u64) {
        let draws = (keys, self.values.as_slice());
        if !self.expected.is_empty() {
            self.schedule.run(plan, draws, &self.policy, &self.security, first, &[]);
            self.chain.run(plan, &self.values, &self.policy, &self.security, &self.schedule);
            self.expected.iter_mut().for_each(|price| price.run(plan, &self.values, &self.policy, &self.chain));
        }
        self.schedule.run(plan, draws, &self.policy, &self.security, first, &self.expected);
    }
}
