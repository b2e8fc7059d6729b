//! Binomial proportions with confidence intervals.

/// The share of trials with a property, with its standard error and confidence interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Proportion {
    /// Observed share; NaN for 0 trials.
    pub share: f64,
    /// Standard error √(share·(1 − share)/trials); 0 where all trials agree, although the share is then not known exactly.
    pub standard_error: f64,
    /// Lower end of the 95 % confidence interval.
    pub low: f64,
    /// Upper end of the 95 % confidence interval.
    pub high: f64,
    /// Number of trials.
    pub trials: u64,
}

impl Proportion {
    /// The share `count` out of `trials`, with Wilson's 95 % score interval (Wilson 1927, "Probable inference, the law of succession, and statistical
    /// inference", JASA 22).
    ///
    /// Where `count` is 0 or equal to `trials`, the interval is the exact one-sided 95 % bound (Clopper & Pearson 1934): [0, 1 − 0.05^(1/n)] or
    /// [0.05^(1/n), 1], with a width of about 3/n. Wilson's interval covers too little there.
    #[must_use]
    pub fn new(count: u64, trials: u64) -> Self {
        Self::with(count, trials, super::NORMAL_975, 0.05)
    }

    /// The share with an interval of another confidence in (0, 1).
    #[must_use]
    pub fn at(count: u64, trials: u64, confidence: f64) -> Self {
        use statrs::distribution::{ContinuousCDF, Normal};
        Self::with(count, trials, Normal::standard().inverse_cdf(0.5 + 0.5 * confidence), 1.0 - confidence)
    }

    /// The share with an interval of error probability `error` and its two-sided normal quantile `z`.
    fn with(count: u64, trials: u64, z: f64, error: f64) -> Self {
        if trials == 0 {
            return Self { share: f64::NAN, standard_error: f64::NAN, low: 0.0, high: 1.0, trials };
        }
        let count = count.min(trials);
        let n = trials as f64;
        let share = count as f64 / n;
        let variance = share * ((trials - count) as f64 / n) / n;
        let exact = error.ln() / n;
        let (low, high) = if count == 0 {
            (0.0, -exact.exp_m1())
        } else if count == trials {
            (exact.exp(), 1.0)
        } else {
            let shrink = (1.0 + z * z / n).recip();
            let centre = (share + z * z / (2.0 * n)) * shrink;
            let half = z * shrink * (variance + z * z / (4.0 * n * n)).sqrt();
            ((centre - half).max(0.0), (centre + half).min(1.0))
        };
        Self { share, standard_error: variance.sqrt(), low, high, trials }
    }
}

/// Central 95 % interval of a beta distribution with shapes `a` > 0 and `b` ≥ 0; where `b` is 0, the distribution is the constant 1.
#[must_use]
pub fn beta_interval(a: f64, b: f64) -> [f64; 2] {
    use statrs::distribution::{Beta, ContinuousCDF};
    Beta::new(a, b).map_or([1.0, 1.0], |beta| [beta.inverse_cdf(0.025), beta.inverse_cdf(0.975)])
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "exact values")]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_published_intervals() {
        // Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3: 81/263 and 15/148.
        for (count, trials, low, high) in [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605)] {
            let proportion = Proportion::new(count, trials);
            assert!((proportion.low - low).abs() < 5e-5 && (proportion.high - high).abs() < 5e-5, "{proportion:?}");
        }
    }

    #[test]
    fn ends_are_exact_bounds() {
        let none = Proportion::new(0, 59);
        assert!((0.05 - 0.002..=0.05).contains(&none.high) && none.low == 0.0 && none.standard_error == 0.0);
        let all = Proportion::new(59, 59);
        assert!((all.low + none.high - 1.0).abs() < 1e-15 && all.high == 1.0);
        let empty = Proportion::new(0, 0);
        assert!(empty.share.is_nan() && (empty.low, empty.high) == (0.0, 1.0));
    }
}
