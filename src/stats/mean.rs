//! A mean with its uncertainty.

/// A mean over trials.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    /// The mean, in the unit of what was averaged.
    pub mean: f64,
    /// Its standard error: the standard deviation between trials over the square root of their number; infinite for a single trial.
    pub standard_error: f64,
    /// How many trials it is the mean of.
    pub trials: u64,
}

impl Mean {
    /// From the exact sum of whole numbers and of their squares, one a trial, in units of `unit`; none without trials.
    pub(super) fn of_sums(sum: i128, squares: i128, trials: u64, unit: f64) -> Option<Self> {
        if trials == 0 {
            return None;
        }
        let n = i128::from(trials);
        // Squares about a whole number next to the mean, in integers, so that nothing cancels; what that number is off is taken back below.
        let (near, rest) = (sum.div_euclid(n), sum.rem_euclid(n) as f64 / trials as f64);
        let about_near = squares.wrapping_sub(near.wrapping_mul(sum.wrapping_mul(2).wrapping_sub(n.wrapping_mul(near))));
        let about_mean = (about_near as f64 - rest * rest * trials as f64).max(0.0);
        let variance_of_mean = about_mean / (trials as f64 - 1.0) / trials as f64;
        let standard_error = if trials == 1 { f64::INFINITY } else { variance_of_mean.sqrt() * unit };
        Some(Self { mean: (near as f64 + rest) * unit, standard_error, trials })
    }
}
