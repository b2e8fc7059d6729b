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
    /// Most supply as a multiple of the offer.
    most: Option<Lanes>,
    /// Logarithm of the price index to which they have adapted.
    adapted: Lanes,
}

impl Adapting {
    fn new(reaction: &Reaction, values: &[Lanes]) -> Self {
        let [short, long, months] = [reaction.short, reaction.long, reaction.months].map(|slot| values[slot.0]);
        Self {
            short,
            gap: (long - short).max(Lanes::ZERO),
            pace: Lanes::from_fn(|lane| -(-1.0 / months.0[lane]).exp_m1()),
            most: reaction.spare.map(|slot| Lanes::ONE + values[slot.0]),
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
    /// Logarithm of the price index of the month before, where the search for the next begins.
    before: Lanes,
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
            before: Lanes::ZERO,
            stock,
            factors: vec![Lanes::ONE; plan.reactions.len()],
            adapted: vec![Lanes::ONE; plan.reactions.len()],
            groups: Vec::new(),
        }
    }

    /// Takes over what another market, which differs in its bounds only, carries from month to month.
    #[inline(always)]
    pub fn follow(&mut self, other: &Self) {
        (self.before, self.stock, self.demand.adapted) = (other.before, other.stock, other.demand.adapted);
        for (own, other) in self.supply.iter_mut().zip(&other.supply) {
            own.adapted = other.adapted;
        }
    }

    /// Whether an index, as its logarithm, is above the highest one in any trial.
    #[inline(always)]
    pub fn is_exceeded(&self, q: Lanes) -> bool {
        (q - self.cap).any_above(Lanes::ZERO)
    }

    /// Settles a month and carries on to the next.
    #[inline(always)]
    pub fn settle(&mut self, month: &Month) -> Settled {
        let Month { demand, ahead, target, .. } = *month;
        let unforced = demand * self.demand.factor(-1.0);
        let want = ahead * unforced;
        for ((factor, adapted), supply) in self.factors.iter_mut().zip(&mut self.adapted).zip(&self.supply) {
            *adapted = supply.factor(1.0);
            *factor = supply.most.map_or(*adapted, |most| adapted.min(most));
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
        self.before = settled.q;
        self.demand.adapt(settled.q);
        self.supply.iter_mut().for_each(|supply| supply.adapt(settled.q));
        settled
    }

    /// The price index of a month in which something is missing, or too much there, in some trials; `end` is the logarithm of the bound that it may
    /// reach.
    #[inline(always)]
    fn price(&mut self, month: &Month, [unforced, from_stock, refill]: [Lanes; 3], [missing, cheap]: [Lanes; 2], end: Lanes, settled: &mut Settled) {
        let Month { demand, ahead, .. } = *month;
        // e to the power of 0 is exactly 1, so that trials at the index 1 have the same numbers either way.
        let mut own = unforced;
        if !end.all(0.0) {
            let fixed = month.controlled + month.arriving + (from_stock - refill);
            settled.q = self.root(month, ahead * unforced, fixed, end, missing.max(cheap));
            own *= (Lanes::ZERO - self.demand.short * settled.q).exp();
        }
        let total = month.supply(&self.factors);
        let want = ahead * own;
        let lacking = ((want - total).or_nothing(want * ROUNDING) - from_stock).or_nothing(want * ROUNDING);
        let at_cap = Lanes::ONE.where_at_least(settled.q, end).where_above(missing, Lanes::ZERO, Lanes::ZERO);
        let capped = at_cap.where_above(lacking, Lanes::ZERO, Lanes::ZERO);
        let left = (total - want - refill).or_nothing(want * ROUNDING);
        let at_floor = Lanes::ONE.where_at_least(end, settled.q).where_above(cheap, Lanes::ZERO, Lanes::ZERO);
        let floored = at_floor.where_above(left, Lanes::ZERO, Lanes::ZERO);
        let consumed = want.min(demand.max(own));
        let shortage =
            ((consumed - total).or_nothing(consumed * ROUNDING) - from_stock).max(Lanes::ZERO).where_above(capped, Lanes::ZERO, Lanes::ZERO);
        let bought = (total + from_stock).where_above(capped, Lanes::ZERO, want);
        settled.shortage = shortage;
        settled.bought = (consumed - shortage).where_above(shortage, Lanes::ZERO, bought);
        settled.given_up = demand - consumed.where_above(shortage, Lanes::ZERO, bought);
        settled.surplus = left.where_above(floored, Lanes::ZERO, settled.surplus.where_above(Lanes::splat(0.5), cheap, Lanes::ZERO));
    }

    /// Where demand meets supply between the price index 1 and a bound, in the lanes that are open; free supply by reaction is then that of the index.
    #[inline(always)]
    fn root(&mut self, month: &Month, want: Lanes, mut fixed: Lanes, end: Lanes, open: Lanes) -> Lanes {
        self.groups.clear();
        self.groups.extend(self.supply.iter().zip(&self.adapted).map(|(supply, &adapted)| Group {
            offer: Lanes::ZERO,
            adapted,
            elasticity: supply.short,
            most: supply.most,
        }));
        for (i, parts) in month.offers.iter().enumerate() {
            let own = parts.free[month.place];
            match month.suppliers.get(i).and_then(|supplier| self.groups.get_mut(supplier.reaction)) {
                Some(group) => group.offer += own,
                None => fixed += own,
            }
        }
        let balance = Balance { want, elasticity: self.demand.short, fixed, groups: &self.groups };
        balance.root([end.min(Lanes::ZERO), end.max(Lanes::ZERO)], open, self.before, &mut self.factors)
    }
}
