//! Cooperative games: Shapley values, exclusion and inclusion of several causes.
//!
//! A game gives each subset of the causes a value: here the statistic where the causes of the subset are random and all others go to plan. Subsets are
//! numbers, bit i for cause i, so that subset 0 is the plan and the last one the forecast.

/// Causes, at most: 2^16 subsets.
pub const MOST_CAUSES: usize = 16;

/// Shapley values, one for each cause: what it adds to the subsets without it, averaged over all orders in which the causes can join (Shapley 1953, "A
/// value for n-person games"). Their sum is the value of all causes less that of none.
///
/// `values` holds 2^`causes` values.
#[must_use]
pub fn shapley(causes: usize, values: &[f64]) -> Vec<f64> {
    let weights = weights(causes);
    (0..causes)
        .map(|cause| {
            let without = (0..values.len()).filter(|subset| subset >> cause & 1 == 0);
            without.map(|subset| weights[subset.count_ones() as usize] * (values[subset | 1 << cause] - values[subset])).sum()
        })
        .collect()
}

/// Exclusion: the value of all causes less that of all but one, one for each cause. The sum need not be the whole.
#[must_use]
pub fn exclusion(causes: usize, values: &[f64]) -> Vec<f64> {
    let all = values.len() - 1;
    (0..causes).map(|cause| values[all] - values[all & !(1 << cause)]).collect()
}

/// Inclusion: the value of one cause alone less that of none, one for each cause.
#[must_use]
pub fn inclusion(causes: usize, values: &[f64]) -> Vec<f64> {
    (0..causes).map(|cause| values[1 << cause] - values[0]).collect()
}

/// Share of all orders in which a given cause follows directly on a given set of `size` others: size!·(n − 1 − size)!/n!, by size.
fn weights(causes: usize) -> Vec<f64> {
    let mut weights = Vec::with_capacity(causes);
    let mut ways = 1.0;
    for size in 0..causes {
        weights.push(1.0 / (ways * float(causes)));
        ways *= float(causes - 1 - size) / float(size + 1);
    }
    weights
}

fn float(count: usize) -> f64 {
    count as f64
}
