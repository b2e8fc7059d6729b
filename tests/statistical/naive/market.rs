//! Arrivals and the market of each mineral.

use std::collections::BTreeMap;

use adit::scenario::Mineral;

use super::outcome::MineralMonths;
use super::{Trial, month, regimes};

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
        let main = flow(origin, true, &arriving, control);
        for by_product in &route.item.carries {
            let ratio = trial.draws.once(&format!("{path}.carries.{}", by_product.name.value), &by_product.item);
            let scaled = |months: &[f64]| months.iter().map(|tonnes| ratio * tonnes).collect();
            let carried = Flow {
                origin: origin.clone(),
                from_route: true,
                free: scaled(&main.free),
                controlled: scaled(&main.controlled),
                withheld: scaled(&main.withheld),
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
        flows.push(flow(&supplier.name.value, false, &offered, control));
    }

    let mut months = MineralMonths { demand, ..MineralMonths::default() };
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
        let demand = months.demand[k];
        months.free.push(flows.iter().map(|flow| flow.free[k]).sum());
        months.withheld.push(flows.iter().map(|flow| flow.withheld[k]).sum());
        let offered: f64 = flows.iter().map(|flow| flow.free[k] + flow.controlled[k]).sum();
        // What is missing by rounding alone is not missing.
        let missing = if demand - offered > demand * 1e-12 { demand - offered } else { 0.0 };
        let from_stock = missing.min(inventory);
        months.shortage.push(missing - from_stock);
        let mut surplus = (offered - demand).max(0.0);
        let refill = surplus.min((cover * demand - inventory).max(0.0));
        inventory += refill - from_stock;
        surplus -= refill;
        months.inventory.push(inventory);
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
