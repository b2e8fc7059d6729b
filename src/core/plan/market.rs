//! Compiled minerals: demand, suppliers, deliveries of routes, and the origins by which supply is counted.

use super::builder::{Builder, Site};
use super::chain::{Chain, RouteId};
use super::inputs::Slot;
use super::policy::{Policy, ProfileId, sorted_by_name};
use super::response::{Reaction, ResponsePlan};
use crate::scenario::{Response, Scenario, mineral as keys, supplier, title_of};

/// A compiled supplier.
#[derive(Clone, Debug)]
pub struct SupplierPlan {
    /// Supply offered as a share of demand.
    pub share: Slot,
    /// Share before a month, where a lever changes it from that month on.
    pub share_before: Option<(usize, Slot)>,
    /// Growth per year relative to demand; `None` where it is always 0.
    pub growth: Option<Slot>,
    /// Column of the controlling regime, and the share of supply that it controls.
    pub control: Option<(ProfileId, Slot)>,
    /// Index of the origin in the mineral's origins.
    pub origin: usize,
    /// Index of its reaction in [`ResponsePlan::reactions`]; 0 where its market does not clear.
    pub reaction: usize,
}

/// Delivery of a mineral by a route.
#[derive(Clone, Debug)]
pub struct Bringing {
    /// Route.
    pub route: RouteId,
    /// Tonnes per tonne of the main mineral of the route; `None` for the main mineral itself.
    pub ratio: Option<Slot>,
    /// Index of the origin in the mineral's origins.
    pub origin: usize,
    /// Index of the origin in the mineral's route origins.
    pub route_origin: usize,
}

/// A compiled mineral.
#[derive(Clone, Debug)]
pub struct MineralPlan {
    /// Name in the file.
    pub name: String,
    /// Title, else the name in words.
    pub title: String,
    /// Demand at the start in t/yr.
    pub demand: Slot,
    /// Growth of demand per year.
    pub growth: Slot,
    /// Price in USD/t.
    pub price: Option<Slot>,
    /// Inventory in months of demand; `None` where there is none.
    pub inventory: Option<Slot>,
    /// Suppliers, sorted by name.
    pub suppliers: Vec<SupplierPlan>,
    /// Deliveries by routes.
    pub bringings: Vec<Bringing>,
    /// Origins of suppliers and routes, sorted by name.
    pub origins: Vec<String>,
    /// Indices of the origins that deliver by routes.
    pub route_origins: Vec<usize>,
    /// Route origins with a measure of a goal, as indices into `route_origins`.
    pub asked: Vec<usize>,
    /// Whether a goal measures what controls withhold.
    pub withheld_asked: bool,
    /// How its market clears; `None` where quantities do not react.
    pub response: Option<ResponsePlan>,
    /// Mean demand in t/yr, the scale of fixed-point sums.
    pub scale: f64,
    /// Mean price in USD/t; 1 where there is no price.
    pub price_scale: f64,
}

impl MineralPlan {
    /// Origins of what comes back and their shares; empty where nothing does.
    #[must_use]
    pub fn through(&self) -> &[(usize, f64)] {
        self.response.as_ref().map_or(&[], |response| &response.through)
    }
}

/// Compiles all minerals, in the order of the file.
pub(super) fn compile(scenario: &Scenario, builder: &mut Builder, policy: &mut Policy, chain: &Chain) -> Vec<MineralPlan> {
    let mut minerals = Vec::new();
    for (m, named) in scenario.minerals.iter().enumerate() {
        let (name, mineral) = (named.name.value.as_str(), &named.item);
        let path = format!("minerals.{name}");
        let group = mineral.group.as_ref().map_or("market", |group| group.value.as_str());
        let market = Site { path: &path, group };
        let brought: Vec<(RouteId, Option<Slot>)> = chain
            .routes
            .iter()
            .enumerate()
            .flat_map(|(r, route)| {
                let own = (route.mineral == m).then_some((RouteId(r), None));
                own.into_iter().chain(route.carries.iter().filter(|(carried, _)| *carried == m).map(move |&(_, ratio)| (RouteId(r), Some(ratio))))
            })
            .collect();
        let mut origins: Vec<String> = mineral.suppliers.iter().map(|named| named.name.value.clone()).collect();
        origins.extend(brought.iter().map(|(route, _)| chain.routes[route.0].origin.clone()));
        let controls: Vec<Option<ProfileId>> = sorted_by_name(&mineral.suppliers)
            .into_iter()
            .map(|s| {
                let regime = mineral.suppliers[s].item.controlled_by.as_ref()?;
                policy.profile(scenario, builder, &regime.value, [name, &mineral.suppliers[s].name.value], mineral.response.is_some())
            })
            .collect();
        let by_route = brought.iter().filter_map(|(route, _)| chain.routes[route.0].control).map(|(profile, _)| profile);
        let comes_back = controls.iter().copied().flatten().chain(by_route).any(|profile| !policy.profiles[profile.0].returns.is_empty());
        let returning = mineral.response.as_ref().filter(|_| comes_back);
        origins.extend(returning.into_iter().flat_map(Response::origins).map(str::to_owned));
        origins.sort();
        origins.dedup();
        let place = |origin: &str| origins.iter().position(|known| known == origin).unwrap_or(0);
        let mut route_origins: Vec<usize> = brought.iter().map(|(route, _)| place(&chain.routes[route.0].origin)).collect();
        route_origins.sort_unstable();
        route_origins.dedup();
        let bringings = brought.into_iter().map(|(route, ratio)| {
            let origin = place(&chain.routes[route.0].origin);
            let route_origin = route_origins.iter().position(|&known| known == origin).unwrap_or(0);
            Bringing { route, ratio, origin, route_origin }
        });
        let bringings: Vec<Bringing> = bringings.collect();
        let mut reactions = Vec::new();
        let suppliers = sorted_by_name(&mineral.suppliers).into_iter().zip(controls).map(|(s, control)| {
            let (supplier_name, written) = (&mineral.suppliers[s].name.value, &mineral.suppliers[s].item);
            let path = format!("{path}.suppliers.{supplier_name}");
            let site = Site { path: &path, group: written.group.as_ref().map_or(group, |group| group.value.as_str()) };
            let growth = builder.optional(written.growth.as_ref(), &supplier::growth, site);
            let reaction = mineral.response.as_ref().map_or(0, |response| {
                let reaction = Reaction::of_supplier(written.response.as_ref(), response.supply.as_ref(), builder, [site, market]);
                reactions.iter().position(|known| *known == reaction).unwrap_or_else(|| {
                    reactions.push(reaction);
                    reactions.len() - 1
                })
            });
            SupplierPlan {
                share: builder.quantity(&written.share, &supplier::share, site),
                share_before: builder.before(&format!("{path}.{}", supplier::share.name), &supplier::share, site.group),
                growth: growth.filter(|&slot| builder.constant_of(slot) != Some(0.0)),
                control: control.map(|profile| (profile, builder.or_default(written.dependence.as_ref(), &supplier::dependence, site))),
                origin: place(supplier_name),
                reaction,
            }
        });
        let suppliers: Vec<SupplierPlan> = suppliers.collect();
        let site = market;
        let inventory = builder.optional(mineral.inventory.as_ref(), &keys::inventory, site);
        let demand = builder.quantity(&mineral.demand, &keys::demand, site);
        let price = builder.optional(mineral.price.as_ref(), &keys::price, site);
        let response = mineral.response.as_ref().map(|response| {
            let through = returning.map(Response::shares).unwrap_or_default();
            let mut through: Vec<(usize, f64)> = through.into_iter().map(|(origin, share)| (place(origin), share)).collect();
            through.sort_by_key(|(origin, _)| *origin); // sums do not depend on the order of the file
            let plan = ResponsePlan::compile(response, reactions, through, policy, builder, market);
            plan.check_swing(&suppliers, builder, named.name.place, name);
            plan
        });
        let typical = |slot: Slot| builder.mean(slot).clamp(1e-12, 1e18);
        minerals.push(MineralPlan {
            response,
            name: name.to_owned(),
            title: title_of(name, mineral.title.as_deref()),
            scale: typical(demand).max(brought_at_most(builder, chain, &bringings) * LEAST_OF_BROUGHT),
            price_scale: price.map_or(1.0, typical),
            demand,
            growth: builder.or_default(mineral.growth.as_ref(), &keys::growth, site),
            price,
            inventory: inventory.filter(|&slot| builder.constant_of(slot) != Some(0.0)),
            suppliers,
            bringings,
            origins,
            route_origins,
            asked: Vec::new(),
            withheld_asked: false,
        });
    }
    minerals
}

/// Smallest part of what routes may bring that the scale is: fixed-point sums hold numbers up to 30 000 times the scale.
const LEAST_OF_BROUGHT: f64 = 1e-3;

/// Tonnes a year that the routes of a mineral may bring by the capacities of their sources, as far as these are limited.
fn brought_at_most(builder: &Builder, chain: &Chain, bringings: &[Bringing]) -> f64 {
    let of_source = |bringing: &Bringing| {
        let passage = &chain.passages[chain.routes.get(bringing.route.0)?.passages.clone()].first()?;
        let parts = &chain.nodes.get(passage.node.0)?.figures.get(passage.figure?)?.parts;
        let capacity: f64 = parts.iter().map(|&(slot, _)| builder.mean(slot)).sum();
        Some(capacity * passage.grade.map_or(1.0, |grade| builder.mean(grade)) * bringing.ratio.map_or(1.0, |ratio| builder.mean(ratio)))
    };
    bringings.iter().filter_map(of_source).filter(|tonnes| tonnes.is_finite()).sum::<f64>().min(1e18)
}
