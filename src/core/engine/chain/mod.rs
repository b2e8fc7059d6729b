//! Material flow through the physical chain of a batch, month by month: from the sources through the nodes to the market.
//!
//! Levels of preference are computed one after the other, each in one pass in chain order. A limit at a node reduces the flow upstream of it, back to the
//! last lagged or buffered node or the source; these amounts are computed after the pass, from the last node to the first, where something needs them.

mod month;
mod nodes;
mod straight;

use super::capacity::{Limits, TILE, Tile};
use super::dispatch::vectorised;
use super::lag::Lag;
use super::lanes::Lanes;
use super::policy::PolicyRun;
use super::schedule::ScheduleRun;
use super::security::SecurityRun;
use crate::plan::{ChainPassage, Plan};

/// State of the chain of a batch.
#[derive(Clone, Debug)]
pub struct ChainRun {
    /// What the nodes can take.
    limits: Limits,
    /// Contents of buffers, by passage, t.
    contents: Vec<Lanes>,
    /// What entered lagged nodes, times yield, by passage and month, t.
    history: Vec<Vec<Lanes>>,
    /// Months in transit, by node.
    lags: Vec<Option<Lag>>,
    /// Weight of each passage at its source, of the level's.
    splits: Vec<Lanes>,
    stocks: Vec<Option<Lanes>>,
    buffers: Vec<Option<Lanes>>,
    /// By passage: what is processed, first after the node's own cut, then what the later nodes take of it.
    passes: Vec<Lanes>,
    /// By passage through a buffer: what is brought.
    taken: Vec<Lanes>,
    /// By passage through a buffer: what of it goes back because a later node has not opened yet.
    returned: Vec<Lanes>,
    /// By passage without a buffer: share of what was brought that is processed; 1 at a buffer.
    factor: Vec<Lanes>,
    /// By route, while a month is settled: share of what a node sends on that the later nodes take.
    later: Vec<Lanes>,
    /// By route, while a month is settled: 1 where a later node, with no lag between, has not opened yet.
    barred: Vec<Lanes>,
    /// Passages whose tonnes a full buffer refuses, while they are refused: what was brought, and the most that can be refused.
    refusing: Vec<(usize, f64, f64)>,
    /// By passage: what leaves the node this month.
    leaves: Vec<Lanes>,
    /// What is brought to the next node, by route, t.
    brought: Vec<Lanes>,
    /// The same in all months of a tile, of routes without feedback.
    tiles: Vec<Tile>,
    /// Whether routes without feedback, too, are computed month by month.
    by_month: bool,
    /// Whether some routes have feedback.
    feeds_back: bool,
    /// First month in which anything can move, by route; and by visit of each level, and by node.
    first_of_route: Vec<usize>,
    /// First month in which anything can come out of its end, by route.
    first_delivery: Vec<usize>,
    first_of_visit: Vec<Vec<usize>>,
    first_of_node: Vec<usize>,
    /// What left the last node, by route and month, t.
    pub delivered: Vec<Vec<Lanes>>,
    /// What was lost after lagged nodes, by route and month, t; empty for routes that cannot lose any.
    pub lost: Vec<Vec<Lanes>>,
    /// Mass accounts where they are kept: by route, t mined and t lost in yields, over all months.
    pub accounts: Option<[Vec<Lanes>; 2]>,
    /// Ledger by passage and month: t that enter, leave, and are lost because nothing downstream takes them; empty where it is not kept.
    pub ledger: Vec<[Vec<Lanes>; 3]>,
}

impl ChainRun {
    /// State for a plan.
    pub fn new(plan: &Plan) -> Self {
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
            returned: zeros(passages),
            later: vec![Lanes::ONE; routes],
            barred: zeros(routes),
            refusing: Vec::new(),
            leaves: zeros(passages),
            brought: zeros(routes),
            tiles: vec![[Lanes::ZERO; TILE]; routes],
            by_month: false,
            feeds_back: plan.chain.routes.iter().any(|route| !route.straight),
            first_of_route: vec![0; routes],
            first_delivery: vec![0; routes],
            first_of_visit: plan.chain.levels.iter().map(|level| vec![0; level.visits.len()]).collect(),
            first_of_node: vec![0; nodes],
            delivered: vec![column(true); routes],
            lost: plan.chain.routes.iter().map(|route| column(plan.chain.passages[route.passages.clone()].iter().any(lagged))).collect(),
            accounts: None,
            ledger: Vec::new(),
        }
    }

    /// Whether the next batches also keep the mass accounts and the ledger. What is delivered and lost is the same either way.
    pub fn keep_ledger(&mut self, plan: &Plan, keep: bool) {
        if keep == self.accounts.is_some() {
            return;
        }
        let zeros = |count: usize| vec![Lanes::ZERO; count];
        let columns = || std::array::from_fn(|_| zeros(plan.months()));
        self.by_month = keep;
        self.accounts = keep.then(|| [zeros(plan.chain.routes.len()), zeros(plan.chain.routes.len())]);
        self.ledger = if keep { plan.chain.passages.iter().map(|_| columns()).collect() } else { Vec::new() };
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
                    if !self.by_month {
                        self.pass_straight(plan, from, to, values);
                    }
                    if self.by_month || self.feeds_back {
                        for k in from..to {
                            self.month(plan, k, k - from, values);
                        }
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
                self.returned[p] = Lanes::ZERO;
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
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "ages are whole months within the horizon")]
    pub fn in_transit(&self, plan: &Plan, route: usize, k: usize, lane: usize) -> f64 {
        plan.chain.routes[route]
            .passages
            .clone()
            .filter_map(|p| self.lags[plan.chain.passages[p].node.0].map(|lag| (p, lag)))
            .map(|(p, Lag { whole, rest, .. })| {
                // Of what entered n months ago the share f is still in transit; all that entered later is.
                let (n, f) = (whole.0[lane], rest.0[lane]);
                let entered = |age: f64| if age <= k as f64 { self.history[p][k - age as usize].0[lane] } else { 0.0 };
                let wholly: f64 = (0..=k).map(|age| age as f64).take_while(|&age| age < n).map(entered).sum();
                wholly + f * entered(n)
            })
            .sum()
    }
}
