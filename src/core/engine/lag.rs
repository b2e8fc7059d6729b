//! Transit lag of a node, of whole months and a fraction of a month.

use super::lanes::{Lanes, month_done};

/// The lag of a node in a batch.
#[derive(Clone, Copy, Debug)]
pub struct Lag {
    /// Whole months.
    pub whole: Lanes,
    /// The rest, below 1.
    pub rest: Lanes,
    /// The whole months where they are the same in all trials.
    same: Option<usize>,
}

impl Lag {
    /// Of so many months.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates: a lag beyond the horizon never comes out")]
    pub fn new(months: Lanes) -> Self {
        let whole = Lanes::from_fn(|lane| months.0[lane].floor());
        Self { whole, rest: months - whole, same: whole.all(whole.0[0]).then_some(whole.0[0] as usize) }
    }

    /// out(k) = (1−f)·x(k−n) + f·x(k−n−1), nothing under way at month 0.
    #[inline(always)]
    pub fn delayed(&self, history: &[Lanes], k: usize) -> Lanes {
        if let Some(n) = self.same {
            return alike(history, k, n, self.rest);
        }
        Lanes::from_fn(|lane| {
            let (n, f) = (self.whole.0[lane], self.rest.0[lane]);
            (1.0 - f) * entered(history, k, lane, n) + f * entered(history, k, lane, n + 1.0)
        })
    }

    /// The same for the months from `from` on.
    #[inline(always)]
    pub fn delay(&self, history: &[Lanes], from: usize, months: &mut [Lanes]) {
        if let Some(n) = self.same {
            for (month, k) in months.iter_mut().zip(from..) {
                *month = alike(history, k, n, self.rest);
                month_done();
            }
            return;
        }
        for (month, k) in months.iter_mut().zip(from..) {
            *month = self.delayed(history, k);
            month_done();
        }
    }
}

/// All trials wait the same whole months.
#[inline(always)]
fn alike(history: &[Lanes], k: usize, n: usize, rest: Lanes) -> Lanes {
    let at = |age: usize| if age <= k { history.get(k - age).copied().unwrap_or(Lanes::ZERO) } else { Lanes::ZERO };
    (Lanes::ONE - rest) * at(n) + rest * at(n.saturating_add(1))
}

/// What entered so many months before in one trial.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates: a lag beyond the horizon never comes out")]
fn entered(history: &[Lanes], k: usize, lane: usize, age: f64) -> f64 {
    let age = age as usize;
    if age <= k { history[k - age].0[lane] } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::float_cmp, reason = "binary fractions, computed exactly")]
    fn what_entered_leaves_after_the_lag() {
        let history: Vec<Lanes> = (0..6).map(|k| Lanes::splat(f64::from(1 << k))).collect();
        let mut months = [Lanes::ZERO; 4];
        Lag::new(Lanes::splat(2.25)).delay(&history, 2, &mut months);
        assert_eq!(months.map(|month| month.0[7]), [0.75, 1.75, 3.5, 7.0]);
        let apart = Lag::new(Lanes::from_fn(|lane| [0.0, 2.25, 5.0, 1e300][lane % 4]));
        assert_eq!(apart.delayed(&history, 5).0[..4], [32.0, 7.0, 1.0, 0.0]);
        apart.delay(&history, 2, &mut months);
        assert_eq!(months[3], apart.delayed(&history, 5));
    }
}
