//! Rank correlations of the inputs drawn once a trial with an outcome of the trial.

use crate::plan::Plan;
use crate::stats::{PartialRankCorrelations, auc, partial_interval, ranks, spearman, spearman_interval};

/// Rank correlations of one input with one outcome, each with its 95% interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Correlation {
    /// Index in [`ScalarInputs::draws`].
    pub input: usize,
    /// Spearman's rank correlation: value, lower and upper end.
    pub rank: [f64; 3],
    /// Partial rank correlation, with all other inputs held constant; `None` where it cannot be computed.
    pub partial: Option<[f64; 3]>,
}

/// Ranks of the numbers that all scalar inputs drew in a run.
#[derive(Clone, Debug)]
pub struct ScalarInputs {
    /// Indices in [`Plan::draws`].
    pub draws: Vec<usize>,
    ranks: Vec<Vec<f64>>,
}

impl ScalarInputs {
    /// Ranks from the columns of a run, in the order of [`Plan::draws`]. Each input counts by its own draw, before drivers scaled it, so that the
    /// effect of a driver is that of the driver alone; an input that is clamped counts as it is. Inputs that do not vary are left out.
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

    /// Area under the ROC curve of each input, with its standard error, for the trials in which something occurs; `None` where it always or never does.
    #[must_use]
    pub fn auc(&self, occurs: &[bool]) -> Vec<Option<[f64; 2]>> {
        self.ranks.iter().map(|ranks| auc(ranks, occurs)).collect()
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

/// Numbers that an input drew, before drivers scaled them.
fn own_draw(plan: &Plan, columns: &[Vec<f64>], place: usize) -> Vec<f64> {
    let draw = &plan.draws[place];
    let scales: Vec<&Vec<f64>> =
        draw.scale.iter().filter_map(|slot| plan.draws.iter().position(|known| known.slot == *slot)).map(|driver| &columns[driver]).collect();
    let own: Vec<f64> =
        columns[place].iter().enumerate().map(|(row, value)| value / scales.iter().map(|scale| scale[row]).product::<f64>()).collect();
    if draw.clamp.is_some() || own.iter().any(|value| !value.is_finite()) { columns[place].clone() } else { own.into_iter().map(rounded).collect() }
}

/// Number rounded in its last bits, which the division made uneven, so that equal draws are equal again.
fn rounded(value: f64) -> f64 {
    const BITS: u64 = 1 << 8;
    f64::from_bits((value.to_bits() + BITS / 2) & !(BITS - 1))
}
