//! Probabilities estimated by importance sampling, with confidence intervals.

use statrs::distribution::{ContinuousCDF, Gamma};

/// Probability estimated by importance sampling: from the likelihood ratios of the trials with the event (the hits).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightedProbability {
    /// Estimate: the sum of the weights of the hits divided by the number of trials. It is unbiased.
    pub probability: f64,
    /// Standard error of the estimate; 0 without hits.
    pub standard_error: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end of the 95 % interval; without hits the one-sided bound, about three times the largest possible weight divided by the number of
    /// trials.
    pub high: f64,
    /// Effective number of hits: the number of hits of equal weight with the same relative error, (Σw)²/Σw² (Kish 1965).
    pub effective_hits: f64,
    /// Share of the largest weight in the sum of weights.
    pub heaviest: f64,
    /// Share of the largest squared weight in the sum of squares, and so in the estimated variance.
    pub heaviest_of_variance: f64,
}

impl WeightedProbability {
    /// From the weights of the hits among `trials` ≥ 1 independent trials; `bound` is the largest possible weight.
    ///
    /// The interval is that of a weighted sum of Poisson counts by gamma distributions (Fay & Feuer 1997, "Confidence intervals for directly
    /// standardized rates", Statistics in Medicine 16), which keeps its coverage with few hits or very unequal weights.
    #[must_use]
    pub fn new(weights: &[f64], trials: u64, bound: f64) -> Self {
        let n = trials.max(1) as f64;
        let (sum, squares) = weights.iter().fold((0.0, 0.0), |(sum, squares), weight| (sum + weight, squares + weight * weight));
        let heaviest = weights.iter().copied().fold(0.0, f64::max);
        if sum <= 0.0 {
            let high = (-0.05_f64.ln() * bound / n).min(1.0);
            return Self { probability: 0.0, standard_error: 0.0, low: 0.0, high, effective_hits: 0.0, heaviest: 0.0, heaviest_of_variance: 0.0 };
        }
        let probability = sum / n;
        let variance = ((squares / n - probability * probability) / (n - 1.0).max(1.0)).max(0.0);
        let step = heaviest / n;
        let quantile =
            |mean: f64, variance: f64, p: f64| Gamma::new(mean * mean / variance, mean / variance).map_or(mean, |gamma| gamma.inverse_cdf(p));
        let low = match variance {
            _ if variance > 0.0 => quantile(probability, variance, 0.025),
            // Every trial is a hit of the same weight: the lower end is that of so many hits of so many trials.
            _ if weights.len() as u64 >= trials => probability * 0.05_f64.powf(n.recip()),
            _ => probability,
        };
        Self {
            probability,
            standard_error: variance.sqrt(),
            low,
            high: quantile(probability + step, variance + step * step, 0.975).min(1.0),
            effective_hits: sum * sum / squares,
            heaviest: heaviest / sum,
            heaviest_of_variance: heaviest * heaviest / squares,
        }
    }

    /// Number of trials without importance sampling that would give the same standard error; `None` without hits.
    #[must_use]
    pub fn plain_trials(&self) -> Option<f64> {
        (self.standard_error > 0.0).then(|| self.probability * (1.0 - self.probability) / (self.standard_error * self.standard_error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_weights_give_the_poisson_interval() {
        // Garwood's exact interval of a count of 10: 4.795 to 18.390 (Garwood 1936).
        let found = WeightedProbability::new(&[1.0; 10], 1_000_000, 1.0);
        assert!((found.low * 1e6 - 4.795).abs() < 2e-3 && (found.high * 1e6 - 18.390).abs() < 2e-3, "{found:?}");
        assert!((found.standard_error * 1e6 - 10.0_f64.sqrt()).abs() < 1e-4 && (found.effective_hits - 10.0).abs() < 1e-12);
        assert!((found.plain_trials().unwrap() / 1e6 - 1.0).abs() < 1e-5);
    }

    #[test]
    fn no_hits_give_a_rule_of_three_bound() {
        let found = WeightedProbability::new(&[], 10_000, 5.0);
        assert!((found.high - 5.0 * 2.9957 / 1e4).abs() < 1e-7 && found.low == 0.0 && found.plain_trials().is_none());
    }

    #[test]
    fn hits_in_all_trials_have_a_lower_end() {
        let found = WeightedProbability::new(&[1.0; 2_000], 2_000, 1.0);
        assert!(found.probability >= 1.0 && found.high >= 1.0 && (found.low - 0.998_503_3).abs() < 1e-7, "{found:?}");
    }

    #[test]
    fn one_large_weight_widens_the_interval() {
        let found = WeightedProbability::new(&[0.01, 0.01, 0.01, 3.0], 1000, 5.0);
        assert!(found.effective_hits < 1.1 && found.heaviest_of_variance > 0.99 && found.high > 3.0 * found.probability);
    }
}
