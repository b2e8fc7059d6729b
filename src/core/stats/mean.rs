//! Sample means with their standard errors.

/// Mean over trials.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    /// The mean, in the unit of the quantity.
    pub mean: f64,
    /// Standard error of the mean: the standard deviation between trials divided by the square root of their number; infinite for one trial.
    pub standard_error: f64,
    /// Number of trials.
    pub trials: u64,
}

impl Mean {
    /// Mean from the exact sums of integers and of their squares, one integer per trial, in units of `unit`; `None` for 0 trials.
    pub(super) fn of_sums(sum: i128, squares: i128, trials: u64, unit: f64) -> Option<Self> {
        if trials == 0 {
            return None;
        }
        let n = i128::from(trials);
        // Integer squares about an integer close to the mean, so that no digits cancel; the difference from the mean is corrected below.
        let (near, rest) = (sum.div_euclid(n), sum.rem_euclid(n) as f64 / trials as f64);
        let about_near = squares.wrapping_sub(near.wrapping_mul(sum.wrapping_mul(2).wrapping_sub(n.wrapping_mul(near))));
        let about_mean = (about_near as f64 - rest * rest * trials as f64).max(0.0);
        let variance_of_mean = about_mean / (trials as f64 - 1.0) / trials as f64;
        let standard_error = if trials == 1 { f64::INFINITY } else { variance_of_mean.sqrt() * unit };
        Some(Self { mean: (near as f64 + rest) * unit, standard_error, trials })
    }
}
