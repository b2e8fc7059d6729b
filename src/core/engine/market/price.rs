//! The price index at which what buyers want meets what is supplied, eight trials at a time.

use crate::engine::lanes::Lanes;

/// Steps after which each second one halves the interval; so many are never needed where the functions are as smooth as they are here.
const PLAIN_STEPS: usize = 30;
/// Most steps: halving alone would need fewer.
const MOST_STEPS: usize = 150;
/// Length of a last step in the logarithm of the index. Steps of Newton's method shrink quadratically, so that the error left is far smaller.
const LAST: f64 = 1e-10;
/// The same of a step that halves the interval, relative to the above.
const HALVING: f64 = 1_000.0;

/// Free supply of the suppliers with the same reaction, in one month.
#[derive(Clone, Copy, Debug)]
pub(super) struct Group {
    /// Supply at the price index 1 after adaptation, t.
    pub base: Lanes,
    /// Short elasticity.
    pub elasticity: Lanes,
    /// Supply once it is sold out, t, and the logarithm of the index from which on it is.
    pub sold_out: Option<[Lanes; 2]>,
}

/// What buyers want and what is supplied, as functions of the logarithm q of the price index.
#[derive(Debug)]
pub(super) struct Balance<'a> {
    /// What is wanted at q = 0, t.
    pub want: Lanes,
    /// Short elasticity of demand.
    pub elasticity: Lanes,
    /// Supply that does not react, t; below 0 where the inventory takes some of it.
    pub fixed: Lanes,
    /// Supply that reacts.
    pub groups: &'a [Group],
}

impl Balance<'_> {
    /// What is wanted beyond supply, t.
    #[inline(always)]
    fn lacking(&self, q: Lanes) -> Lanes {
        let mut supply = self.fixed;
        for group in self.groups {
            let own = group.base * (group.elasticity * q).exp();
            supply += group.sold_out.map_or(own, |[most, _]| own.min(most));
        }
        self.want * (Lanes::ZERO - self.elasticity * q).exp() - supply
    }

    /// The logarithm of what is wanted as a share of supply, and how fast it falls with q; `fixed` includes what is sold out.
    #[inline(always)]
    fn excess(&self, q: Lanes, fixed: Lanes, until: Lanes) -> [Lanes; 2] {
        let [mut supply, mut slope] = [fixed, Lanes::ZERO];
        for group in self.groups {
            let own = group.base * (group.elasticity * q).exp();
            let own = group.sold_out.map_or(own, |[_, from]| Lanes::ZERO.where_above(until, from, own));
            supply += own;
            slope += own * group.elasticity;
        }
        // Where the inventory takes more than all supply, the ratio counts as very large.
        let supply = supply.max(Lanes::splat(f64::MIN_POSITIVE));
        [(self.want / supply).ln() - self.elasticity * q, slope / supply + self.elasticity]
    }

    /// The logarithm of the index between two bounds at which nothing is lacking, in the lanes in which `open` is above 0; something is lacking at
    /// the lower bound and nothing at the upper. Other lanes are undefined.
    #[inline(always)]
    pub fn root(&self, [mut low, mut high]: [Lanes; 2], mut open: Lanes) -> Lanes {
        // Points where suppliers are sold out part the interval, so that the functions are smooth within what is left.
        for [_, bend] in self.groups.iter().filter_map(|group| group.sold_out) {
            let inside = open.where_above(bend, low, Lanes::ZERO).where_above(high, bend, Lanes::ZERO);
            if inside.any_above(Lanes::ZERO) {
                let lacking = self.lacking(bend);
                low = bend.where_above(inside.where_above(lacking, Lanes::ZERO, Lanes::ZERO), Lanes::ZERO, low);
                high = high.where_above(lacking, Lanes::ZERO, bend).where_above(inside, Lanes::ZERO, high);
            }
        }
        let until = high;
        let mut fixed = self.fixed;
        for [most, bend] in self.groups.iter().filter_map(|group| group.sold_out) {
            fixed += most.where_above(until, bend, Lanes::ZERO);
        }
        // Newton's method for a function that is concave where the fixed supply is not below 0: from the first step on it comes from above.
        let [excess, slope] = self.excess(low, fixed, until);
        let mut q = (low + excess / slope).max(low).min(high);
        for step in 0..MOST_STEPS {
            let [excess, slope] = self.excess(q, fixed, until);
            low = q.where_above(excess, Lanes::ZERO, low);
            high = q.where_above(Lanes::ZERO, excess, high);
            let middle = (low + high) * 0.5;
            let newton = q + excess / slope;
            let within = Lanes::splat(if step > PLAIN_STEPS && step % 2 == 1 { -1.0 } else { 1.0 });
            let within = within.where_at_least(newton, low).where_at_least(high, newton);
            let next = newton.where_above(within, Lanes::ZERO, middle);
            let moved = (next - q).max(q - next);
            let moved = moved.where_above(within, Lanes::ZERO, moved * HALVING);
            q = next.where_above(open, Lanes::ZERO, q);
            open = open.where_above(moved, Lanes::splat(LAST), Lanes::ZERO);
            if !open.any_above(Lanes::ZERO) {
                break;
            }
        }
        q
    }
}
