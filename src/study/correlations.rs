//! Rank correlations of all numbers drawn once a trial with outcomes of the trials.

use crate::plan::Plan;
use crate::stats::{PartialRankCorrelations, partial_interval, ranks, spearman, spearman_interval};

/// Correlation of an input with an outcome.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Correlation {
    /// Place among [`ScalarInputs::draws`].
    pub input: usize,
    /// Spearman's rank correlation and its 95 % interval.
    pub rank: [f64; 3],
    /// The same with all other inputs held still; `None` where they cannot be.
    pub partial: Option<[f64; 3]>,
}

impl Correlation {
    /// The correlation that is reported: the partial one, else the plain one, with its interval.
    #[must_use]
    pub fn told(&self) -> [f64; 3] {
        self.partial.unwrap_or(self.rank)
    }

    /// Its absolute value.
    #[must_use]
    pub fn strength(&self) -> f64 {
        self.told()[0].abs()
    }

    /// Whether an interval of twice the width excludes 0. Among a hundred inputs a few exclude it at random with the plain interval.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        let [r, low, high] = self.told();
        (2.0 * low - r) * (2.0 * high - r) > 0.0
    }
}

/// Ranks of the values that all scalar inputs drew in a run.
#[derive(Clone, Debug)]
pub struct ScalarInputs {
    /// Places among [`Plan::draws`].
    pub draws: Vec<usize>,
    ranks: Vec<Vec<f64>>,
}

impl ScalarInputs {
    /// From the columns of a run, in the order of [`Plan::draws`]. Each input counts by its own draw, before drivers scale it, so that the
    /// effect of a driver is attributed to the driver only; a clamped input counts as it is. Inputs that do not vary are left out.
    #[must_use]
    pub fn new(plan: &Plan, columns: &[Vec<f64>]) -> Self {
        let mut inputs = Self { draws: Vec::new(), ranks: Vec::new() };
        for draw in plan.elements().iter().filter(|element| !element.keys.is_empty()).filter_map(|element| element.draw) {
            let own = own_draw(plan, columns, draw);
            if own.iter().any(|value| value.total_cmp(&own[0]).is_ne()) {
                inputs.draws.push(draw);
                inputs.ranks.push(ranks(&own));
            }
        }
        inputs
    }

    /// Spearman's correlation of each input with an outcome, in the order of `draws`.
    #[must_use]
    pub fn spearman(&self, outcome: &[f64]) -> Vec<f64> {
        let outcome = ranks(outcome);
        self.ranks.iter().map(|input| spearman(input, &outcome)).collect()
    }

    /// Rank correlations, plain and partial, of each input with each outcome.
    #[must_use]
    pub fn correlations(&self, outcomes: &[Vec<f64>]) -> Vec<Vec<Correlation>> {
        let held = PartialRankCorrelations::new(&self.ranks);
        let others = self.ranks.len().saturating_sub(1);
        let with = |r: f64, [low, high]: [f64; 2]| [r, low, high];
        let of = |outcome: &Vec<f64>| {
            let n = outcome.len();
            let outcome = ranks(outcome);
            let partial = held.as_ref().map(|held| held.with_output(&outcome));
            let each = self.ranks.iter().enumerate().map(|(input, ranks)| {
                let r = spearman(ranks, &outcome);
                let partial = partial.as_ref().map(|partial| with(partial[input], partial_interval(partial[input], n, others)));
                Correlation { input, rank: with(r, spearman_interval(r, n)), partial }
            });
            each.collect()
        };
        outcomes.iter().map(of).collect()
    }
}

/// The own draw of an input.
fn own_draw(plan: &Plan, columns: &[Vec<f64>], place: usize) -> Vec<f64> {
    let draw = &plan.draws[place];
    let scales: Vec<&Vec<f64>> =
        draw.scale.iter().filter_map(|slot| plan.draws.iter().position(|known| known.slot == *slot)).map(|driver| &columns[driver]).collect();
    let own: Vec<f64> =
        columns[place].iter().enumerate().map(|(row, value)| value / scales.iter().map(|scale| scale[row]).product::<f64>()).collect();
    if draw.clamp.is_some() || own.iter().any(|value| !value.is_finite()) { columns[place].clone() } else { own.into_iter().map(rounded).collect() }
}

/// A number without its last bits, which contain the rounding error of the division, so that equal draws are equal again.
fn rounded(value: f64) -> f64 {
    const BITS: u64 = 1 << 8;
    f64::from_bits((value.to_bits() + BITS / 2) & !(BITS - 1))
}
