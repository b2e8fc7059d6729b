//! One batch of trials from draws to goals.

use super::chain::ChainRun;
use super::draw::{Keys, draw_values};
use super::goals::GoalsRun;
use super::lanes::Lanes;
use super::market::MineralRun;
use super::policy::PolicyRun;
use super::schedule::ScheduleRun;
use super::security::SecurityRun;
use crate::chance::LANES;
use crate::plan::{Measure, MeasurePlan, Plan};

/// All that changes while the trials of a batch run; made once, used again for the next batch.
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
    /// Joined uniform numbers.
    pub(super) scratch: Vec<[f64; LANES]>,
}

impl Batch {
    /// Room for a plan, all monthly series made; `tell` also keeps what only the story of a trial needs.
    pub fn new(plan: &Plan, tell: bool) -> Self {
        Self::with(plan, tell, &|_| true)
    }

    /// Room for a plan of which only what becomes of the goals is asked: no series that no goal looks at.
    pub fn of_goals(plan: &Plan) -> Self {
        let looks_at_supply = |measure: &MeasurePlan| matches!(measure.measure, Measure::ControlledShareBelow | Measure::HhiBelow);
        Self::with(plan, false, &|m| plan.goals.measures.iter().any(|measure| measure.mineral == m && looks_at_supply(measure)))
    }

    fn with(plan: &Plan, tell: bool, wholly: &dyn Fn(usize) -> bool) -> Self {
        Self {
            values: plan.values.iter().map(|&value| Lanes::splat(value)).collect(),
            policy: PolicyRun::new(plan),
            security: SecurityRun::new(plan, tell),
            schedule: ScheduleRun::new(plan),
            chain: ChainRun::new(plan, tell),
            minerals: (0..plan.minerals.len()).map(|m| MineralRun::new(plan, m, wholly(m), tell)).collect(),
            goals: GoalsRun::new(plan),
            scratch: Vec::new(),
        }
    }

    /// Whether all months of all series are looked at in the trials that come next, or only what they sum up to.
    pub fn keep_months(&mut self, keeps: bool) {
        self.minerals.iter_mut().for_each(|run| run.keeps = keeps);
    }

    /// Runs trials `first` to `first + LANES − 1`; each mineral is shown to `observe` as soon as its market is settled.
    pub fn run(&mut self, plan: &Plan, keys: &Keys, first: u64, observe: &mut dyn FnMut(usize, &MineralRun)) {
        draw_values(plan, keys, first, &mut self.values, &mut self.scratch);
        self.policy.run(plan, keys, &self.values, first);
        self.security.run(plan, keys, &self.values, &self.policy, first);
        self.schedule.run(plan, keys, &self.values, &self.policy, &self.security, first);
        self.chain.run(plan, &self.values, &self.policy, &self.security, &self.schedule);
        // Mineral by mineral over all months, not month by month over all minerals: what one mineral touches fits a core's own cache.
        for (m, (mineral, run)) in plan.minerals.iter().zip(&mut self.minerals).enumerate() {
            run.run(plan, mineral, &self.values, &self.policy, &self.chain);
            self.goals.test(plan, m, &self.values, run);
            observe(m, run);
        }
        self.goals.decide(plan, &self.minerals);
    }
}
