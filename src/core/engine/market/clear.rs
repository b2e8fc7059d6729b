//! Market clearing, month by month: inventory and shortage, displacement by surplus, and concentration of the remaining supply.

use super::{MineralRun, NOTHING, POOLS};
use crate::engine::lanes::{Lanes, month_done};

/// Share of demand below which a shortage is a rounding error.
const ROUNDING: f64 = 1e-12;

impl MineralRun {
    /// Inventory, displacement, and what is left.
    #[inline(always)]
    pub(super) fn clear(&mut self, [from, to]: [usize; 2], at: usize, supplier_count: usize) {
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
            // Shares add up to 1 except for rounding errors, which are not a shortage.
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
            // Surplus displaces controlled supply pro rata, then free supply, then arrivals. Divisions are slow, and mostly no surplus is left for the last
            // pools.
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
            // The rounding error left of a fully displaced supply is set to zero.
            let supplied = (supply * supply).where_above(supply, demand * NOTHING, Lanes::ZERO);
            self.concentration[at + t] = Lanes::ratio(squares, supplied, 0.0) * 10_000.0;
            month_done();
        }
        self.stock = stock;
    }
}
