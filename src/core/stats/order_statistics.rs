//! Order statistics as distribution-free confidence bounds of quantiles (Hahn & Meeker 1991, "Statistical intervals", chapter 5).

use statrs::function::gamma::ln_gamma;

/// Default confidence of intervals.
const CONFIDENCE: f64 = 0.95;

/// Ranks of the order statistics that enclose a quantile, counted from 1 in increasing order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QuantileRanks {
    /// Rank of the lower bound; `None` where even the smallest value is not a lower bound.
    pub lower: Option<u64>,
    /// Rank of the upper bound; `None` where even the largest value is not an upper bound.
    pub upper: Option<u64>,
    /// Coverage probability, exact for a continuous distribution and conservative for any other: the confidence or slightly more, and 0 for no
    /// values.
    pub coverage: f64,
}

/// Rank, counted from 1, of the sample `p`-quantile of n values in increasing order: the smallest integer of at least p·n, limited to 1 to n, so that
/// the quantile is the smallest value with at least a share p of the values at or below it.
///
/// p·n counts as an integer where it differs from one only by rounding: the 7 % quantile of 100 values is the 7th value, not the 8th.
#[must_use]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "not negative, and held to n")]
pub fn quantile_rank(p: f64, n: u64) -> u64 {
    let exact = p.clamp(0.0, 1.0) * n as f64;
    let whole = exact.round();
    let rank = if (exact - whole).abs() <= 4.0 * f64::EPSILON * exact { whole } else { exact.ceil() };
    (rank as u64).clamp(1, n.max(1))
}

/// Ranks that enclose the `p`-quantile, p in (0, 1), with 95 % confidence for n independent values; see [`quantile_ranks_at`].
#[must_use]
pub fn quantile_ranks(p: f64, n: u64) -> QuantileRanks {
    quantile_ranks_at(p, n, CONFIDENCE)
}

/// Ranks that enclose the `p`-quantile, p in (0, 1), with the given confidence for n independent values.
///
/// The number of values below the quantile is binomial(n, p). Counts are included from the most probable outwards until their probabilities sum to
/// the confidence, which gives nearly the closest pair of ranks and a coverage slightly above the confidence. The rounding error of the coverage is
/// below 10⁻¹⁶·n·ln n, 2·10⁻⁶ for 10⁹ values; the time is proportional to √n.
#[must_use]
pub fn quantile_ranks_at(p: f64, n: u64, confidence: f64) -> QuantileRanks {
    // Written so that NaN fails.
    if n == 0 || !(p > 0.0 && p < 1.0) {
        return QuantileRanks { lower: None, upper: None, coverage: 0.0 };
    }
    let size = n as f64;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "not negative, and held to n")]
    let mode = (((size + 1.0) * p).floor() as u64).min(n);
    let odds = p / (1.0 - p);
    // Ratio of the probability of the next count, and of the previous count, to that of `count`.
    let ratio_up = |count: u64| (n - count) as f64 / (count as f64 + 1.0) * odds;
    let ratio_down = |count: u64| count as f64 / ((n - count) as f64 + 1.0) / odds;
    let (mut low, mut high) = (mode, mode);
    let mut coverage = binomial(mode, n, p);
    let (mut below, mut above) = (coverage * ratio_down(low), coverage * ratio_up(high));
    while coverage < confidence && (below > 0.0 || above > 0.0) {
        if below >= above {
            low -= 1;
            coverage += below;
            below *= ratio_down(low);
        } else {
            high += 1;
            coverage += above;
            above *= ratio_up(high);
        }
    }
    QuantileRanks { lower: (low > 0).then_some(low), upper: (high < n).then_some(high + 1), coverage: coverage.min(1.0) }
}

/// Binomial probability of `count` successes in n trials with success probability p in (0, 1).
fn binomial(count: u64, n: u64, p: f64) -> f64 {
    let (count, n) = (count as f64, n as f64);
    let ways = ln_gamma(n + 1.0) - ln_gamma(count + 1.0) - ln_gamma(n - count + 1.0);
    (ways + count * p.ln() + (n - count) * (-p).ln_1p()).exp()
}

/// Number of trials for which the largest observed value exceeds the `share`-quantile with the given confidence (Wilks 1941): the smallest n with 1 −
/// shareⁿ ≥ confidence, both in (0, 1).
#[must_use]
pub fn trials_for_bound(share: f64, confidence: f64) -> u64 {
    smallest_where(|n| -(n * share.ln()).exp_m1() >= confidence)
}

/// Number of trials for which a share `share` of all values lies between the smallest and the largest observed value with the given confidence (Wilks
/// 1941): the smallest n with 1 − n·shareⁿ⁻¹ + (n − 1)·shareⁿ ≥ confidence, both in (0, 1).
#[must_use]
pub fn trials_for_interval(share: f64, confidence: f64) -> u64 {
    smallest_where(|n| 1.0 - ((n - 1.0) * share.ln()).exp() * (n - (n - 1.0) * share) >= confidence)
}

/// Smallest positive integer at which a monotone condition holds; the largest integer where it holds nowhere.
fn smallest_where(holds: impl Fn(f64) -> bool) -> u64 {
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
    fn trial_numbers_agree_with_published_tables() {
        assert_eq!(trials_for_bound(0.95, 0.95), 59);
        assert_eq!(trials_for_bound(0.99, 0.95), 299);
        assert_eq!(trials_for_interval(0.95, 0.95), 93);
    }

    #[test]
    fn ranks_of_integer_products_are_exact() {
        for n in 1..=2000_u64 {
            for percent in 1..=100_u64 {
                // p is not exact in binary; the rank is that of the decimal number.
                let p = percent as f64 / 100.0;
                assert_eq!(quantile_rank(p, n), (percent * n).div_ceil(100).max(1), "{percent} % of {n}");
            }
        }
        assert_eq!([0.0, 1.0, 2.0, f64::NAN].map(|p| quantile_rank(p, 5)), [1, 5, 5, 1]);
        assert_eq!(quantile_rank(0.1, 10_000_000_000_001), 1_000_000_000_001);
    }

    /// Compares the coverage with the incomplete beta function, and checks that no closer pair of ranks covers enough.
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
    fn few_values_give_no_bound_of_extreme_quantiles() {
        let ranks = quantile_ranks(0.9, 10);
        assert!(ranks.lower.is_some() && ranks.upper.is_none());
        assert_eq!(quantile_ranks(0.5, 0).coverage, 0.0);
        assert_eq!(quantile_ranks(f64::NAN, 5).lower, None);
    }

    #[test]
    fn intervals_of_many_values_are_accurate() {
        let ranks = quantile_ranks(0.5, 1_000_000_000);
        let half = 1.959_964 * (1e9_f64 * 0.25).sqrt();
        let (low, high) = (ranks.lower.unwrap() as f64, ranks.upper.unwrap() as f64);
        assert!((low - (5e8 - half)).abs() < 3.0 && (high - (5e8 + half)).abs() < 3.0, "{low} {high}");
        assert!((ranks.coverage - 0.95).abs() < 1e-4);
    }
}
