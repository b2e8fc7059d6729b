//! All that happened in a trial as named lists of numbers, made from the engine's account and from the naive implementation's alike.
//!
//! Names of the scenario stand between back quotes, what is no number (a state, a class, what was struck) in the key itself; what never
//! happens is infinite.

#![allow(dead_code, reason = "each test crate compiles this module for itself and uses its own part of it")]

use std::collections::{BTreeMap, BTreeSet};

use adit::engine::replay;
use adit::plan::{Plan, compile};
use adit::scenario::Scenario;

use crate::naive::{Balance, Outcome, month};

/// Figures by name.
pub type Figures = BTreeMap<String, Vec<f64>>;

/// Relative difference that rounding may make.
const ROUNDING: f64 = 1e-9;

/// The scenario compiled; it must be a valid one.
pub fn plan(scenario: &Scenario) -> Plan {
    let (plan, problems) = compile(scenario);
    plan.unwrap_or_else(|| panic!("{:#?}", problems.sorted()))
}

/// A moment before the horizon, infinite where it is not before it.
fn before(months: usize, moment: f64) -> f64 {
    if moment < month(months) { moment } else { f64::INFINITY }
}

fn truths(holds: &[bool]) -> Vec<f64> {
    holds.iter().map(|&holds| f64::from(u8::from(holds))).collect()
}

/// Key of an incident: what is no number about it.
fn incident(hazard: &str, i: usize, class: &str, hits: &BTreeSet<String>, suspended: &BTreeMap<String, f64>) -> String {
    format!("hazard `{hazard}` incident {i:04}: `{class}` hits {hits:?}, gone {:?}", suspended.keys().collect::<Vec<_>>())
}

/// A trial by the engine.
pub fn by_engine(plan: &Plan, seed: u64, trial: u64) -> Figures {
    let trace = replay(plan, seed, trial);
    let months = plan.months();
    let mut all = Figures::new();
    for (draw, value) in plan.draws.iter().zip(&trace.inputs) {
        all.insert(format!("input {}", draw.path), vec![*value]);
    }
    for (regime, stays) in plan.policy.regimes.iter().zip(&trace.regimes) {
        for (j, stay) in stays.iter().enumerate() {
            all.insert(
                format!("regime `{}` entry {j:04}: `{}`", regime.name, regime.state_names[stay.state]),
                vec![stay.from, before(months, stay.to)],
            );
        }
    }
    let mut counts = BTreeMap::new();
    for strike in &trace.strikes {
        let hazard = &plan.security.hazards[strike.hazard];
        let i: &mut usize = counts.entry(strike.hazard).or_default();
        let hits = strike.struck.iter().map(|&e| plan.paths[hazard.exposures[e].key.0].clone()).collect();
        let suspended = strike.suspended.iter().map(|&(operator, back)| (plan.security.operators[operator].clone(), back)).collect();
        let key = incident(&hazard.name, *i, &hazard.classes[strike.class].name, &hits, &suspended);
        all.insert(key, [strike.time, strike.until, strike.loss].into_iter().chain(suspended.into_values()).collect());
        *i += 1;
    }
    for (stage, &(start, end, _)) in plan.schedule.stages.iter().zip(&trace.stages) {
        all.insert(format!("stage `{}`", stage.name), vec![before(months, start), before(months, end)]);
    }
    for (node, &[opens, _]) in plan.chain.nodes.iter().zip(&trace.nodes) {
        all.insert(format!("node `{}` opens", node.name), vec![before(months, opens)]);
    }
    for (mineral, trace) in plan.minerals.iter().zip(&trace.minerals) {
        let mut put = |what: &str, series: &[f64]| all.insert(format!("mineral `{}` {what}", mineral.name), series.to_vec());
        put("demand", &trace.demand);
        for (&origin, arrivals) in mineral.route_origins.iter().zip(&trace.arrivals_by_origin) {
            put(&format!("arrivals from `{}`", mineral.origins[origin]), arrivals);
        }
        for (origin, supply) in mineral.origins.iter().zip(&trace.supply_by_origin) {
            put(&format!("supply from `{origin}`"), supply);
        }
        put("free supply", &trace.free);
        put("controlled supply", &trace.controlled);
        put("shortage", &trace.shortage);
        put("concentration", &trace.concentration);
        if mineral.withheld_asked {
            put("withheld", &trace.withheld);
        }
        if let Some(clearing) = &trace.clearing {
            put("price index", &clearing.price);
            put("bought", &clearing.bought);
            put("given up", &clearing.given_up);
            put("inventory", &clearing.inventory);
            put("stock to bridge", &clearing.bridge);
            let [diverted, leaked] =
                clearing.returned.each_ref().map(|months| if months.is_empty() { vec![0.0; trace.demand.len()] } else { months.clone() });
            put("diverted", &diverted);
            put("leaked", &leaked);
        }
    }
    let mut tonnes: BTreeMap<&str, Balance> = plan.minerals.iter().map(|mineral| (mineral.name.as_str(), Balance::default())).collect();
    for (route, trace) in plan.chain.routes.iter().zip(&trace.routes) {
        let balance = tonnes.get_mut(plan.minerals[route.mineral].name.as_str()).expect("all minerals are in");
        balance.mined += trace.mined;
        balance.delivered += trace.delivered;
        balance.lost_in_yields += trace.lost_in_yields;
        balance.in_transit += trace.in_transit;
        balance.in_buffers += trace.in_buffers;
        balance.lost_after_lag += trace.lost_after_lags;
    }
    for (mineral, balance) in tonnes {
        put_balance(&mut all, mineral, balance);
    }
    for (goal, trace) in plan.goals.goals.iter().zip(&trace.goals) {
        put_goal(&mut all, &goal.name, &trace.holds, trace.arrival, trace.lost, trace.bridge);
    }
    all
}

/// A trial by the naive implementation.
pub fn by_naive(outcome: &Outcome) -> Figures {
    let months = outcome.minerals.values().next().map_or(0, |market| market.demand.len());
    let mut all = Figures::new();
    for (path, value) in &outcome.drawn {
        all.insert(format!("input {path}"), vec![*value]);
    }
    for (regime, entries) in &outcome.regimes {
        for (j, entry) in entries.iter().enumerate() {
            all.insert(format!("regime `{regime}` entry {j:04}: `{}`", entry.state), vec![entry.from, before(months, entry.to)]);
        }
    }
    for (hazard, incidents) in &outcome.incidents {
        for (i, one) in incidents.iter().enumerate() {
            let suspended = one.suspensions.iter().map(|(owner, &(_, back))| (owner.clone(), back)).collect();
            let key = incident(hazard, i, &one.class, &one.hits, &suspended);
            all.insert(key, [one.time, one.outage_end, one.loss].into_iter().chain(suspended.into_values()).collect());
        }
    }
    let moment = |moment: Option<f64>| moment.map_or(f64::INFINITY, |moment| before(months, moment));
    for (stage, times) in &outcome.stages {
        all.insert(format!("stage `{stage}`"), vec![moment(times.start), moment(times.end)]);
    }
    for (node, opens) in &outcome.openings {
        all.insert(format!("node `{node}` opens"), vec![moment(*opens)]);
    }
    for (mineral, market) in &outcome.minerals {
        let mut put = |what: &str, series: &[f64]| all.insert(format!("mineral `{mineral}` {what}"), series.to_vec());
        put("demand", &market.demand);
        for (origin, arrivals) in &market.arrivals {
            put(&format!("arrivals from `{origin}`"), arrivals);
        }
        for (origin, supply) in &market.supply {
            put(&format!("supply from `{origin}`"), supply);
        }
        put("free supply", &market.free);
        put("controlled supply", &market.controlled);
        put("shortage", &market.shortage);
        put("concentration", &market.hhi);
        put("withheld", &market.withheld);
        if let Some(clearing) = &market.clearing {
            put("price index", &clearing.price);
            put("bought", &clearing.bought);
            put("given up", &clearing.given_up);
            put("inventory", &market.inventory);
            put("stock to bridge", &clearing.bridge);
            put("diverted", &clearing.returned[0]);
            put("leaked", &clearing.returned[1]);
        }
    }
    outcome.tonnes.iter().for_each(|(mineral, balance)| put_balance(&mut all, mineral, *balance));
    for (name, goal) in &outcome.goals {
        put_goal(&mut all, name, &goal.holds, goal.arrival, goal.lost, goal.bridging);
    }
    all
}

fn put_balance(all: &mut Figures, mineral: &str, balance: Balance) {
    let Balance { mined, delivered, lost_in_yields, in_transit, in_buffers, lost_after_lag } = balance;
    all.insert(format!("mineral `{mineral}` balance"), vec![mined, delivered, lost_in_yields, in_transit, in_buffers, lost_after_lag]);
}

fn put_goal(all: &mut Figures, name: &str, holds: &[bool], arrival: Option<usize>, lost: bool, bridge: f64) {
    all.insert(format!("goal `{name}` holds"), truths(holds));
    all.insert(format!("goal `{name}` arrives, is lost"), vec![arrival.map_or(f64::INFINITY, month), f64::from(u8::from(lost))]);
    all.insert(format!("goal `{name}` bridge"), vec![bridge]);
}

/// Where two accounts of the same trial differ by more than rounding; `Ok` with the number of figures compared where they do not.
///
/// A name that only one of them has is a difference, save for inputs that the engine holds constant and what the engine keeps only where a goal asks.
pub fn compare(engine: &Figures, other: &Figures) -> Result<usize, String> {
    let optional = |key: &str| key.starts_with("input ") || key.ends_with("withheld");
    let mut differences: Vec<String> = Vec::new();
    let mut figures = 0;
    for key in engine.keys().chain(other.keys()).collect::<BTreeSet<_>>() {
        match (engine.get(key), other.get(key)) {
            (Some(engine), Some(naive)) => {
                figures += engine.len();
                if let Some(difference) = differs(engine, naive, size(key, other)) {
                    differences.push(format!("{key}: {difference}"));
                }
            }
            (Some(engine), None) => differences.push(format!("{key}: engine only: {engine:?}")),
            (None, Some(naive)) if !optional(key) => differences.push(format!("{key}: not in the engine: {naive:?}")),
            (None, _) => {}
        }
    }
    if differences.is_empty() {
        Ok(figures)
    } else {
        Err(format!("{} differences: {:#?}", differences.len(), &differences[..differences.len().min(8)]))
    }
}

/// What is large in the place of a figure, so that rounding can be told from a difference.
fn size(key: &str, all: &Figures) -> f64 {
    let Some(mineral) = key.strip_prefix("mineral `").and_then(|rest| rest.split('`').next()) else { return 1.0 };
    let demand = &all[&format!("mineral `{mineral}` demand")];
    if key.ends_with("concentration") {
        10_000.0
    } else if key.ends_with("price index") {
        1.0
    } else if key.ends_with("balance") {
        demand.iter().sum()
    } else {
        demand.iter().copied().fold(0.0, f64::max)
    }
}

/// Where two lists differ by more than rounding.
fn differs(engine: &[f64], other: &[f64], size: f64) -> Option<String> {
    if engine.len() != other.len() {
        return Some(format!("{} figures against {}", engine.len(), other.len()));
    }
    let size = engine.iter().chain(other).filter(|value| value.is_finite()).fold(size, |size, value| size.max(value.abs()));
    // What never happens is infinite in both.
    let same = |a: f64, b: f64| a.total_cmp(&b).is_eq() || (a - b).abs() <= ROUNDING * size;
    let at = engine.iter().zip(other).position(|(&a, &b)| !same(a, b))?;
    Some(format!("engine {:?}, other {:?} at {at}", engine[at], other[at]))
}
