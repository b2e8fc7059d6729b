//! One batch of trials from draws to goals.

use super::chain::ChainRun;
use super::draw::{Keys, draw_values};
use super::goals::GoalsRun;
use super::lanes::Lanes;
use super::market::{Arriving, MineralRun};
use super::policy::PolicyRun;
use super::schedule::ScheduleRun;
use super::security::SecurityRun;
use crate::chance::LANES;
use crate::plan::Plan;

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
    /// Export revenue and royalty by origin and month, USD.
    pub earnings: Vec<[Vec<Lanes>; 2]>,
    /// By route and month, t that left the last node; kept only where a trial is told.
    pub delivered: Option<Vec<Vec<Lanes>>>,
    arriving: Vec<Arriving>,
    scratch: Vec<[f64; LANES]>,
}

impl Batch {
    /// Room for a plan; `tell` also keeps what only the story of a trial needs.
    pub fn new(plan: &Plan, tell: bool) -> Self {
        let nothing = Arriving { free: Lanes::ZERO, controlled: Lanes::ZERO, withheld: Lanes::ZERO };
        let column = || vec![Lanes::ZERO; plan.months()];
        Self {
            values: plan.values.iter().map(|&value| Lanes::splat(value)).collect(),
            policy: PolicyRun::new(plan),
            security: SecurityRun::new(plan, tell),
            schedule: ScheduleRun::new(plan),
            chain: ChainRun::new(plan, tell),
            minerals: plan.minerals.iter().map(|mineral| MineralRun::new(plan, mineral)).collect(),
            goals: GoalsRun::new(plan),
            earnings: plan.origins.iter().map(|_| [column(), column()]).collect(),
            delivered: tell.then(|| plan.chain.routes.iter().map(|_| column()).collect()),
            arriving: vec![nothing; plan.chain.routes.len()],
            scratch: Vec::new(),
        }
    }

    /// Runs trials `first` to `first + LANES − 1`.
    pub fn run(&mut self, plan: &Plan, keys: &Keys, first: u64) {
        draw_values(plan, keys, first, &mut self.values, &mut self.scratch);
        self.policy.run(plan, keys, &self.values, first);
        self.security.run(plan, keys, &self.values, &self.policy, first);
        self.schedule.run(plan, keys, &self.values, &self.policy, &self.security, first);
        self.chain.start(plan, &self.values, &self.schedule);
        for (mineral, run) in plan.minerals.iter().zip(&mut self.minerals) {
            run.start(mineral, &self.values);
        }
        let first_month = self.chain.first_month(plan);
        for k in 0..plan.months() {
            if k >= first_month {
                self.chain.month(plan, k, &self.values, &self.policy, &self.security);
            } else {
                self.chain.delivered.fill(Lanes::ZERO);
                self.chain.lost.fill(Lanes::ZERO);
            }
            self.arrive(plan, k);
            for (mineral, run) in plan.minerals.iter().zip(&mut self.minerals) {
                run.month(mineral, k, &self.values, &self.policy, &self.arriving);
            }
        }
        self.goals.run(plan, &self.values, &self.minerals);
    }

    /// What left the last nodes arrives, as far as it is taken off and let through; what it earns.
    fn arrive(&mut self, plan: &Plan, k: usize) {
        for run in &mut self.minerals {
            run.lost[k] = Lanes::ZERO;
        }
        for (r, route) in plan.chain.routes.iter().enumerate() {
            let delivered = self.chain.delivered[r];
            self.minerals[route.mineral].lost[k] += self.chain.lost[r];
            if let Some(columns) = &mut self.delivered {
                columns[r][k] = delivered;
            }
            let mut offtake = self.values[route.offtake.0];
            for effect in &route.flow {
                offtake *= self.policy.effects[effect.0].0[k];
            }
            let arrives = delivered * offtake.min(Lanes::ONE);
            self.arriving[r] = match route.control {
                None => Arriving { free: arrives, controlled: Lanes::ZERO, withheld: Lanes::ZERO },
                Some((profile, dependence)) => {
                    let rests = arrives * self.values[dependence.0];
                    let factor = self.policy.profiles[profile.0].0[k].min(Lanes::ONE);
                    let controlled = rests * factor;
                    Arriving { free: arrives - rests, controlled, withheld: rests - controlled }
                }
            };
        }
        for (origin, [revenue, royalty]) in plan.origins.iter().zip(&mut self.earnings).filter(|(origin, _)| origin.priced) {
            (revenue[k], royalty[k]) = (Lanes::ZERO, Lanes::ZERO);
            for route in &origin.routes {
                let plan_route = &plan.chain.routes[route.0];
                let price = |mineral: usize| plan.minerals[mineral].price.map_or(Lanes::ZERO, |slot| self.values[slot.0]);
                let worth = plan_route.carries.iter().fold(price(plan_route.mineral), |sum, &(mineral, ratio)| sum + price(mineral) * self.values[ratio.0]);
                let earned = self.chain.delivered[route.0] * worth * self.values[plan_route.payable.0];
                revenue[k] += earned;
                if let Some(share) = plan_route.royalty {
                    royalty[k] += earned * self.values[share.0];
                }
            }
        }
    }
}
