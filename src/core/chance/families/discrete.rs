//! The discrete distribution of weighted values.

use std::sync::Arc;

use super::Family;
use super::weights::{cumulative, index_of, probabilities};
use crate::chance::distribution::Distribution;
use crate::chance::distribution_error::DistributionError;
use crate::chance::sampler::Kind;

impl Distribution {
    /// Discrete distribution of pairs `(value, weight)`, with probabilities in proportion to the weights. The order of the pairs does not matter.
    ///
    /// # Errors
    /// When a value is not finite, a weight is negative or not finite, or no weight is above 0.
    pub fn discrete(weighted: &[(f64, f64)]) -> Result<Self, DistributionError> {
        let discrete = Discrete::new(weighted)?;
        match discrete.values[..] {
            [only] => Self::constant(only),
            _ => Ok(Self::unchecked(Arc::new(discrete))),
        }
    }
}

/// Discrete distribution: the quantile at p is the smallest value whose cumulative probability is at least p.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Discrete {
    /// Distinct values in increasing order.
    values: Vec<f64>,
    /// Probability of each value.
    probabilities: Vec<f64>,
    /// Cumulative probability of each value; the last is exactly 1.
    cumulative: Vec<f64>,
}

impl Discrete {
    /// The distribution of pairs `(value, weight)` in any order. Equal values are merged; values of weight 0 are left out.
    fn new(weighted: &[(f64, f64)]) -> Result<Self, DistributionError> {
        let weights: Vec<f64> = weighted.iter().map(|&(_, weight)| weight).collect();
        let each = probabilities("values", &weights)?;
        let mut pairs = Vec::with_capacity(weighted.len());
        for (&(value, _), probability) in weighted.iter().zip(each) {
            if !value.is_finite() {
                return Err(DistributionError::NotFinite { what: "a value", value });
            }
            if probability > 0.0 {
                // Adding 0 makes −0 the same as 0.
                pairs.push((value + 0.0, probability));
            }
        }
        pairs.sort_by(|left, right| left.0.total_cmp(&right.0).then(left.1.total_cmp(&right.1)));
        let (mut values, mut probabilities): (Vec<f64>, Vec<f64>) = (Vec::new(), Vec::new());
        for (value, probability) in pairs {
            match (values.last(), probabilities.last_mut()) {
                (Some(&last), Some(sum)) if last.total_cmp(&value).is_eq() => *sum += probability,
                _ => {
                    values.push(value);
                    probabilities.push(probability);
                }
            }
        }
        let cumulative = cumulative(&probabilities);
        Ok(Self { values, probabilities, cumulative })
    }

    /// Quantile at `u`.
    #[inline]
    pub(crate) fn draw(&self, u: f64) -> f64 {
        self.values[index_of(&self.cumulative, u)]
    }
}

impl Family for Arc<Discrete> {
    fn cdf(&self, x: f64) -> f64 {
        match self.values.partition_point(|&value| value <= x) {
            0 => 0.0,
            index => self.cumulative[index - 1],
        }
    }

    fn mean(&self) -> f64 {
        self.values.iter().zip(&self.probabilities).map(|(value, probability)| value * probability).sum()
    }

    fn sd(&self) -> f64 {
        let mean = self.mean();
        self.values.iter().zip(&self.probabilities).map(|(value, probability)| (value - mean).powi(2) * probability).sum::<f64>().sqrt()
    }

    fn support(&self) -> [f64; 2] {
        [self.values[0], self.values[self.values.len() - 1]]
    }

    fn quantile(&self, p: f64) -> f64 {
        self.draw(p)
    }

    fn compile(&self) -> Kind {
        Kind::Discrete(Self::clone(self))
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "exact values")]
mod tests {
    use super::*;

    #[test]
    fn quantile_is_the_smallest_value_with_enough_cumulative_probability() {
        let discrete = Arc::new(Discrete::new(&[(3.0, 1.0), (-1.0, 2.0), (3.0, 1.0), (7.0, 0.0)]).unwrap());
        assert_eq!(discrete.values, [-1.0, 3.0]);
        assert_eq!([0.0, 0.25, 0.5, 0.500_001, 1.0].map(|u| discrete.draw(u)), [-1.0, -1.0, -1.0, 3.0, 3.0]);
        assert_eq!([-2.0, -1.0, 2.9, 3.0].map(|x| discrete.cdf(x)), [0.0, 0.5, 0.5, 1.0]);
        assert_eq!((discrete.mean(), discrete.sd()), (1.0, 2.0));
    }

    #[test]
    fn invalid_weights_are_errors() {
        assert_eq!(Discrete::new(&[]), Err(DistributionError::Empty { what: "values" }));
        assert_eq!(Discrete::new(&[(1.0, 0.0)]), Err(DistributionError::Empty { what: "weights" }));
        assert_eq!(Discrete::new(&[(1.0, 1.0), (2.0, -0.5)]), Err(DistributionError::Weight { index: 1, weight: -0.5 }));
        assert!(Discrete::new(&[(f64::NAN, 1.0)]).is_err() && Discrete::new(&[(1.0, f64::NAN)]).is_err());
    }
}
