//! Compiled supply chain: nodes in chain order, and routes with their passages through nodes, by level of preference.

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

/// Index of a node in chain order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub usize);

/// Index of a route in the plan, sorted by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RouteId(pub usize);

/// Ramp-up of capacity after an opening.
#[derive(Clone, Debug)]
pub struct RampPlan {
    /// Opening.
    pub opens: Moment,
    /// Points of months since opening and share of capacity; empty for full capacity at once.
    pub points: Vec<[f64; 2]>,
    /// Factor on the months.
    pub stretch: Option<Slot>,
}

/// A capacity for all minerals or for one, of the node and its expansions.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Index of the mineral in the scenario; `None` for all minerals.
    pub mineral: Option<usize>,
    /// Capacity of each part in t/yr, and the index of its ramp in the node's ramps.
    pub parts: Vec<(Slot, usize)>,
    /// Capacity of the first part before a month, where a lever changes it from that month on.
    pub before: Option<(usize, Slot)>,
}

/// A compiled node.
#[derive(Clone, Debug)]
pub struct NodePlan {
    /// Name in the file.
    pub name: String,
    /// Title, else the name in words.
    pub title: String,
    /// Kind of node, for display.
    pub kind: String,
    /// Ramp of the node itself, then those of its expansions.
    pub ramps: Vec<RampPlan>,
    /// Capacities; empty for no limit.
    pub figures: Vec<Figure>,
    /// Closing.
    pub closes: Option<Moment>,
    /// Life in months after opening.
    pub life: Option<Slot>,
    /// Whether capacities are in gross tonnes instead of contained tonnes.
    pub gross: bool,
    /// Whether outages reduce the inflow instead of the capacity.
    pub outage_cuts_flow: bool,
    /// Whether routes begin at the node.
    pub source: bool,
    /// Transit time in months.
    pub lag: Option<Slot>,
    /// Buffer stock before the node in t.
    pub buffer: Option<Slot>,
    /// Reserves in the ground in t.
    pub stock: Option<Slot>,
    /// Availability column of the hazards to which it is exposed.
    pub availability: Option<ColumnId>,
    /// Factors of its capacity.
    pub flow: Vec<EffectId>,
    /// Number of people employed while it is open.
    pub jobs: Option<Slot>,
}

/// Passage of a route through a node.
#[derive(Clone, Debug)]
pub struct Passage {
    /// Route.
    pub route: RouteId,
    /// Node.
    pub node: NodeId,
    /// Index of the node's capacity that limits it; `None` for no limit.
    pub figure: Option<usize>,
    /// Grade: the contained share of the incoming gross tonnes, where the node counts gross tonnes.
    pub grade: Option<Slot>,
    /// Recovery: the share of contained tonnes that leaves the node; `None` for all.
    pub recovery: Option<Slot>,
    /// Weight of the route in the capacity of its source.
    pub split: Slot,
}

/// A compiled route.
#[derive(Clone, Debug)]
pub struct RoutePlan {
    /// Name.
    pub name: String,
    /// Title, else the name in words.
    pub title: String,
    /// Index of the mineral in the scenario.
    pub mineral: usize,
    /// Origin.
    pub origin: String,
    /// Range of its passages in `Chain::passages`, source first.
    pub passages: std::ops::Range<usize>,
    /// Offtake: the share of the output of the last node that is delivered.
    pub offtake: Slot,
    /// Offtake before a month, where a lever changes it from that month on.
    pub offtake_before: Option<(usize, Slot)>,
    /// Factors of the offtake.
    pub flow: Vec<EffectId>,
    /// Column of the controlling regime, and the share of deliveries that it controls.
    pub control: Option<(ProfileId, Slot)>,
    /// By-products: mineral and tonnes per tonne delivered.
    pub carries: Vec<(usize, Slot)>,
    /// Share of the price that is paid.
    pub payable: Slot,
    /// Royalty as a share of revenue.
    pub royalty: Option<Slot>,
    /// Whether upstream amounts must be recomputed after later reductions, because another level, a buffer, a stock or a lag depends on them.
    pub settles: bool,
    /// Whether no month of the route, and of all routes connected with it by shared nodes, depends on what a later node does in that month or did before.
    pub straight: bool,
}

/// Routes of one level that share a capacity at a node.
#[derive(Clone, Debug)]
pub struct Sharing {
    /// Index of the capacity; `None` for no limit.
    pub figure: Option<usize>,
    /// Passages that share it.
    pub passages: Vec<usize>,
}

/// Computation of a node within a level.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Node.
    pub node: NodeId,
    /// Passages of this level, by the capacity that they share.
    pub sharings: Vec<Sharing>,
    /// Passages of other levels, whose buffered tonnes use the same buffer.
    pub others: Vec<usize>,
    /// Whether its routes are [`straight`](RoutePlan::straight).
    pub straight: bool,
}

impl Visit {
    /// Passages of this level.
    pub fn passages(&self) -> impl Iterator<Item = usize> + '_ {
        self.sharings.iter().flat_map(|sharing| sharing.passages.iter().copied())
    }
}

/// A level of preference of routes.
#[derive(Clone, Debug)]
pub struct Level {
    /// Nodes in chain order.
    pub visits: Vec<Visit>,
    /// Routes.
    pub routes: Vec<RouteId>,
}

/// The supply chain of a plan.
#[derive(Clone, Debug, Default)]
pub struct Chain {
    /// Nodes in chain order.
    pub nodes: Vec<NodePlan>,
    /// Routes, sorted by name.
    pub routes: Vec<RoutePlan>,
    /// Passages, by route.
    pub passages: Vec<Passage>,
    /// Levels, the most preferred first.
    pub levels: Vec<Level>,
}

impl Chain {
    /// Compiles all nodes and routes.
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

    /// The node with this name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<NodeId> {
        self.nodes.iter().position(|node| node.name == name).map(NodeId)
    }
}

/// The input for one mineral, and the suffix of its path.
pub(super) fn per_mineral<'a>(table: &'a PerMineral, mineral: &str) -> Option<(&'a Input, String)> {
    match table {
        PerMineral::All(input) => Some((input, String::new())),
        PerMineral::Each(each) => each.iter().find(|named| named.name.value == mineral).map(|named| (&named.item, format!(".{mineral}"))),
    }
}
