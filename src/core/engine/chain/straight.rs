//! Routes without feedback: one level of preference, no buffers, no stocks, nothing lost after a lag.
//!
//! No month depends on nodes downstream, so that each node computes several months at a time and looks up its figures once for all of them.

use super::ChainRun;
use super::nodes::{alone, grade};
use crate::engine::lanes::{Lanes, month_done};
use crate::plan::{Plan, Sharing, Visit};

impl ChainRun {
    /// Computes the flows on these routes in the months of a tile whose limits are filled.
    #[inline(always)]
    pub(super) fn pass_straight(&mut self, plan: &Plan, from: usize, to: usize, values: &[Lanes]) {
        for (level, l) in plan.chain.levels.iter().zip(0..) {
            for (visit, v) in level.visits.iter().zip(0..) {
                if !visit.straight || self.first_of_visit[l][v] >= to {
                    continue;
                }
                for sharing in &visit.sharings {
                    if plan.chain.nodes[visit.node.0].source {
                        self.mine_straight(plan, visit, sharing, to - from, values);
                    } else {
                        self.share_straight(plan, visit, sharing, to - from, values);
                    }
                }
                for p in visit.passages() {
                    self.leave_straight(plan, p, [from, to], values);
                }
            }
            for route in level.routes.iter().filter(|route| plan.chain.routes[route.0].straight && self.first_of_route[route.0] < to) {
                self.delivered[route.0][from..to].copy_from_slice(&self.tiles[route.0][..to - from]);
                if let Some(lost) = self.lost[route.0].get_mut(from..to) {
                    lost.fill(Lanes::ZERO);
                }
            }
        }
    }

    /// Divides the capacity of a source among its routes.
    #[inline(always)]
    fn mine_straight(&mut self, plan: &Plan, visit: &Visit, sharing: &Sharing, count: usize, values: &[Lanes]) {
        for &p in &sharing.passages {
            let passage = &plan.chain.passages[p];
            let tile = &mut self.tiles[passage.route.0][..count];
            let Some(figure) = sharing.figure else {
                tile.fill(Lanes::ZERO);
                continue;
            };
            for (tonnes, left) in tile.iter_mut().zip(self.limits.all_left(visit.node.0, figure)) {
                *tonnes = *left * self.splits[p];
                month_done();
            }
            if let Some(grade) = grade(passage, values) {
                for tonnes in &mut *tile {
                    *tonnes *= grade;
                    month_done();
                }
            }
        }
    }

    /// Computes the throughput of a node. Routes that share a capacity are reduced by one factor.
    #[inline(always)]
    fn share_straight(&mut self, plan: &Plan, visit: &Visit, sharing: &Sharing, count: usize, values: &[Lanes]) {
        let n = visit.node.0;
        let node = &plan.chain.nodes[n];
        if let Some((p, figure)) = alone(plan, sharing).zip(sharing.figure) {
            let tile = self.tiles[plan.chain.passages[p].route.0][..count].iter_mut();
            if node.outage_cuts_flow {
                for (t, tonnes) in tile.enumerate() {
                    *tonnes = tonnes.min(self.limits.takes(n, node, Some(figure), *tonnes, t));
                    month_done();
                }
            } else {
                for (tonnes, left) in tile.zip(self.limits.all_left(n, figure)) {
                    *tonnes = tonnes.min(*left);
                    month_done();
                }
            }
            return;
        }
        for t in 0..count {
            let brought = |p: usize| self.tiles[plan.chain.passages[p].route.0][t];
            let offered = sharing
                .passages
                .iter()
                .fold(Lanes::ZERO, |sum, &p| sum + grade(&plan.chain.passages[p], values).map_or_else(|| brought(p), |grade| brought(p) / grade));
            let factor = if sharing.figure.is_some() {
                Lanes::cut(offered, self.limits.takes(n, node, sharing.figure, offered, t))
            } else {
                self.limits.passes(n, t)
            };
            for &p in &sharing.passages {
                self.tiles[plan.chain.passages[p].route.0][t] *= factor;
            }
        }
    }

    /// Computes what leaves a node, after its yield and its lag.
    #[inline(always)]
    fn leave_straight(&mut self, plan: &Plan, p: usize, [from, to]: [usize; 2], values: &[Lanes]) {
        let passage = &plan.chain.passages[p];
        let tile = &mut self.tiles[passage.route.0][..to - from];
        if let Some(recovery) = passage.recovery {
            for tonnes in &mut *tile {
                *tonnes *= values[recovery.0];
                month_done();
            }
        }
        if let Some(lag) = self.lags[passage.node.0] {
            self.history[p][from..to].copy_from_slice(tile);
            lag.delay(&self.history[p], from, tile);
        }
    }
}
