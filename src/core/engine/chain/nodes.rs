//! Throughput of each node in a month: of sources, of nodes without a buffer, and of nodes with one.

use super::ChainRun;
use crate::chance::LANES;
use crate::engine::lanes::Lanes;
use crate::plan::{ChainPassage, Plan, Sharing, Visit};

impl ChainRun {
    /// Divides the capacity of a source among its routes, up to its stock.
    #[inline(always)]
    pub(super) fn mine(&mut self, plan: &Plan, visit: &Visit, t: usize, values: &[Lanes]) {
        let n = visit.node.0;
        for sharing in &visit.sharings {
            let left = self.limits.left(n, sharing.figure, t);
            for &p in &sharing.passages {
                let mined = left * self.splits[p];
                self.passes[p] = grade(&plan.chain.passages[p], values).map_or(mined, |grade| mined * grade);
            }
        }
        if let Some(stock) = self.stocks[n] {
            let total = visit.passages().fold(Lanes::ZERO, |sum, p| sum + self.passes[p]);
            let cut = Lanes::cut(total, stock);
            visit.passages().for_each(|p| self.passes[p] *= cut);
        }
    }

    /// Computes the throughput of a node without a buffer. Routes that share a capacity are reduced by one factor.
    #[inline(always)]
    pub(super) fn share(&mut self, plan: &Plan, n: usize, sharing: &Sharing, t: usize, values: &[Lanes]) {
        let brought = |run: &Self, p: usize| run.brought[plan.chain.passages[p].route.0];
        if let Some(p) = alone(plan, sharing) {
            // A single passage takes the smaller of what is offered and what the capacity admits; the share is needed upstream.
            let offered = brought(self, p);
            let takes = self.limits.takes(n, &plan.chain.nodes[n], sharing.figure, offered, t);
            self.passes[p] = offered.min(takes);
            self.factor[p] = Lanes::cut(offered, takes);
            return;
        }
        let offered = self.offered(plan, sharing, values, brought);
        let factor = if sharing.figure.is_some() {
            Lanes::cut(offered, self.limits.takes(n, &plan.chain.nodes[n], sharing.figure, offered, t))
        } else {
            // Where nothing is offered, nothing is reduced upstream, even if the node is closed.
            self.limits.passes(n, t).where_positive(offered)
        };
        for &p in &sharing.passages {
            self.passes[p] = brought(self, p) * factor;
            self.factor[p] = factor;
        }
    }

    /// What is offered to one capacity, in its own tonnes.
    #[inline(always)]
    fn offered(&self, plan: &Plan, sharing: &Sharing, values: &[Lanes], of: impl Fn(&Self, usize) -> Lanes) -> Lanes {
        sharing.passages.iter().fold(Lanes::ZERO, |sum, &p| {
            let tonnes = of(self, p);
            sum + grade(&plan.chain.passages[p], values).map_or(tonnes, |grade| tonnes / grade)
        })
    }

    /// Computes the throughput of a node with a buffer, which processes from the buffer and from what is brought in equal proportion. What it keeps is known
    /// once the later nodes are settled.
    #[inline(always)]
    pub(super) fn draw_from_buffer(&mut self, plan: &Plan, visit: &Visit, t: usize, values: &[Lanes]) {
        let n = visit.node.0;
        for sharing in &visit.sharings {
            let brought = |run: &Self, p: usize| run.brought[plan.chain.passages[p].route.0];
            let factor = if sharing.figure.is_some() {
                let offered = self.offered(plan, sharing, values, |run, p| run.contents[p] + brought(run, p));
                Lanes::cut(offered, self.limits.takes(n, &plan.chain.nodes[n], sharing.figure, offered, t))
            } else {
                self.limits.passes(n, t)
            };
            for &p in &sharing.passages {
                self.taken[p] = brought(self, p);
                self.passes[p] = (self.contents[p] + self.taken[p]) * factor;
            }
        }
    }

    /// Keeps in a buffer what was brought and not processed, and refuses what finds no room.
    #[inline(always)]
    pub(super) fn keep(&mut self, plan: &Plan, visit: &Visit) {
        let mut rest = Lanes::ZERO;
        for p in visit.passages() {
            let kept = self.taken[p] - self.returned[p];
            self.contents[p] = (self.contents[p] + kept - self.passes[p]).max(Lanes::ZERO);
            self.later[plan.chain.passages[p].route.0] = Lanes::ratio(kept, self.taken[p], 1.0);
            rest += self.contents[p];
        }
        let standing = visit.others.iter().fold(Lanes::ZERO, |sum, &p| sum + self.contents[p]);
        let room = self.buffers[visit.node.0].unwrap_or(Lanes::ZERO) - standing;
        if rest.any_above(room) {
            for lane in 0..LANES {
                if rest.0[lane] > room.0[lane] {
                    self.refuse(plan, visit, rest.0[lane] - room.0[lane], lane);
                }
            }
        }
    }

    /// Refuses what exceeds the buffer, in proportion to what each route brought and at most what it has standing there; the other routes make up the rest.
    #[inline(never)]
    fn refuse(&mut self, plan: &Plan, visit: &Visit, excess: f64, lane: usize) {
        let part = |p: usize| {
            let (brought, returned) = (self.taken[p].0[lane], self.returned[p].0[lane]);
            (p, brought, self.contents[p].0[lane].min(brought - returned))
        };
        // The memory of the call before is used again.
        let mut parts = std::mem::take(&mut self.refusing);
        parts.clear();
        parts.extend(visit.passages().map(part).filter(|&(_, brought, _)| brought > 0.0));
        // Routes that can take back least of what they brought come first; the others share what is left.
        parts.sort_by(|a, b| (a.2 / a.1).total_cmp(&(b.2 / b.1)));
        let mut left = excess;
        let mut brought_left: f64 = parts.iter().map(|part| part.1).sum();
        for &(p, brought, most) in &parts {
            let refused = (left * brought / brought_left).min(most).max(0.0);
            self.contents[p].0[lane] -= refused;
            self.later[plan.chain.passages[p].route.0].0[lane] = (brought - self.returned[p].0[lane] - refused) / brought;
            left -= refused;
            brought_left -= brought;
        }
        self.refusing = parts;
    }
}

/// The only passage of a capacity, in tonnes as brought.
#[inline(always)]
pub(super) fn alone(plan: &Plan, sharing: &Sharing) -> Option<usize> {
    match sharing.passages.as_slice() {
        [p] if sharing.figure.is_some() && plan.chain.passages[*p].grade.is_none() => Some(*p),
        _ => None,
    }
}

#[inline(always)]
pub(super) fn grade(passage: &ChainPassage, values: &[Lanes]) -> Option<Lanes> {
    passage.grade.map(|slot| values[slot.0])
}
