//! The market of a batch, month by month: supply against demand, inventory, displacement, shortage, concentration.

use super::capacity::{TILE, Tile};
use super::chain::ChainRun;
use super::dispatch::vectorised;
use super::lanes::{Lanes, month_done};
use super::policy::PolicyRun;
use super::series::Series;
use super::yearly::{Years, total};
use crate::plan::{Bringing, Measure, MineralPlan, Plan, RoutePlan};

/// Share of demand below which a sum is what rounding left.
pub const NOTHING: f64 = 1e-9;

/// Share of demand below which what is missing is what rounding left.
const ROUNDING: f64 = 1e-12;

/// What is kept of one mineral, month by month.
///
/// Columns marked * hold all months only where [`keeps`](Self::keeps) or a goal asks for them; else each year is written over the one before it, once it
/// is summed up, and stays in the nearest cache.
#[derive(Clone, Debug)]
pub struct MineralRun {
    /// Demand, t.
    pub demand: Vec<Lanes>,
    /// Whether that is what it was in the batch before.
    pub same_demand: bool,
    /// Arrivals over all routes before displacement, t.
    pub arrivals: Vec<Lanes>,
    /// The same by route origin, in the order of `MineralPlan::route_origins`; empty where there is one, whose arrivals are all.
    arrivals_by_origin: Vec<Vec<Lanes>>,
    /// * Arrivals of the origins in `MineralPlan::asked` as a share of demand.
    pub arrival_shares: Vec<Vec<Lanes>>,
    /// * Free supply and free arrivals before displacement, t.
    pub free: Vec<Lanes>,
    /// * The same as a share of demand.
    pub free_share: Vec<Lanes>,
    /// * Controlled supply after displacement, t.
    pub controlled: Vec<Lanes>,
    /// * All supply after displacement, t.
    pub supply: Vec<Lanes>,
    /// * Supply by origin after displacement, t.
    pub supply_by_origin: Vec<Vec<Lanes>>,
    /// Demand uncovered, t.
    pub shortage: Vec<Lanes>,
    /// * Concentration index, 0 to 10 000.
    pub concentration: Vec<Lanes>,
    /// What the controls held back, t; empty where no goal asks.
    pub withheld: Vec<Lanes>,
    /// Tonnes lost after lagged nodes.
    pub lost: Vec<Lanes>,
    /// First month in which any route can bring anything.
    pub begins: usize,
    /// Whether all months of all columns are looked at once they are settled.
    pub keeps: bool,
    /// Whether a goal, or whoever tells a trial, looks at them anyway.
    asked: bool,
    /// Sums of the series over the months of each calendar year, in the order of [`Series::of`]; those that are brought only from the year on in which
    /// they begin.
    pub totals: Vec<(Series, Vec<Lanes>)>,
    years: Years,
    /// Demand a year and its growth, of which the months are made.
    demanded: Option<[Lanes; 2]>,
    /// Growth factors of demand and of each supplier, month on month, and their running products.
    growth: Vec<[Lanes; 2]>,
    stock: Lanes,
    inventory: Lanes,
    /// What suppliers, then routes, bring in the months at hand, before displacement.
    parts: Vec<Parts>,
    /// What can be displaced, origin by origin, and where those of each origin end.
    members: Vec<Member>,
    ends: Vec<usize>,
    /// Whether a pool has one member, which then has all that is left of it.
    alone: [bool; POOLS],
    /// Whether supply by origin and concentration are made.
    wholly: bool,
}

/// Pools that surplus displaces, in this order: controlled supply, free supply, free arrivals.
const POOLS: usize = 3;

/// What one supplier or route brings in the months at hand.
#[derive(Clone, Copy, Debug)]
struct Parts {
    controlled: Tile,
    free: Tile,
    /// Whether both are zero.
    nothing: bool,
}

/// One part of a pool.
#[derive(Clone, Copy, Debug)]
struct Member {
    pool: usize,
    part: usize,
}

impl MineralRun {
    /// Room for a plan.
    ///
    /// Only what goals ask about is made of a mineral that is not made `wholly`: what is left of supply after displacement, and shares, stay empty of meaning.
    pub fn new(plan: &Plan, m: usize, wholly: bool, tell: bool) -> Self {
        let mineral = &plan.minerals[m];
        let column = || vec![Lanes::ZERO; plan.months()];
        let years = Years::new(plan);
        let totals = |series| (series, vec![Lanes::ZERO; years.iter().count()]);
        let of_supply = |measure: Measure| matches!(measure, Measure::FreeShareOfDemand | Measure::ControlledShareBelow | Measure::HhiBelow);
        let asked = plan.goals.measures.iter().any(|measure| measure.mineral == m && of_supply(measure.measure));
        let columns = |count: usize| (0..count).map(|_| column()).collect();
        let nothing = Parts { controlled: [Lanes::ZERO; TILE], free: [Lanes::ZERO; TILE], nothing: true };
        Self {
            demand: column(),
            same_demand: false,
            demanded: None,
            arrivals: column(),
            arrivals_by_origin: if mineral.route_origins.len() > 1 { columns(mineral.route_origins.len()) } else { Vec::new() },
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
            keeps: true,
            asked: asked || tell || !wholly,
            totals: if wholly { Series::of(mineral).into_iter().map(totals).collect() } else { Vec::new() },
            years,
            growth: vec![[Lanes::ONE; 2]; 1 + mineral.suppliers.len()],
            stock: Lanes::ZERO,
            inventory: Lanes::ZERO,
            parts: vec![nothing; mineral.suppliers.len() + mineral.bringings.len()],
            members: Vec::new(),
            ends: Vec::new(),
            alone: [false; POOLS],
            wholly,
        }
    }

    /// Arrivals of one route origin, by its place in `MineralPlan::route_origins`.
    #[must_use]
    pub fn arrivals_from(&self, origin: usize) -> &[Lanes] {
        self.arrivals_by_origin.get(origin).unwrap_or(&self.arrivals)
    }

    /// Starts the market of a new batch.
    fn start(&mut self, plan: &Plan, mineral: &MineralPlan, values: &[Lanes]) {
        let of_lane = |rate: f64| (rate.ln_1p() / 12.0).exp();
        let monthly = |rate: Lanes| if rate.all(rate.0[0]) { Lanes::splat(of_lane(rate.0[0])) } else { Lanes::from_fn(|lane| of_lane(rate.0[lane])) };
        let demanded = Some([values[mineral.demand.0], values[mineral.growth.0]]);
        self.same_demand = self.demanded == demanded;
        self.demanded = demanded;
        self.growth[0] = [monthly(values[mineral.growth.0]), Lanes::ONE];
        for (supplier, growth) in mineral.suppliers.iter().zip(&mut self.growth[1..]) {
            *growth = [supplier.growth.map_or(Lanes::ONE, |slot| monthly(values[slot.0])), Lanes::ONE];
        }
        self.inventory = mineral.inventory.map_or(Lanes::ZERO, |slot| values[slot.0]);
        self.stock = self.inventory * values[mineral.demand.0] * (1.0 / 12.0);
        self.members.clear();
        self.ends.clear();
        let count = mineral.suppliers.len();
        for origin in 0..mineral.origins.len() {
            for (part, supplier) in mineral.suppliers.iter().enumerate().filter(|(_, supplier)| supplier.origin == origin) {
                self.members.extend(supplier.control.map(|_| Member { pool: 0, part }));
                // Where all rests on the controls, nothing is free.
                let wholly_controlled = supplier.control.is_some_and(|(_, dependence)| values[dependence.0].all(1.0));
                self.members.extend((!wholly_controlled).then_some(Member { pool: 1, part }));
            }
            for (part, bringing) in (count..).zip(&mineral.bringings).filter(|(_, bringing)| bringing.origin == origin) {
                let control = plan.chain.routes[bringing.route.0].control;
                self.members.extend(control.map(|_| Member { pool: 0, part }));
                self.members.push(Member { pool: 2, part });
            }
            self.ends.push(self.members.len());
        }
        self.alone = std::array::from_fn(|pool| self.members.iter().filter(|member| member.pool == pool).count() == 1);
    }

    /// Settles all months of a batch.
    pub fn run(&mut self, plan: &Plan, mineral: &MineralPlan, values: &[Lanes], policy: &PolicyRun, chain: &ChainRun) {
        self.start(plan, mineral, values);
        self.begins = mineral.bringings.iter().map(|bringing| chain.first_delivery(bringing.route.0)).min().unwrap_or(plan.months());
        vectorised(
            #[inline(always)]
            || {
                for place in 0..self.years.iter().count() {
                    let [from, to] = self.years.months(place);
                    if let Some(withheld) = self.withheld.get_mut(from..to) {
                        withheld.fill(Lanes::ZERO);
                    }
                    self.offer(mineral, [from, to], values, policy);
                    self.bring(plan, mineral, [from, to], values, policy, chain);
                    // Where the year stands in columns that may not be kept.
                    let at = if self.keeps || self.asked { from } else { 0 };
                    self.arrive(mineral, [from, to], at);
                    self.clear([from, to], at, mineral.suppliers.len());
                    self.sum_up(mineral, [from, to], at, place);
                }
            },
        );
    }

    /// Demand, and what suppliers offer.
    #[inline(always)]
    fn offer(&mut self, mineral: &MineralPlan, [from, to]: [usize; 2], values: &[Lanes], policy: &PolicyRun) {
        let demand = &mut self.demand[from..to];
        // Constants, mostly: the same months again.
        if !self.same_demand {
            let at_start = values[mineral.demand.0] * (1.0 / 12.0);
            // What is carried from month to month stays in a register: to write it down and read it again takes longer than the rest.
            let [factor, mut running] = self.growth[0];
            for demand in &mut *demand {
                *demand = at_start * running;
                running *= factor;
                month_done();
            }
            self.growth[0][1] = running;
        }
        for ((supplier, parts), growth) in mineral.suppliers.iter().zip(&mut self.parts).zip(&mut self.growth[1..]) {
            let share = values[supplier.share.0];
            let [factor, mut running] = *growth;
            parts.nothing = false;
            let Some((profile, dependence)) = supplier.control else {
                for (free, demand) in parts.free.iter_mut().zip(&*demand) {
                    *free = share * *demand * running;
                    running *= factor;
                    month_done();
                }
                growth[1] = running;
                continue;
            };
            let (factors, dependence) = (&policy.profiles[profile.0].months()[from..to], values[dependence.0]);
            let withheld = self.withheld.get_mut(from..to).unwrap_or_default();
            for (t, (demand, passes)) in demand.iter().zip(factors).enumerate() {
                let offered = share * *demand * running;
                let rests = offered * dependence;
                parts.controlled[t] = rests * *passes;
                parts.free[t] = offered - rests;
                if let Some(withheld) = withheld.get_mut(t) {
                    *withheld += rests * (Lanes::ONE - *passes).max(Lanes::ZERO);
                }
                running *= factor;
                month_done();
            }
            growth[1] = running;
        }
    }

    /// What routes bring.
    #[inline(always)]
    fn bring(&mut self, plan: &Plan, mineral: &MineralPlan, [from, to]: [usize; 2], values: &[Lanes], policy: &PolicyRun, chain: &ChainRun) {
        let lost_by = |bringing: &Bringing| chain.lost[bringing.route.0].get(from..to).filter(|_| bringing.ratio.is_none());
        if mineral.bringings.iter().any(|bringing| lost_by(bringing).is_some()) {
            self.lost[from..to].fill(Lanes::ZERO);
            for lost in mineral.bringings.iter().filter_map(lost_by) {
                self.lost[from..to].iter_mut().zip(lost).for_each(|(sum, lost)| *sum += *lost);
            }
        }
        for (bringing, parts) in mineral.bringings.iter().zip(&mut self.parts[mineral.suppliers.len()..]) {
            let r = bringing.route.0;
            if to <= chain.first_month(r) {
                if !parts.nothing {
                    *parts = Parts { controlled: [Lanes::ZERO; TILE], free: [Lanes::ZERO; TILE], nothing: true };
                }
                continue;
            }
            parts.nothing = false;
            let (route, delivered) = (&plan.chain.routes[r], &chain.delivered[r][from..to]);
            let ratio = bringing.ratio.map_or(Lanes::ONE, |ratio| values[ratio.0]);
            if route.flow.is_empty() && route.control.is_none() {
                let offtake = values[route.offtake.0].min(Lanes::ONE);
                for (free, delivered) in parts.free.iter_mut().zip(delivered) {
                    *free = *delivered * ratio * offtake;
                    month_done();
                }
                continue;
            }
            for (t, delivered) in delivered.iter().enumerate() {
                let held_back;
                [parts.free[t], parts.controlled[t], held_back] = arriving(route, *delivered * ratio, from + t, values, policy);
                if let Some(withheld) = self.withheld.get_mut(from + t) {
                    *withheld += held_back;
                }
            }
        }
    }

    /// Arrivals before displacement.
    #[inline(always)]
    fn arrive(&mut self, mineral: &MineralPlan, [from, to]: [usize; 2], at: usize) {
        if mineral.bringings.is_empty() {
            return;
        }
        if to <= self.begins {
            let columns = self.arrivals_by_origin.iter_mut().chain([&mut self.arrivals]);
            columns.for_each(|column| column[from..to].fill(Lanes::ZERO));
            self.arrival_shares.iter_mut().for_each(|share| share[at..at + to - from].fill(Lanes::ZERO));
            return;
        }
        let routes = &self.parts[mineral.suppliers.len()..];
        let origins = &mut self.arrivals_by_origin;
        for k in from..to {
            let mut all = Lanes::ZERO;
            if origins.is_empty() {
                for parts in routes {
                    all += parts.free[k - from] + parts.controlled[k - from];
                }
            } else {
                for column in &mut *origins {
                    column[k] = Lanes::ZERO;
                }
                for (bringing, parts) in mineral.bringings.iter().zip(routes) {
                    let whole = parts.free[k - from] + parts.controlled[k - from];
                    all += whole;
                    origins[bringing.route_origin][k] += whole;
                }
            }
            self.arrivals[k] = all;
            month_done();
        }
        for (share, &place) in self.arrival_shares.iter_mut().zip(&mineral.asked).filter(|_| self.wholly) {
            let arrivals = &origins.get(place).unwrap_or(&self.arrivals)[from..to];
            for ((share, arrivals), demand) in share[at..].iter_mut().zip(arrivals).zip(&self.demand[from..to]) {
                *share = Lanes::ratio(*arrivals, *demand, 0.0);
                month_done();
            }
        }
    }

    /// Inventory, displacement, and what is left.
    #[inline(always)]
    fn clear(&mut self, [from, to]: [usize; 2], at: usize, supplier_count: usize) {
        let (suppliers, routes) = self.parts.split_at(supplier_count);
        let mut stock = self.stock;
        for (t, k) in (from..to).enumerate() {
            let demand = self.demand[k];
            let [mut controlled, mut free, mut brought_controlled, mut arriving] = [Lanes::ZERO; 4];
            for parts in suppliers {
                controlled += parts.controlled[t];
                free += parts.free[t];
            }
            for parts in routes {
                brought_controlled += parts.controlled[t];
                arriving += parts.free[t];
            }
            controlled += brought_controlled;
            let all_free = free + arriving;
            self.free[at + t] = all_free;
            let total = controlled + free + arriving;
            // Shares that make a whole do so but for rounding, which is no shortage.
            let missing = (demand - total).or_nothing(demand * ROUNDING);
            let from_stock = missing.min(stock);
            stock -= from_stock;
            self.shortage[k] = missing - from_stock;
            let mut surplus = (total - demand).max(Lanes::ZERO);
            let refill = surplus.min((self.inventory * demand - stock).max(Lanes::ZERO));
            stock += refill;
            surplus -= refill;
            if !self.wholly {
                continue;
            }
            self.free_share[at + t] = Lanes::ratio(all_free, demand, 1.0);
            // Surplus displaces controlled supply pro rata, then free supply, then arrivals. Divisions are dear, and mostly nothing is left to displace
            // what comes last.
            let (mut left, mut keep) = ([controlled, free, arriving], [Lanes::ONE; POOLS]);
            for ((left, keep), alone) in left.iter_mut().zip(&mut keep).zip(self.alone) {
                if !surplus.any_above(Lanes::ZERO) {
                    break;
                }
                let (pool, displaced) = (*left, surplus.min(*left));
                surplus -= displaced;
                *left -= displaced;
                if !alone {
                    *keep = Lanes::ratio(*left, pool, 1.0);
                }
            }
            self.controlled[at + t] = left[0];
            let [mut supply, mut squares] = [Lanes::ZERO; 2];
            let mut first = 0;
            for (column, &end) in self.supply_by_origin.iter_mut().zip(&self.ends) {
                let mut own = Lanes::ZERO;
                for member in &self.members[first..end] {
                    let parts = &self.parts[member.part];
                    own += match member.pool {
                        pool if self.alone[pool] => left[pool],
                        0 => parts.controlled[t] * keep[0],
                        pool => parts.free[t] * keep[pool],
                    };
                }
                first = end;
                column[at + t] = own;
                supply += own;
                squares += own * own;
            }
            self.supply[at + t] = supply;
            // What rounding leaves of a supply displaced to nothing is nothing.
            let supplied = (supply * supply).where_above(supply, demand * NOTHING, Lanes::ZERO);
            self.concentration[at + t] = Lanes::ratio(squares, supplied, 0.0) * 10_000.0;
            month_done();
        }
        self.stock = stock;
    }

    /// Sums of the year at hand.
    #[inline(always)]
    fn sum_up(&mut self, mineral: &MineralPlan, [from, to]: [usize; 2], at: usize, place: usize) {
        let mut totals = std::mem::take(&mut self.totals);
        for (series, years) in &mut totals {
            let settled = (*series == Series::Demand && self.same_demand) || (to <= self.begins && series.is_brought(mineral));
            if !settled {
                years[place] = total(&series.year(self, [from, to], at));
            }
        }
        self.totals = totals;
    }
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
