//! Nodes and routes, compiled: nodes in chain order, passages of routes through them, level by level.

use super::builder::Builder;
use super::inputs::{Range, Slot};
use super::policy::{EffectId, Policy, ProfileId, sorted_by_name};
use super::schedule::{Moment, Schedule};
use super::security::{ColumnId, Security};
use crate::scenario::{Expansion, Input, Node, PerMineral, Route, Scenario};
use crate::units::MonthGrid;

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

    fn add_route(&mut self, scenario: &Scenario, name: &str, route: &Route, builder: &mut Builder, policy: &mut Policy) {
        let mineral_place = |wanted: &str| scenario.minerals.iter().position(|named| named.name.value == wanted);
        let Some(mineral) = mineral_place(&route.mineral.value) else { return };
        let path = format!("routes.{name}");
        let group = route.group.as_ref().map_or("market", |group| &group.value);
        let mut grade = route.grade.as_ref().map(|input| builder.quantity(input, &format!("{path}.grade"), Range::PositiveShare, group));
        let split = builder.quantity_or(route.split.as_ref(), 1.0, &format!("{path}.split"), Range::NonNegative, group);
        let first = self.passages.len();
        for via in &route.via {
            let (Some(node), Some(written)) = (self.find(&via.value), scenario.nodes.iter().find(|named| named.name.value == via.value)) else {
                continue;
            };
            let node_group = group_of_node(&written.item);
            let plan = &self.nodes[node.0];
            let one = builder.constant(1.0);
            let recovery = written.item.recovery.as_ref().and_then(|recovery| {
                per_mineral(recovery, &route.mineral.value)
                    .map(|(input, key)| builder.quantity(input, &format!("nodes.{}.yield{key}", via.value), Range::Share, node_group))
            });
            self.passages.push(Passage {
                route: RouteId(self.routes.len()),
                node,
                figure: plan.figures.iter().position(|figure| figure.mineral.is_none_or(|named| named == mineral)),
                grade: plan.gross.then_some(grade).flatten(),
                recovery: recovery.filter(|&slot| slot != one),
                split,
            });
            if let Some(input) = &written.item.grade {
                grade = Some(builder.quantity(input, &format!("nodes.{}.grade", via.value), Range::PositiveShare, node_group));
            }
        }
        let control = route.controlled_by.as_ref().and_then(|regime| {
            let profile = policy.profile(scenario, builder, &regime.value, &route.mineral.value, &route.origin.value)?;
            let dependence = builder.quantity_or(route.dependence.as_ref(), 1.0, &format!("{path}.dependence"), Range::Share, group);
            Some((profile, dependence))
        });
        let carries = sorted_by_name(&route.carries).into_iter().filter_map(|i| {
            let named = &route.carries[i];
            let slot = builder.quantity(&named.item, &format!("{path}.carries.{}", named.name.value), Range::NonNegative, group);
            mineral_place(&named.name.value).map(|mineral| (mineral, slot))
        });
        let carries = carries.collect();
        let royalty = route.royalty.as_ref().map(|input| builder.quantity(input, &format!("{path}.royalty"), Range::Share, group));
        self.routes.push(RoutePlan {
            name: name.to_owned(),
            mineral,
            origin: route.origin.value.clone(),
            passages: first..self.passages.len(),
            offtake: builder.quantity_or(route.offtake.as_ref(), 1.0, &format!("{path}.offtake"), Range::Share, group),
            flow: policy.effects(builder, &route.flow, &format!("{path}.flow"), group),
            control,
            carries,
            payable: builder.quantity_or(route.payable.as_ref(), 1.0, &format!("{path}.payable"), Range::NonNegative, group),
            royalty,
            settles: false,
        });
    }

    fn make_levels(&mut self, prefer: &[u32]) {
        let mut levels: Vec<u32> = prefer.to_vec();
        levels.sort_unstable();
        levels.dedup();
        for level in &levels {
            let routes: Vec<RouteId> = (0..self.routes.len()).filter(|&r| prefer[r] == *level).map(RouteId).collect();
            let visits = (0..self.nodes.len()).map(NodeId).filter_map(|node| self.visit(node, &routes)).collect();
            self.levels.push(Level { visits, routes });
        }
        for route in &mut self.routes {
            let nodes: Vec<&NodePlan> = route.passages.clone().map(|p| &self.nodes[self.passages[p].node.0]).collect();
            let lagged_before_the_last = nodes.iter().rev().skip(1).any(|node| node.lag.is_some());
            route.settles = levels.len() > 1 || lagged_before_the_last || nodes.iter().any(|node| node.buffer.is_some() || node.stock.is_some());
        }
    }

    fn visit(&self, node: NodeId, routes: &[RouteId]) -> Option<Visit> {
        let mut sharings: Vec<Sharing> = Vec::new();
        let mut others = Vec::new();
        for (p, passage) in self.passages.iter().enumerate().filter(|(_, passage)| passage.node == node) {
            if !routes.contains(&passage.route) {
                others.push(p);
                continue;
            }
            match sharings.iter_mut().find(|sharing| sharing.figure == passage.figure) {
                Some(sharing) => sharing.passages.push(p),
                None => sharings.push(Sharing { figure: passage.figure, passages: vec![p] }),
            }
        }
        (!sharings.is_empty()).then_some(Visit { node, sharings, others })
    }
}

/// The input for one mineral, and what its path ends in.
pub(super) fn per_mineral<'a>(table: &'a PerMineral, mineral: &str) -> Option<(&'a Input, String)> {
    match table {
        PerMineral::All(input) => Some((input, String::new())),
        PerMineral::Each(each) => each.iter().find(|named| named.name.value == mineral).map(|named| (&named.item, format!(".{mineral}"))),
    }
}

/// The group of a node's draws.
fn group_of_node(node: &Node) -> &str {
    let kind = node.kind.as_ref().map_or("mine", |kind| kind.value.as_str());
    node.group.as_ref().map_or(
        match kind {
            "mine" | "stockpile" | "concentrator" => "mine",
            "refinery" | "smelter" => "refinery",
            "corridor" | "port" => "logistics",
            other => other,
        },
        |group| &group.value,
    )
}

/// Nodes in an order in which each route meets them, ties by name.
fn chain_order(scenario: &Scenario) -> Vec<usize> {
    let place = |name: &str| scenario.nodes.iter().position(|named| named.name.value == name);
    let edges: Vec<(usize, usize)> = scenario
        .routes
        .iter()
        .flat_map(|route| route.item.via.windows(2))
        .filter_map(|pair| Some((place(&pair[0].value)?, place(&pair[1].value)?)))
        .collect();
    let mut order = Vec::new();
    let mut waiting = sorted_by_name(&scenario.nodes);
    while let Some(at) = waiting.iter().position(|&node| edges.iter().all(|&(from, to)| to != node || !waiting.contains(&from))) {
        order.push(waiting.remove(at));
    }
    order
}

#[expect(clippy::too_many_arguments, reason = "a node looks into every room compiled before it")]
fn compile_node(
    scenario: &Scenario,
    name: &str,
    node: &Node,
    builder: &mut Builder,
    policy: &mut Policy,
    security: &Security,
    schedule: &Schedule,
    grid: MonthGrid,
) -> NodePlan {
    let path = format!("nodes.{name}");
    let group = group_of_node(node).to_owned();
    let ramp = |builder: &mut Builder, opens, points: &[[f64; 2]], stretch: Option<&Input>, path: &str| RampPlan {
        opens: Moment::of(opens, schedule, grid),
        points: points.to_vec(),
        stretch: stretch.map(|input| builder.quantity(input, &format!("{path}.stretch"), Range::NonNegative, &group)),
    };
    let mut ramps = vec![ramp(builder, node.opens.as_ref(), &node.ramp_up, node.stretch.as_ref(), &path)];
    let mut figures = Vec::new();
    add_capacity(scenario, node.capacity.as_ref(), &mut figures, 0, builder, &path, &group);
    for (i, Expansion { opens, capacity, ramp_up, stretch }) in node.expansions.iter().enumerate() {
        let path = format!("{path}.expansions.{i}");
        ramps.push(ramp(builder, opens.as_ref(), ramp_up, stretch.as_ref(), &path));
        add_capacity(scenario, Some(capacity), &mut figures, i + 1, builder, &path, &group);
    }
    let mut optional =
        |input: &Option<Input>, key: &str| input.as_ref().map(|input| builder.quantity(input, &format!("{path}.{key}"), Range::NonNegative, &group));
    let (life, lag, buffer, stock, jobs) = (
        optional(&node.life, "life"),
        optional(&node.lag, "lag"),
        optional(&node.buffer, "buffer"),
        optional(&node.stock, "stock"),
        optional(&node.jobs, "jobs"),
    );
    NodePlan {
        name: name.to_owned(),
        kind: node.kind.as_ref().map_or_else(String::new, |kind| kind.value.clone()),
        ramps,
        figures,
        closes: node.closes.as_ref().map(|when| Moment::of(Some(when), schedule, grid)),
        life,
        gross: node.counts_gross,
        outage_cuts_flow: node.outage_cuts_flow,
        source: scenario.routes.iter().any(|route| route.item.via.first().is_some_and(|first| first.value == name)),
        lag: lag.filter(|&slot| slot != builder.constant(0.0)),
        buffer,
        stock,
        availability: security.node_column(name),
        flow: policy.effects(builder, &node.flow, &format!("{path}.flow"), &group),
        jobs,
    }
}

fn add_capacity(
    scenario: &Scenario,
    capacity: Option<&PerMineral>,
    figures: &mut Vec<Figure>,
    ramp: usize,
    builder: &mut Builder,
    path: &str,
    group: &str,
) {
    let mut add = |mineral: Option<usize>, slot: Slot| match figures.iter_mut().find(|figure| figure.mineral == mineral) {
        Some(figure) => figure.parts.push((slot, ramp)),
        None => figures.push(Figure { mineral, parts: vec![(slot, ramp)] }),
    };
    match capacity {
        None => {}
        Some(PerMineral::All(input)) => add(None, builder.quantity(input, &format!("{path}.capacity"), Range::NonNegative, group)),
        Some(PerMineral::Each(each)) => {
            for i in sorted_by_name(each) {
                let mineral = &each[i].name.value;
                let slot = builder.quantity(&each[i].item, &format!("{path}.capacity.{mineral}"), Range::NonNegative, group);
                add(scenario.minerals.iter().position(|named| named.name.value == *mineral), slot);
            }
        }
    }
}
