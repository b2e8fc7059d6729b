//! Cooperative games: how much each of several causes has to do with the whole.
//!
//! A game gives each subset of the causes a value, here what is found when those of the subset are left to chance and all others go to plan. Subsets are
//! numbers, bit i for cause i, so that subset 0 is the plan and the last one the forecast.

/// Most causes: 2^16 subsets.
pub const MOST_CAUSES: usize = 16;

/// Shapley's values, one a cause: what it adds to the subsets without it, averaged over all orders in which the causes could join (Shapley 1953, "A value
/// for n-person games"). They add up to the value of all causes less that of none.
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

/// What the whole loses where one cause alone goes to plan: the value of all causes less that of all others, one a cause. These need not add up.
#[must_use]
pub fn exclusion(causes: usize, values: &[f64]) -> Vec<f64> {
    let all = values.len() - 1;
    (0..causes).map(|cause| values[all] - values[all & !(1 << cause)]).collect()
}

/// What the plan loses where one cause alone is left to chance: its value less that of none, one a cause.
#[must_use]
pub fn inclusion(causes: usize, values: &[f64]) -> Vec<f64> {
    (0..causes).map(|cause| values[1 << cause] - values[0]).collect()
}

/// Share of all orders in which a given cause comes right after a given set of `size` others: size!·(n − 1 − size)!/n!, by size.
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
