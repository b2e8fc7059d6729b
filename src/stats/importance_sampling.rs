//! A chance from trials drawn more often where it matters: a sum of weights with its uncertainty.

use statrs::distribution::{ContinuousCDF, Gamma};

/// A chance estimated from the likelihood ratios of the trials that showed it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightedChance {
    /// The estimate: the weights of the hits over all trials. Its expectation is the chance.
    pub chance: f64,
    /// Its standard error; 0 without hits.
    pub standard_error: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end of the 95 % interval; without hits the one-sided bound, near three heaviest weights over the trials.
    pub high: f64,
    /// Hits of equal weight that would be as exact: (Σw)²/Σw² (Kish 1965).
    pub effective_hits: f64,
    /// Share of the estimate that the heaviest hit has.
    pub heaviest: f64,
    /// Share of the sum of squares, hence of the variance as far as it can be seen, that the heaviest hit has.
    pub heaviest_of_variance: f64,
}

impl WeightedChance {
    /// From the weights of the hits among `trials` ≥ 1 independent trials; `bound` is the heaviest that a weight can be.
    ///
    /// The interval is that of a weighted sum of Poisson counts by gamma laws (Fay & Feuer 1997, "Confidence intervals for directly standardized
    /// rates", Statistics in Medicine 16), which keeps its coverage where hits are few or of very different weight.
    #[must_use]
    pub fn new(weights: &[f64], trials: u64, bound: f64) -> Self {
        let n = trials.max(1) as f64;
        let (sum, squares) = weights.iter().fold((0.0, 0.0), |(sum, squares), weight| (sum + weight, squares + weight * weight));
        let heaviest = weights.iter().copied().fold(0.0, f64::max);
        if sum <= 0.0 {
            let high = (-0.05_f64.ln() * bound / n).min(1.0);
            return Self { chance: 0.0, standard_error: 0.0, low: 0.0, high, effective_hits: 0.0, heaviest: 0.0, heaviest_of_variance: 0.0 };
        }
        let chance = sum / n;
        let variance = ((squares / n - chance * chance) / (n - 1.0).max(1.0)).max(0.0);
        let step = heaviest / n;
        let quantile = |mean: f64, variance: f64, p: f64| Gamma::new(mean * mean / variance, mean / variance).map_or(mean, |law| law.inverse_cdf(p));
        let low = if variance > 0.0 { quantile(chance, variance, 0.025) } else { chance };
        Self {
            chance,
            standard_error: variance.sqrt(),
            low,
            high: quantile(chance + step, variance + step * step, 0.975).min(1.0),
            effective_hits: sum * sum / squares,
            heaviest: heaviest / sum,
            heaviest_of_variance: heaviest * heaviest / squares,
        }
    }

    /// Trials that plain counting would need for the same standard error; none without hits.
    #[must_use]
    pub fn plain_trials(&self) -> Option<f64> {
        (self.standard_error > 0.0).then(|| self.chance * (1.0 - self.chance) / (self.standard_error * self.standard_error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_weights_are_a_poisson_count() {
        // Garwood's exact interval of a count of 10: 4.795 to 18.390 (Garwood 1936).
        let found = WeightedChance::new(&[1.0; 10], 1_000_000, 1.0);
        assert!((found.low * 1e6 - 4.795).abs() < 2e-3 && (found.high * 1e6 - 18.390).abs() < 2e-3, "{found:?}");
        assert!((found.standard_error * 1e6 - 10.0_f64.sqrt()).abs() < 1e-4 && (found.effective_hits - 10.0).abs() < 1e-12);
        assert!((found.plain_trials().unwrap() / 1e6 - 1.0).abs() < 1e-5);
    }

    #[test]
    fn no_hit_is_a_bound_by_the_rule_of_three() {
        let found = WeightedChance::new(&[], 10_000, 5.0);
        assert!((found.high - 5.0 * 2.9957 / 1e4).abs() < 1e-7 && found.low == 0.0 && found.plain_trials().is_none());
    }

    #[test]
    fn one_heavy_weight_is_seen() {
        let found = WeightedChance::new(&[0.01, 0.01, 0.01, 3.0], 1000, 5.0);
        assert!(found.effective_hits < 1.1 && found.heaviest_of_variance > 0.99 && found.high > 3.0 * found.chance);
    }
}
