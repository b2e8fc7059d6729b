//! Weights of the values of a discrete distribution or of the components of a mixture.

use crate::chance::distribution_error::DistributionError;

/// Probabilities in proportion to the weights; `what` names the list that the weights belong to.
pub(super) fn probabilities(what: &'static str, weights: &[f64]) -> Result<Vec<f64>, DistributionError> {
    if weights.is_empty() {
        return Err(DistributionError::Empty { what });
    }
    for (index, &weight) in weights.iter().enumerate() {
        if !(weight >= 0.0 && weight.is_finite()) {
            return Err(DistributionError::Weight { index, weight });
        }
    }
    // Weights are divided by the largest first, so that their sum cannot overflow.
    let largest = weights.iter().copied().fold(0.0, f64::max);
    if largest <= 0.0 {
        return Err(DistributionError::Empty { what: "weights" });
    }
    let sum: f64 = weights.iter().map(|weight| weight / largest).sum();
    Ok(weights.iter().map(|weight| weight / largest / sum).collect())
}

/// Cumulative probabilities; the last is exactly 1.
pub(super) fn cumulative(probabilities: &[f64]) -> Vec<f64> {
    let mut sum = 0.0;
    let mut sums: Vec<f64> = probabilities
        .iter()
        .map(|probability| {
            sum += probability;
            f64::min(sum, 1.0)
        })
        .collect();
    if let Some(last) = sums.last_mut() {
        *last = 1.0;
    }
    sums
}

/// Index of the first cumulative probability that is at least `u`; the last index where none is.
#[inline]
pub(super) fn index_of(cumulative: &[f64], u: f64) -> usize {
    cumulative.partition_point(|&sum| sum < u).min(cumulative.len() - 1)
}
