//! One month of the routes with feedback: flows are computed level by level in chain order, then settled from the last node to the first.

use super::ChainRun;
use super::nodes::grade;
use crate::engine::lanes::Lanes;
use crate::plan::{Plan, RouteId, Visit};

impl ChainRun {
    /// Computes the flows of month `k`, which is number `t` of the tile, on routes that are not computed several months at a time.
    #[inline(always)]
    pub(super) fn month(&mut self, plan: &Plan, k: usize, t: usize, values: &[Lanes]) {
        for (l, level) in plan.chain.levels.iter().enumerate() {
            let by_month = self.by_month;
            let visits = || level.visits.iter().enumerate().filter(|(_, visit)| by_month || !visit.straight);
            for (v, visit) in visits() {
                if k < self.first_of_visit[l][v] {
                    continue;
                }
                let n = visit.node.0;
                if plan.chain.nodes[n].source {
                    self.mine(plan, visit, t, values);
                } else if self.buffers[n].is_some() {
                    self.draw_from_buffer(plan, visit, t, values);
                } else {
                    for sharing in &visit.sharings {
                        self.share(plan, n, sharing, t, values);
                    }
                }
                for p in visit.passages() {
                    self.leave(plan, p, k, values);
                }
            }
            for &RouteId(r) in level.routes.iter().filter(|route| by_month || !plan.chain.routes[route.0].straight) {
                if k < self.first_of_route[r] {
                    continue;
                }
                self.delivered[r][k] = self.brought[r];
                (self.later[r], self.barred[r]) = (Lanes::ONE, Lanes::ZERO);
                if let Some(lost) = self.lost[r].get_mut(k) {
                    *lost = Lanes::ZERO;
                }
            }
            for (v, visit) in visits().rev() {
                if k >= self.first_of_visit[l][v] {
                    self.settle(plan, visit, [k, t], values, l + 1 < plan.chain.levels.len());
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

    /// Settles a node after all that come later in the chain: what they did not take is lost after a lag, stays in the node's own buffer, or is refused
    /// further back; what was taken is booked. What a node that has not opened yet refuses goes back to the source.
    #[inline(always)]
    fn settle(&mut self, plan: &Plan, visit: &Visit, [k, t]: [usize; 2], values: &[Lanes], more_levels: bool) {
        let n = visit.node.0;
        let source = plan.chain.nodes[n].source;
        let buffered = self.buffers[n].is_some() && !source;
        let unopened = self.limits.unopened(n, k as f64 + 0.5);
        for p in visit.passages() {
            let passage = &plan.chain.passages[p];
            let r = passage.route.0;
            if !plan.chain.routes[r].settles && self.accounts.is_none() {
                continue;
            }
            let mut lost_here = Lanes::ZERO;
            if self.lags[n].is_some() {
                lost_here = self.leaves[p] * (Lanes::ONE - self.later[r]);
                if let Some(month) = self.lost[r].get_mut(k) {
                    *month += lost_here;
                }
                (self.later[r], self.barred[r]) = (Lanes::ONE, Lanes::ZERO);
            }
            let passes = self.passes[p] * self.later[r];
            if buffered {
                let back = (self.passes[p] - passes).min(self.taken[p]);
                self.returned[p] = back.where_above(self.barred[r], Lanes::ZERO, Lanes::ZERO);
            }
            self.passes[p] = passes;
            if let Some([enters, leaves, lost]) = self.ledger.get_mut(p) {
                enters[k] = passes;
                leaves[k] =
                    if self.lags[n].is_some() { self.leaves[p] } else { passage.recovery.map_or(passes, |recovery| passes * values[recovery.0]) };
                lost[k] = lost_here;
            }
            if let Some(figure) = passage.figure.filter(|_| more_levels) {
                self.limits.book(n, figure, grade(passage, values).map_or(passes, |grade| passes / grade), t);
            }
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
            self.later[r] *= self.factor[p];
            self.barred[r] = self.barred[r].max(unopened);
        }
        if buffered {
            self.keep(plan, visit);
        }
    }
}
