//! The price index at which what buyers want meets what is supplied, eight trials at a time.

use crate::engine::lanes::Lanes;

/// Steps after which each second one halves the interval; so many are never needed where the functions are as smooth as they are here.
const PLAIN_STEPS: usize = 30;
/// Most steps: halving alone would need fewer.
const MOST_STEPS: usize = 150;
/// What is wanted as a share of supply differs from 1 by no more than this at the end of the search.
const CLOSE: f64 = 1e-13;
/// Slope below which Newton's step reaches a bound.
const FLAT: f64 = 1e-300;

/// Free supply of the suppliers with the same reaction, in one month.
#[derive(Clone, Copy, Debug)]
pub(super) struct Group {
    /// Offer before any reaction, t.
    pub offer: Lanes,
    /// Supply as a multiple of the offer at the price index 1 after adaptation.
    pub adapted: Lanes,
    /// Short elasticity.
    pub elasticity: Lanes,
    /// Most supply as a multiple of the offer.
    pub most: Option<Lanes>,
}

impl Group {
    /// Supply as a multiple of the offer, and how fast its logarithm rises with q: not at all once it is sold out.
    #[inline(always)]
    pub fn factor(&self, q: Lanes) -> [Lanes; 2] {
        let own = self.adapted * (self.elasticity * q).exp();
        match self.most {
            Some(most) => [own.min(most), self.elasticity.where_above(most, own, Lanes::ZERO)],
            None => [own, self.elasticity],
        }
    }
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
    /// The logarithm of what is wanted as a share of supply, and how fast it falls with q; the factors of the groups are left in `factors`.
    #[inline(always)]
    fn excess(&self, q: Lanes, factors: &mut [Lanes]) -> [Lanes; 2] {
        let [mut supply, mut slope] = [self.fixed, Lanes::ZERO];
        for (group, factor) in self.groups.iter().zip(factors) {
            let [own, rise] = group.factor(q);
            *factor = own;
            let own = own * group.offer;
            supply += own;
            slope += own * rise;
        }
        // Where the inventory takes more than all supply, the ratio counts as very large.
        let supply = supply.max(Lanes::splat(f64::MIN_POSITIVE));
        [(self.want / supply).ln() - self.elasticity * q, slope / supply + self.elasticity]
    }

    /// The logarithm of the index between two bounds at which nothing is lacking, or the bound beyond which it lies, in the lanes in which `open` is above
    /// 0; 0 in the others. The search begins at `guess` and leaves the factors of the groups at that index in `factors`.
    #[inline(always)]
    pub fn root(&self, [mut low, mut high]: [Lanes; 2], mut open: Lanes, guess: Lanes, factors: &mut [Lanes]) -> Lanes {
        // Newton's method. Where the fixed supply is not below 0, the function is concave between the points at which suppliers are sold out, and each step
        // from below stays below the next such point or passes it once.
        let mut q = guess.max(low).min(high).where_above(open, Lanes::ZERO, Lanes::ZERO);
        for step in 0..MOST_STEPS {
            let [excess, slope] = self.excess(q, factors);
            open = open.where_above(excess.max(Lanes::ZERO - excess), Lanes::splat(CLOSE), Lanes::ZERO);
            low = q.where_above(excess, Lanes::ZERO, low);
            high = q.where_above(Lanes::ZERO, excess, high);
            let halves = step > PLAIN_STEPS && step % 2 == 1;
            let next = if halves { (low + high) * 0.5 } else { (q + excess / slope.max(Lanes::splat(FLAT))).max(low).min(high) };
            let moved = (next - q).max(q - next);
            open = open.where_above(moved, Lanes::ZERO, Lanes::ZERO);
            if !open.any_above(Lanes::ZERO) {
                break;
            }
            q = next.where_above(open, Lanes::ZERO, q);
        }
        q
    }
}
