//! Group sequential confidence intervals: the confidence of each interval, tested several times during a run, with which all of them hold together.
//!
//! Probabilities, quantiles by order statistics and their intervals all derive from a count among n trials, whose distance from its expectation is a random
//! walk. The interval at look k misses where the walk lies beyond z·√n. Whatever rule decides at which look to stop, the interval of that look holds
//! with at least the probability that the walk stays within z·√n at all looks (Armitage, `McPherson` & Rowe 1969, "Repeated significance tests on
//! accumulating data", JRSS A 132; Pocock 1977 for equal steps).

use statrs::distribution::{ContinuousCDF, Normal};
use std::f64::consts::PI;

/// Points at which the density of the walk is kept between two looks, odd for Simpson's rule.
const POINTS: usize = 129;
/// Bisections of the bound: to 10⁻⁷.
const STEPS: usize = 26;

/// Two-sided confidence of each look, in (0, 1), with which a walk looked at after so many trials (rising) stays within its bounds at all of them
/// with the probability `confidence`.
#[must_use]
pub fn confidence_of_each(looks: &[u64], confidence: f64) -> f64 {
    let normal = Normal::standard();
    let two_sided = |z: f64| 1.0 - 2.0 * normal.sf(z);
    if looks.len() < 2 {
        return confidence;
    }
    // One look alone is not enough, and by Bonferroni a share of the error for each is too much.
    let mut low = normal.inverse_cdf(0.5 + 0.5 * confidence);
    let mut high = normal.inverse_cdf(1.0 - 0.5 * (1.0 - confidence) / looks.len() as f64);
    for _ in 0..STEPS {
        let middle = 0.5 * (low + high);
        if within(looks, middle) < confidence { low = middle } else { high = middle }
    }
    two_sided(high)
}

/// Probability that a standard random walk lies within z·√n at each of these looks.
fn within(looks: &[u64], z: f64) -> f64 {
    let density = |x: f64, sd: f64| (-0.5 * (x / sd) * (x / sd)).exp() / (sd * (2.0 * PI).sqrt());
    let step = |root: f64| 2.0 * z * root / (POINTS - 1) as f64;
    let place = |root: f64, i: usize| -z * root + step(root) * i as f64;
    // Simpson's weights: 1 4 2 4 … 4 1 thirds.
    let weight = |i: usize| if i == 0 || i == POINTS - 1 { 1.0 } else { [2.0, 4.0][i % 2] } / 3.0;
    let mut root = (looks[0] as f64).sqrt();
    let mut walk: Vec<f64> = (0..POINTS).map(|i| density(place(root, i), root)).collect();
    for pair in looks.windows(2) {
        let sd = ((pair[1] - pair[0]) as f64).sqrt();
        let next = (pair[1] as f64).sqrt();
        walk = (0..POINTS)
            .map(|i| {
                let here = place(next, i);
                let from = walk.iter().enumerate().map(|(j, density_there)| weight(j) * density_there * density(here - place(root, j), sd));
                from.sum::<f64>() * step(root)
            })
            .collect();
        root = next;
    }
    walk.iter().enumerate().map(|(i, density)| weight(i) * density).sum::<f64>() * step(root)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bound(looks: &[u64], confidence: f64) -> f64 {
        Normal::standard().inverse_cdf(0.5 + 0.5 * confidence_of_each(looks, confidence))
    }

    #[test]
    fn bounds_are_those_published_for_equal_steps() {
        // Jennison & Turnbull 2000, "Group sequential methods", table 2.1, constants of Pocock's test.
        for (looks, published) in [(1, 1.960), (2, 2.178), (3, 2.289), (4, 2.361), (5, 2.413), (10, 2.555), (20, 2.672)] {
            let equal: Vec<u64> = (1..=looks).map(|k| 1000 * k).collect();
            assert!((bound(&equal, 0.95) - published).abs() < 1e-3, "{looks}: {}", bound(&equal, 0.95));
        }
        assert!((bound(&[1, 2, 3, 4, 5], 0.99) - 2.986).abs() < 1e-3);
    }

    #[test]
    fn looks_far_apart_are_nearly_independent() {
        let far = [1, 1_000_000, 1_000_000_000_000];
        let each = confidence_of_each(&far, 0.95);
        assert!((each.powi(3) - 0.95).abs() < 5e-4, "{each}");
    }
}
