//! Random responses of markets that clear.
//!
//! Short elasticities are not far below long ones and nobody adapts at once: where the price index swings from month to month ever more widely, two
//! programs that differ in the last bit soon differ altogether.

use adit::scenario::{DemandResponse, DistributionSpec, Input, Named, Response, Supplier, SupplyResponse};

use super::Context;
use super::inputs::{between, factors_from, quantity};
use crate::naive::ast::{named, number, spec};

/// A response, and perhaps reactions of some suppliers of their own.
pub fn response(context: &mut Context, suppliers: &mut [Named<Supplier>]) -> Response {
    let supply = context.dice.chance(0.7).then(|| reaction(context, true));
    for supplier in suppliers {
        if context.dice.chance(0.25) {
            supplier.item.response = Some(reaction(context, supply.is_none()));
        }
    }
    let demand = context.dice.chance(0.8).then(|| {
        let SupplyResponse { short, long, months, .. } = reaction(context, true);
        DemandResponse { short, long, months }
    });
    let cap = context.dice.chance(0.7).then(|| between(context, 1.5, 8.0));
    let tolerates = context.dice.chance(0.6).then(|| between(context, 1.0, 1.5));
    let floor = context.dice.chance(0.3).then(|| between(context, 0.4, 1.0));
    let origins = context.dice.some(&["China", "Thailand", "Others"], 0.5);
    let through = origins.iter().map(|origin| named(origin, context.dice.real(0.5, 3.0))).collect();
    let precaution = factors_from(context, 0.35, [1.0, 1.6]);
    Response { demand, supply, cap, floor, tolerates, through, precaution }
}

/// Elasticities of which the short one, if asked for, is surely there.
fn reaction(context: &mut Context, short: bool) -> SupplyResponse {
    let short = (short || context.dice.chance(0.5)).then(|| between(context, 0.1, 0.4));
    SupplyResponse {
        long: context.dice.chance(0.6).then(|| long(context)),
        months: context.dice.chance(0.6).then(|| between(context, 6.0, 30.0)),
        spare: context.dice.chance(0.4).then(|| quantity(context, 0.4)),
        short,
    }
}

/// A long elasticity; as a plain number at or above every short one, drawn now and then below.
fn long(context: &mut Context) -> Input {
    if context.dice.chance(0.5) { spec(DistributionSpec::Uniform([0.1, 0.8])) } else { number(context.dice.real(0.4, 0.8)) }
}
