//! The physical chain of a batch, month by month: from the sources through the nodes to what leaves for the market.
//!
//! Levels of preference are settled one after the other, each in one pass in chain order. A cut at a node throttles all that stands
//! before it back to the last lagged node or the source: amounts upstream are settled after the pass, where something looks at them.

use super::capacity::{Limits, TILE, Tile};
use super::dispatch::vectorised;
use super::lag::Lag;
use super::lanes::Lanes;
use super::policy::PolicyRun;
use super::schedule::ScheduleRun;
use super::security::SecurityRun;
use crate::chance::LANES;
use crate::plan::{ChainPassage, Plan, Sharing, Visit};

/// State of the chain of a batch.
#[derive(Clone, Debug)]
pub struct ChainRun {
    /// What the nodes can take.
    pub(super) limits: Limits,
    /// Contents of buffers, by passage, t.
    contents: Vec<Lanes>,
    /// What entered lagged nodes, times yield, by passage and month, t.
    pub(super) history: Vec<Vec<Lanes>>,
    /// Months in transit, by node.
    pub(super) lags: Vec<Option<Lag>>,
    /// Weight of each passage at its source, of the level's.
    pub(super) splits: Vec<Lanes>,
    stocks: Vec<Option<Lanes>>,
    buffers: Vec<Option<Lanes>>,
    /// By passage: what passes after the node's own cut; at a buffer, what is processed.
    passes: Vec<Lanes>,
    /// By passage through a buffer: what is brought and taken, to be processed or kept.
    taken: Vec<Lanes>,
    /// By passage: share of what was brought that is taken.
    factor: Vec<Lanes>,
    /// By passage: what leaves the node this month.
    leaves: Vec<Lanes>,
    /// What is brought to the next node, by route, t.
    brought: Vec<Lanes>,
    /// The same in all months of a tile, where nothing looks back.
    pub(super) tiles: Vec<Tile>,
    /// Whether nothing that happens in a month depends on what a later node did in it or before.
    straight: bool,
    /// First month in which anything can move, by route; and by visit of each level, and by node.
    pub(super) first_of_route: Vec<usize>,
    /// First month in which anything can come out of its end, by route.
    first_delivery: Vec<usize>,
    pub(super) first_of_visit: Vec<Vec<usize>>,
    first_of_node: Vec<usize>,
    /// What left the last node, by route and month, t.
    pub delivered: Vec<Vec<Lanes>>,
    /// What was lost after lagged nodes, by route and month, t; empty for routes that cannot lose any.
    pub lost: Vec<Vec<Lanes>>,
    /// Accounts of mass, where a trial is told: by route mined and lost in yields, t in all.
    pub accounts: Option<[Vec<Lanes>; 2]>,
    /// The same passage by passage and month by month: t that enter, leave, and find no room further on; empty where no trial is told.
    pub ledger: Vec<[Vec<Lanes>; 3]>,
}

impl ChainRun {
    /// Room for a plan.
    pub fn new(plan: &Plan, tell: bool) -> Self {
        let (routes, passages, nodes) = (plan.chain.routes.len(), plan.chain.passages.len(), plan.chain.nodes.len());
        let lagged = |passage: &ChainPassage| plan.chain.nodes[passage.node.0].lag.is_some();
        let column = |wanted: bool| vec![Lanes::ZERO; if wanted { plan.months() } else { 0 }];
        let zeros = |count: usize| vec![Lanes::ZERO; count];
        Self {
            limits: Limits::new(plan),
            contents: zeros(passages),
            history: plan.chain.passages.iter().map(|passage| column(lagged(passage))).collect(),
            lags: vec![None; nodes],
            splits: zeros(passages),
            stocks: vec![None; nodes],
            buffers: vec![None; nodes],
            passes: zeros(passages),
            taken: zeros(passages),
            factor: vec![Lanes::ONE; passages],
            leaves: zeros(passages),
            brought: zeros(routes),
            tiles: vec![[Lanes::ZERO; TILE]; routes],
            straight: !tell && plan.chain.levels.len() < 2 && plan.chain.routes.iter().all(|route| !route.settles),
            first_of_route: vec![0; routes],
            first_delivery: vec![0; routes],
            first_of_visit: plan.chain.levels.iter().map(|level| vec![0; level.visits.len()]).collect(),
            first_of_node: vec![0; nodes],
            delivered: vec![column(true); routes],
            lost: plan.chain.routes.iter().map(|route| column(plan.chain.passages[route.passages.clone()].iter().any(lagged))).collect(),
            accounts: tell.then(|| [zeros(routes), zeros(routes)]),
            ledger: if tell { vec![std::array::from_fn(|_| column(true)); passages] } else { Vec::new() },
        }
    }

    /// Runs the chain of a batch over all months.
    pub fn run(&mut self, plan: &Plan, values: &[Lanes], policy: &PolicyRun, security: &SecurityRun, schedule: &ScheduleRun) {
        self.start(plan, values, schedule);
        let first = self.first_of_route.iter().copied().min().unwrap_or(usize::MAX);
        vectorised(
            #[inline(always)]
            || {
                for from in (first..plan.months()).step_by(TILE) {
                    let to = (from + TILE).min(plan.months());
                    for n in (0..plan.chain.nodes.len()).filter(|&n| self.first_of_node[n] < to) {
                        self.limits.fill(plan, n, from, values, policy, security);
                    }
                    if self.straight {
                        self.pass_straight(plan, from, to, values);
                        continue;
                    }
                    for k in from..to {
                        self.month(plan, k, k - from, values);
                    }
                }
            },
        );
    }

    /// Starts the chain of a new batch.
    fn start(&mut self, plan: &Plan, values: &[Lanes], schedule: &ScheduleRun) {
        self.limits.start(plan, values, schedule);
        self.contents.fill(Lanes::ZERO);
        self.accounts.iter_mut().flatten().for_each(|account| account.fill(Lanes::ZERO));
        let value = |slot: Option<crate::plan::Slot>| slot.map(|slot| values[slot.0]);
        for (n, node) in plan.chain.nodes.iter().enumerate() {
            self.stocks[n] = value(node.stock);
            self.buffers[n] = value(node.buffer);
            self.lags[n] = value(node.lag).map(Lag::new);
        }
        // Nothing moves on a route before its source opens, in any trial of the batch.
        self.first_of_node.fill(usize::MAX);
        for (r, route) in plan.chain.routes.iter().enumerate() {
            let first = self.limits.first_month(plan.chain.passages[route.passages.start].node.0).min(plan.months());
            self.first_of_route[r] = first;
            let node = |p: usize| self.limits.first_month(plan.chain.passages[p].node.0);
            self.first_delivery[r] = route.passages.clone().map(node).max().unwrap_or(0).min(plan.months());
            self.delivered[r][..first].fill(Lanes::ZERO);
            let before = first.min(self.lost[r].len());
            self.lost[r][..before].fill(Lanes::ZERO);
            for p in route.passages.clone() {
                let before = first.min(self.history[p].len());
                self.history[p][..before].fill(Lanes::ZERO);
                if let Some(columns) = self.ledger.get_mut(p) {
                    for column in columns {
                        column[..first].fill(Lanes::ZERO);
                    }
                }
                self.passes[p] = Lanes::ZERO;
                self.taken[p] = Lanes::ZERO;
                self.leaves[p] = Lanes::ZERO;
                self.factor[p] = Lanes::ONE;
                let of_node = &mut self.first_of_node[plan.chain.passages[p].node.0];
                *of_node = (*of_node).min(first);
            }
        }
        self.brought.fill(Lanes::ZERO);
        self.tiles.fill([Lanes::ZERO; TILE]);
        for (level, firsts) in plan.chain.levels.iter().zip(&mut self.first_of_visit) {
            for (visit, first) in level.visits.iter().zip(firsts) {
                let routes = visit.passages().map(|p| plan.chain.passages[p].route.0);
                *first = routes.map(|r| self.first_of_route[r]).min().unwrap_or(usize::MAX);
            }
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
    pub fn moments(&self, n: usize) -> (impl Iterator<Item = Lanes> + '_, Lanes) {
        self.limits.moments(n)
    }

    /// The first month in which anything can move on a route.
    pub fn first_month(&self, route: usize) -> usize {
        self.first_of_route[route]
    }

    /// The first month in which anything can leave a route's last node.
    pub fn first_delivery(&self, route: usize) -> usize {
        self.first_delivery[route]
    }

    /// Tonnes now in buffers, by route.
    pub fn standing(&self, plan: &Plan, route: usize, lane: usize) -> f64 {
        plan.chain.routes[route].passages.clone().map(|p| self.contents[p].0[lane]).sum()
    }

    /// Tonnes under way at the end of month `k`, by route.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "ages are whole months within the horizon"
    )]
    pub fn in_transit(&self, plan: &Plan, route: usize, k: usize, lane: usize) -> f64 {
        plan.chain.routes[route]
            .passages
            .clone()
            .filter_map(|p| self.lags[plan.chain.passages[p].node.0].map(|lag| (p, lag)))
            .map(|(p, Lag { whole, rest, .. })| {
                // What entered n months ago has left but for the part f; what entered later is wholly under way.
                let (n, f) = (whole.0[lane], rest.0[lane]);
                let entered = |age: f64| if age <= k as f64 { self.history[p][k - age as usize].0[lane] } else { 0.0 };
                let wholly: f64 = (0..=k).map(|age| age as f64).take_while(|&age| age < n).map(entered).sum();
                wholly + f * entered(n)
            })
            .sum()
    }

    /// Moves everything through month `k`, the one of place `t` in the tile.
    #[inline(always)]
    fn month(&mut self, plan: &Plan, k: usize, t: usize, values: &[Lanes]) {
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
            for &crate::plan::RouteId(r) in &level.routes {
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

    /// A source shares its capacity among its routes, as far as its stock goes.
    #[inline(always)]
    fn mine(&mut self, plan: &Plan, visit: &Visit, t: usize, values: &[Lanes]) {
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

    /// A node without buffer takes what it can; one factor cuts all that share a capacity.
    #[inline(always)]
    fn share(&mut self, plan: &Plan, n: usize, sharing: &Sharing, t: usize, values: &[Lanes]) {
        let brought = |run: &Self, p: usize| run.brought[plan.chain.passages[p].route.0];
        if let Some(p) = alone(plan, sharing) {
            // One passage takes the smaller of what is brought and what there is room for: the share is for what stands before it.
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
            // Where nothing is brought, no more is brought than passes, be the node closed: nothing before it is throttled.
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

    /// A node with a buffer takes from it and from what is brought alike, and keeps what it cannot process as far as there is room.
    #[inline(always)]
    fn fill_and_draw(&mut self, plan: &Plan, visit: &Visit, t: usize, values: &[Lanes]) {
        let n = visit.node.0;
        let brought = |run: &Self, p: usize| run.brought[plan.chain.passages[p].route.0];
        let mut rest = Lanes::ZERO;
        for sharing in &visit.sharings {
            let factor = if sharing.figure.is_some() {
                let offered = self.offered(plan, sharing, values, |run, p| run.contents[p] + brought(run, p));
                Lanes::cut(offered, self.limits.takes(n, &plan.chain.nodes[n], sharing.figure, offered, t))
            } else {
                self.limits.passes(n, t)
            };
            for &p in &sharing.passages {
                let offered = self.contents[p] + brought(self, p);
                self.passes[p] = offered * factor;
                self.taken[p] = brought(self, p);
                rest += (offered - self.passes[p]).max(Lanes::ZERO);
            }
        }
        let standing = visit.others.iter().fold(Lanes::ZERO, |sum, &p| sum + self.contents[p]);
        let room = self.buffers[n].unwrap_or(Lanes::ZERO) - standing;
        if rest.any_above(room) {
            for lane in 0..LANES {
                if rest.0[lane] > room.0[lane] {
                    self.refuse(visit, rest.0[lane] - room.0[lane], lane);
                }
            }
        }
        for p in visit.passages() {
            self.factor[p] = Lanes::ratio(self.taken[p], brought(self, p), 1.0);
        }
    }

    /// What finds no room is refused in proportion to what each route brought, at most what it has standing there, the others making up the rest.
    #[inline(never)]
    fn refuse(&mut self, visit: &Visit, excess: f64, lane: usize) {
        let mut parts: Vec<(usize, f64, f64)> = visit
            .passages()
            .map(|p| {
                let brought = self.taken[p].0[lane];
                (p, brought, (self.contents[p].0[lane] + brought - self.passes[p].0[lane]).max(0.0))
            })
            .filter(|&(_, brought, _)| brought > 0.0)
            .collect();
        // Those whose standing tonnes run out first come first: what is left is shared by the rest.
        parts.sort_by(|a, b| (a.2 / a.1).total_cmp(&(b.2 / b.1)));
        let mut left = excess;
        let mut brought_left: f64 = parts.iter().map(|part| part.1).sum();
        for (p, brought, standing) in parts {
            let refused = (left * brought / brought_left).min(standing).min(brought).max(0.0);
            self.taken[p].0[lane] -= refused;
            left -= refused;
            brought_left -= brought;
        }
    }

    /// What leaves a node: after its yield, and after its lag.
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

    /// Carries later cuts back to what stands before them, and books what was taken.
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
