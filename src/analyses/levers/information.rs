//! Expected value of perfect information for a choice (EVPI: Raiffa & Schlaifer 1961; for one input, EVPPI: Strong & Oakley 2013).
//!
//! The value of an input is the expected benefit of the best choice at each of its values, less that of the best choice without knowing it. Trials
//! are sorted by the input and cut into bins, and the best choice is made in each bin. To choose and to value on the same trials would be biased
//! upwards, since the largest of several noisy means is too large. Each fifth of the trials is therefore valued by choices made on the other four. This
//! is biased downwards a little, the choice on all trials upwards: the interval reaches from the lower end of the first to the upper end of the second,
//! each against every choice that may be the best without the information.

use super::compute::{Estimate, HALF_WIDTH_95, estimate};

/// Value with its 95% interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Best estimate.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end; infinite where it is open.
    pub high: f64,
}

/// Parts of the trials for cross-validation.
const FOLDS: usize = 5;
/// Bins, at most.
const MOST_BINS: usize = 40;

/// Expected value of perfect information on everything, from `benefits` by choice and trial.
#[must_use]
pub fn perfect_information(benefits: &[Vec<f64>]) -> Interval {
    let count = benefits.first().map_or(0, Vec::len);
    if count < 2 {
        return Interval { value: 0.0, low: 0.0, high: f64::INFINITY };
    }
    let chosen: Vec<f64> = (0..count).map(|i| benefits.iter().map(|choice| choice[i]).fold(f64::NEG_INFINITY, f64::max)).collect();
    let rivals = rivals(benefits);
    Interval { value: over(&chosen, &benefits[rivals[0]]).mean, low: low(&chosen, benefits, &rivals), high: high(&chosen, benefits, &rivals) }
}

/// Expected value of perfect information on one input, from its `values` by trial and `benefits` by choice and trial; never below 0.
#[must_use]
pub fn worth_knowing(values: &[f64], benefits: &[Vec<f64>]) -> Interval {
    let count = values.len();
    if count < 2 * FOLDS || benefits.len() < 2 {
        return Interval { value: 0.0, low: 0.0, high: if benefits.len() < 2 { 0.0 } else { f64::INFINITY } };
    }
    let (bin_of, bins) = bins(values);
    // Sums of the benefits by choice, fifth of the trials and bin.
    let sum = |choice: &Vec<f64>| {
        let mut sums = vec![0.0; FOLDS * bins];
        for (i, benefit) in choice.iter().enumerate() {
            sums[(i % FOLDS) * bins + bin_of[i]] += benefit;
        }
        sums
    };
    let sums: Vec<Vec<f64>> = benefits.iter().map(sum).collect();
    let best = |within: &dyn Fn(usize, usize) -> bool| {
        let cells = || (0..FOLDS * bins).filter(|cell| within(cell / bins, cell % bins));
        best_of(&sums.iter().map(|sums| cells().map(|cell| sums[cell]).sum::<f64>()).collect::<Vec<_>>())
    };
    let benefit_of = |chosen: &dyn Fn(usize, usize) -> usize| -> Vec<f64> { (0..count).map(|i| benefits[chosen(i % FOLDS, bin_of[i])][i]).collect() };
    let elsewhere: Vec<Vec<usize>> = (0..FOLDS).map(|left| (0..bins).map(|at| best(&|fold, bin| fold != left && bin == at)).collect()).collect();
    let without: Vec<usize> = (0..FOLDS).map(|left| best(&|fold, _| fold != left)).collect();
    let here: Vec<usize> = (0..bins).map(|at| best(&|_, bin| bin == at)).collect();
    let (cross, same) = (benefit_of(&|fold, bin| elsewhere[fold][bin]), benefit_of(&|_, bin| here[bin]));
    let rivals = rivals(benefits);
    let high = high(&same, benefits, &rivals);
    Interval { value: over(&cross, &benefit_of(&|fold, _| without[fold])).mean.clamp(0.0, high), low: low(&cross, benefits, &rivals), high }
}

/// Best choice without information, then all others whose difference from it is within sampling error: any of them may be the best.
fn rivals(benefits: &[Vec<f64>]) -> Vec<usize> {
    let best = best_of(&benefits.iter().map(|choice| choice.iter().sum::<f64>()).collect::<Vec<_>>());
    let behind = |other: &usize| {
        let found = over(&benefits[best], &benefits[*other]);
        found.mean <= HALF_WIDTH_95 * found.standard_error
    };
    std::iter::once(best).chain((0..benefits.len()).filter(|&other| other != best).filter(behind)).collect()
}

/// Paired difference of two choices.
fn over(chosen: &[f64], other: &[f64]) -> Estimate {
    estimate(&chosen.iter().zip(other).map(|(chosen, other)| chosen - other).collect::<Vec<_>>())
}

/// Smallest lower end over all choices that may be the best without information.
fn low(chosen: &[f64], benefits: &[Vec<f64>], rivals: &[usize]) -> f64 {
    let end = |found: Estimate| found.mean - HALF_WIDTH_95 * found.standard_error;
    rivals.iter().map(|&rival| end(over(chosen, &benefits[rival]))).fold(f64::INFINITY, f64::min).max(0.0)
}

/// Largest upper end over the same choices.
fn high(chosen: &[f64], benefits: &[Vec<f64>], rivals: &[usize]) -> f64 {
    let end = |found: Estimate| found.mean + HALF_WIDTH_95 * found.standard_error;
    rivals.iter().map(|&rival| end(over(chosen, &benefits[rival]))).fold(0.0, f64::max)
}

/// Index of the largest value, the first of several, so that no lever wins a tie.
pub(super) fn best_of(values: &[f64]) -> usize {
    values.iter().enumerate().rev().max_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |(place, _)| place)
}

/// Bin of each trial, and the number of bins: the cube root of the number of trials, with equal counts; equal values share a bin.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "trials are far fewer than 2^53")]
fn bins(values: &[f64]) -> (Vec<usize>, usize) {
    let wanted = ((values.len() as f64).cbrt().round() as usize).clamp(2, MOST_BINS);
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]).then(a.cmp(&b)));
    let mut bin_of = vec![0; values.len()];
    let (mut bin, mut first) = (0, true);
    for (rank, &trial) in order.iter().enumerate() {
        let due = rank * wanted / values.len();
        let is_new = first || values[trial].total_cmp(&values[order[rank - 1]]).is_ne();
        if !first && is_new && due > bin {
            bin = due;
        }
        bin_of[trial] = bin;
        first = false;
    }
    (bin_of, wanted)
}
