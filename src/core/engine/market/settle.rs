//! One month of a market that clears: what the inventory gives or takes, the price index, and what is bought.

use super::Parts;
use super::clear::ROUNDING;
use super::price::{Balance, Group};
use crate::engine::lanes::Lanes;
use crate::plan::{Reaction, ResponsePlan, SupplierPlan};

/// How buyers, or the suppliers with the same reaction, adapt in the trials of a batch.
#[derive(Clone, Copy, Debug)]
struct Adapting {
    short: Lanes,
    /// Long elasticity less the short one.
    gap: Lanes,
    /// Share of the adaptation that happens in a month.
    pace: Lanes,
    /// Most supply as a multiple of the offer, and its logarithm.
    most: Option<[Lanes; 2]>,
    /// Logarithm of the price index to which they have adapted.
    adapted: Lanes,
}

impl Adapting {
    fn new(reaction: &Reaction, values: &[Lanes]) -> Self {
        let [short, long, months] = [reaction.short, reaction.long, reaction.months].map(|slot| values[slot.0]);
        let most = reaction.spare.map(|slot| Lanes::ONE + values[slot.0]);
        Self {
            short,
            gap: (long - short).max(Lanes::ZERO),
            pace: Lanes::from_fn(|lane| -(-1.0 / months.0[lane]).exp_m1()),
            most: most.map(|most| [most, Lanes::from_fn(|lane| most.0[lane].ln())]),
            adapted: Lanes::ZERO,
        }
    }

    /// e to the power of what they have adapted.
    #[inline(always)]
    fn factor(&self, sign: f64) -> Lanes {
        if self.adapted.all(0.0) { Lanes::ONE } else { (self.gap * self.adapted * sign).exp() }
    }

    #[inline(always)]
    fn adapt(&mut self, q: Lanes) {
        self.adapted += self.pace * (q - self.adapted);
    }
}

/// A market that clears within bounds of its price index, with what it carries from month to month.
#[derive(Clone, Debug)]
pub(super) struct Market {
    demand: Adapting,
    supply: Vec<Adapting>,
    /// Logarithms of the highest and the lowest price index.
    cap: Lanes,
    floor: Lanes,
    /// Inventory, t.
    pub stock: Lanes,
    /// Free supply by reaction: as a multiple of the offer at the price index of the month, and while it is sought.
    pub factors: Vec<Lanes>,
    adapted: Vec<Lanes>,
    groups: Vec<Group>,
}

/// What a month begins with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Month<'a> {
    /// Demand at the price index 1, t.
    pub demand: Lanes,
    /// Factor of buying ahead on what buyers want.
    pub ahead: Lanes,
    /// Controlled supply and arrivals of routes, t.
    pub controlled: Lanes,
    pub arriving: Lanes,
    /// What suppliers, then origins of what comes back, offer; the place of the month in it.
    pub offers: &'a [Parts],
    pub place: usize,
    pub suppliers: &'a [SupplierPlan],
    /// Inventory up to which surplus refills it, t.
    pub target: Lanes,
}

/// How a month ends.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Settled {
    /// Logarithm of the price index.
    pub q: Lanes,
    /// Bought, t.
    pub bought: Lanes,
    /// Wanted at the price index and not to be had, t.
    pub shortage: Lanes,
    /// Demand less what is bought and short, t.
    pub given_up: Lanes,
    /// Surplus that displaces supply, t.
    pub surplus: Lanes,
}

impl Month<'_> {
    /// Free supply, by reaction times `factors`, t.
    #[inline(always)]
    fn free(&self, factors: &[Lanes]) -> Lanes {
        let mut free = Lanes::ZERO;
        for (i, parts) in self.offers.iter().enumerate() {
            let own = parts.free[self.place];
            free += self.suppliers.get(i).map_or(own, |supplier| own * factors[supplier.reaction]);
        }
        free
    }

    /// All supply, t.
    #[inline(always)]
    fn supply(&self, factors: &[Lanes]) -> Lanes {
        self.controlled + self.free(factors) + self.arriving
    }
}

impl Market {
    /// A market of the batch whose values are given; its bounds are those of the plan, the highest at most `most`.
    pub fn new(plan: &ResponsePlan, values: &[Lanes], stock: Lanes, most: Option<Lanes>) -> Self {
        let cap = values[plan.cap.0];
        let cap = most.map_or(cap, |most| most.min(cap));
        let log = |value: Lanes| if value.all(1.0) { Lanes::ZERO } else { Lanes::from_fn(|lane| value.0[lane].ln()) };
        Self {
            demand: Adapting::new(&plan.demand, values),
            supply: plan.reactions.iter().map(|reaction| Adapting::new(reaction, values)).collect(),
            cap: log(cap),
            floor: log(values[plan.floor.0]),
            stock,
            factors: vec![Lanes::ONE; plan.reactions.len()],
            adapted: vec![Lanes::ONE; plan.reactions.len()],
            groups: Vec::new(),
        }
    }

    /// Settles a month and carries on to the next.
    #[inline(always)]
    pub fn settle(&mut self, month: &Month) -> Settled {
        let Month { demand, ahead, target, .. } = *month;
        let unforced = demand * self.demand.factor(-1.0);
        let want = ahead * unforced;
        for ((factor, adapted), supply) in self.factors.iter_mut().zip(&mut self.adapted).zip(&self.supply) {
            *adapted = supply.factor(1.0);
            *factor = supply.most.map_or(*adapted, |[most, _]| adapted.min(most));
        }
        let total = month.supply(&self.factors);
        // Shares add up to 1 except for rounding errors, which are not a shortage.
        let from_stock = (unforced - total).or_nothing(unforced * ROUNDING).min(self.stock);
        self.stock -= from_stock;
        let missing = (want - total).or_nothing(want * ROUNDING) - from_stock;
        let mut surplus = (total - want).max(Lanes::ZERO);
        let refill = surplus.min((target - self.stock).max(Lanes::ZERO));
        self.stock += refill;
        surplus -= refill;
        let cheap = Lanes::ONE.where_above(Lanes::ZERO, self.floor, Lanes::ZERO).where_above(surplus, want * ROUNDING, Lanes::ZERO);
        let mut settled = Settled { q: Lanes::ZERO, bought: want, shortage: Lanes::ZERO, given_up: demand - want, surplus };
        if missing.any_above(Lanes::ZERO) || cheap.any_above(Lanes::ZERO) {
            let end = self.cap.where_above(missing, Lanes::ZERO, self.floor.where_above(cheap, Lanes::ZERO, Lanes::ZERO));
            self.price(month, [unforced, from_stock, refill], [missing, cheap], end, &mut settled);
        }
        // What is laid by; without a factor on what is wanted nothing is.
        if !ahead.all(1.0) {
            let consumed = demand.max(unforced * (Lanes::ZERO - self.demand.short * settled.q).exp());
            self.stock += (settled.bought - consumed).max(Lanes::ZERO);
        }
        self.demand.adapt(settled.q);
        self.supply.iter_mut().for_each(|supply| supply.adapt(settled.q));
        settled
    }

    /// Free supply by reaction at a price index.
    #[inline(always)]
    fn react(&mut self, q: Lanes) {
        for ((factor, adapted), supply) in self.factors.iter_mut().zip(&self.adapted).zip(&self.supply) {
            let own = *adapted * (supply.short * q).exp();
            *factor = supply.most.map_or(own, |[most, _]| own.min(most));
        }
    }

    /// The price index of a month in which something is missing, or too much there, in some trials; `end` is the logarithm of the bound that it may
    /// reach.
    #[inline(always)]
    fn price(&mut self, month: &Month, [unforced, from_stock, refill]: [Lanes; 3], [missing, cheap]: [Lanes; 2], end: Lanes, settled: &mut Settled) {
        let Month { demand, ahead, .. } = *month;
        let wanted_at = |q: Lanes, short: Lanes| unforced * (Lanes::ZERO - short * q).exp();
        let short = self.demand.short;
        // At the index 1 everything is known; e to the power of 0 is exactly 1, so that trials at 1 have the same numbers either way.
        let own = if end.all(0.0) {
            unforced
        } else {
            self.react(end);
            wanted_at(end, short)
        };
        let total = month.supply(&self.factors);
        let want = ahead * own;
        let lacking = (want - total).or_nothing(want * ROUNDING) - from_stock;
        let capped = Lanes::ONE.where_above(lacking, Lanes::ZERO, Lanes::ZERO).where_above(missing, Lanes::ZERO, Lanes::ZERO);
        let left = (total - want - refill).or_nothing(want * ROUNDING);
        let floored = Lanes::ONE.where_above(left, Lanes::ZERO, Lanes::ZERO).where_above(cheap, Lanes::ZERO, Lanes::ZERO);
        let consumed = want.min(demand.max(own));
        let shortage =
            ((consumed - total).or_nothing(consumed * ROUNDING) - from_stock).max(Lanes::ZERO).where_above(capped, Lanes::ZERO, Lanes::ZERO);
        let at_bound = total + from_stock;
        let open = (Lanes::ONE - capped.max(floored)).where_above(missing.max(cheap), Lanes::ZERO, Lanes::ZERO);
        settled.q = end;
        let mut bought = at_bound.where_above(capped, Lanes::ZERO, want);
        if open.any_above(Lanes::ZERO) {
            let root = self.root(month, ahead * unforced, month.controlled + month.arriving + (from_stock - refill), end, open);
            settled.q = root.where_above(open, Lanes::ZERO, end);
            self.react(settled.q);
            let want = ahead * wanted_at(settled.q, short);
            bought = want.where_above(open, Lanes::ZERO, bought);
        }
        settled.shortage = shortage;
        settled.bought = (consumed - shortage).where_above(shortage, Lanes::ZERO, bought);
        settled.given_up = demand - consumed.where_above(shortage, Lanes::ZERO, bought);
        settled.surplus = left.where_above(floored, Lanes::ZERO, settled.surplus.where_above(Lanes::splat(0.5), cheap, Lanes::ZERO));
    }

    /// Where demand meets supply between the price index 1 and a bound, in the lanes that are open.
    #[inline(always)]
    fn root(&mut self, month: &Month, want: Lanes, fixed: Lanes, end: Lanes, open: Lanes) -> Lanes {
        self.groups.clear();
        self.groups.extend(self.supply.iter().zip(&self.adapted).map(|(supply, adapted)| Group {
            base: *adapted,
            elasticity: supply.short,
            sold_out: supply.most.map(|[most, log]| [most, (log - supply.gap * supply.adapted) / supply.short]),
        }));
        for (r, group) in self.groups.iter_mut().enumerate() {
            let own = month.offers.iter().zip(month.suppliers).filter(|(_, supplier)| supplier.reaction == r);
            let sum = own.fold(Lanes::ZERO, |sum, (parts, _)| sum + parts.free[month.place]);
            group.base *= sum;
            group.sold_out = group.sold_out.map(|[most, from]| [most * sum, from]);
        }
        let fixed = month.offers.iter().skip(month.suppliers.len()).fold(fixed, |sum, parts| sum + parts.free[month.place]);
        let balance = Balance { want, elasticity: self.demand.short, fixed, groups: &self.groups };
        balance.root([end.min(Lanes::ZERO), end.max(Lanes::ZERO)], open)
    }
}
