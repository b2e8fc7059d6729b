//! Nodes and routes, compiled: nodes in chain order, passages of routes through them, level by level.

pub(super) mod complete;
mod nodes;
mod routes;

use super::builder::Builder;
use super::inputs::Slot;
use super::policy::{EffectId, Policy, ProfileId, sorted_by_name};
use super::schedule::{Moment, Schedule};
use super::security::{ColumnId, Security};
use crate::scenario::{Input, PerMineral, Scenario};
use crate::units::MonthGrid;
use nodes::{chain_order, compile_node};

/// A node by its place in chain order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub usize);

/// A route by its place in the plan (sorted by name).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RouteId(pub usize);

/// How capacity comes up after an opening.
#[derive(Clone, Debug)]
pub struct RampPlan {
    /// Opening.
    pub opens: Moment,
    /// Months since opening and share of capacity; empty: all at once.
    pub points: Vec<[f64; 2]>,
    /// Factor on those months.
    pub stretch: Option<Slot>,
}

/// A capacity, for all that passes or for one mineral: the node's own and its expansions'.
#[derive(Clone, Debug)]
pub struct Figure {
    /// The mineral, by its place in the scenario; `None`: all that passes.
    pub mineral: Option<usize>,
    /// t/yr with the ramp of each part, by its place among the node's ramps.
    pub parts: Vec<(Slot, usize)>,
}

/// One node.
#[derive(Clone, Debug)]
pub struct NodePlan {
    /// Name in the file.
    pub name: String,
    /// Kind, for display.
    pub kind: String,
    /// The node's own ramp, then those of its expansions.
    pub ramps: Vec<RampPlan>,
    /// Capacities; empty: no limit.
    pub figures: Vec<Figure>,
    /// End.
    pub closes: Option<Moment>,
    /// Months after opening at which it ends.
    pub life: Option<Slot>,
    /// Whether capacities are in gross tonnes.
    pub gross: bool,
    /// Whether outages cut what is brought rather than the capacity.
    pub outage_cuts_flow: bool,
    /// Whether routes begin here.
    pub source: bool,
    /// Months in transit.
    pub lag: Option<Slot>,
    /// t kept before the node.
    pub buffer: Option<Slot>,
    /// t in the ground.
    pub stock: Option<Slot>,
    /// What strikes it.
    pub availability: Option<ColumnId>,
    /// Factors on its capacity.
    pub flow: Vec<EffectId>,
    /// People at work while it is open.
    pub jobs: Option<Slot>,
}

/// One route's passage through one node.
#[derive(Clone, Debug)]
pub struct Passage {
    /// Route.
    pub route: RouteId,
    /// Node.
    pub node: NodeId,
    /// Which of the node's capacities limits it; `None`: none.
    pub figure: Option<usize>,
    /// Contained share of the gross tonnes that enter, where the node counts gross.
    pub grade: Option<Slot>,
    /// Share recovered; `None` where all is.
    pub recovery: Option<Slot>,
    /// Weight in the source's capacity, at the source.
    pub split: Slot,
}

/// One route.
#[derive(Clone, Debug)]
pub struct RoutePlan {
    /// Name.
    pub name: String,
    /// Mineral, by its place in the scenario.
    pub mineral: usize,
    /// Origin.
    pub origin: String,
    /// Its passages, source first: a range of `Chain::passages`.
    pub passages: std::ops::Range<usize>,
    /// Share of what left the last node that arrives.
    pub offtake: Slot,
    /// Factors on it.
    pub flow: Vec<EffectId>,
    /// Regime column and part that rests on it.
    pub control: Option<(ProfileId, Slot)>,
    /// By-products: mineral and tonnes a tonne that arrives.
    pub carries: Vec<(usize, Slot)>,
    /// Share of the price that is paid.
    pub payable: Slot,
    /// Share of revenue that is royalty.
    pub royalty: Option<Slot>,
    /// Whether amounts upstream must be settled after later cuts: another level, a buffer, a stock or a lag looks at them.
    pub settles: bool,
}

/// Routes of one level at one node that share one capacity.
#[derive(Clone, Debug)]
pub struct Sharing {
    /// The capacity; `None`: no limit.
    pub figure: Option<usize>,
    /// Passages.
    pub passages: Vec<usize>,
}

/// One node's turn within a level.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Node.
    pub node: NodeId,
    /// Its passages of this level, by the capacity that they share.
    pub sharings: Vec<Sharing>,
    /// Its passages of other levels, whose buffered tonnes take room too.
    pub others: Vec<usize>,
}

impl Visit {
    /// Its passages of this level.
    pub fn passages(&self) -> impl Iterator<Item = usize> + '_ {
        self.sharings.iter().flat_map(|sharing| sharing.passages.iter().copied())
    }
}

/// One level of preference.
#[derive(Clone, Debug)]
pub struct Level {
    /// Nodes in chain order.
    pub visits: Vec<Visit>,
    /// Routes.
    pub routes: Vec<RouteId>,
}

/// The whole chain.
#[derive(Clone, Debug, Default)]
pub struct Chain {
    /// Nodes in chain order.
    pub nodes: Vec<NodePlan>,
    /// Routes, sorted by name.
    pub routes: Vec<RoutePlan>,
    /// Passages, route by route.
    pub passages: Vec<Passage>,
    /// Levels in order of preference.
    pub levels: Vec<Level>,
}

impl Chain {
    /// Compiles nodes and routes.
    pub(super) fn compile(
        scenario: &Scenario,
        builder: &mut Builder,
        policy: &mut Policy,
        security: &Security,
        schedule: &Schedule,
        grid: MonthGrid,
    ) -> Self {
        let order = chain_order(scenario);
        let mut chain = Self::default();
        for &i in &order {
            let named = &scenario.nodes[i];
            let node = compile_node(scenario, &named.name.value, &named.item, builder, policy, security, schedule, grid);
            chain.nodes.push(node);
        }
        let mut prefer = Vec::new();
        for i in sorted_by_name(&scenario.routes) {
            let route = &scenario.routes[i];
            chain.add_route(scenario, &route.name.value, &route.item, builder, policy);
            prefer.push(route.item.prefer.as_ref().map_or(1, |prefer| prefer.value));
        }
        chain.make_levels(&prefer);
        chain
    }

    /// The node of that name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<NodeId> {
        self.nodes.iter().position(|node| node.name == name).map(NodeId)
    }
}

/// The input for one mineral, and what its path ends in.
pub(super) fn per_mineral<'a>(table: &'a PerMineral, mineral: &str) -> Option<(&'a Input, String)> {
    match table {
        PerMineral::All(input) => Some((input, String::new())),
        PerMineral::Each(each) => each.iter().find(|named| named.name.value == mineral).map(|named| (&named.item, format!(".{mineral}"))),
    }
}
