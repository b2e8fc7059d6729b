//! Market balance of a batch, month by month: supply, demand, inventory, displacement, shortage and concentration.

mod clear;
mod columns;
mod price;
mod settle;
mod supply;

use super::capacity::{TILE, Tile};
use super::chain::ChainRun;
use super::dispatch::vectorised;
use super::lanes::Lanes;
use super::policy::PolicyRun;
use super::series::Series;
use super::yearly::{Years, total};
use crate::plan::{Measure, MineralPlan, Plan, ResponsePlan};

pub use clear::Clearing;
pub use supply::arriving;

/// Share of demand below which a sum is a rounding error.
pub const NOTHING: f64 = 1e-9;

/// What is kept of one mineral, month by month.
///
/// Columns marked * hold all months only where [`keeps`](Self::keeps) is set or a goal tests them. Otherwise each year overwrites the year before, once that
/// is summed, and stays in the first-level cache.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is asked elsewhere")]
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
    /// Whether all months of all columns are kept.
    pub keeps: bool,
    /// Whether a goal or a replay reads them anyway.
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
    /// Parts before those of routes: suppliers, then origins of what comes back.
    offers: usize,
    /// What comes back as free and as controlled supply, t, before displacement; empty where nothing does.
    pub returned: [Vec<Lanes>; 2],
    /// Figures of a market that clears; `None` where quantities do not react.
    pub clearing: Option<Box<Clearing>>,
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

impl MineralPlan {
    /// USD a tonne of the stock that bridges the wait: the price, times the index that is tolerated where the market clears.
    pub(super) fn bridging_price(&self, values: &[Lanes]) -> Option<Lanes> {
        let price = self.price.map(|slot| values[slot.0])?;
        let tolerated = |response: &ResponsePlan| values[response.tolerates.0].min(values[response.cap.0]);
        Some(self.response.as_ref().map_or(price, |response| price * tolerated(response)))
    }
}

impl MineralRun {
    /// State for a plan.
    ///
    /// Of a mineral that is not computed `wholly`, only what the goals test is computed; supply after displacement and shares are then undefined.
    pub fn new(plan: &Plan, m: usize, wholly: bool, tell: bool) -> Self {
        let mineral = &plan.minerals[m];
        let column = || vec![Lanes::ZERO; plan.months()];
        let years = Years::new(plan);
        let totals = |series| (series, vec![Lanes::ZERO; years.iter().count()]);
        let of_supply = |measure: Measure| {
            use Measure::{ControlledShareBelow, FreeShareOfDemand, HhiBelow, LargestOriginBelow};
            matches!(measure, FreeShareOfDemand | ControlledShareBelow | HhiBelow | LargestOriginBelow)
        };
        let asked = plan.goals.measures.iter().any(|measure| measure.mineral == m && of_supply(measure.measure));
        let columns = |count: usize| (0..count).map(|_| column()).collect();
        let through = mineral.through();
        let offers = mineral.suppliers.len() + through.len();
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
            parts: vec![nothing; offers + mineral.bringings.len()],
            members: Vec::new(),
            ends: Vec::new(),
            alone: [false; POOLS],
            offers,
            returned: [(); 2].map(|()| if through.is_empty() { Vec::new() } else { column() }),
            clearing: mineral.response.as_ref().map(|_| Box::new(Clearing::new(mineral, plan.months()))),
            wholly,
        }
    }

    /// Arrivals of one route origin, by its place in `MineralPlan::route_origins`.
    #[must_use]
    pub fn arrivals_from(&self, origin: usize) -> &[Lanes] {
        self.arrivals_by_origin.get(origin).unwrap_or(&self.arrivals)
    }

    /// Stock that bridges the wait, by month, t: the shortage, or what keeps the price index at what is tolerated where the market clears.
    #[must_use]
    pub fn bridge(&self) -> &[Lanes] {
        self.clearing.as_ref().map_or(&self.shortage, |clearing| &clearing.bridge)
    }

    /// Demand that is not met, by month, t: the shortage, with what is given up where the market clears.
    #[must_use]
    pub fn unmet(&self) -> &[Lanes] {
        self.clearing.as_ref().map_or(&self.shortage, |clearing| &clearing.unmet)
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
        if let (Some(clearing), Some(response)) = (&mut self.clearing, &mineral.response) {
            clearing.start(response, values, self.stock);
        }
        self.returned.iter_mut().for_each(|column| column.fill(Lanes::ZERO));
        self.members.clear();
        self.ends.clear();
        let through = mineral.through();
        for origin in 0..mineral.origins.len() {
            for (part, supplier) in mineral.suppliers.iter().enumerate().filter(|(_, supplier)| supplier.origin == origin) {
                self.members.extend(supplier.control.map(|_| Member { pool: 0, part }));
                // Where supply depends on the controls completely, none of it is free.
                let wholly_controlled = supplier.control.is_some_and(|(_, dependence)| values[dependence.0].all(1.0));
                self.members.extend((!wholly_controlled).then_some(Member { pool: 1, part }));
            }
            for (part, _) in (mineral.suppliers.len()..).zip(through).filter(|(_, (place, _))| *place == origin) {
                self.members.extend([0, 1].map(|pool| Member { pool, part }));
            }
            for (part, bringing) in (self.offers..).zip(&mineral.bringings).filter(|(_, bringing)| bringing.origin == origin) {
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
                    self.come_back(mineral, [from, to]);
                    // Position of the year in columns that may not be kept.
                    let at = if self.keeps || self.asked { from } else { 0 };
                    self.arrive(mineral, [from, to], at);
                    if self.clearing.is_none() {
                        self.clear([from, to], at);
                    } else {
                        self.clear_at_price(mineral, [from, to], at, values, policy);
                    }
                    self.sum_up(mineral, [from, to], at, place);
                }
            },
        );
    }

    /// Sums of the year at hand.
    #[inline(always)]
    fn sum_up(&mut self, mineral: &MineralPlan, [from, to]: [usize; 2], at: usize, place: usize) {
        let mut totals = std::mem::take(&mut self.totals);
        for (series, years) in &mut totals {
            let settled = (*series == Series::Demand && self.same_demand) || (to <= self.begins && series.is_brought(mineral));
            if !settled {
                years[place] = total(self.year(*series, [from, to], at));
            }
        }
        self.totals = totals;
    }
}
