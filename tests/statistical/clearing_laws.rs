//! Distributions of markets that clear, on random scenarios.

use std::cell::Cell;

use adit::engine::{ClearingTrace, MineralTrace, replay};
use adit::scenario::{Input, Response, Scenario, SupplyResponse};

use crate::naive::{self, Naive};
use crate::random::{check, edit};
use crate::trial_values::{by_engine, plan};

/// What rounding can be, as a share of demand.
const ROUNDING: f64 = 1e-9;

/// The markets that clear in a trial, by their places.
fn cleared(scenario: &Scenario, trial: u64) -> Vec<(usize, MineralTrace, ClearingTrace)> {
    let minerals = replay(&plan(scenario), scenario.seed, trial).minerals.into_iter().enumerate();
    minerals.filter_map(|(m, market)| market.clearing.clone().map(|clearing| (m, market, clearing))).collect()
}

fn responses(scenario: &mut Scenario) -> impl Iterator<Item = &mut Response> {
    scenario.minerals.iter_mut().filter_map(|mineral| mineral.item.response.as_mut())
}

fn hold(holds: bool, otherwise: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise()) }
}

/// Without buying ahead and low prices.
fn plain(scenario: &Scenario) -> Scenario {
    let mut plain = scenario.clone();
    edit::without_price_effects(&mut plain);
    responses(&mut plain).for_each(|response| (response.precaution, response.floor) = (Vec::new(), None));
    plain
}

#[test]
fn what_is_bought_given_up_and_short_is_demand() {
    let (dear, cheap) = (Cell::new(0), Cell::new(0));
    check(150, |scenario, dice| {
        for (m, market, clearing) in cleared(scenario, u64::from(dice.whole(0, 1_000))) {
            let response = scenario.minerals[m].item.response.as_ref().expect("it clears");
            for (k, demand) in market.demand.iter().enumerate() {
                let sum = clearing.bought[k] + clearing.given_up[k] + market.shortage[k];
                hold((sum - demand).abs() <= ROUNDING * demand, || format!("month {k}: {sum} is not {demand}"))?;
                let (price, inventory) = (clearing.price[k], clearing.inventory[k]);
                dear.set(dear.get() + u32::from(price > 1.0));
                cheap.set(cheap.get() + u32::from(price < 1.0));
                if response.precaution.is_empty() {
                    hold(price <= 1.0 || inventory <= ROUNDING * demand, || format!("month {k}: price {price} with {inventory} t in stock"))?;
                }
                // What is bought beyond demand at low prices is used at once.
                if response.floor.is_none() {
                    let supply: f64 = market.supply_by_origin.iter().map(|months| months[k]).sum();
                    let before = if k == 0 { f64::NAN } else { clearing.inventory[k - 1] };
                    let [has, uses] = [before + supply, clearing.bought[k].min(*demand) + inventory];
                    hold(k == 0 || (has - uses).abs() <= ROUNDING * demand.max(has), || format!("month {k}: {has} t become {uses} t"))?;
                }
            }
        }
        Ok(())
    });
    assert!(dear.get() > 1_000 && cheap.get() > 300, "{} dear and {} cheap months", dear.get(), cheap.get());
}

#[test]
fn no_more_comes_back_than_was_held_back() {
    let some = Cell::new(0);
    check(150, |scenario, dice| {
        let outcome = Naive::new(scenario).trial(scenario.seed, u64::from(dice.whole(0, 1_000)));
        for market in outcome.minerals.values() {
            let Some(clearing) = &market.clearing else { continue };
            let held: f64 = market.withheld.iter().sum();
            let back: f64 = clearing.returned.iter().flatten().sum();
            some.set(some.get() + u32::from(back > 0.0));
            hold(back <= held * (1.0 + ROUNDING), || format!("{back} t come back of {held} t"))?;
        }
        Ok(())
    });
    assert!(some.get() > 20);
}

/// Multiplies an input that is there.
fn raise(input: &mut Option<Input>, by: f64) {
    if let Some(input) = input {
        edit::scale_by(input, "raised", by);
    }
}

#[test]
fn more_supply_or_larger_reactions_never_raise_the_first_high_price() {
    let lower = Cell::new(0);
    check(120, |scenario, dice| {
        let trial = u64::from(dice.whole(0, 1_000));
        let base = plain(scenario);
        let before = cleared(&base, trial);
        let mut changes = [(); 4].map(|()| {
            let mut changed = base.clone();
            changed.drivers.push(naive::ast::named("raised", naive::ast::number(1.3)));
            changed
        });
        let [supply, spare, reactions, tolerated] = &mut changes;
        supply
            .minerals
            .iter_mut()
            .flat_map(|mineral| &mut mineral.item.suppliers)
            .for_each(|supplier| edit::scale_by(&mut supplier.item.share, "raised", 1.3));
        let react = |all: &mut Scenario, change: fn(&mut SupplyResponse)| {
            for mineral in all.minerals.iter_mut().map(|mineral| &mut mineral.item) {
                let own = mineral.suppliers.iter_mut().filter_map(|supplier| supplier.item.response.as_mut());
                own.chain(mineral.response.iter_mut().filter_map(|response| response.supply.as_mut())).for_each(change);
            }
        };
        react(spare, |supply| raise(&mut supply.spare, 1.3));
        react(reactions, |supply| raise(&mut supply.short, 1.3));
        responses(reactions).filter_map(|response| response.demand.as_mut()).for_each(|demand| raise(&mut demand.short, 1.3));
        responses(tolerated).for_each(|response| raise(&mut response.tolerates, 1.3));
        for (what, changed) in ["supply", "spare", "reactions", "tolerates"].iter().zip(&changes) {
            for ((_, _, before), (_, _, after)) in before.iter().zip(cleared(changed, trial)) {
                let Some(k) = before.price.iter().position(|&price| price > 1.0) else { continue };
                lower.set(lower.get() + u32::from(after.price[k] < before.price[k]));
                let [price, bridge] = [(before.price[k], after.price[k]), (before.bridge[k], after.bridge[k])];
                hold(price.1 <= price.0 * (1.0 + ROUNDING), || format!("more {what}: price {} rose to {} in month {k}", price.0, price.1))?;
                hold(bridge.1 <= bridge.0 + 1e-6, || format!("more {what}: stock {} rose to {} in month {k}", bridge.0, bridge.1))?;
            }
        }
        Ok(())
    });
    assert!(lower.get() > 30, "{}", lower.get());
}

#[test]
fn the_bridging_stock_lies_between_the_shortage_and_that_of_quantities_that_do_not_react() {
    check(120, |scenario, dice| {
        let trial = u64::from(dice.whole(0, 1_000));
        let base = plain(scenario);
        let [mut at_cap, mut at_one, mut nobody] = [(); 3].map(|()| base.clone());
        responses(&mut at_cap).for_each(|response| response.tolerates = Some(response.cap.clone().unwrap_or(naive::ast::number(10.0))));
        responses(&mut at_one).for_each(|response| response.tolerates = None);
        for mineral in nobody.minerals.iter_mut().map(|mineral| &mut mineral.item) {
            mineral.suppliers.iter_mut().for_each(|supplier| supplier.item.response = None);
            mineral.response.iter_mut().for_each(|response| (response.demand, response.supply, response.tolerates) = (None, None, None));
        }
        let nobody = cleared(&nobody, trial);
        // A cap that is drawn has another draw where it stands under another key.
        let drawn = |m: usize| {
            base.minerals[m]
                .item
                .response
                .as_ref()
                .and_then(|response| response.cap.as_ref())
                .is_some_and(|cap| !matches!(cap.distribution, adit::scenario::DistributionSpec::Constant(_)))
        };
        for (m, market, clearing) in cleared(&at_cap, trial).into_iter().filter(|(m, ..)| !drawn(*m)) {
            hold(clearing.bridge == market.shortage, || format!("mineral {m}: {:?} is not {:?}", clearing.bridge, market.shortage))?;
        }
        for ((m, _, clearing), (_, market, _)) in cleared(&at_one, trial).iter().zip(&nobody) {
            hold(clearing.bridge == market.shortage, || format!("mineral {m} at 1: {:?} is not {:?}", clearing.bridge, market.shortage))?;
        }
        for (m, market, clearing) in &nobody {
            let missing = market.shortage.iter().zip(&clearing.price).all(|(&short, &price)| (short > 0.0) == (price > 1.0));
            hold(missing && clearing.bridge == market.shortage, || format!("mineral {m}: {:?} at {:?}", market.shortage, clearing.price))?;
        }
        Ok(())
    });
}

#[test]
fn a_response_without_reactions_changes_no_byte() {
    check(120, |scenario, dice| {
        let trial = u64::from(dice.whole(0, 1_000));
        let mut without = scenario.clone();
        edit::without_response(&mut without);
        let mut empty = without.clone();
        empty.minerals.iter_mut().for_each(|mineral| mineral.item.response = Some(Response::default()));
        for state in empty.regimes.iter_mut().flat_map(|regime| &mut regime.item.states).map(|state| &mut state.item) {
            let overrides = state.minerals.iter_mut().chain(&mut state.suppliers).map(|entry| &mut entry.item);
            overrides.chain([&mut state.flow]).for_each(|flow| (flow.diverts, flow.leaks) = (None, None));
        }
        let after = by_engine(&plan(&empty), empty.seed, trial);
        by_engine(&plan(&without), without.seed, trial).iter().try_for_each(|(key, figures)| {
            let same = after.get(key).is_some_and(|after| after.iter().zip(figures).all(|(a, b)| a.to_bits() == b.to_bits()));
            hold(same, || format!("{key}: {figures:?} became {:?}", after.get(key)))
        })
    });
}

#[test]
fn buying_ahead_moves_the_market_and_not_the_bridging_stock() {
    let moved = Cell::new(0);
    check(150, |scenario, dice| {
        let trial = u64::from(dice.whole(0, 1_000));
        let mut factors = [scenario.clone(), scenario.clone(), scenario.clone(), scenario.clone()];
        let [none, one, some, more] = &mut factors;
        responses(none).for_each(|response| response.precaution = Vec::new());
        let every = |all: &mut Scenario, value: f64| {
            let inputs = responses(all).flat_map(|response| &mut response.precaution).flat_map(|regime| &mut regime.item);
            inputs.for_each(|state| state.item = naive::ast::number(value));
        };
        every(one, 1.0);
        every(some, 1.2);
        every(more, 1.6);
        let [none, one, some, more] = factors.each_ref().map(|all| cleared(all, trial));
        hold(none == one, || "factors of 1 change something".to_owned())?;
        for ((none, some), more) in none.iter().zip(&some).zip(&more) {
            hold(none.2.bridge == some.2.bridge && some.2.bridge == more.2.bridge, || "the bridging stock moves".to_owned())?;
            let first = |clearing: &ClearingTrace| [clearing.price[0], clearing.bought[0]];
            let [a, b, c] = [none, some, more].map(|market| first(&market.2));
            moved.set(moved.get() + u32::from(c[1] > a[1]));
            let rises = |a: [f64; 2], b: [f64; 2]| a.iter().zip(b).all(|(a, b)| b >= a * (1.0 - ROUNDING));
            hold(rises(a, b) && rises(b, c), || format!("{a:?}, {b:?}, {c:?}"))?;
        }
        Ok(())
    });
    assert!(moved.get() > 5, "{}", moved.get());
}
