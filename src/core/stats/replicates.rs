//! Standard errors from the spread between independent replicates of equal size, valid for any dependence of the trials within a replicate.

use statrs::distribution::{ContinuousCDF, StudentsT};

use super::proportion::Proportion;

/// Standard error of the mean of estimates from independent replicates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReplicateSpread {
    /// Number of replicates with an estimate.
    pub replicates: usize,
    /// Standard error of the mean of the estimates; infinite for fewer than two replicates.
    pub standard_error: f64,
}

impl ReplicateSpread {
    /// From the estimates of the replicates: their standard deviation divided by the square root of their number.
    #[must_use]
    pub fn of(estimates: &[f64]) -> Self {
        let replicates = estimates.len();
        if replicates < 2 {
            return Self { replicates, standard_error: f64::INFINITY };
        }
        let n = replicates as f64;
        let mean = estimates.iter().sum::<f64>() / n;
        let squares: f64 = estimates.iter().map(|one| (one - mean).powi(2)).sum();
        Self { replicates, standard_error: (squares / (n - 1.0) / n).sqrt() }
    }

    /// Half width of the 95 % confidence interval in standard errors: the quantile of Student's t with one degree of freedom less than the number of
    /// replicates, the most reliable choice for randomised designs (L'Ecuyer, Nakayama, Owen & Tuffin 2023, "Confidence intervals for randomized
    /// quasi-Monte Carlo estimators", Winter Simulation Conference). Infinite for fewer than two replicates.
    #[must_use]
    pub fn t_quantile(self) -> f64 {
        let degrees = self.replicates.saturating_sub(1) as f64;
        StudentsT::new(0.0, 1.0, degrees).map_or(f64::INFINITY, |student| student.inverse_cdf(0.975))
    }

    /// Confidence interval of a share of `trials` trials in all replicates: Wilson's score interval for the number of independent trials with the
    /// same standard error, with Student's t in place of the normal quantile (as for surveys: Franco, Little, Louis & Slud 2019, "Comparative study
    /// of confidence intervals for proportions in complex sample surveys", Journal of Survey Statistics and Methodology 7). For a share of 0 or 1 the
    /// bounds are those of independent trials.
    ///
    /// The share of a replicate is an integer divided by its size, so that equal shares do not prove a standard error of 0. The standard error is
    /// therefore at least that of rounding to whole trials, 1/√12 of a trial in each replicate.
    #[must_use]
    pub fn proportion(self, share: f64, trials: u64) -> Proportion {
        if share <= 0.0 || share >= 1.0 || trials == 0 {
            return Proportion::new(if share >= 1.0 { trials } else { 0 }, trials);
        }
        let rounding = (self.replicates.max(1) as f64 / 12.0).sqrt() / trials as f64;
        let standard_error = self.standard_error.max(rounding);
        let effective_trials = share * (1.0 - share) / standard_error.powi(2);
        let [low, high] = score_interval(share, effective_trials, self.t_quantile());
        Proportion { share, standard_error, low, high, trials }
    }
}

/// Wilson's score interval of a share of `n` trials with a half width of `reach` standard errors; [0, 1] where it is not finite.
fn score_interval(share: f64, n: f64, reach: f64) -> [f64; 2] {
    let square = reach * reach / n;
    if !square.is_finite() {
        return [0.0, 1.0];
    }
    let centre = (share + square / 2.0) / (1.0 + square);
    let half = (share * (1.0 - share) * square + square * square / 4.0).sqrt() / (1.0 + square);
    [(centre - half).max(0.0), (centre + half).min(1.0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standard_error_and_t_quantile_of_a_small_case() {
        let spread = ReplicateSpread::of(&[1.0, 2.0, 3.0, 6.0]);
        assert!((spread.standard_error - (14.0_f64 / 12.0).sqrt()).abs() < 1e-12);
        assert!((spread.t_quantile() - 3.182_446).abs() < 1e-6); // Student's t with 3 degrees of freedom
        assert!((ReplicateSpread::of(&[0.0; 16]).t_quantile() - 2.131_450).abs() < 1e-6);
        for few in [&[][..], &[1.0]] {
            assert!(ReplicateSpread::of(few).standard_error.is_infinite() && ReplicateSpread::of(few).t_quantile().is_infinite());
        }
    }

    #[test]
    fn intervals_of_shares_stay_within_zero_and_one_and_have_width() {
        // Equal to the interval of independent trials where the standard error is theirs and there are many replicates.
        let plain = Proportion::new(810_000, 2_630_000);
        let many = ReplicateSpread { replicates: 1_000_000, standard_error: plain.standard_error }.proportion(plain.share, 2_630_000);
        assert!((many.low - plain.low).abs() < 1e-5 && (many.high - plain.high).abs() < 1e-5, "{many:?} {plain:?}");
        let even = ReplicateSpread::of(&[0.25; 16]).proportion(0.25, 1600);
        assert!((even.standard_error * 1600.0 - (16.0_f64 / 12.0).sqrt()).abs() < 1e-9 && even.low < 0.25 && even.high > 0.25);
        let rare = ReplicateSpread::of(&[0.0, 0.0, 0.0, 0.01]).proportion(0.0025, 400);
        assert!(rare.low > 0.0 && rare.low < 0.0025 && rare.high > 0.0075, "{rare:?}");
        assert_eq!(ReplicateSpread::of(&[0.0; 4]).proportion(0.0, 400), Proportion::new(0, 400));
        assert_eq!(ReplicateSpread::of(&[1.0; 4]).proportion(1.0, 400), Proportion::new(400, 400));
        let alone = ReplicateSpread::of(&[0.5]).proportion(0.5, 100);
        assert!(alone.low.abs() < 1e-15 && (alone.high - 1.0).abs() < 1e-15, "{alone:?}");
    }
}
