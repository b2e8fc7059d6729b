//! Compiled nodes: ramps, capacities and limits, in an order in which every route passes them.

use super::{Figure, NodePlan, RampPlan};
use crate::plan::builder::{Builder, Site};
use crate::plan::inputs::Slot;
use crate::plan::policy::{Policy, sorted_by_name};
use crate::plan::schedule::{Moment, Schedule};
use crate::plan::security::Security;
use crate::scenario::{Counts, Expansion, Input, Node, OutageCuts, PerMineral, Scenario, node as keys, title_of};
use crate::units::MonthGrid;

/// Group of causes of a node's draws.
pub(super) fn group_of_node(node: &Node) -> &str {
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

/// Nodes in topological order along the routes, ties by name.
pub(super) fn chain_order(scenario: &Scenario) -> Vec<usize> {
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

#[expect(clippy::too_many_arguments, reason = "a node depends on everything compiled before it")]
pub(super) fn compile_node(
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
        stretch: builder.optional(stretch, &keys::stretch, Site { path, group: &group }),
    };
    let mut ramps = vec![ramp(builder, node.opens.as_ref(), &node.ramp_up, node.stretch.as_ref(), &path)];
    let mut figures = Vec::new();
    add_capacity(scenario, node.capacity.as_ref(), &mut figures, 0, builder, &path, &group);
    for (i, Expansion { opens, capacity, ramp_up, stretch }) in node.expansions.iter().enumerate() {
        let path = format!("{path}.expansions.{i}");
        ramps.push(ramp(builder, opens.as_ref(), ramp_up, stretch.as_ref(), &path));
        add_capacity(scenario, Some(capacity), &mut figures, i + 1, builder, &path, &group);
    }
    let site = Site { path: &path, group: &group };
    let life = builder.optional(node.life.as_ref(), &keys::life, site);
    let lag = builder.optional(node.lag.as_ref(), &keys::lag, site);
    let buffer = builder.optional(node.buffer.as_ref(), &keys::buffer, site);
    let stock = builder.optional(node.stock.as_ref(), &keys::stock, site);
    let jobs = builder.optional(node.jobs.as_ref(), &keys::jobs, site);
    NodePlan {
        name: name.to_owned(),
        title: title_of(name, node.title.as_deref()),
        kind: node.kind.as_ref().map_or_else(String::new, |kind| kind.value.clone()),
        ramps,
        figures,
        closes: node.closes.as_ref().map(|when| Moment::of(Some(when), schedule, grid)),
        life,
        gross: node.counts == Counts::Gross,
        outage_cuts_flow: node.outage == OutageCuts::Flow,
        source: scenario.routes.iter().any(|route| route.item.via.first().is_some_and(|first| first.value == name)),
        lag: lag.filter(|&slot| slot != builder.constant(0.0)),
        buffer,
        stock,
        availability: security.node_column(name),
        flow: policy.effects(builder, &node.flow, &keys::flow, site),
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
    let mut add =
        |mineral: Option<usize>, slot: Slot, before: Option<(usize, Slot)>| match figures.iter_mut().find(|figure| figure.mineral == mineral) {
            Some(figure) => figure.parts.push((slot, ramp)),
            None => figures.push(Figure { mineral, parts: vec![(slot, ramp)], before }),
        };
    match capacity {
        None => {}
        Some(PerMineral::All(input)) => {
            let slot = builder.quantity(input, &keys::capacity, Site { path, group });
            add(None, slot, builder.before(&format!("{path}.{}", keys::capacity.name), &keys::capacity, group));
        }
        Some(PerMineral::Each(each)) => {
            for i in sorted_by_name(each) {
                let mineral = &each[i].name.value;
                let path = format!("{path}.capacity.{mineral}");
                let slot = builder.quantity_at(&each[i].item, &path, &keys::capacity, group);
                let before = builder.before(&path, &keys::capacity, group);
                add(scenario.minerals.iter().position(|named| named.name.value == *mineral), slot, before);
            }
        }
    }
}
