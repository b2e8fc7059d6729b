//! The balance of each month: inventory, shortage or price index, displacement by surplus, and concentration of the remaining supply.

use super::settle::{Market, Month};
use super::{MineralRun, NOTHING, POOLS};
use crate::engine::lanes::{Lanes, month_done};
use crate::engine::policy::PolicyRun;
use crate::plan::{MineralPlan, ResponsePlan};

/// Share of demand below which a shortage is a rounding error.
pub(super) const ROUNDING: f64 = 1e-12;

/// What is kept of a market that clears, month by month.
#[derive(Clone, Debug)]
pub struct Clearing {
    /// Price index; 1 is the price of the scenario.
    pub price: Vec<Lanes>,
    /// Bought, t.
    pub bought: Vec<Lanes>,
    /// Demand given up, t; below 0 where more is bought than demand.
    pub given_up: Vec<Lanes>,
    /// Premium paid for what is bought, USD; empty where the mineral has no price.
    pub premium: Vec<Lanes>,
    /// Demand less what is bought where that is less, t.
    pub unmet: Vec<Lanes>,
    /// Stock that keeps the price index at what is tolerated, t.
    pub bridge: Vec<Lanes>,
    /// Inventory at the end of the month, t.
    pub inventory: Vec<Lanes>,
    /// The market, and the same one if a stock kept the price from rising above what is tolerated; whether both have been the same so far.
    markets: Option<([Market; 2], bool)>,
}

impl Clearing {
    /// Columns of so many months.
    pub(super) fn new(mineral: &MineralPlan, months: usize) -> Self {
        let column = || vec![Lanes::ZERO; months];
        Self {
            price: column(),
            bought: column(),
            given_up: column(),
            premium: if mineral.price.is_some() { column() } else { Vec::new() },
            unmet: column(),
            bridge: column(),
            inventory: column(),
            markets: None,
        }
    }

    /// Begins a new batch with an inventory.
    pub(super) fn start(&mut self, plan: &ResponsePlan, values: &[Lanes], stock: Lanes) {
        let tolerates = values[plan.tolerates.0];
        self.markets = Some(([None, Some(tolerates)].map(|most| Market::new(plan, values, stock, most)), true));
    }
}

impl MineralRun {
    /// The pools of month `t` of the tile before displacement: controlled supply, free supply and free arrivals.
    #[inline(always)]
    fn pools(&self, t: usize) -> [Lanes; POOLS] {
        let (offers, routes) = self.parts.split_at(self.offers);
        let [mut controlled, mut free, mut brought_controlled, mut arriving] = [Lanes::ZERO; 4];
        for parts in offers {
            controlled += parts.controlled[t];
            free += parts.free[t];
        }
        for parts in routes {
            brought_controlled += parts.controlled[t];
            arriving += parts.free[t];
        }
        [controlled + brought_controlled, free, arriving]
    }

    /// Inventory, displacement, and what is left.
    #[inline(always)]
    pub(super) fn clear(&mut self, [from, to]: [usize; 2], at: usize) {
        let mut stock = self.stock;
        for (t, k) in (from..to).enumerate() {
            let demand = self.demand[k];
            let [controlled, free, arriving] = self.pools(t);
            let total = controlled + free + arriving;
            // Shares add up to 1 except for rounding errors, which are not a shortage.
            let missing = (demand - total).or_nothing(demand * ROUNDING);
            let from_stock = missing.min(stock);
            stock -= from_stock;
            self.shortage[k] = missing - from_stock;
            let mut surplus = (total - demand).max(Lanes::ZERO);
            let refill = surplus.min((self.inventory * demand - stock).max(Lanes::ZERO));
            stock += refill;
            surplus -= refill;
            self.displace(t, at, demand, [controlled, free, arriving], surplus);
            month_done();
        }
        self.stock = stock;
    }

    /// The same of a market that clears at a price index.
    #[inline(always)]
    pub(super) fn clear_at_price(&mut self, mineral: &MineralPlan, [from, to]: [usize; 2], at: usize, values: &[Lanes], policy: &PolicyRun) {
        let (Some(plan), Some(mut clearing)) = (&mineral.response, self.clearing.take()) else { return };
        let Some(([mut market, mut tolerated], mut same)) = clearing.markets.take() else { return };
        for (t, k) in (from..to).enumerate() {
            let demand = self.demand[k];
            let [controlled, _, arriving] = self.pools(t);
            let ahead = plan.precaution.iter().fold(Lanes::ONE, |product, effect| product * policy.effects[effect.0].months()[k]);
            // Shares of a month add up to 1 except for rounding errors, which are no factor.
            let ahead = ahead.where_above(ahead, Lanes::splat(1.0 + ROUNDING), Lanes::ONE);
            let month = Month {
                demand,
                ahead,
                controlled,
                arriving,
                offers: &self.parts[..self.offers],
                place: t,
                suppliers: &mineral.suppliers,
                target: self.inventory * demand,
            };
            if same {
                tolerated.follow(&market);
            }
            let settled = market.settle(&month);
            // Until the index exceeds what is tolerated, or buyers buy ahead, nothing differs.
            same &= ahead.all(1.0) && !tolerated.is_exceeded(settled.q);
            clearing.bridge[k] = if same { settled.shortage } else { tolerated.settle(&Month { ahead: Lanes::ONE, ..month }).shortage };
            self.shortage[k] = settled.shortage;
            let price = settled.q.exp();
            clearing.price[k] = price;
            clearing.bought[k] = settled.bought;
            clearing.inventory[k] = market.stock;
            clearing.given_up[k] = settled.given_up;
            clearing.unmet[k] = (settled.given_up + settled.shortage).max(Lanes::ZERO);
            if let (Some(premium), Some(usd)) = (clearing.premium.get_mut(k), mineral.price) {
                *premium = (price - Lanes::ONE) * values[usd.0] * settled.bought;
            }
            for (supplier, parts) in mineral.suppliers.iter().zip(&mut self.parts) {
                parts.free[t] *= market.factors[supplier.reaction];
            }
            let pools = self.pools(t);
            self.displace(t, at, demand, pools, settled.surplus);
        }
        clearing.markets = Some(([market, tolerated], same));
        self.clearing = Some(clearing);
    }

    /// What a surplus leaves of each pool, and the figures of the supply that is left.
    #[inline(always)]
    fn displace(&mut self, t: usize, at: usize, demand: Lanes, pools: [Lanes; POOLS], mut surplus: Lanes) {
        let all_free = pools[1] + pools[2];
        self.free[at + t] = all_free;
        if !self.wholly {
            return;
        }
        self.free_share[at + t] = Lanes::ratio(all_free, demand, 1.0);
        // Surplus displaces controlled supply pro rata, then free supply, then arrivals. Divisions are slow, and mostly no surplus is left for the last
        // pools.
        let (mut left, mut keep) = (pools, [Lanes::ONE; POOLS]);
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
        // The rounding error left of a fully displaced supply is set to zero.
        let supplied = (supply * supply).where_above(supply, demand * NOTHING, Lanes::ZERO);
        self.concentration[at + t] = Lanes::ratio(squares, supplied, 0.0) * 10_000.0;
    }
}
