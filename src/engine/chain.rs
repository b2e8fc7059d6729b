//! The physical chain of a batch, month by month: from the sources through the nodes to what leaves for the market.
//!
//! Levels of preference are settled one after the other, each in one pass in chain order. A cut at a node throttles all that stands
//! before it back to the last lagged node or the source: amounts upstream are settled after the pass, where something looks at them.

use super::capacity::Limits;
use super::lanes::Lanes;
use super::policy::PolicyRun;
use super::schedule::ScheduleRun;
use super::security::SecurityRun;
use crate::chance::LANES;
use crate::plan::{ChainPassage, NodePlan, Plan, Sharing};

/// Tonnes of one passage in the month at hand.
#[derive(Clone, Copy, Debug)]
struct Step {
    /// What passes, after this node's own cut; at a buffer, what is processed.
    passes: Lanes,
    /// What is brought and taken, processed or kept; where there is no buffer the same as `passes`.
    taken: Lanes,
    /// Share of what was brought that is taken.
    factor: Lanes,
    /// What leaves the node this month.
    leaves: Lanes,
}

/// State of the chain of a batch.
#[derive(Clone, Debug)]
pub struct ChainRun {
    /// What the nodes can take.
    limits: Limits,
    /// Contents of buffers, by passage, t.
    contents: Vec<Lanes>,
    /// What entered lagged nodes, times yield, by passage and month, t.
    history: Vec<Vec<Lanes>>,
    /// Whole months and rest of the lag, by node.
    lags: Vec<Option<[Lanes; 2]>>,
    /// Weight of each passage at its source, of the level's.
    splits: Vec<Lanes>,
    stocks: Vec<Option<Lanes>>,
    buffers: Vec<Option<Lanes>>,
    steps: Vec<Step>,
    /// What is brought to the next node, by route, t.
    brought: Vec<Lanes>,
    /// What left the last node in this month, by route, t.
    pub delivered: Vec<Lanes>,
    /// What was lost after lagged nodes in this month, by route, t.
    pub lost: Vec<Lanes>,
    /// Accounts of mass, where a trial is told: by route mined, lost in yields, lost after lagged nodes, t in all.
    pub accounts: Option<[Vec<Lanes>; 3]>,
}

impl ChainRun {
    /// Room for a plan.
    pub fn new(plan: &Plan, tell: bool) -> Self {
        let (routes, passages, nodes) = (plan.chain.routes.len(), plan.chain.passages.len(), plan.chain.nodes.len());
        let history = plan.chain.passages.iter().map(|passage| {
            let months = if plan.chain.nodes[passage.node.0].lag.is_some() { plan.months() } else { 0 };
            vec![Lanes::ZERO; months]
        });
        Self {
            limits: Limits::new(plan),
            contents: vec![Lanes::ZERO; passages],
            history: history.collect(),
            lags: vec![None; nodes],
            splits: vec![Lanes::ZERO; passages],
            stocks: vec![None; nodes],
            buffers: vec![None; nodes],
            steps: vec![Step { passes: Lanes::ZERO, taken: Lanes::ZERO, factor: Lanes::ONE, leaves: Lanes::ZERO }; passages],
            brought: vec![Lanes::ZERO; routes],
            delivered: vec![Lanes::ZERO; routes],
            lost: vec![Lanes::ZERO; routes],
            accounts: tell.then(|| [vec![Lanes::ZERO; routes], vec![Lanes::ZERO; routes], vec![Lanes::ZERO; routes]]),
        }
    }

    /// Starts the chain of a new batch.
    pub fn start(&mut self, plan: &Plan, values: &[Lanes], schedule: &ScheduleRun) {
        self.limits.start(plan, values, schedule);
        self.contents.fill(Lanes::ZERO);
        self.accounts.iter_mut().flatten().for_each(|account| account.fill(Lanes::ZERO));
        let value = |slot: Option<crate::plan::Slot>| slot.map(|slot| values[slot.0]);
        for (n, node) in plan.chain.nodes.iter().enumerate() {
            self.stocks[n] = value(node.stock);
            self.buffers[n] = value(node.buffer);
            self.lags[n] = value(node.lag).map(|lag| {
                let whole = Lanes::from_fn(|lane| lag.0[lane].floor());
                [whole, lag - whole]
            });
        }
        for level in &plan.chain.levels {
            for sharing in level.visits.iter().filter(|visit| plan.chain.nodes[visit.node.0].source).flat_map(|visit| &visit.sharings) {
                let split = |p: usize| values[plan.chain.passages[p].split.0];
                let total = sharing.passages.iter().fold(Lanes::ZERO, |sum, &p| sum + split(p));
                for &p in &sharing.passages {
                    self.splits[p] = Lanes::ratio(split(p), total, 0.0);
                }
            }
        }
    }

    /// Openings of a node and its expansions, and its closing, months since the start.
    pub fn moments(&self, n: usize) -> (&[Lanes], Lanes) {
        self.limits.moments(n)
    }

    /// The first month in which anything can move.
    pub fn first_month(&self, plan: &Plan) -> usize {
        self.limits.first_month(plan)
    }

    /// Tonnes now in buffers, by route.
    pub fn standing(&self, plan: &Plan, route: usize, lane: usize) -> f64 {
        plan.chain.routes[route].passages.clone().map(|p| self.contents[p].0[lane]).sum()
    }

    /// Tonnes under way at the end of month `k`, by route.
    pub fn in_transit(&self, plan: &Plan, route: usize, k: usize, lane: usize) -> f64 {
        plan.chain.routes[route]
            .passages
            .clone()
            .filter_map(|p| self.lags[plan.chain.passages[p].node.0].map(|lag| (p, lag)))
            .map(|(p, [whole, rest])| {
                // Month j has wholly left by j + n + 1; in month j + n only 1 − f of it has.
                let (n, f) = (whole.0[lane], rest.0[lane]);
                let entered = |age: f64| if age <= k as f64 { self.history[p][k - age as usize].0[lane] } else { 0.0 };
                let mut sum = f * entered(n);
                let mut age = 0.0;
                while age < n {
                    sum += entered(age);
                    age += 1.0;
                }
                sum
            })
            .sum()
    }

    /// Moves everything through month `k`.
    pub fn month(&mut self, plan: &Plan, k: usize, values: &[Lanes], policy: &PolicyRun, security: &SecurityRun) {
        self.limits.month(plan, k, values, policy, security);
        for (l, level) in plan.chain.levels.iter().enumerate() {
            for visit in &level.visits {
                let n = visit.node.0;
                let node = &plan.chain.nodes[n];
                if node.source {
                    self.mine(plan, n, &visit.sharings, values);
                } else if self.buffers[n].is_some() {
                    self.fill_and_draw(plan, n, &visit.sharings, values);
                } else {
                    for sharing in &visit.sharings {
                        self.share(plan, n, node, sharing, values);
                    }
                }
                for sharing in &visit.sharings {
                    for &p in &sharing.passages {
                        self.leave(plan, p, k, values);
                    }
                }
            }
            for route in &level.routes {
                let r = route.0;
                self.delivered[r] = self.brought[r];
                self.lost[r] = Lanes::ZERO;
                if plan.chain.routes[r].settles || self.accounts.is_some() {
                    self.settle(plan, r, values, l + 1 < plan.chain.levels.len());
                }
            }
        }
    }

    /// A source shares its capacity among its routes, as far as its stock goes.
    fn mine(&mut self, plan: &Plan, n: usize, sharings: &[Sharing], values: &[Lanes]) {
        let mut total = Lanes::ZERO;
        for sharing in sharings {
            let left = self.limits.left(n, sharing.figure);
            for &p in &sharing.passages {
                let passage = &plan.chain.passages[p];
                let mined = left * self.splits[p] * grade(passage, values).unwrap_or(Lanes::ONE);
                self.steps[p] = Step { passes: mined, taken: mined, factor: Lanes::ONE, leaves: mined };
                total += mined;
            }
        }
        if let Some(stock) = self.stocks[n] {
            let cut = Lanes::cut(total, stock);
            for &p in sharings.iter().flat_map(|sharing| &sharing.passages) {
                let step = &mut self.steps[p];
                step.passes *= cut;
                step.taken = step.passes;
            }
        }
    }

    /// A node without buffer takes what it can; one factor cuts all that share a capacity.
    fn share(&mut self, plan: &Plan, n: usize, node: &NodePlan, sharing: &Sharing, values: &[Lanes]) {
        let weigh = |p: usize, tonnes: Lanes| grade(&plan.chain.passages[p], values).map_or(tonnes, |grade| tonnes / grade);
        let factor = if sharing.figure.is_some() {
            let offered = sharing.passages.iter().fold(Lanes::ZERO, |sum, &p| sum + weigh(p, self.brought[plan.chain.passages[p].route.0]));
            Lanes::cut(offered, self.limits.takes(n, node, sharing.figure, offered))
        } else {
            self.limits.passes(n)
        };
        for &p in &sharing.passages {
            let passes = self.brought[plan.chain.passages[p].route.0] * factor;
            self.steps[p] = Step { passes, taken: passes, factor, leaves: passes };
        }
    }

    /// A node with a buffer takes from it and from what is brought alike, and keeps what it cannot process as far as there is room.
    fn fill_and_draw(&mut self, plan: &Plan, n: usize, sharings: &[Sharing], values: &[Lanes]) {
        let node = &plan.chain.nodes[n];
        let mut rest = Lanes::ZERO;
        for sharing in sharings {
            let offered = |run: &Self, p: usize| run.contents[p] + run.brought[plan.chain.passages[p].route.0];
            let factor = if sharing.figure.is_some() {
                let weigh = |p: usize, tonnes: Lanes| grade(&plan.chain.passages[p], values).map_or(tonnes, |grade| tonnes / grade);
                let total = sharing.passages.iter().fold(Lanes::ZERO, |sum, &p| sum + weigh(p, offered(self, p)));
                Lanes::cut(total, self.limits.takes(n, node, sharing.figure, total))
            } else {
                self.limits.passes(n)
            };
            for &p in &sharing.passages {
                let processed = offered(self, p) * factor;
                let brought = self.brought[plan.chain.passages[p].route.0];
                rest += (self.contents[p] + brought - processed).max(Lanes::ZERO);
                self.steps[p] = Step { passes: processed, taken: brought, factor: Lanes::ONE, leaves: processed };
            }
        }
        let own = sharings.iter().flat_map(|sharing| sharing.passages.iter().copied());
        let standing_of_others = (0..plan.chain.passages.len())
            .filter(|&p| plan.chain.passages[p].node.0 == n && own.clone().all(|q| q != p))
            .fold(Lanes::ZERO, |sum, p| sum + self.contents[p]);
        let room = self.buffers[n].unwrap_or(Lanes::ZERO) - standing_of_others;
        for lane in 0..LANES {
            if rest.0[lane] > room.0[lane] {
                self.refuse(own.clone().collect(), rest.0[lane] - room.0[lane], lane);
            }
        }
        for p in own {
            let brought = self.brought[plan.chain.passages[p].route.0];
            self.steps[p].factor = Lanes::ratio(self.steps[p].taken, brought, 1.0);
        }
    }

    /// What finds no room is refused in proportion to what each route brought, at most what it has standing there, the others making up the rest.
    fn refuse(&mut self, passages: Vec<usize>, excess: f64, lane: usize) {
        let mut parts: Vec<(usize, f64, f64)> = passages
            .into_iter()
            .map(|p| {
                let step = &self.steps[p];
                (p, step.taken.0[lane], (self.contents[p].0[lane] + step.taken.0[lane] - step.passes.0[lane]).max(0.0))
            })
            .filter(|&(_, brought, _)| brought > 0.0)
            .collect();
        // Those whose standing tonnes run out first come first: what is left is shared by the rest.
        parts.sort_by(|a, b| (a.2 / a.1).total_cmp(&(b.2 / b.1)));
        let mut left = excess;
        let mut brought_left: f64 = parts.iter().map(|part| part.1).sum();
        for (p, brought, standing) in parts {
            let refused = (left * brought / brought_left).min(standing).min(brought).max(0.0);
            self.steps[p].taken.0[lane] -= refused;
            left -= refused;
            brought_left -= brought;
        }
    }

    /// What leaves a node: after its yield, and after its lag.
    fn leave(&mut self, plan: &Plan, p: usize, k: usize, values: &[Lanes]) {
        let passage = &plan.chain.passages[p];
        let mut leaves = self.steps[p].passes;
        if let Some(recovery) = passage.recovery {
            leaves *= values[recovery.0];
        }
        if let Some(lag) = self.lags[passage.node.0] {
            self.history[p][k] = leaves;
            leaves = delayed(&self.history[p], k, lag);
        }
        self.steps[p].leaves = leaves;
        self.brought[passage.route.0] = leaves;
    }

    /// Carries later cuts back to what stands before them, and books what was taken.
    fn settle(&mut self, plan: &Plan, r: usize, values: &[Lanes], more_levels: bool) {
        let mut later = Lanes::ONE;
        for p in plan.chain.routes[r].passages.clone().rev() {
            let passage = &plan.chain.passages[p];
            let (n, step) = (passage.node.0, self.steps[p]);
            if self.lags[n].is_some() {
                self.lost[r] += step.leaves * (Lanes::ONE - later);
                later = Lanes::ONE;
            }
            let passes = step.passes * later;
            if let Some(figure) = passage.figure.filter(|_| more_levels) {
                self.limits.book(n, figure, grade(passage, values).map_or(passes, |grade| passes / grade));
            }
            if self.buffers[n].is_some() {
                self.contents[p] = (self.contents[p] + (step.taken - step.passes) * later).max(Lanes::ZERO);
            }
            let source = plan.chain.nodes[n].source;
            if source && let Some(stock) = &mut self.stocks[n] {
                *stock = (*stock - passes).max(Lanes::ZERO);
            }
            if let Some([mined, lost_in_yields, _]) = &mut self.accounts {
                if source {
                    mined[r] += passes;
                }
                if let Some(recovery) = passage.recovery {
                    lost_in_yields[r] += passes * (Lanes::ONE - values[recovery.0]);
                }
            }
            later *= step.factor;
        }
        if let Some([_, _, lost]) = &mut self.accounts {
            lost[r] += self.lost[r];
        }
    }
}

fn grade(passage: &ChainPassage, values: &[Lanes]) -> Option<Lanes> {
    passage.grade.map(|slot| values[slot.0])
}

/// out(k) = (1−f)·x(k−n) + f·x(k−n−1), nothing under way at month 0.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "lags are whole months here, not negative")]
fn delayed(history: &[Lanes], k: usize, [whole, rest]: [Lanes; 2]) -> Lanes {
    let entered = |lane: usize, age: f64| {
        let age = age as usize; // saturates: a lag beyond the horizon never comes out
        if age <= k { history[k - age].0[lane] } else { 0.0 }
    };
    if whole.0.iter().all(|n| n.to_bits() == whole.0[0].to_bits()) {
        let n = whole.0[0] as usize;
        let at = |age: usize| if age <= k { history[k - age] } else { Lanes::ZERO };
        return (Lanes::ONE - rest) * at(n) + rest * at(n.saturating_add(1));
    }
    Lanes::from_fn(|lane| {
        let (n, f) = (whole.0[lane], rest.0[lane]);
        (1.0 - f) * entered(lane, n) + f * entered(lane, n + 1.0)
    })
}
