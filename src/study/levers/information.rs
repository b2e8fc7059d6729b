//! Expected value of perfect information for a choice (Raiffa & Schlaifer 1961; for one input: Strong & Oakley 2013).
//!
//! Knowing an input before choosing is worth the expected benefit of the best choice at its value less that of the best choice without it. Trials
//! are sorted by the input and cut into bins, in each of which the best choice is made. Choosing and valuing on the same trials would find worth
//! where there is none, since the best of noisy means is too good; so each fifth of the trials is valued by choices made on the other four. That errs
//! downwards a little, the choice on all trials upwards: the interval reaches from the lower end of the one to the upper end of the other, each taken
//! against every choice that may be the best without knowing.

use super::found::Interval;
use super::{HALF_WIDTH_95, estimate};
use crate::study::Estimate;

/// Parts into which trials are cut for choosing on the others.
const FOLDS: usize = 5;
/// Most bins.
const MOST_BINS: usize = 40;

/// Worth of knowing everything before choosing: `benefits` by choice and trial, 95% interval.
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

/// Worth of knowing one input before choosing: its `values` by trial, `benefits` by choice and trial; 95% interval, never below 0.
#[must_use]
pub fn worth_knowing(values: &[f64], benefits: &[Vec<f64>]) -> Interval {
    let count = values.len();
    if count < 2 * FOLDS || benefits.len() < 2 {
        return Interval { value: 0.0, low: 0.0, high: if benefits.len() < 2 { 0.0 } else { f64::INFINITY } };
    }
    let (bin_of, bins) = bins(values);
    // By choice, what each fifth of the trials sums to in each bin.
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

/// The best choice without knowing anything, then all others that these trials cannot tell from it: any of them may be the best.
fn rivals(benefits: &[Vec<f64>]) -> Vec<usize> {
    let best = best_of(&benefits.iter().map(|choice| choice.iter().sum::<f64>()).collect::<Vec<_>>());
    let behind = |other: &usize| {
        let found = over(&benefits[best], &benefits[*other]);
        found.mean <= HALF_WIDTH_95 * found.standard_error
    };
    std::iter::once(best).chain((0..benefits.len()).filter(|&other| other != best).filter(behind)).collect()
}

/// How much better one choice is than another, trial by trial.
fn over(chosen: &[f64], other: &[f64]) -> Estimate {
    estimate(&chosen.iter().zip(other).map(|(chosen, other)| chosen - other).collect::<Vec<_>>())
}

/// The least lower end over all that may be the best choice without knowing.
fn low(chosen: &[f64], benefits: &[Vec<f64>], rivals: &[usize]) -> f64 {
    let end = |found: Estimate| found.mean - HALF_WIDTH_95 * found.standard_error;
    rivals.iter().map(|&rival| end(over(chosen, &benefits[rival]))).fold(f64::INFINITY, f64::min).max(0.0)
}

/// The largest upper end.
fn high(chosen: &[f64], benefits: &[Vec<f64>], rivals: &[usize]) -> f64 {
    let end = |found: Estimate| found.mean + HALF_WIDTH_95 * found.standard_error;
    rivals.iter().map(|&rival| end(over(chosen, &benefits[rival]))).fold(0.0, f64::max)
}

/// The first of the largest: doing nothing wins a draw.
fn best_of(values: &[f64]) -> usize {
    values.iter().enumerate().rev().max_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |(place, _)| place)
}

/// The bin of each trial, and how many there are: as many as the cube root of the trials, with equal counts, equal values always together.
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
