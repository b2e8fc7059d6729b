//! One month of the chain: flows are computed level by level in chain order, and limits met downstream are carried back upstream.

use super::ChainRun;
use super::nodes::grade;
use crate::engine::lanes::Lanes;
use crate::plan::{Plan, RouteId};

impl ChainRun {
    /// Computes all flows of month `k`, which is number `t` of the tile.
    #[inline(always)]
    pub(super) fn month(&mut self, plan: &Plan, k: usize, t: usize, values: &[Lanes]) {
        for (l, level) in plan.chain.levels.iter().enumerate() {
            for (v, visit) in level.visits.iter().enumerate() {
                if k < self.first_of_visit[l][v] {
                    continue;
                }
                let n = visit.node.0;
                if plan.chain.nodes[n].source {
                    self.mine(plan, visit, t, values);
                } else if self.buffers[n].is_some() {
                    self.fill_and_draw(plan, visit, t, values);
                } else {
                    for sharing in &visit.sharings {
                        self.share(plan, n, sharing, t, values);
                    }
                }
                for p in visit.passages() {
                    self.leave(plan, p, k, values);
                }
            }
            for &RouteId(r) in &level.routes {
                if k < self.first_of_route[r] {
                    continue;
                }
                self.delivered[r][k] = self.brought[r];
                if plan.chain.routes[r].settles || self.accounts.is_some() {
                    self.settle(plan, r, [k, t], values, l + 1 < plan.chain.levels.len());
                } else if let Some(lost) = self.lost[r].get_mut(k) {
                    *lost = Lanes::ZERO;
                }
            }
        }
    }

    /// Computes what leaves a node, after its yield and its lag.
    #[inline(always)]
    fn leave(&mut self, plan: &Plan, p: usize, k: usize, values: &[Lanes]) {
        let passage = &plan.chain.passages[p];
        let mut leaves = self.passes[p];
        if let Some(recovery) = passage.recovery {
            leaves *= values[recovery.0];
        }
        if let Some(lag) = self.lags[passage.node.0] {
            self.history[p][k] = leaves;
            leaves = lag.delayed(&self.history[p], k);
            self.leaves[p] = leaves;
        }
        self.brought[passage.route.0] = leaves;
    }

    /// Carries limits met downstream back upstream, and books what was taken.
    #[inline(always)]
    fn settle(&mut self, plan: &Plan, r: usize, [k, t]: [usize; 2], values: &[Lanes], more_levels: bool) {
        let mut later = Lanes::ONE;
        let mut lost = Lanes::ZERO;
        for p in plan.chain.routes[r].passages.clone().rev() {
            let passage = &plan.chain.passages[p];
            let n = passage.node.0;
            let mut lost_here = Lanes::ZERO;
            if self.lags[n].is_some() {
                lost_here = self.leaves[p] * (Lanes::ONE - later);
                lost += lost_here;
                later = Lanes::ONE;
            }
            let passes = self.passes[p] * later;
            if let Some([enters, leaves, lost]) = self.ledger.get_mut(p) {
                enters[k] = passes;
                leaves[k] =
                    if self.lags[n].is_some() { self.leaves[p] } else { passage.recovery.map_or(passes, |recovery| passes * values[recovery.0]) };
                lost[k] = lost_here;
            }
            if let Some(figure) = passage.figure.filter(|_| more_levels) {
                self.limits.book(n, figure, grade(passage, values).map_or(passes, |grade| passes / grade), t);
            }
            if self.buffers[n].is_some() {
                self.contents[p] = (self.contents[p] + (self.taken[p] - self.passes[p]) * later).max(Lanes::ZERO);
            }
            let source = plan.chain.nodes[n].source;
            if source && let Some(stock) = &mut self.stocks[n] {
                *stock = (*stock - passes).max(Lanes::ZERO);
            }
            if let Some([mined, lost_in_yields]) = &mut self.accounts {
                if source {
                    mined[r] += passes;
                }
                if let Some(recovery) = passage.recovery {
                    lost_in_yields[r] += passes * (Lanes::ONE - values[recovery.0]);
                }
            }
            later *= self.factor[p];
        }
        if let Some(month) = self.lost[r].get_mut(k) {
            *month = lost;
        }
    }
}
