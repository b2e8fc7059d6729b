//! What comes back of the flows that regimes hold back: which stay held back which part of a month, and when that arrives.

use super::capacity::Tile;
use super::lanes::Lanes;
use super::policy::Entry;
use crate::chance::LANES;

/// What comes back of what one stay of a regime holds back.
#[derive(Clone, Copy, Debug)]
pub struct Returning {
    lane: usize,
    /// First month of the stay, and the month after its last.
    first: usize,
    end: usize,
    /// Share of what is held back in the first month that this stay holds back, and the same of the last month, where it is not the first.
    head: f64,
    tail: f64,
    /// Shares that come back as free and as controlled supply.
    shares: [f64; 2],
    /// Whole months until then, and the rest.
    whole: usize,
    rest: f64,
}

/// What one stay lets through, and what comes back of the rest.
#[derive(Clone, Copy, Debug)]
pub struct Withholding {
    /// Months from the entry until `passes` applies.
    pub wait: f64,
    /// Factor until then.
    pub meanwhile: f64,
    /// Factor from then on.
    pub passes: f64,
    /// Shares that come back as free and as controlled supply.
    pub shares: [f64; 2],
    /// Months until then.
    pub after: f64,
}

impl Withholding {
    /// Time in month `k` of a stay, weighted by the part that is held back.
    fn held(&self, stay: &Entry, k: usize) -> f64 {
        let overlap = |from: f64, to: f64| (to.min((k + 1) as f64) - from.max(k as f64)).max(0.0);
        let passes_from = (stay.from + (self.wait - stay.since).max(0.0)).min(stay.to);
        overlap(stay.from, passes_from) * (1.0 - self.meanwhile).max(0.0) + overlap(passes_from, stay.to) * (1.0 - self.passes).max(0.0)
    }
}

/// What comes back of all stays of one regime in the trials of a batch; a month of several stays is parted among them by what each holds back.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "months are not negative, and a wait beyond the horizon saturates")]
pub fn returning(stays: &[Entry], of: impl Fn(usize) -> Withholding, months: usize, totals: &mut Vec<f64>, into: &mut Vec<Returning>) {
    into.clear();
    totals.clear();
    totals.resize(months * LANES, 0.0);
    for (j, stay) in stays.iter().enumerate() {
        let (first, end) = (stay.from as usize, (stay.to.ceil() as usize).min(months));
        if end <= first {
            continue;
        }
        let what = of(j);
        let [head, tail] = [first, end - 1].map(|k| what.held(stay, k));
        totals[stay.lane * months + first] += head;
        if end - 1 > first {
            totals[stay.lane * months + end - 1] += tail;
        }
        let whole = what.after.floor();
        into.push(Returning { lane: stay.lane, first, end, head, tail, shares: what.shares, whole: whole as usize, rest: what.after - whole });
    }
    for stay in &mut *into {
        let part = |held: f64, k: usize| if held > 0.0 { held / totals[stay.lane * months + k] } else { 0.0 };
        (stay.head, stay.tail) = (part(stay.head, stay.first), part(stay.tail, stay.end - 1));
    }
    into.retain(|stay| stay.shares.iter().any(|&share| share > 0.0));
}

impl Returning {
    /// Adds what comes back of what is `held` back in the months from `from` on, before month `to`, to the columns of free and of controlled supply.
    #[inline(always)]
    pub fn add(&self, [from, to]: [usize; 2], held: &Tile, into: &mut [Vec<Lanes>; 2]) {
        for k in self.first.max(from)..self.end.min(to) {
            let share = if k == self.first {
                self.head
            } else if k + 1 == self.end {
                self.tail
            } else {
                1.0
            };
            let held = held[k - from].0[self.lane] * share;
            if held <= 0.0 {
                continue;
            }
            for (column, share) in into.iter_mut().zip(self.shares).filter(|(_, share)| *share > 0.0) {
                let part = share * held;
                let Some(month) = column.get_mut(k.saturating_add(self.whole)) else { continue };
                month.0[self.lane] += (1.0 - self.rest) * part;
                if let (true, Some(month)) = (self.rest > 0.0, column.get_mut(k.saturating_add(self.whole).saturating_add(1))) {
                    month.0[self.lane] += self.rest * part;
                }
            }
        }
    }
}
