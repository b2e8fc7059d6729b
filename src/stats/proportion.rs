//! A share of trials with its uncertainty.

/// The standard normal 97.5 % quantile.
const Z: f64 = 1.959_963_984_540_054;

/// In what share of the trials something was so.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Proportion {
    /// The share observed; undefined (NaN) without trials.
    pub share: f64,
    /// Its standard error, √(share·(1 − share)/trials): 0 where all trials agree, which is when the interval is needed.
    pub standard_error: f64,
    /// Lower end of the 95 % confidence interval.
    pub low: f64,
    /// Upper end of the 95 % confidence interval.
    pub high: f64,
    /// How many trials it is a share of.
    pub trials: u64,
}

impl Proportion {
    /// `count` out of `trials` (no more counts than trials): Wilson's score interval (Wilson 1927, "Probable inference, the law of succession, and
    /// statistical inference", JASA 22).
    ///
    /// Where none or all were so, only one side is open, and the interval is the exact one-sided 95 % bound (Clopper & Pearson 1934):
    /// [0, 1 − 0.05^(1/n)] or [0.05^(1/n), 1], near 3/n, of which Wilson's covers too little.
    #[must_use]
    pub fn new(count: u64, trials: u64) -> Self {
        Self::with(count, trials, Z, 0.05)
    }

    /// The same with another confidence, in (0, 1).
    #[must_use]
    pub fn at(count: u64, trials: u64, confidence: f64) -> Self {
        use statrs::distribution::{ContinuousCDF, Normal};
        Self::with(count, trials, Normal::standard().inverse_cdf(0.5 + 0.5 * confidence), 1.0 - confidence)
    }

    /// With the two-sided bound of the normal law that goes with an error, and the error.
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

/// The central 95 % of a beta law with shapes `a` > 0 and `b` ≥ 0; all of it is 1 where `b` is 0.
#[must_use]
pub fn beta_interval(a: f64, b: f64) -> [f64; 2] {
    use statrs::distribution::{Beta, ContinuousCDF};
    Beta::new(a, b).map_or([1.0, 1.0], |law| [law.inverse_cdf(0.025), law.inverse_cdf(0.975)])
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "exact values")]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_published_intervals() {
        // Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3: 81/263, 15/148.
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
