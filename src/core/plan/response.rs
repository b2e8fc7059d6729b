//! Compiled reactions of a market that clears: elasticities of demand and supply, bounds of the price index, buying ahead, and what comes back.

use super::builder::{Builder, Site};
use super::inputs::Slot;
use super::market::SupplierPlan;
use super::policy::{EffectId, Policy};
use crate::scenario::{DemandResponse, Input, Key, Response, SupplyResponse, demand_response, response as keys, supply_response};
use crate::units::Place;

/// How demand, or the free supply of some suppliers, reacts to the price index.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reaction {
    /// Elasticity in the first month, at least 0.
    pub short: Slot,
    /// Elasticity after adaptation; one below `short` counts as `short`.
    pub long: Slot,
    /// Mean months of adaptation.
    pub months: Slot,
    /// Spare capacity as a share of the offer; `None` for no limit.
    pub spare: Option<Slot>,
}

/// How a market clears: the price index at which demand meets supply, and trade that goes round.
#[derive(Clone, Debug)]
pub struct ResponsePlan {
    /// Reaction of demand.
    pub demand: Reaction,
    /// Different reactions of suppliers, each once.
    pub reactions: Vec<Reaction>,
    /// Highest price index.
    pub cap: Slot,
    /// Lowest price index.
    pub floor: Slot,
    /// Price index that the bridging stock keeps; one above the cap counts as the cap.
    pub tolerates: Slot,
    /// Columns of regimes' factors on what buyers want.
    pub precaution: Vec<EffectId>,
    /// Origins of what comes back: indices in the mineral's origins, and shares that add up to 1. Empty where nothing comes back.
    pub through: Vec<(usize, f64)>,
}

impl Reaction {
    /// The reaction of demand.
    fn of_demand(written: Option<&DemandResponse>, builder: &mut Builder, market: Site) -> Self {
        let path = format!("{}.response.demand", market.path);
        let site = Site { path: &path, group: market.group };
        let mut slot = |of: fn(&DemandResponse) -> Option<&Input>, key: &Key| builder.optional(written.and_then(of), key, site);
        let short = slot(|written| written.short.as_ref(), &demand_response::short);
        let long = slot(|written| written.long.as_ref(), &demand_response::long);
        let months = slot(|written| written.months.as_ref(), &demand_response::months);
        Self::complete([short, long, months, None], &demand_response::months, builder)
    }

    /// The reaction of a supplier: its own keys, else those for all suppliers of the mineral.
    pub(super) fn of_supplier(
        own: Option<&SupplyResponse>,
        all: Option<&SupplyResponse>,
        builder: &mut Builder,
        [supplier, market]: [Site; 2],
    ) -> Self {
        let [own_path, path] = [format!("{}.response", supplier.path), format!("{}.response.supply", market.path)];
        let mut slot = |of: fn(&SupplyResponse) -> Option<&Input>, key: &Key| match own.and_then(of) {
            Some(input) => Some(builder.quantity(input, key, Site { path: &own_path, group: supplier.group })),
            None => builder.optional(all.and_then(of), key, Site { path: &path, group: market.group }),
        };
        let short = slot(|written| written.short.as_ref(), &supply_response::short);
        let long = slot(|written| written.long.as_ref(), &supply_response::long);
        let months = slot(|written| written.months.as_ref(), &supply_response::months);
        let spare = slot(|written| written.spare.as_ref(), &supply_response::spare);
        Self::complete([short, long, months, spare], &supply_response::months, builder)
    }

    fn complete([short, long, months, spare]: [Option<Slot>; 4], default: &Key, builder: &mut Builder) -> Self {
        let short = short.unwrap_or_else(|| builder.constant(0.0));
        let months = months.unwrap_or_else(|| builder.constant(default.default.unwrap_or_default()));
        Self { short, long: long.unwrap_or(short), months, spare }
    }
}

impl ResponsePlan {
    pub(super) fn compile(
        written: &Response,
        reactions: Vec<Reaction>,
        through: Vec<(usize, f64)>,
        policy: &mut Policy,
        builder: &mut Builder,
        market: Site,
    ) -> Self {
        let path = format!("{}.response", market.path);
        let site = Site { path: &path, group: market.group };
        Self {
            demand: Reaction::of_demand(written.demand.as_ref(), builder, market),
            reactions,
            cap: builder.or_default(written.cap.as_ref(), &keys::cap, site),
            floor: builder.or_default(written.floor.as_ref(), &keys::floor, site),
            tolerates: builder.or_default(written.tolerates.as_ref(), &keys::tolerates, site),
            precaution: policy.effects(builder, &written.precaution, &keys::precaution, site),
            through,
        }
    }

    /// Warns of a cobweb: buyers and suppliers who adapt so fast that the price index swings from month to month. Inputs count at their means, and each
    /// supplier with the free part of its share.
    pub(super) fn check_swing(&self, suppliers: &[SupplierPlan], builder: &mut Builder, place: Place, name: &str) {
        let free = |supplier: &SupplierPlan| builder.mean(supplier.share) * (1.0 - supplier.control.map_or(0.0, |(_, part)| builder.mean(part)));
        let weighed = suppliers.iter().map(|supplier| (&self.reactions[supplier.reaction], free(supplier)));
        let [mut short, mut long, mut speed] = [0.0_f64; 3];
        for (reaction, weight) in weighed.chain([(&self.demand, 1.0)]) {
            let [at_once, months] = [reaction.short, reaction.months].map(|slot| builder.mean(slot));
            let in_time = builder.mean(reaction.long).max(at_once);
            short += weight * at_once;
            long += weight * in_time;
            if in_time > at_once && weight > 0.0 {
                speed = speed.max(-(-1.0 / months).exp_m1());
            }
        }
        if speed * long > short * (1.0 + 1e-9) {
            let message = format!("the price of mineral `{name}` would swing from month to month");
            let label = format!(
                "in a month {:.0}% of the adaptation happens, while short elasticities are {:.0}% of the long ones",
                100.0 * speed,
                100.0 * short / long
            );
            builder.problems.warn(place, message, label, "raise `months` or `short`, or lower `long`".to_owned());
        }
    }
}
