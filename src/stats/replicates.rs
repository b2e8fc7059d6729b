//! Uncertainty from the spread between replicates: samples that are independent of each other, of the same size, whatever ties the trials within.

use statrs::distribution::{ContinuousCDF, StudentsT};

use super::proportion::Proportion;

/// Estimates of one quantity, one from each replicate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// Replicates that have an estimate.
    pub replicates: usize,
    /// Standard error of their mean; infinite below two replicates.
    pub standard_error: f64,
}

impl Spread {
    /// Of the replicates' estimates: their standard deviation over the root of their number.
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

    /// How many standard errors the 95 % interval reaches to either side: Student's t with a degree of freedom less than there are replicates, which
    /// is what holds up best for randomised designs (L'Ecuyer, Nakayama, Owen & Tuffin 2023, "Confidence intervals for randomized quasi-Monte Carlo
    /// estimators", Winter Simulation Conference); infinite below two replicates.
    #[must_use]
    pub fn reach(self) -> f64 {
        let degrees = self.replicates.saturating_sub(1) as f64;
        StudentsT::new(0.0, 1.0, degrees).map_or(f64::INFINITY, |law| law.inverse_cdf(0.975))
    }

    /// A share of `trials` trials in all with this spread: Wilson's score interval for as many independent trials as would spread as much, with
    /// Student's t for the normal quantile (as for surveys: Franco, Little, Louis & Slud 2019, "Comparative study of confidence intervals for
    /// proportions in complex sample surveys", Journal of Survey Statistics and Methodology 7). Where none or all trials are so, the bounds are those
    /// of independent trials.
    ///
    /// The share of a replicate is a whole number over its size, so that equal shares are no proof of no error: the standard error is at least that
    /// of rounding to whole trials, 1/√12 of one in each replicate.
    #[must_use]
    pub fn proportion(self, share: f64, trials: u64) -> Proportion {
        if share <= 0.0 || share >= 1.0 || trials == 0 {
            return Proportion::new(if share >= 1.0 { trials } else { 0 }, trials);
        }
        let rounding = (self.replicates.max(1) as f64 / 12.0).sqrt() / trials as f64;
        let standard_error = self.standard_error.max(rounding);
        let as_many = share * (1.0 - share) / standard_error.powi(2);
        let [low, high] = score_interval(share, as_many, self.reach());
        Proportion { share, standard_error, low, high, trials }
    }
}

/// Wilson's interval of a share of `n` trials, `reach` standard errors wide; all of [0, 1] where that cannot be said.
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
    fn spread_and_reach_of_a_small_case() {
        let spread = Spread::of(&[1.0, 2.0, 3.0, 6.0]);
        assert!((spread.standard_error - (14.0_f64 / 12.0).sqrt()).abs() < 1e-12);
        assert!((spread.reach() - 3.182_446).abs() < 1e-6); // t with 3 degrees
        assert!((Spread::of(&[0.0; 16]).reach() - 2.131_450).abs() < 1e-6);
        for few in [&[][..], &[1.0]] {
            assert!(Spread::of(few).standard_error.is_infinite() && Spread::of(few).reach().is_infinite());
        }
    }

    #[test]
    fn shares_keep_inside_and_are_never_certain() {
        // As of independent trials where the spread is theirs and the replicates are many.
        let plain = Proportion::new(810_000, 2_630_000);
        let many = Spread { replicates: 1_000_000, standard_error: plain.standard_error }.proportion(plain.share, 2_630_000);
        assert!((many.low - plain.low).abs() < 1e-5 && (many.high - plain.high).abs() < 1e-5, "{many:?} {plain:?}");
        let even = Spread::of(&[0.25; 16]).proportion(0.25, 1600);
        assert!((even.standard_error * 1600.0 - (16.0_f64 / 12.0).sqrt()).abs() < 1e-9 && even.low < 0.25 && even.high > 0.25);
        let rare = Spread::of(&[0.0, 0.0, 0.0, 0.01]).proportion(0.0025, 400);
        assert!(rare.low > 0.0 && rare.low < 0.0025 && rare.high > 0.0075, "{rare:?}");
        assert_eq!(Spread::of(&[0.0; 4]).proportion(0.0, 400), Proportion::new(0, 400));
        assert_eq!(Spread::of(&[1.0; 4]).proportion(1.0, 400), Proportion::new(400, 400));
        let alone = Spread::of(&[0.5]).proportion(0.5, 100);
        assert!(alone.low.abs() < 1e-15 && (alone.high - 1.0).abs() < 1e-15, "{alone:?}");
    }
}
