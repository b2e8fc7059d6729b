//! Compiled minerals: demand, suppliers, deliveries of routes, and the origins by which supply is counted.

use super::builder::{Builder, Site};
use super::chain::{Chain, RouteId};
use super::inputs::Slot;
use super::policy::{Policy, ProfileId, sorted_by_name};
use crate::scenario::{Scenario, mineral as keys, supplier, title_of};

/// A compiled supplier.
#[derive(Clone, Debug)]
pub struct SupplierPlan {
    /// Supply offered as a share of demand.
    pub share: Slot,
    /// Growth per year relative to demand; `None` where it is always 0.
    pub growth: Option<Slot>,
    /// Column of the controlling regime, and the share of supply that it controls.
    pub control: Option<(ProfileId, Slot)>,
    /// Index of the origin in the mineral's origins.
    pub origin: usize,
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
    /// Mean demand in t/yr, the scale of fixed-point sums.
    pub scale: f64,
    /// Mean price in USD/t; 1 where there is no price.
    pub price_scale: f64,
}

/// Compiles all minerals, in the order of the file.
pub(super) fn compile(scenario: &Scenario, builder: &mut Builder, policy: &mut Policy, chain: &Chain) -> Vec<MineralPlan> {
    let mut minerals = Vec::new();
    for (m, named) in scenario.minerals.iter().enumerate() {
        let (name, mineral) = (named.name.value.as_str(), &named.item);
        let path = format!("minerals.{name}");
        let group = mineral.group.as_ref().map_or("market", |group| group.value.as_str());
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
        let bringings = bringings.collect();
        let suppliers = sorted_by_name(&mineral.suppliers).into_iter().map(|s| {
            let (supplier_name, written) = (&mineral.suppliers[s].name.value, &mineral.suppliers[s].item);
            let path = format!("{path}.suppliers.{supplier_name}");
            let site = Site { path: &path, group: written.group.as_ref().map_or(group, |group| group.value.as_str()) };
            let growth = builder.optional(written.growth.as_ref(), &supplier::growth, site);
            SupplierPlan {
                share: builder.quantity(&written.share, &supplier::share, site),
                growth: growth.filter(|&slot| builder.constant_of(slot) != Some(0.0)),
                control: written.controlled_by.as_ref().and_then(|regime| {
                    let profile = policy.profile(scenario, builder, &regime.value, name, supplier_name)?;
                    Some((profile, builder.or_default(written.dependence.as_ref(), &supplier::dependence, site)))
                }),
                origin: place(supplier_name),
            }
        });
        let suppliers = suppliers.collect();
        let site = Site { path: &path, group };
        let inventory = builder.optional(mineral.inventory.as_ref(), &keys::inventory, site);
        let demand = builder.quantity(&mineral.demand, &keys::demand, site);
        let price = builder.optional(mineral.price.as_ref(), &keys::price, site);
        let typical = |slot: Slot| builder.mean(slot).clamp(1e-12, 1e18);
        minerals.push(MineralPlan {
            name: name.to_owned(),
            title: title_of(name, mineral.title.as_deref()),
            scale: typical(demand),
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
