//! Difference of the proportions of two independent samples.

use super::Proportion;

/// Interval of the difference `a` − `b` of two independent proportions by the hybrid score method: from the intervals of the two proportions (Newcombe
/// 1998, "Interval estimation for the difference between independent proportions: comparison of eleven methods", Statistics in Medicine 17, method 10).
///
/// Gives the difference, its standard error and the two ends; NaN and [−1, 1] where a sample is empty.
#[must_use]
pub fn proportion_difference(a: &Proportion, b: &Proportion) -> (f64, f64, [f64; 2]) {
    let difference = a.share - b.share;
    if difference.is_nan() {
        return (f64::NAN, f64::NAN, [-1.0, 1.0]);
    }
    let below = (a.share - a.low).hypot(b.high - b.share);
    let above = (a.high - a.share).hypot(b.share - b.low);
    (difference, a.standard_error.hypot(b.standard_error), [difference - below, difference + above])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Newcombe 1998, table II, method 10.
    #[test]
    fn agrees_with_published_intervals() {
        for ([a, m], [b, n], [low, high]) in
            [([56, 70], [48, 80], [0.0524, 0.3339]), ([9, 10], [3, 10], [0.1705, 0.8090]), ([6, 7], [2, 7], [0.0582, 0.8062])]
        {
            let (_, _, ends) = proportion_difference(&Proportion::new(a, m), &Proportion::new(b, n));
            assert!((ends[0] - low).abs() < 1e-4 && (ends[1] - high).abs() < 1e-4, "{ends:?}");
        }
        let (difference, error, ends) = proportion_difference(&Proportion::new(0, 0), &Proportion::new(3, 10));
        assert!(difference.is_nan() && error.is_nan() && ends[0] < -0.999 && ends[1] > 0.999);
    }
}
