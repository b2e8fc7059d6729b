//! The price index at which what buyers want meets what is supplied, eight trials at a time.

use crate::engine::lanes::Lanes;

/// Steps after which each second one halves the interval; so many are never needed where the functions are as smooth as they are here.
const PLAIN_STEPS: usize = 30;
/// Most steps: halving alone would need fewer.
const MOST_STEPS: usize = 150;
/// What is wanted as a share of supply differs from 1 by no more than this at the end of the search.
const CLOSE: f64 = 1e-13;
/// Relative change of the factors below which a step is the last: what it leaves is about the third power of this, so no further step is needed.
const SMALL: f64 = 1e-5;
/// Slope below which a step reaches a bound.
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
    /// Supply as a multiple of the offer, and how fast its logarithm rises with q: not at all once it is sold out; from what it would be without a limit.
    #[inline(always)]
    fn limited(&self, own: Lanes) -> [Lanes; 2] {
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
    /// The logarithm of what is wanted as a share of supply, how fast it falls with q, and how fast that slope rises. The factors of the groups at q, as
    /// they would be without a limit, are left in `factors` in the lanes in which `open` is above 0.
    #[inline(always)]
    fn excess(&self, q: Lanes, open: Lanes, factors: &mut [Lanes]) -> [Lanes; 3] {
        let [mut supply, mut slope, mut bend] = [self.fixed, Lanes::ZERO, Lanes::ZERO];
        for (group, factor) in self.groups.iter().zip(factors) {
            *factor = (group.adapted * (group.elasticity * q).exp()).where_above(open, Lanes::ZERO, *factor);
            let [own, rise] = group.limited(*factor);
            let own = own * group.offer;
            supply += own;
            let rising = own * rise;
            slope += rising;
            bend += rising * rise;
        }
        // Where the inventory takes more than all supply, the ratio counts as very large.
        let share = Lanes::ONE / supply.max(Lanes::splat(f64::MIN_POSITIVE));
        let slope = slope * share;
        [(self.want * share).ln() - self.elasticity * q, slope + self.elasticity, bend * share - slope * slope]
    }

    /// Changes the factors by a small step in q, to second order, in the lanes in which `last` is above 0.
    #[inline(always)]
    fn shift(&self, step: Lanes, last: Lanes, factors: &mut [Lanes]) {
        for (group, factor) in self.groups.iter().zip(factors) {
            let change = group.elasticity * step;
            let shifted = *factor * (Lanes::ONE + change * (Lanes::ONE + change * 0.5));
            *factor = shifted.where_above(last, Lanes::ZERO, *factor);
        }
    }

    /// 1 in the lanes in which a small step changes no factor by more than [`SMALL`] and passes no point at which suppliers are sold out, else 0.
    #[inline(always)]
    fn is_small(&self, step: Lanes, factors: &[Lanes]) -> Lanes {
        let size = step.max(Lanes::ZERO - step);
        let mut small = Lanes::ONE.where_above(Lanes::splat(SMALL), size * self.elasticity, Lanes::ZERO);
        for (group, factor) in self.groups.iter().zip(factors) {
            let change = group.elasticity * size;
            small = small.where_above(Lanes::splat(SMALL), change, Lanes::ZERO);
            if let Some(most) = group.most {
                let away = (most - *factor).max(*factor - most);
                small = small.where_above(away, *factor * (change * 2.0), Lanes::ZERO);
            }
        }
        small
    }

    /// The logarithm of the index between two bounds at which nothing is lacking, or the bound beyond which it lies, in the lanes in which `open` is above
    /// 0; 0 in the others. The search begins at `guess` and leaves the factors of the groups at that index in `factors`.
    #[inline(always)]
    pub fn root(&self, [mut low, mut high]: [Lanes; 2], mut open: Lanes, guess: Lanes, factors: &mut [Lanes]) -> Lanes {
        for (group, factor) in self.groups.iter().zip(&mut *factors) {
            *factor = group.adapted;
        }
        // Halley's method within bounds that close in. Where the fixed supply is not below 0, the function is smooth between the points at which suppliers
        // are sold out.
        let mut q = guess.max(low).min(high).where_above(open, Lanes::ZERO, Lanes::ZERO);
        for step in 0..MOST_STEPS {
            let [excess, slope, bend] = self.excess(q, open, factors);
            open = open.where_above(excess.max(Lanes::ZERO - excess), Lanes::splat(CLOSE), Lanes::ZERO);
            if !open.any_above(Lanes::ZERO) {
                break;
            }
            low = q.where_above(excess, Lanes::ZERO, low);
            high = q.where_above(Lanes::ZERO, excess, high);
            let halves = step > PLAIN_STEPS && step % 2 == 1;
            let next = if halves { (low + high) * 0.5 } else { (q + halley(excess, slope, bend)).max(low).min(high) };
            let moved = next - q;
            let last = self.is_small(moved, factors).where_above(open, Lanes::ZERO, Lanes::ZERO);
            self.shift(moved, last, factors);
            q = next.where_above(open, Lanes::ZERO, q);
            let goes_on = Lanes::ONE.where_above(moved.max(Lanes::ZERO - moved), Lanes::ZERO, Lanes::ZERO);
            open = Lanes::ZERO.where_above(last, Lanes::ZERO, open).where_above(goes_on, Lanes::ZERO, Lanes::ZERO);
            if !open.any_above(Lanes::ZERO) {
                break;
            }
        }
        for (group, factor) in self.groups.iter().zip(factors) {
            *factor = group.limited(*factor)[0];
        }
        q
    }
}

/// Halley's step: where a function with this value, fall and rise of the fall is 0, to third order.
#[inline(always)]
fn halley(excess: Lanes, slope: Lanes, bend: Lanes) -> Lanes {
    let slope = slope.max(Lanes::splat(FLAT));
    let newton = excess / slope;
    excess / (slope + bend * newton * 0.5).max(slope * 0.5)
}
