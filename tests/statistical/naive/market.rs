//! Arrivals and the market of each mineral.

use std::collections::BTreeMap;

use adit::scenario::{Input, Mineral, Response, State};

use super::outcome::{ClearingMonths, MineralMonths};
use super::{Trial, clearing, month, regimes};

/// Supply below this share of demand is rounding, not supply.
const NOTHING: f64 = 1e-9;

/// A flow of one mineral, from a supplier or off a route, by month.
struct Flow {
    origin: String,
    from_route: bool,
    free: Vec<f64>,
    /// The controlled part, after the control.
    controlled: Vec<f64>,
    /// What the control held back.
    withheld: Vec<f64>,
    /// What comes back of it, free and controlled, where the market clears.
    returned: [Vec<f64>; 2],
}

/// All markets, given what left the last node of each route.
pub fn run(trial: &Trial, delivered: &BTreeMap<String, Vec<f64>>) -> BTreeMap<String, MineralMonths> {
    let mut flows: BTreeMap<&str, Vec<Flow>> = trial.scenario.minerals.iter().map(|mineral| (mineral.name.value.as_str(), Vec::new())).collect();
    for route in &trial.scenario.routes {
        let (path, origin, mineral) = (format!("routes.{}", route.name.value), &route.item.origin.value, &route.item.mineral.value);
        let offtake = trial.draws.once_or(&format!("{path}.offtake"), route.item.offtake.as_ref(), 1.0);
        let sold = regimes::factors(trial, &format!("{path}.flow"), &route.item.flow);
        let arriving: Vec<f64> = delivered[&route.name.value].iter().zip(sold).map(|(left, flow)| left * (offtake * flow).min(1.0)).collect();
        let control = route.item.controlled_by.as_ref().map(|regime| {
            let dependence = trial.draws.once_or(&format!("{path}.dependence"), route.item.dependence.as_ref(), 1.0);
            // A route's controlled part never grows by a rush.
            let factor = regimes::control(trial, &regime.value, origin, mineral).into_iter().map(|factor| factor.min(1.0)).collect();
            (dependence, factor)
        });
        let mut main = flow(origin, true, &arriving, control);
        if let Some(regime) = &route.item.controlled_by {
            main.returned = regimes::comes_back(trial, &regime.value, origin, mineral, &main.withheld);
        }
        for by_product in &route.item.carries {
            let ratio = trial.draws.once(&format!("{path}.carries.{}", by_product.name.value), &by_product.item);
            let scaled = |months: &[f64]| -> Vec<f64> { months.iter().map(|tonnes| ratio * tonnes).collect() };
            let carried = Flow {
                origin: origin.clone(),
                from_route: true,
                free: scaled(&main.free),
                controlled: scaled(&main.controlled),
                withheld: scaled(&main.withheld),
                returned: main.returned.each_ref().map(|months| scaled(months)),
            };
            flows.get_mut(by_product.name.value.as_str()).expect("a mineral of the scenario").push(carried);
        }
        flows.get_mut(mineral.as_str()).expect("a mineral of the scenario").push(main);
    }
    trial
        .scenario
        .minerals
        .iter()
        .map(|mineral| {
            (
                mineral.name.value.clone(),
                market(trial, &mineral.name.value, &mineral.item, flows.remove(mineral.name.value.as_str()).expect("inserted above")),
            )
        })
        .collect()
}

/// Splits a flow into its free part and the part that a regime controls: `(dependence, monthly factor)`.
fn flow(origin: &str, from_route: bool, offered: &[f64], control: Option<(f64, Vec<f64>)>) -> Flow {
    let (dependence, factor) = control.unwrap_or_else(|| (0.0, vec![1.0; offered.len()]));
    Flow {
        origin: origin.to_owned(),
        from_route,
        free: offered.iter().map(|tonnes| tonnes * (1.0 - dependence)).collect(),
        controlled: offered.iter().zip(&factor).map(|(tonnes, factor)| tonnes * dependence * factor).collect(),
        withheld: offered.iter().zip(&factor).map(|(tonnes, factor)| tonnes * dependence * (1.0 - factor).max(0.0)).collect(),
        returned: [vec![0.0; offered.len()], vec![0.0; offered.len()]],
    }
}

fn market(trial: &Trial, name: &str, mineral: &Mineral, mut flows: Vec<Flow>) -> MineralMonths {
    let path = format!("minerals.{name}");
    let draws = &trial.draws;
    let yearly = draws.once(&format!("{path}.demand"), &mineral.demand);
    let growth = draws.once_or(&format!("{path}.growth"), mineral.growth.as_ref(), 0.0);
    let cover = draws.once_or(&format!("{path}.inventory"), mineral.inventory.as_ref(), 0.0);
    let demand: Vec<f64> = (0..trial.months).map(|k| yearly / 12.0 * (1.0 + growth).powf(month(k) / 12.0)).collect();
    for supplier in &mineral.suppliers {
        let path = format!("{path}.suppliers.{}", supplier.name.value);
        let share = draws.once(&format!("{path}.share"), &supplier.item.share);
        let growth = draws.once_or(&format!("{path}.growth"), supplier.item.growth.as_ref(), 0.0);
        let offered: Vec<f64> = demand.iter().enumerate().map(|(k, demand)| share * demand * (1.0 + growth).powf(month(k) / 12.0)).collect();
        let control = supplier.item.controlled_by.as_ref().map(|regime| {
            let dependence = draws.once_or(&format!("{path}.dependence"), supplier.item.dependence.as_ref(), 1.0);
            (dependence, regimes::control(trial, &regime.value, &supplier.name.value, name))
        });
        let mut own = flow(&supplier.name.value, false, &offered, control);
        if let Some(regime) = supplier.item.controlled_by.as_ref().filter(|_| mineral.response.is_some()) {
            own.returned = regimes::comes_back(trial, &regime.value, &supplier.name.value, name, &own.withheld);
        }
        flows.push(own);
    }

    let mut months = MineralMonths { demand, ..MineralMonths::default() };
    let mut settled = Vec::new();
    if let Some(response) = &mineral.response {
        let returned = [0, 1].map(|kind| (0..trial.months).map(|k| flows.iter().map(|flow| flow.returned[kind][k]).sum()).collect::<Vec<f64>>());
        // Origins of what can come back are in the accounts even where nothing does.
        if can_come_back(trial, name) {
            let mut through: BTreeMap<&str, f64> = response.through.iter().map(|origin| (origin.name.value.as_str(), origin.item)).collect();
            if through.is_empty() {
                through.insert("Other routes", 1.0);
            }
            let all: f64 = through.values().sum();
            for (origin, weight) in through {
                let [free, controlled] = returned.each_ref().map(|months| months.iter().map(|tonnes| tonnes * weight / all).collect::<Vec<_>>());
                let nothing = || vec![0.0; trial.months];
                flows.push(Flow {
                    origin: origin.to_owned(),
                    from_route: false,
                    free,
                    controlled,
                    withheld: nothing(),
                    returned: [nothing(), nothing()],
                });
            }
        }
        settled = clear(trial, (&path, mineral, response), &mut flows, &mut months, cover, returned);
    }
    for flow in &flows {
        let supply = months.supply.entry(flow.origin.clone()).or_insert_with(|| vec![0.0; trial.months]);
        supply.fill(0.0);
        if flow.from_route {
            let arrivals = months.arrivals.entry(flow.origin.clone()).or_insert_with(|| vec![0.0; trial.months]);
            arrivals.iter_mut().enumerate().for_each(|(k, tonnes)| *tonnes += flow.free[k] + flow.controlled[k]);
        }
    }
    let mut inventory = cover * months.demand[0];
    for k in 0..trial.months {
        let settled: Option<&clearing::Settled> = settled.get(k);
        let demand = months.demand[k];
        months.free.push(flows.iter().map(|flow| flow.free[k]).sum());
        months.withheld.push(flows.iter().map(|flow| flow.withheld[k]).sum());
        let offered: f64 = flows.iter().map(|flow| flow.free[k] + flow.controlled[k]).sum();
        // What is missing by rounding alone is not missing.
        let missing = if demand - offered > demand * 1e-12 { demand - offered } else { 0.0 };
        let from_stock = missing.min(inventory);
        months.shortage.push(settled.map_or(missing - from_stock, |settled| settled.shortage));
        let mut surplus = (offered - demand).max(0.0);
        let refill = surplus.min((cover * demand - inventory).max(0.0));
        inventory += refill - from_stock;
        surplus = settled.map_or(surplus - refill, |settled| settled.surplus);
        months.inventory.push(settled.map_or(inventory, |settled| settled.inventory));
        // Controlled supply gives way first, then what suppliers offer freely, then what routes bring freely.
        let controlled: f64 = flows.iter().map(|flow| flow.controlled[k]).sum();
        let [free_offers, free_arrivals] =
            [false, true].map(|from_route| flows.iter().filter(|flow| flow.from_route == from_route).map(|flow| flow.free[k]).sum::<f64>());
        let keep_controlled = keep(controlled, &mut surplus);
        let keep_offers = keep(free_offers, &mut surplus);
        let keep_arrivals = keep(free_arrivals, &mut surplus);
        months.controlled.push(controlled * keep_controlled);
        for flow in &flows {
            let free = flow.free[k] * if flow.from_route { keep_arrivals } else { keep_offers };
            months.supply.get_mut(&flow.origin).expect("inserted above")[k] += free + flow.controlled[k] * keep_controlled;
        }
        let total: f64 = months.supply.values().map(|supply| supply[k]).sum();
        let index = months.supply.values().map(|supply| (supply[k] / total).powi(2)).sum::<f64>() * 10_000.0;
        months.hhi.push(if total <= NOTHING * demand { 0.0 } else { index });
    }
    months
}

/// Share of a supply that stays when a surplus displaces it; takes what it displaces off the surplus.
fn keep(supply: f64, surplus: &mut f64) -> f64 {
    let displaced = supply.min(*surplus);
    *surplus -= displaced;
    if supply > 0.0 { (supply - displaced) / supply } else { 1.0 }
}

/// Settles a market that clears: the flows of its suppliers become those at the price indices.
fn clear(
    trial: &Trial,
    (path, mineral, response): (&str, &Mineral, &Response),
    flows: &mut [Flow],
    months: &mut MineralMonths,
    cover: f64,
    returned: [Vec<f64>; 2],
) -> Vec<clearing::Settled> {
    let reactions = clearing::reactions(trial, path, mineral, response);
    let ahead = regimes::factors(trial, &format!("{path}.response.precaution"), &response.precaution);
    // Routes come first among the flows, then suppliers in the order of the file.
    let first = flows.iter().position(|flow| !flow.from_route).unwrap_or(flows.len());
    let suppliers = first..first + mineral.suppliers.len();
    let begins: Vec<clearing::Month> = (0..trial.months)
        .map(|k| {
            let others = flows.iter().enumerate().filter(|(i, _)| !suppliers.contains(i)).map(|(_, flow)| flow.free[k]);
            clearing::Month {
                demand: months.demand[k],
                ahead: ahead[k],
                fixed: others.sum::<f64>() + flows.iter().map(|flow| flow.controlled[k]).sum::<f64>(),
                offers: flows[suppliers.clone()].iter().map(|flow| flow.free[k]).collect(),
                target: cover * months.demand[k],
            }
        })
        .collect();
    let stock = cover * months.demand[0];
    let bridged = clearing::settle(&reactions, &begins, stock, true);
    let settled = clearing::settle(&reactions, &begins, stock, false);
    for (k, settled) in settled.iter().enumerate() {
        flows[suppliers.clone()].iter_mut().zip(&settled.free).for_each(|(flow, free)| flow.free[k] = *free);
    }
    let series = |of: fn(&clearing::Settled) -> f64| settled.iter().map(of).collect();
    months.clearing = Some(ClearingMonths {
        price: series(|month| month.price),
        bought: series(|month| month.bought),
        given_up: series(|month| month.given_up),
        bridge: bridged.iter().map(|month| month.shortage).collect(),
        returned,
    });
    settled
}

/// Whether a regime that controls a supplier or route of a mineral has a state of which anything can come back.
fn can_come_back(trial: &Trial, mineral: &str) -> bool {
    let whole = trial.scenario;
    let offers = whole.minerals.iter().filter(|other| other.name.value == mineral).flat_map(|mineral| &mineral.item.suppliers);
    let offers = offers.filter_map(|supplier| Some((supplier.item.controlled_by.as_ref()?, supplier.name.value.as_str(), mineral)));
    let carries = |route: &adit::scenario::Route| route.mineral.value == mineral || route.carries.iter().any(|by| by.name.value == mineral);
    let routes = whole.routes.iter().map(|route| &route.item).filter(|route| carries(route));
    let routes = routes.filter_map(|route| Some((route.controlled_by.as_ref()?, route.origin.value.as_str(), route.mineral.value.as_str())));
    let possible = |input: &Input| {
        adit::plan::distribution(&input.distribution).map_or(true, |spec| spec.as_constant() != Some(0.0))
            || matches!(input.distribution, adit::scenario::DistributionSpec::Driver(_))
    };
    offers.chain(routes).any(|(regime, supplier, mineral)| {
        let states = whole.regimes.iter().filter(|other| other.name.value == regime.value).flat_map(|regime| &regime.item.states);
        let mut states = states.map(|state| &state.item);
        states.any(|state: &State| {
            let find = |table: &[adit::scenario::Named<adit::scenario::StateFlow>], name: &str| {
                table.iter().find(|entry| entry.name.value == name).map(|entry| entry.item.clone())
            };
            let levels = [find(&state.suppliers, supplier), find(&state.minerals, mineral), Some(state.flow.clone())];
            let diverts = levels.iter().flatten().find_map(|flow| flow.diverts.as_ref());
            let leaks = levels.iter().flatten().find_map(|flow| flow.leaks.as_ref());
            diverts.into_iter().chain(leaks).any(possible)
        })
    })
}
