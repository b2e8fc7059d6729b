//! Expected value of perfect information for a choice (Raiffa & Schlaifer 1961; for one input: Strong & Oakley 2013).
//!
//! Knowing an input before choosing is worth the expected benefit of the best choice at its value less that of the best choice without it. Trials
//! are sorted by the input and cut into bins, in each of which the best choice is made. Choosing and valuing on the same trials would find worth
//! where there is none, since the best of noisy means is too good; so each fifth of the trials is valued by choices made on the other four. That errs
//! downwards a little, the choice on all trials upwards: the interval reaches from the lower end of the one to the upper end of the other.

use rayon::prelude::*;

use super::found::Interval;
use super::{HALF_WIDTH_95, estimate};

/// Parts into which trials are cut for choosing on the others.
const FOLDS: usize = 5;
/// Most bins.
const MOST_BINS: usize = 40;

/// Worth of knowing everything before choosing: `benefits` by choice and trial, 95% interval.
#[must_use]
pub fn perfect_information(benefits: &[Vec<f64>]) -> Interval {
    let count = benefits.first().map_or(0, Vec::len);
    let best = best_of(&benefits.iter().map(|choice| choice.iter().sum::<f64>()).collect::<Vec<_>>());
    let gains: Vec<f64> = (0..count).map(|i| benefits.iter().map(|choice| choice[i]).fold(f64::NEG_INFINITY, f64::max) - benefits[best][i]).collect();
    if count < 2 {
        return Interval { value: 0.0, low: 0.0, high: f64::INFINITY };
    }
    let found = estimate(&gains);
    let half = HALF_WIDTH_95 * found.standard_error;
    Interval { value: found.mean, low: (found.mean - half).max(0.0), high: found.mean + half }
}

/// Worth of knowing one input before choosing: its `values` by trial, `benefits` by choice and trial; 95% interval, never below 0.
#[must_use]
pub fn worth_knowing(values: &[f64], benefits: &[Vec<f64>]) -> Interval {
    let count = values.len();
    if count < 2 * FOLDS || benefits.len() < 2 {
        return Interval { value: 0.0, low: 0.0, high: if benefits.len() < 2 { 0.0 } else { f64::INFINITY } };
    }
    let (bin_of, bins) = bins(values);
    let cells = FOLDS * bins;
    let sums: Vec<Vec<f64>> = benefits
        .par_iter()
        .map(|choice| {
            let mut sums = vec![0.0; cells];
            for (i, benefit) in choice.iter().enumerate() {
                sums[(i % FOLDS) * bins + bin_of[i]] += benefit;
            }
            sums
        })
        .collect();
    // By choice, what a set of cells sums to.
    let best = |within: &dyn Fn(usize, usize) -> bool| {
        let total = |sums: &Vec<f64>| {
            (0..FOLDS)
                .flat_map(|fold| (0..bins).map(move |bin| (fold, bin)))
                .filter(|&(fold, bin)| within(fold, bin))
                .map(|(fold, bin)| sums[fold * bins + bin])
                .sum::<f64>()
        };
        best_of(&sums.iter().map(total).collect::<Vec<_>>())
    };
    let gains = |chosen: &dyn Fn(usize, usize) -> usize, without: &dyn Fn(usize) -> usize| -> Vec<f64> {
        (0..count).map(|i| benefits[chosen(i % FOLDS, bin_of[i])][i] - benefits[without(i % FOLDS)][i]).collect()
    };
    let elsewhere: Vec<Vec<usize>> = (0..FOLDS).map(|left| (0..bins).map(|at| best(&|fold, bin| fold != left && bin == at)).collect()).collect();
    let without: Vec<usize> = (0..FOLDS).map(|left| best(&|fold, _| fold != left)).collect();
    let cross = estimate(&gains(&|fold, bin| elsewhere[fold][bin], &|fold| without[fold]));
    let here: Vec<usize> = (0..bins).map(|at| best(&|_, bin| bin == at)).collect();
    let overall = best(&|_, _| true);
    let same = estimate(&gains(&|_, bin| here[bin], &|_| overall));
    let [low, high] = [cross.mean - HALF_WIDTH_95 * cross.standard_error, same.mean + HALF_WIDTH_95 * same.standard_error].map(|end| end.max(0.0));
    Interval { value: cross.mean.max(0.0).min(high), low, high }
}

/// The first of the largest: doing nothing wins a draw.
fn best_of(values: &[f64]) -> usize {
    values.iter().enumerate().rev().max_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |(place, _)| place)
}

/// The bin of each trial, and how many there are: as many as the cube root of the trials, with equal counts, equal values always together.
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "trials are far fewer than 2^53")]
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
