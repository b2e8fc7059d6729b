//! Random chains of nodes, and routes through them.

use std::collections::BTreeSet;

use adit::scenario::{Counts, Expansion, Input, Named, Node, OutageCuts, PerMineral, Route, When};

use super::inputs::{between, exposures, factors, quantity, share};
use super::plans::a_date;
use super::{Context, ORIGINS, control};
use crate::naive::ast::{at, end_of, named, node, number, on, route as plain_route, spec};

/// Sources come first; a route goes on through later nodes in this order, so that no two routes run against each other.
const SOURCES: [&str; 3] = ["mine", "tailings", "pit"];
const LATER: [&str; 5] = ["concentrator", "smelter", "refinery", "corridor", "port"];

pub fn chain(context: &mut Context) -> (Vec<Named<Node>>, Vec<Named<Route>>) {
    let sources = context.dice.index(SOURCES.len()) + 1;
    let later = context.dice.index(LATER.len() + 1);
    let count = context.dice.index(5) + 1;
    let routes: Vec<Named<Route>> = (0..count).map(|i| named(&format!("way{i}"), route(context, &SOURCES[..sources], &LATER[..later]))).collect();
    let mut nodes = Vec::new();
    for (&name, is_source) in SOURCES.iter().map(|node| (node, true)).chain(LATER.iter().map(|node| (node, false))) {
        let passing = routes.iter().map(|route| &route.item).filter(|route| route.via.iter().any(|via| via.value == name));
        let minerals: BTreeSet<String> = passing.map(|route| route.mineral.value.clone()).collect();
        // A node that no route passes is refused when a file is read.
        if !minerals.is_empty() {
            nodes.push(named(name, a_node(context, is_source, &minerals.into_iter().collect::<Vec<_>>())));
        }
    }
    (nodes, routes)
}

fn route(context: &mut Context, sources: &[&str], later: &[&str]) -> Route {
    let minerals = context.minerals.clone();
    let mineral = context.dice.pick(&minerals);
    let mut via = vec![context.dice.pick(sources)];
    via.extend(context.dice.some(later, 0.65));
    let origin = context.dice.pick(&["Pakistan", ORIGINS[0], ORIGINS[3]]);
    let (controlled_by, dependence) = control(context, 0.3);
    let others: Vec<String> = minerals.iter().filter(|other| **other != mineral).cloned().collect();
    let by_products = context.dice.some(&others, 0.2);
    Route {
        offtake: context.dice.chance(0.4).then(|| share(context)),
        split: context.dice.chance(0.4).then(|| quantity(context, 1.0)),
        prefer: context.dice.chance(0.5).then(|| at(context.dice.whole(1, 3))),
        grade: context.dice.chance(0.3).then(|| between(context, 0.05, 1.0)),
        carries: by_products.iter().map(|mineral| named(mineral, quantity(context, 0.05))).collect(),
        controlled_by,
        dependence,
        flow: factors(context, 0.2, 1.5),
        ..plain_route(&mineral, &via, origin)
    }
}

/// A node through which these minerals pass; the reach of its capacity is about that of a market, so that some are tight and some are not.
fn a_node(context: &mut Context, is_source: bool, minerals: &[String]) -> Node {
    let mut all = node();
    all.opens = when(context, 0.5);
    (all.ramp_up, all.stretch) = ramp(context);
    all.closes = when(context, 0.1);
    all.life = (all.opens.is_some() && context.dice.chance(0.2)).then(|| quantity(context, 40.0));
    // One figure, or one for each mineral: a source has one for all that it yields, a later node may leave some without limit.
    let each = context.dice.chance(0.3);
    let named_minerals = if is_source || !each { minerals.to_vec() } else { context.dice.some(minerals, 0.6) };
    let each = each && !named_minerals.is_empty();
    let has_capacity = is_source || context.dice.chance(0.75);
    if has_capacity {
        all.capacity = Some(figures(context, each.then_some(&named_minerals), 7_000.0));
        if context.dice.chance(0.25) {
            let count = context.dice.index(2) + 1;
            all.expansions = (0..count)
                .map(|_| {
                    let (ramp_up, stretch) = ramp(context);
                    let capacity = figures(context, each.then_some(&named_minerals), 4_000.0);
                    Expansion { opens: when(context, 0.9), capacity, ramp_up, stretch }
                })
                .collect();
        }
    }
    all.counts = if context.dice.chance(0.2) { Counts::Gross } else { Counts::Contained };
    all.grade = context.dice.chance(0.25).then(|| between(context, 0.05, 1.0));
    let passing = context.dice.some(minerals, 0.6);
    all.recovery = context.dice.chance(0.5).then(|| {
        if passing.is_empty() || context.dice.chance(0.7) {
            PerMineral::All(share(context))
        } else {
            PerMineral::Each(passing.iter().map(|mineral| named(mineral, share(context))).collect())
        }
    });
    all.lag = context.dice.chance(0.3).then(|| lag(context));
    if is_source {
        all.stock = context.dice.chance(0.25).then(|| quantity(context, 15_000.0));
    } else {
        all.buffer = context.dice.chance(0.4).then(|| quantity(context, 900.0));
        all.outage = if context.dice.chance(0.25) { OutageCuts::Flow } else { OutageCuts::Capacity };
    }
    all.exposure = exposures(context, 0.4);
    all.flow = factors(context, 0.25, 1.5);
    all
}

fn figures(context: &mut Context, minerals: Option<&Vec<String>>, size: f64) -> PerMineral {
    match minerals {
        None => PerMineral::All(quantity(context, size)),
        Some(minerals) => PerMineral::Each(minerals.iter().map(|mineral| named(mineral, quantity(context, size))).collect()),
    }
}

/// Perhaps a date or the end of a stage.
fn when(context: &mut Context, chance: f64) -> Option<When> {
    if !context.dice.chance(chance) {
        return None;
    }
    let stages = context.stages.clone();
    if stages.is_empty() || context.dice.chance(0.4) {
        // The first half of the horizon, lest hardly anything happen.
        let months = context.months;
        context.months /= 2;
        let date = a_date(context);
        context.months = months;
        Some(on(&date))
    } else {
        Some(end_of(&context.dice.pick(&stages)))
    }
}

/// Perhaps a ramp, from 0 or not, up or not, and a stretch of its months.
fn ramp(context: &mut Context) -> (Vec<[f64; 2]>, Option<Input>) {
    if !context.dice.chance(0.5) {
        return (Vec::new(), None);
    }
    let mut months = if context.dice.chance(0.3) { context.dice.real(0.5, 5.0) } else { 0.0 };
    let points = (0..context.dice.whole(1, 4))
        .map(|_| {
            let share = if context.dice.chance(0.2) { 0.0 } else { context.dice.real(0.1, 1.1) };
            let point = [months, share];
            months += context.dice.real(0.5, 12.0);
            point
        })
        .collect();
    (points, context.dice.chance(0.4).then(|| quantity(context, 1.0)))
}

fn lag(context: &mut Context) -> Input {
    match context.dice.index(6) {
        0 => number(0.0),
        1 => number(context.dice.real(0.05, 0.95)),
        2 => number(f64::from(context.dice.whole(1, 4))),
        3 => number(context.dice.real(1.0, 6.0)),
        4 => spec(adit::scenario::DistributionSpec::Uniform([0.0, 3.0])),
        _ => quantity(context, 2.0),
    }
}
