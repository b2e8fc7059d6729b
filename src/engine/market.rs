//! The market of a batch, month by month: supply against demand, inventory, displacement, shortage, concentration.

use super::capacity::{TILE, Tile};
use super::chain::ChainRun;
use super::dispatch::vectorised;
use super::lanes::{Lanes, month_done};
use super::policy::PolicyRun;
use crate::plan::{MineralPlan, Plan, RoutePlan};

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

/// What one supplier or route brings in the months at hand.
#[derive(Clone, Copy, Debug)]
struct Parts {
    origin: usize,
    controlled: Tile,
    free: Tile,
}

impl MineralRun {
    /// Room for a plan.
    ///
    /// Only what goals ask about is made of a mineral that is not made `wholly`: what is left of supply after displacement, and shares, stay empty of meaning.
    pub fn new(plan: &Plan, mineral: &MineralPlan, wholly: bool) -> Self {
        let column = || vec![Lanes::ZERO; plan.months()];
        let columns = |count: usize| (0..count).map(|_| column()).collect();
        let nothing = Parts { origin: 0, controlled: [Lanes::ZERO; TILE], free: [Lanes::ZERO; TILE] };
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
                for from in (0..plan.months()).step_by(TILE) {
                    let to = (from + TILE).min(plan.months());
                    let mut withheld = [Lanes::ZERO; TILE];
                    self.offer(mineral, [from, to], values, policy, &mut withheld);
                    self.arrive(plan, mineral, [from, to], values, policy, chain, &mut withheld);
                    if let Some(column) = self.withheld.get_mut(from..to) {
                        column.copy_from_slice(&withheld[..to - from]);
                    }
                    self.clear([from, to], mineral.suppliers.len());
                }
            },
        );
    }

    /// Demand, and what suppliers offer.
    #[inline(always)]
    fn offer(&mut self, mineral: &MineralPlan, [from, to]: [usize; 2], values: &[Lanes], policy: &PolicyRun, withheld: &mut Tile) {
        let at_start = values[mineral.demand.0] * (1.0 / 12.0);
        let demand = &mut self.demand[from..to];
        let [factor, running] = &mut self.growth[0];
        for demand in &mut *demand {
            *demand = at_start * *running;
            *running *= *factor;
            month_done();
        }
        for ((supplier, parts), [factor, running]) in mineral.suppliers.iter().zip(&mut self.parts).zip(&mut self.growth[1..]) {
            parts.origin = supplier.origin;
            let share = values[supplier.share.0];
            for (free, demand) in parts.free.iter_mut().zip(&*demand) {
                *free = share * *demand * *running;
                *running *= *factor;
                month_done();
            }
            let Some((profile, dependence)) = supplier.control else { continue };
            let (factors, dependence) = (&policy.profiles[profile.0].months()[from..to], values[dependence.0]);
            for (((free, controlled), withheld), factor) in parts.free.iter_mut().zip(&mut parts.controlled).zip(&mut *withheld).zip(factors) {
                let rests = *free * dependence;
                *controlled = rests * *factor;
                *free -= rests;
                *withheld += rests * (Lanes::ONE - *factor).max(Lanes::ZERO);
                month_done();
            }
        }
    }

    /// What routes bring.
    #[expect(clippy::too_many_arguments, reason = "one mineral in some months, all of it given")]
    #[inline(always)]
    fn arrive(
        &mut self,
        plan: &Plan,
        mineral: &MineralPlan,
        [from, to]: [usize; 2],
        values: &[Lanes],
        policy: &PolicyRun,
        chain: &ChainRun,
        withheld: &mut Tile,
    ) {
        for column in self.arrivals_by_origin.iter_mut().chain([&mut self.arrivals, &mut self.lost]) {
            column[from..to].fill(Lanes::ZERO);
        }
        for (bringing, parts) in mineral.bringings.iter().zip(&mut self.parts[mineral.suppliers.len()..]) {
            let r = bringing.route.0;
            parts.origin = bringing.origin;
            if to <= chain.first_month(r) {
                (parts.free, parts.controlled) = ([Lanes::ZERO; TILE], [Lanes::ZERO; TILE]);
                continue;
            }
            let route = &plan.chain.routes[r];
            if let (None, Some(lost)) = (bringing.ratio, chain.lost[r].get(from..to)) {
                self.lost[from..to].iter_mut().zip(lost).for_each(|(sum, lost)| *sum += *lost);
            }
            for (t, k) in (from..to).enumerate() {
                let mut left = chain.delivered[r][k];
                if let Some(ratio) = bringing.ratio {
                    left *= values[ratio.0];
                }
                let held_back;
                [parts.free[t], parts.controlled[t], held_back] = arriving(route, left, k, values, policy);
                withheld[t] += held_back;
                let whole = parts.free[t] + parts.controlled[t];
                self.arrivals[k] += whole;
                self.arrivals_by_origin[bringing.route_origin][k] += whole;
                month_done();
            }
        }
        for (share, &place) in self.arrival_shares.iter_mut().zip(&mineral.asked).filter(|_| self.wholly) {
            if to <= self.begins {
                share[from..to].fill(Lanes::ZERO);
                continue;
            }
            let arrivals = &self.arrivals_by_origin[place][from..to];
            for ((share, arrivals), demand) in share[from..to].iter_mut().zip(arrivals).zip(&self.demand[from..to]) {
                *share = Lanes::ratio(*arrivals, *demand, 0.0);
                month_done();
            }
        }
    }

    /// Inventory, displacement, and what is left.
    #[inline(always)]
    fn clear(&mut self, [from, to]: [usize; 2], supplier_count: usize) {
        let count = to - from;
        let (suppliers, routes) = self.parts.split_at(supplier_count);
        let [mut controlled, mut free, mut brought_controlled, mut arriving] = [[Lanes::ZERO; TILE]; 4];
        for parts in suppliers {
            add(&mut controlled, &parts.controlled);
            add(&mut free, &parts.free);
        }
        for parts in routes {
            add(&mut brought_controlled, &parts.controlled);
            add(&mut arriving, &parts.free);
        }
        add(&mut controlled, &brought_controlled);
        let [mut keep_controlled, mut keep_free, mut keep_arriving] = [[Lanes::ONE; TILE]; 3];
        for t in 0..count {
            let (k, demand) = (from + t, self.demand[from + t]);
            let all_free = free[t] + arriving[t];
            self.free[k] = all_free;
            if self.wholly {
                self.free_share[k] = Lanes::ratio(all_free, demand, 1.0);
            }
            let total = controlled[t] + free[t] + arriving[t];
            let missing = (demand - total).max(Lanes::ZERO);
            let from_stock = missing.min(self.stock);
            self.stock -= from_stock;
            self.shortage[k] = missing - from_stock;
            let mut surplus = (total - demand).max(Lanes::ZERO);
            let refill = surplus.min((self.inventory * demand - self.stock).max(Lanes::ZERO));
            self.stock += refill;
            surplus -= refill;
            // Surplus displaces controlled supply pro rata, then free supply, then arrivals.
            if self.wholly && surplus.any_above(Lanes::ZERO) {
                keep_controlled[t] = keep(controlled[t], &mut surplus);
                keep_free[t] = keep(free[t], &mut surplus);
                keep_arriving[t] = keep(arriving[t], &mut surplus);
            }
        }
        if !self.wholly {
            return;
        }
        for ((left, controlled), keep) in self.controlled[from..to].iter_mut().zip(&controlled).zip(&keep_controlled) {
            *left = *controlled * *keep;
            month_done();
        }
        for column in &mut self.supply_by_origin {
            column[from..to].fill(Lanes::ZERO);
        }
        for (i, parts) in self.parts.iter().enumerate() {
            let keep_own = if i < supplier_count { &keep_free } else { &keep_arriving };
            for (t, supply) in self.supply_by_origin[parts.origin][from..to].iter_mut().enumerate() {
                *supply += parts.controlled[t] * keep_controlled[t] + parts.free[t] * keep_own[t];
                month_done();
            }
        }
        let [mut supply, mut squares] = [[Lanes::ZERO; TILE]; 2];
        for column in &self.supply_by_origin {
            for ((supply, squares), part) in supply.iter_mut().zip(&mut squares).zip(&column[from..to]) {
                *supply += *part;
                *squares += *part * *part;
                month_done();
            }
        }
        self.supply[from..to].copy_from_slice(&supply[..count]);
        for t in 0..count {
            // What rounding leaves of a supply displaced to nothing is nothing.
            let nothing = self.demand[from + t] * NOTHING;
            let supplied = (supply[t] * supply[t]).where_above(supply[t], nothing, Lanes::ZERO);
            self.concentration[from + t] = Lanes::ratio(squares[t], supplied, 0.0) * 10_000.0;
            month_done();
        }
    }
}

/// Adds what one brings to a sum.
#[inline(always)]
fn add(sum: &mut Tile, part: &Tile) {
    sum.iter_mut().zip(part).for_each(|(sum, part)| *sum += *part);
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
        offtake *= policy.effects[effect.0].months()[k];
    }
    let arrives = left * offtake.min(Lanes::ONE);
    let Some((profile, dependence)) = route.control else { return [arrives, Lanes::ZERO, Lanes::ZERO] };
    let rests = arrives * values[dependence.0];
    let controlled = rests * policy.profiles[profile.0].months()[k].min(Lanes::ONE);
    [arrives - rests, controlled, rests - controlled]
}
