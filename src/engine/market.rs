//! The market of a batch, month by month: supply against demand, inventory, displacement, shortage, concentration.

use super::chain::ChainRun;
use super::dispatch::vectorised;
use super::lanes::Lanes;
use super::policy::PolicyRun;
use crate::plan::{MineralPlan, Plan, RoutePlan, SupplierPlan};

/// Share of demand below which a sum is what rounding left.
pub const NOTHING: f64 = 1e-9;

/// What is kept of one mineral, month by month.
#[derive(Clone, Debug)]
pub struct MineralRun {
    /// Demand, t.
    pub demand: Vec<Lanes>,
    /// Arrivals over all routes before displacement, t.
    pub arrivals: Vec<Lanes>,
    /// The same by route origin, in the order of `MineralPlan::route_origins`.
    pub arrivals_by_origin: Vec<Vec<Lanes>>,
    /// Arrivals of the origins in `MineralPlan::asked` as a share of demand.
    pub arrival_shares: Vec<Vec<Lanes>>,
    /// Free supply and free arrivals before displacement, t.
    pub free: Vec<Lanes>,
    /// The same as a share of demand.
    pub free_share: Vec<Lanes>,
    /// Controlled supply after displacement, t.
    pub controlled: Vec<Lanes>,
    /// All supply after displacement, t.
    pub supply: Vec<Lanes>,
    /// Supply by origin after displacement, t.
    pub supply_by_origin: Vec<Vec<Lanes>>,
    /// Demand uncovered, t.
    pub shortage: Vec<Lanes>,
    /// Concentration index, 0 to 10 000.
    pub concentration: Vec<Lanes>,
    /// What the controls held back, t; empty where no goal asks.
    pub withheld: Vec<Lanes>,
    /// Tonnes lost after lagged nodes.
    pub lost: Vec<Lanes>,
    /// First month in which any route can bring anything.
    pub begins: usize,
    /// Growth factors of demand and of each supplier, month on month, and their running products.
    growth: Vec<[Lanes; 2]>,
    stock: Lanes,
    inventory: Lanes,
    parts: Vec<Parts>,
    /// Whether supply by origin and concentration are made.
    wholly: bool,
}

/// What one supplier or route brings in the month at hand.
#[derive(Clone, Copy, Debug)]
struct Parts {
    origin: usize,
    controlled: Lanes,
    free: Lanes,
}

impl MineralRun {
    /// Room for a plan.
    ///
    /// Only what goals ask about is made of a mineral that is not made `wholly`: what is left of supply after displacement, and shares, stay empty of meaning.
    pub fn new(plan: &Plan, mineral: &MineralPlan, wholly: bool) -> Self {
        let column = || vec![Lanes::ZERO; plan.months()];
        let columns = |count: usize| (0..count).map(|_| column()).collect();
        let nothing = Parts { origin: 0, controlled: Lanes::ZERO, free: Lanes::ZERO };
        Self {
            demand: column(),
            arrivals: column(),
            arrivals_by_origin: columns(mineral.route_origins.len()),
            arrival_shares: columns(mineral.asked.len()),
            free: column(),
            free_share: column(),
            controlled: column(),
            supply: column(),
            supply_by_origin: columns(mineral.origins.len()),
            shortage: column(),
            concentration: column(),
            withheld: if mineral.withheld_asked { column() } else { Vec::new() },
            lost: column(),
            begins: 0,
            growth: vec![[Lanes::ONE; 2]; 1 + mineral.suppliers.len()],
            stock: Lanes::ZERO,
            inventory: Lanes::ZERO,
            parts: vec![nothing; mineral.suppliers.len() + mineral.bringings.len()],
            wholly,
        }
    }

    /// Starts the market of a new batch.
    fn start(&mut self, mineral: &MineralPlan, values: &[Lanes]) {
        let of_lane = |rate: f64| (rate.ln_1p() / 12.0).exp();
        let monthly = |rate: Lanes| if rate.all(rate.0[0]) { Lanes::splat(of_lane(rate.0[0])) } else { Lanes::from_fn(|lane| of_lane(rate.0[lane])) };
        self.growth[0] = [monthly(values[mineral.growth.0]), Lanes::ONE];
        for (supplier, growth) in mineral.suppliers.iter().zip(&mut self.growth[1..]) {
            *growth = [supplier.growth.map_or(Lanes::ONE, |slot| monthly(values[slot.0])), Lanes::ONE];
        }
        self.inventory = mineral.inventory.map_or(Lanes::ZERO, |slot| values[slot.0]);
        self.stock = self.inventory * values[mineral.demand.0] * (1.0 / 12.0);
    }

    /// Settles all months of a batch.
    pub fn run(&mut self, plan: &Plan, mineral: &MineralPlan, values: &[Lanes], policy: &PolicyRun, chain: &ChainRun) {
        self.start(mineral, values);
        self.begins = mineral.bringings.iter().map(|bringing| chain.first_delivery(bringing.route.0)).min().unwrap_or(plan.months());
        vectorised(
            #[inline(always)]
            || {
                for k in 0..plan.months() {
                    self.month(plan, mineral, k, values, policy, chain);
                }
            },
        );
    }

    #[inline(always)]
    fn month(&mut self, plan: &Plan, mineral: &MineralPlan, k: usize, values: &[Lanes], policy: &PolicyRun, chain: &ChainRun) {
        let demand = values[mineral.demand.0] * (1.0 / 12.0) * self.growth[0][1];
        self.demand[k] = demand;
        let mut withheld = Lanes::ZERO;
        for (s, supplier) in mineral.suppliers.iter().enumerate() {
            let offered = values[supplier.share.0] * demand * self.growth[1 + s][1];
            let (parts, held_back) = offer(supplier, offered, k, values, policy);
            self.parts[s] = parts;
            withheld += held_back;
        }
        let supplier_count = mineral.suppliers.len();
        let (mut arrivals, mut lost) = (Lanes::ZERO, Lanes::ZERO);
        for column in &mut self.arrivals_by_origin {
            column[k] = Lanes::ZERO;
        }
        for (b, bringing) in mineral.bringings.iter().enumerate() {
            let parts = &mut self.parts[supplier_count + b];
            (parts.origin, parts.free, parts.controlled) = (bringing.origin, Lanes::ZERO, Lanes::ZERO);
            let r = bringing.route.0;
            if k < chain.first_month(r) {
                continue;
            }
            let route = &plan.chain.routes[r];
            if bringing.ratio.is_none() {
                lost += chain.lost[r].get(k).copied().unwrap_or(Lanes::ZERO);
            }
            let mut left = chain.delivered[r][k];
            if let Some(ratio) = bringing.ratio {
                left *= values[ratio.0];
            }
            let held_back;
            [parts.free, parts.controlled, held_back] = arriving(route, left, k, values, policy);
            withheld += held_back;
            let whole = parts.free + parts.controlled;
            arrivals += whole;
            self.arrivals_by_origin[bringing.route_origin][k] += whole;
        }
        self.arrivals[k] = arrivals;
        for (share, &place) in self.arrival_shares.iter_mut().zip(&mineral.asked).filter(|_| self.wholly) {
            let arrivals = self.arrivals_by_origin[place][k];
            share[k] = if arrivals.any_above(Lanes::ZERO) { Lanes::ratio(arrivals, demand, 0.0) } else { Lanes::ZERO };
        }
        self.lost[k] = lost;
        if let Some(column) = self.withheld.get_mut(k) {
            *column = withheld;
        }
        self.clear(k, demand, supplier_count);
        for [factor, running] in &mut self.growth {
            *running *= *factor;
        }
    }

    /// Inventory, displacement, and what is left.
    #[inline(always)]
    fn clear(&mut self, k: usize, demand: Lanes, supplier_count: usize) {
        let (suppliers, routes) = self.parts.split_at(supplier_count);
        let [mut controlled, mut free, mut brought_controlled, mut arriving] = [Lanes::ZERO; 4];
        for part in suppliers {
            controlled += part.controlled;
            free += part.free;
        }
        for part in routes {
            brought_controlled += part.controlled;
            arriving += part.free;
        }
        controlled += brought_controlled;
        self.free[k] = free + arriving;
        if self.wholly {
            self.free_share[k] = Lanes::ratio(self.free[k], demand, 1.0);
        }

        let total = controlled + free + arriving;
        let missing = (demand - total).max(Lanes::ZERO);
        let from_stock = missing.min(self.stock);
        self.stock -= from_stock;
        self.shortage[k] = missing - from_stock;
        let mut surplus = (total - demand).max(Lanes::ZERO);
        let refill = surplus.min((self.inventory * demand - self.stock).max(Lanes::ZERO));
        self.stock += refill;
        surplus -= refill;
        if !self.wholly {
            return;
        }

        // Surplus displaces controlled supply pro rata, then free supply, then arrivals.
        let keep_controlled = keep(controlled, &mut surplus);
        let keep_free = keep(free, &mut surplus);
        let keep_arriving = keep(arriving, &mut surplus);
        self.controlled[k] = controlled * keep_controlled;
        for column in &mut self.supply_by_origin {
            column[k] = Lanes::ZERO;
        }
        for (i, part) in self.parts.iter().enumerate() {
            let keep_own = if i < supplier_count { keep_free } else { keep_arriving };
            self.supply_by_origin[part.origin][k] += part.controlled * keep_controlled + part.free * keep_own;
        }
        let (mut supply, mut squares) = (Lanes::ZERO, Lanes::ZERO);
        for column in &self.supply_by_origin {
            supply += column[k];
            squares += column[k] * column[k];
        }
        self.supply[k] = supply;
        // What rounding leaves of a supply displaced to nothing is nothing.
        let nothing = demand * NOTHING;
        let supplied = (supply * supply).where_above(supply, nothing, Lanes::ZERO);
        self.concentration[k] = Lanes::ratio(squares, supplied, 0.0) * 10_000.0;
    }
}

/// The share of a pool that is left when a surplus displaces what it can of it.
#[inline(always)]
fn keep(pool: Lanes, surplus: &mut Lanes) -> Lanes {
    // Divisions are dear, and mostly nothing is left to displace what comes last.
    if !surplus.any_above(Lanes::ZERO) {
        return Lanes::ONE;
    }
    let displaced = surplus.min(pool);
    *surplus -= displaced;
    Lanes::ratio(pool - displaced, pool, 1.0)
}

/// Of what left a route's last node in month `k`: what arrives free, what arrives controlled, and what the controls hold back.
#[inline(always)]
pub fn arriving(route: &RoutePlan, left: Lanes, k: usize, values: &[Lanes], policy: &PolicyRun) -> [Lanes; 3] {
    let mut offtake = values[route.offtake.0];
    for effect in &route.flow {
        offtake *= policy.effects[effect.0].0[k];
    }
    let arrives = left * offtake.min(Lanes::ONE);
    let Some((profile, dependence)) = route.control else { return [arrives, Lanes::ZERO, Lanes::ZERO] };
    let rests = arrives * values[dependence.0];
    let controlled = rests * policy.profiles[profile.0].0[k].min(Lanes::ONE);
    [arrives - rests, controlled, rests - controlled]
}

/// What a supplier offers, and what the controls hold back of it.
#[inline(always)]
fn offer(supplier: &SupplierPlan, offered: Lanes, k: usize, values: &[Lanes], policy: &PolicyRun) -> (Parts, Lanes) {
    let Some((profile, dependence)) = supplier.control else {
        return (Parts { origin: supplier.origin, controlled: Lanes::ZERO, free: offered }, Lanes::ZERO);
    };
    let factor = policy.profiles[profile.0].0[k];
    let rests = offered * values[dependence.0];
    let parts = Parts { origin: supplier.origin, controlled: rests * factor, free: offered - rests };
    (parts, rests * (Lanes::ONE - factor).max(Lanes::ZERO))
}
