//! Distributions on a list of values: discrete ones with weights, empirical ones with a row for each value.

use super::error::DistributionError;

/// Values with probabilities: the quantile at p is the smallest value whose cumulative probability is at least p.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Discrete {
    /// Rising, each once.
    values: Vec<f64>,
    /// Probability of each.
    chances: Vec<f64>,
    /// Probability of each value or a smaller one; the last is exactly 1.
    cumulative: Vec<f64>,
}

impl Discrete {
    /// From `(value, weight)` in any order; equal values count together, values without weight not at all.
    pub(super) fn new(weighted: &[(f64, f64)]) -> Result<Self, DistributionError> {
        let weights: Vec<f64> = weighted.iter().map(|&(_, weight)| weight).collect();
        let chances = chances("values", &weights)?;
        let mut pairs = Vec::with_capacity(weighted.len());
        for (&(value, _), chance) in weighted.iter().zip(chances) {
            if !value.is_finite() {
                return Err(DistributionError::NotFinite { what: "a value", value });
            }
            if chance > 0.0 {
                // Adding 0 makes one of the two zeros.
                pairs.push((value + 0.0, chance));
            }
        }
        pairs.sort_by(|left, right| left.0.total_cmp(&right.0).then(left.1.total_cmp(&right.1)));
        let (mut values, mut chances): (Vec<f64>, Vec<f64>) = (Vec::new(), Vec::new());
        for (value, chance) in pairs {
            match (values.last(), chances.last_mut()) {
                (Some(&last), Some(sum)) if last.total_cmp(&value).is_eq() => *sum += chance,
                _ => {
                    values.push(value);
                    chances.push(chance);
                }
            }
        }
        let cumulative = cumulative(&chances);
        Ok(Self { values, chances, cumulative })
    }

    /// Rising, each once.
    pub(super) fn values(&self) -> &[f64] {
        &self.values
    }

    pub(super) fn cdf(&self, x: f64) -> f64 {
        match self.values.partition_point(|&value| value <= x) {
            0 => 0.0,
            index => self.cumulative[index - 1],
        }
    }

    pub(super) fn mean(&self) -> f64 {
        self.values.iter().zip(&self.chances).map(|(value, chance)| value * chance).sum()
    }

    pub(super) fn sd(&self) -> f64 {
        let mean = self.mean();
        self.values.iter().zip(&self.chances).map(|(value, chance)| (value - mean).powi(2) * chance).sum::<f64>().sqrt()
    }

    /// The quantile at `u`.
    #[inline]
    pub(super) fn draw(&self, u: f64) -> f64 {
        self.values[class_of(&self.cumulative, u)]
    }
}

/// Rows of the same chance: the quantile at p is the smallest value that at least p of the rows do not exceed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Empirical {
    /// Rising.
    rows: Vec<f64>,
}

impl Empirical {
    pub(super) fn new(rows: &[f64]) -> Result<Self, DistributionError> {
        if let Some(&value) = rows.iter().find(|value| !value.is_finite()) {
            return Err(DistributionError::NotFinite { what: "a row", value });
        }
        if rows.is_empty() {
            return Err(DistributionError::Empty { what: "rows" });
        }
        let mut rows: Vec<f64> = rows.iter().map(|value| value + 0.0).collect();
        rows.sort_by(f64::total_cmp);
        Ok(Self { rows })
    }

    /// Rising.
    pub(super) fn rows(&self) -> &[f64] {
        &self.rows
    }

    pub(super) fn cdf(&self, x: f64) -> f64 {
        self.rows.partition_point(|&row| row <= x) as f64 / self.rows.len() as f64
    }

    pub(super) fn mean(&self) -> f64 {
        self.rows.iter().map(|row| row / self.rows.len() as f64).sum()
    }

    pub(super) fn sd(&self) -> f64 {
        let mean = self.mean();
        self.rows.iter().map(|row| (row - mean).powi(2) / self.rows.len() as f64).sum::<f64>().sqrt()
    }

    /// The quantile at `u`: row ⌈u·n⌉, counted from 1.
    #[inline]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturating at 0, which is what undefined or negative numbers give")]
    pub(super) fn draw(&self, u: f64) -> f64 {
        let row = (u * self.rows.len() as f64).ceil() as usize;
        self.rows[row.clamp(1, self.rows.len()) - 1]
    }
}

/// Weights divided by their sum; `what` names the list they belong to.
pub(super) fn chances(what: &'static str, weights: &[f64]) -> Result<Vec<f64>, DistributionError> {
    if weights.is_empty() {
        return Err(DistributionError::Empty { what });
    }
    for (index, &weight) in weights.iter().enumerate() {
        if !(weight >= 0.0 && weight.is_finite()) {
            return Err(DistributionError::Weight { index, weight });
        }
    }
    // By the largest first, so that no sum overflows.
    let largest = weights.iter().copied().fold(0.0, f64::max);
    if largest <= 0.0 {
        return Err(DistributionError::Empty { what: "weights" });
    }
    let sum: f64 = weights.iter().map(|weight| weight / largest).sum();
    Ok(weights.iter().map(|weight| weight / largest / sum).collect())
}

/// Running sums, the last exactly 1.
pub(super) fn cumulative(chances: &[f64]) -> Vec<f64> {
    let mut sum = 0.0;
    let mut sums: Vec<f64> = chances
        .iter()
        .map(|chance| {
            sum += chance;
            f64::min(sum, 1.0)
        })
        .collect();
    if let Some(last) = sums.last_mut() {
        *last = 1.0;
    }
    sums
}

/// The first class whose cumulative probability is at least `u`; the last one where none is.
#[inline]
pub(super) fn class_of(cumulative: &[f64], u: f64) -> usize {
    cumulative.partition_point(|&sum| sum < u).min(cumulative.len() - 1)
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "exact values")]
mod tests {
    use super::*;

    #[test]
    fn quantile_is_the_smallest_value_with_enough_below_it() {
        let discrete = Discrete::new(&[(3.0, 1.0), (-1.0, 2.0), (3.0, 1.0), (7.0, 0.0)]).unwrap();
        assert_eq!(discrete.values(), [-1.0, 3.0]);
        assert_eq!([0.0, 0.25, 0.5, 0.500_001, 1.0].map(|u| discrete.draw(u)), [-1.0, -1.0, -1.0, 3.0, 3.0]);
        assert_eq!([-2.0, -1.0, 2.9, 3.0].map(|x| discrete.cdf(x)), [0.0, 0.5, 0.5, 1.0]);
        assert_eq!((discrete.mean(), discrete.sd()), (1.0, 2.0));
    }

    #[test]
    fn rows_have_the_same_chance() {
        let empirical = Empirical::new(&[4.0, 1.0, 2.0, 2.0]).unwrap();
        assert_eq!([0.0, 0.25, 0.26, 0.75, 0.751, 1.0].map(|u| empirical.draw(u)), [1.0, 1.0, 2.0, 2.0, 4.0, 4.0]);
        assert_eq!([0.5, 1.0, 2.0, 4.0].map(|x| empirical.cdf(x)), [0.0, 0.25, 0.75, 1.0]);
    }

    #[test]
    fn weights_that_are_none_are_told() {
        assert_eq!(Discrete::new(&[]), Err(DistributionError::Empty { what: "values" }));
        assert_eq!(Discrete::new(&[(1.0, 0.0)]), Err(DistributionError::Empty { what: "weights" }));
        assert_eq!(Discrete::new(&[(1.0, 1.0), (2.0, -0.5)]), Err(DistributionError::Weight { index: 1, weight: -0.5 }));
        assert!(Discrete::new(&[(f64::NAN, 1.0)]).is_err() && Discrete::new(&[(1.0, f64::NAN)]).is_err());
        assert!(Empirical::new(&[]).is_err() && Empirical::new(&[1.0, f64::INFINITY]).is_err());
    }
}
