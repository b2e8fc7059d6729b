//! Order statistics as confidence bounds of quantiles, whatever the distribution (Hahn & Meeker 1991, "Statistical intervals", chapter 5).

use statrs::function::gamma::ln_gamma;

/// Confidence of intervals.
const CONFIDENCE: f64 = 0.95;

/// Which of n values in rising order, counted from 1, enclose a quantile.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranks {
    /// Rank of the lower bound; none where even the least of the values is too high to be one.
    pub lower: Option<u64>,
    /// Rank of the upper bound; none where even the greatest is too low.
    pub upper: Option<u64>,
    /// Chance that the quantile lies between the two, exact for a continuous distribution and more for any other: 0.95 or just above, and 0 where
    /// there are no values.
    pub coverage: f64,
}

/// The rank, counted from 1, of the `p`-quantile of n values in rising order: the least whole number of at least p·n, by which the quantile is the
/// smallest value with at least p of the values at or below it. At least 1, at most n.
///
/// p·n counts as whole where it is but for the rounding of p and of the product: 7 % of 100 values is the 7th, not the 8th.
#[must_use]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "not negative, and held to n")]
pub fn quantile_rank(p: f64, n: u64) -> u64 {
    let exact = p.clamp(0.0, 1.0) * n as f64;
    let whole = exact.round();
    let rank = if (exact - whole).abs() <= 4.0 * f64::EPSILON * exact { whole } else { exact.ceil() };
    (rank as u64).clamp(1, n.max(1))
}

/// The ranks that enclose the `p`-quantile, p in (0, 1), with 95 % confidence, given n independent values; as [`quantile_ranks_at`].
#[must_use]
pub fn quantile_ranks(p: f64, n: u64) -> Ranks {
    quantile_ranks_at(p, n, CONFIDENCE)
}

/// The ranks that enclose the `p`-quantile, p in (0, 1), with this confidence, given n independent values.
///
/// The number of values below the quantile is binomial(n, p). The ranks enclose the fewest counts whose chances make up the confidence, taken from the
/// likeliest outwards, which is nearly the closest pair that there is and comes nearest to it from above. The chances' own rounding error is below
/// 10⁻¹⁶·n·ln n, 2·10⁻⁶ for 10⁹ values; the time goes with √n.
#[must_use]
pub fn quantile_ranks_at(p: f64, n: u64, confidence: f64) -> Ranks {
    // Written so that an undefined p fails.
    if n == 0 || !(p > 0.0 && p < 1.0) {
        return Ranks { lower: None, upper: None, coverage: 0.0 };
    }
    let size = n as f64;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "not negative, and held to n")]
    let mode = (((size + 1.0) * p).floor() as u64).min(n);
    let odds = p / (1.0 - p);
    // Chance of the next count over that of this one, and of the one before.
    let up = |count: u64| (n - count) as f64 / (count as f64 + 1.0) * odds;
    let down = |count: u64| count as f64 / ((n - count) as f64 + 1.0) / odds;
    let (mut low, mut high) = (mode, mode);
    let mut coverage = binomial(mode, n, p);
    let (mut below, mut above) = (coverage * down(low), coverage * up(high));
    while coverage < confidence && (below > 0.0 || above > 0.0) {
        if below >= above {
            low -= 1;
            coverage += below;
            below *= down(low);
        } else {
            high += 1;
            coverage += above;
            above *= up(high);
        }
    }
    Ranks { lower: (low > 0).then_some(low), upper: (high < n).then_some(high + 1), coverage: coverage.min(1.0) }
}

/// Chance of `count` out of n, each of chance p in (0, 1).
fn binomial(count: u64, n: u64, p: f64) -> f64 {
    let (count, n) = (count as f64, n as f64);
    let ways = ln_gamma(n + 1.0) - ln_gamma(count + 1.0) - ln_gamma(n - count + 1.0);
    (ways + count * p.ln() + (n - count) * (-p).ln_1p()).exp()
}

/// How many trials it takes until the greatest value observed exceeds the `share`-quantile with this confidence (Wilks 1941): the least n with
/// 1 − shareⁿ ≥ confidence, both in (0, 1).
#[must_use]
pub fn trials_for_bound(share: f64, confidence: f64) -> u64 {
    least(|n| -(n * share.ln()).exp_m1() >= confidence)
}

/// How many trials it takes until `share` of all values lie between the least and the greatest observed with this confidence (Wilks 1941): the
/// least n with 1 − n·shareⁿ⁻¹ + (n − 1)·shareⁿ ≥ confidence, both in (0, 1).
#[must_use]
pub fn trials_for_interval(share: f64, confidence: f64) -> u64 {
    least(|n| 1.0 - ((n - 1.0) * share.ln()).exp() * (n - (n - 1.0) * share) >= confidence)
}

/// The least whole number at which a condition begins to hold for good; the largest there is where it does nowhere.
fn least(holds: impl Fn(f64) -> bool) -> u64 {
    let (mut low, mut high) = (0, 1);
    while !holds(high as f64) {
        if high > u64::MAX / 4 {
            return u64::MAX;
        }
        (low, high) = (high, 2 * high);
    }
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if holds(middle as f64) { high = middle } else { low = middle }
    }
    high
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "exact values")]
mod tests {
    use super::*;
    use statrs::function::beta::beta_reg;

    /// Tables of Wilks 1941 and of Hahn & Meeker 1991: 95/95 and 99/95.
    #[test]
    fn trials_needed_are_the_tabled_ones() {
        assert_eq!(trials_for_bound(0.95, 0.95), 59);
        assert_eq!(trials_for_bound(0.99, 0.95), 299);
        assert_eq!(trials_for_interval(0.95, 0.95), 93);
    }

    #[test]
    fn ranks_of_whole_products_are_whole() {
        for n in 1..=2000_u64 {
            for percent in 1..=100_u64 {
                // p is no exact double; the rank is that of the decimal number meant.
                let p = percent as f64 / 100.0;
                assert_eq!(quantile_rank(p, n), (percent * n).div_ceil(100).max(1), "{percent} % of {n}");
            }
        }
        assert_eq!([0.0, 1.0, 2.0, f64::NAN].map(|p| quantile_rank(p, 5)), [1, 5, 5, 1]);
        assert_eq!(quantile_rank(0.1, 10_000_000_000_001), 1_000_000_000_001);
    }

    /// Coverage against the incomplete beta function, and no pair of fewer ranks covering enough.
    #[test]
    fn coverage_is_exact_and_no_interval_is_shorter() {
        let covered = |low: u64, high: u64, n: u64, p: f64| {
            // P(low ≤ B ≤ high − 1) = P(B ≥ low) − P(B ≥ high), and P(B ≥ k) = I_p(k, n − k + 1).
            let at_least = |k: u64| {
                if k == 0 {
                    1.0
                } else if k > n {
                    0.0
                } else {
                    beta_reg(k as f64, (n - k + 1) as f64, p)
                }
            };
            at_least(low) - at_least(high)
        };
        for (p, n) in [(0.1, 10_u64), (0.1, 60), (0.5, 11), (0.5, 1000), (0.9, 250), (0.9, 7), (0.025, 400)] {
            let ranks = quantile_ranks(p, n);
            let (low, high) = (ranks.lower.unwrap_or(0), ranks.upper.unwrap_or(n + 1));
            assert!((covered(low, high, n, p) - ranks.coverage).abs() < 1e-12, "{p} {n} {ranks:?}");
            assert!(ranks.coverage >= 0.95);
            let width = high - low - 1;
            assert!((0..=n + 1 - width).all(|start| covered(start, start + width, n, p) < 0.95), "{p} {n} {ranks:?}");
        }
    }

    #[test]
    fn few_values_bound_no_far_quantile() {
        let ranks = quantile_ranks(0.9, 10);
        assert!(ranks.lower.is_some() && ranks.upper.is_none());
        assert_eq!(quantile_ranks(0.5, 0).coverage, 0.0);
        assert_eq!(quantile_ranks(f64::NAN, 5).lower, None);
    }

    #[test]
    fn many_values_are_counted_in_good_time() {
        let ranks = quantile_ranks(0.5, 1_000_000_000);
        let half = 1.959_964 * (1e9_f64 * 0.25).sqrt();
        let (low, high) = (ranks.lower.unwrap() as f64, ranks.upper.unwrap() as f64);
        assert!((low - (5e8 - half)).abs() < 3.0 && (high - (5e8 + half)).abs() < 3.0, "{low} {high}");
        assert!((ranks.coverage - 0.95).abs() < 1e-4);
    }
}
