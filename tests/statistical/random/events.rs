//! Random regimes and hazards.

use adit::scenario::{DistributionSpec, Excitation, Hazard, IncidentClass, Named, Regime, State, StateFlow, Suspension, Volatility};

use super::inputs::{between, factors, positive, quantity, share};
use super::{Context, ORIGINS};
use crate::naive::ast::{at, named, number, regime, spec};

pub fn regimes(context: &mut Context) -> Vec<Named<Regime>> {
    let count = context.dice.index(3);
    ["licensing", "export"].iter().take(count).map(|name| named(name, a_regime(context, name))).collect()
}

fn a_regime(context: &mut Context, name: &str) -> Regime {
    let count = context.dice.index(3) + 1;
    let states: Vec<String> = ["open", "strict", "ban"].iter().take(count).map(|&state| state.to_owned()).collect();
    context.regimes.push((name.to_owned(), states.clone()));
    let initial = if context.dice.chance(0.3) { weights(context, &states) } else { vec![named(&context.dice.pick(&states), 1.0)] };
    let states = states.iter().map(|name| named(name, state(context, &states))).collect();
    // Every stay can last for more than four months, see `positive`.
    let elapsed = context.dice.chance(0.3).then(|| between(context, 0.1, 4.0));
    Regime { initial, elapsed, ..regime("", states) }
}

fn weights(context: &mut Context, names: &[String]) -> Vec<Named<f64>> {
    let mut weights: Vec<_> =
        names.iter().map(|name| named(name, if context.dice.chance(0.8) { context.dice.real(0.1, 2.0) } else { 0.0 })).collect();
    if weights.iter().all(|weight| weight.item == 0.0) {
        weights[0].item = 1.0;
    }
    weights
}

fn state(context: &mut Context, states: &[String]) -> State {
    let (lasts, then) = if context.dice.chance(0.85) { (Some(positive(context, 9.0)), weights(context, states)) } else { (None, Vec::new()) };
    let flow = flow(context, 0.5);
    let minerals = context.minerals.clone();
    let minerals = context.dice.some(&minerals, 0.25).iter().map(|mineral| named(mineral, flow_of_something(context))).collect();
    let suppliers = context.dice.some(&ORIGINS, 0.2).iter().map(|origin| named(origin, flow_of_something(context))).collect();
    State { title: None, lasts, then, flow, minerals, suppliers }
}

fn flow(context: &mut Context, chance: f64) -> StateFlow {
    let quota = context.dice.chance(chance * 0.5);
    StateFlow {
        wait: context.dice.chance(chance).then(|| quantity(context, 2.0)),
        passes: context.dice.chance(chance + 0.2).then(|| passes(context)),
        meanwhile: context.dice.chance(chance * 0.6).then(|| passes(context)),
        quota: quota.then(|| quantity(context, 60.0)),
        exports: quota.then(|| between(context, 20.0, 150.0)),
        // Together at most 1, whichever table each of them stands in.
        diverts: context.dice.chance(chance * 0.8).then(|| between(context, 0.0, 0.6)),
        leaks: context.dice.chance(chance * 0.6).then(|| between(context, 0.0, 0.4)),
        after: context.dice.chance(chance).then(|| quantity(context, 2.5)),
    }
}

/// An override names at least one of its keys.
fn flow_of_something(context: &mut Context) -> StateFlow {
    let mut flow = flow(context, 0.4);
    if flow == StateFlow::default() {
        flow.passes = Some(number(0.5));
    }
    flow
}

/// A share, or a rush of more than 1.
fn passes(context: &mut Context) -> adit::scenario::Input {
    if context.dice.chance(0.2) { between(context, 0.8, 1.8) } else { share(context) }
}

pub fn hazards(context: &mut Context) -> Vec<Named<Hazard>> {
    let count = context.dice.index(3);
    context.hazards = ["attacks", "floods"].iter().take(count).map(|&name| name.to_owned()).collect();
    context.hazards.clone().iter().map(|name| named(name, hazard(context))).collect()
}

fn hazard(context: &mut Context) -> Hazard {
    let rate = quantity(context, 3.0);
    // A rate of hundreds a year would only be slow.
    let rate = adit::scenario::Input { clamp: Some([0.0, 15.0]), ..rate };
    let trend = context.dice.chance(0.4).then(|| between(context, -0.3, 0.3));
    let season =
        context.dice.chance(0.3).then(|| at((0..12).map(|_| if context.dice.chance(0.2) { 0.0 } else { context.dice.real(0.5, 1.5) }).collect()));
    let level = factors(context, 0.5, 2.0);
    let volatility = context
        .dice
        .chance(0.3)
        .then(|| Volatility { sd: between(context, 0.0, 1.2), months: if context.dice.chance(0.2) { number(0.0) } else { quantity(context, 10.0) } });
    let excitation = context.dice.chance(0.4).then(|| Excitation {
        branching: if context.dice.chance(0.5) { spec(DistributionSpec::Uniform([0.0, 0.8])) } else { number(context.dice.real(0.0, 0.8)) },
        decay: positive(context, 2.0),
    });
    let count = context.dice.index(3) + 1;
    let classes = ["minor", "major", "expulsion"].iter().take(count).map(|name| named(name, class(context))).collect();
    Hazard { title: None, rate, trend, season, level, volatility, excitation, classes, group: None }
}

fn class(context: &mut Context) -> IncidentClass {
    IncidentClass {
        weight: at(context.dice.real(0.1, 2.0)),
        outage: quantity(context, 2.5),
        loss: context.dice.chance(0.6).then(|| share(context)),
        suspends: context.dice.chance(0.3).then(|| Suspension { probability: share(context), duration: quantity(context, 4.0) }),
    }
}
