//! Rank correlations of quantities with values that many trials share: which the normal copula attains, and with which normal correlation.
//!
//! Spearman's rank correlation with average ranks for ties is the correlation of the mid-distribution functions P(X < x) + ½ P(X = x). Their covariance
//! is the integral of C(u, v) − u·v with respect to both functions (Hoeffding 1940), where C is the normal copula.

use std::f64::consts::TAU;

use super::distribution::Distribution;
use super::quadrature::integral;

/// Smallest probability of a single value that counts as one; together with smaller ones it is treated as continuous.
const LEAST: f64 = 0.01;
/// Points at which a quantile function is looked at for values that repeat.
const POINTS: u32 = 800;
/// Bisections that find the end of a value.
const BISECTIONS: usize = 40;
/// Nodes and weights of the Gauss–Legendre rule of five points on [−1, 1].
const RULE: [(f64, f64); 5] = [
    (0.0, 0.568_888_888_888_888_9),
    (0.538_469_310_105_683_1, 0.478_628_670_499_366_5),
    (-0.538_469_310_105_683_1, 0.478_628_670_499_366_5),
    (0.906_179_845_938_664, 0.236_926_885_056_189_1),
    (-0.906_179_845_938_664, 0.236_926_885_056_189_1),
];
/// Longest part of a continuous stretch that is integrated by one rule.
const STRETCH: f64 = 0.1;
/// Largest normal correlation that a search tries.
const MOST: f64 = 0.9999;

/// Values of a quantity with a probability of 1% or more, as intervals of its uniform number.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Margin {
    values: Vec<[f64; 2]>,
}

impl Margin {
    /// Of a quantity without such values.
    #[must_use]
    pub const fn continuous() -> Self {
        Self { values: Vec::new() }
    }

    /// Of a quantile function.
    pub fn of(quantile: impl Fn(f64) -> f64) -> Self {
        let at = |point: u32| (f64::from(point) + 0.5) / f64::from(POINTS);
        let is_same = |one: f64, other: f64| quantile(one).to_bits() == quantile(other).to_bits();
        // The last uniform number between two with the value of the first.
        let end = |mut inside: f64, mut outside: f64| {
            for _ in 0..BISECTIONS {
                let middle = f64::midpoint(inside, outside);
                *(if is_same(inside, middle) { &mut inside } else { &mut outside }) = middle;
            }
            f64::midpoint(inside, outside)
        };
        let mut values = Vec::new();
        let mut first = 0;
        while first < POINTS {
            let last = (first + 1..POINTS).take_while(|&next| is_same(at(first), at(next))).last().unwrap_or(first);
            if last > first {
                let low = if first == 0 { 0.0 } else { end(at(first), at(first - 1)) };
                let high = if last + 1 == POINTS { 1.0 } else { end(at(last), at(last + 1)) };
                if high - low >= LEAST {
                    values.push([low, high]);
                }
            }
            first = last + 1;
        }
        Self { values }
    }

    /// Whether the formula of continuous quantities applies; a constant has no rank correlation, and it does no harm there.
    fn is_plain(&self) -> bool {
        self.values.is_empty() || self.variance() < 1e-9
    }

    /// Variance of the mid-distribution function.
    fn variance(&self) -> f64 {
        (1.0 - self.values.iter().map(|[low, high]| (high - low).powi(3)).sum::<f64>()) / 12.0
    }

    /// The mid-distribution function as a measure: its growth at uniform numbers strictly between 0 and 1.
    fn growth(&self) -> Vec<(f64, f64)> {
        let mut nodes = Vec::new();
        let mut from = 0.0;
        for [low, high] in self.values.iter().copied().chain([[1.0, 1.0]]) {
            let parts = ((low - from) / STRETCH).ceil();
            let half = 0.5 * (low - from) / parts.max(1.0);
            let mut middle = from + half;
            while middle < low && half > 0.0 {
                nodes.extend(RULE.map(|(node, weight)| (middle + half * node, weight * half)));
                middle += 2.0 * half;
            }
            nodes.extend([low, high].map(|edge| (edge, 0.5 * (high - low))));
            from = high;
        }
        nodes.retain(|(u, weight)| *weight > 0.0 && *u > 1e-12 && *u < 1.0 - 1e-12);
        nodes
    }
}

/// Spearman's rank correlation of two quantities whose normal variates have this correlation.
pub(super) fn rank_correlation(margins: [&Margin; 2], normal: f64) -> f64 {
    if margins.iter().all(|margin| margin.is_plain()) {
        return 12.0 / TAU * (0.5 * normal).asin();
    }
    Pair::of(margins).rank(normal)
}

/// Correlation of the normal variates of two quantities with this rank correlation.
///
/// # Errors
/// The lowest and the highest rank correlation that there are, where this is not between them.
pub(super) fn normal_correlation(margins: [&Margin; 2], rank: f64) -> Result<f64, [f64; 2]> {
    if margins.iter().all(|margin| margin.is_plain()) {
        return Ok(2.0 * (TAU / 12.0 * rank).sin());
    }
    let pair = Pair::of(margins);
    let bounds = [-MOST, MOST].map(|normal| pair.rank(normal));
    if !(bounds[0] < rank && rank < bounds[1]) {
        return Err(bounds);
    }
    let [mut low, mut high] = [-MOST, MOST];
    for _ in 0..BISECTIONS {
        let middle = f64::midpoint(low, high);
        *(if pair.rank(middle) < rank { &mut low } else { &mut high }) = middle;
    }
    Ok(f64::midpoint(low, high))
}

/// Two quantities: the growth of their mid-distribution functions at normal variates, and the product of the standard deviations.
struct Pair {
    growth: [Vec<(f64, f64)>; 2],
    spread: f64,
}

impl Pair {
    fn of(margins: [&Margin; 2]) -> Self {
        let normal = Distribution::normal(0.0, 1.0);
        let variate = |u: f64| normal.as_ref().map_or(f64::NAN, |normal| normal.quantile(u));
        let growth = margins.map(|margin| margin.growth().into_iter().map(|(u, weight)| (variate(u), weight)).collect());
        Self { growth, spread: margins.iter().map(|margin| if margin.is_plain() { 1.0 / 12.0 } else { margin.variance() }).product::<f64>().sqrt() }
    }

    fn rank(&self, normal: f64) -> f64 {
        // C(u, v) − u·v is an integral over the arc sine of the correlation from 0 on (Sheppard 1899).
        let angle = normal.asin();
        let growth_of = |sine: f64, spare: f64| {
            let [first, second] = &self.growth;
            let of = |&(x, weight): &(f64, f64)| {
                let inner = second.iter().map(|&(y, other)| other * (-(x * x + y * y - 2.0 * x * y * sine) / (2.0 * spare)).exp());
                weight * inner.sum::<f64>()
            };
            first.iter().map(of).sum::<f64>()
        };
        let covariance = integral(0.0, angle.abs(), |theta| growth_of(theta.sin() * angle.signum(), theta.cos().powi(2))) / TAU;
        covariance * angle.signum() / self.spread
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn binary(p: f64) -> Margin {
        Margin::of(|u| f64::from(u8::from(u > 1.0 - p)))
    }

    /// A value of probability p against a continuous quantity: at most √(3·p·(1 − p)) in absolute value.
    #[test]
    fn the_bound_of_a_binary_quantity_is_known() {
        for p in [0.1, 0.3, 0.5] {
            let found = normal_correlation([&binary(p), &Margin::continuous()], 0.999).expect_err("beyond the bound");
            let bound = (3.0 * p * (1.0 - p)).sqrt();
            assert!((found[1] - bound).abs() < 2e-3 && (found[0] + bound).abs() < 2e-3, "{found:?}, {bound}");
        }
    }

    /// Two fair coins: Spearman's correlation is 2·asin(r)/π (Sheppard 1899).
    #[test]
    fn two_coins_have_the_correlation_of_sheppard() {
        let coin = binary(0.5);
        for rank in [-0.6, 0.1, 0.8] {
            let normal = normal_correlation([&coin, &coin], rank).expect("within the bound");
            assert!((normal - (0.25 * TAU * rank).sin()).abs() < 1e-6, "{rank}: {normal}");
            assert!((rank_correlation([&coin, &coin], normal) - rank).abs() < 1e-9);
        }
    }

    /// Where no value has a probability of 1%, the formula of continuous quantities applies; the quadrature agrees with it.
    #[test]
    fn the_quadrature_agrees_with_the_formula() {
        let continuous = Margin::of(|u| u);
        assert_eq!(continuous, Margin::continuous());
        let pair = Pair::of([&continuous, &continuous]);
        for normal in [-0.95, -0.4, 0.2, 0.7, 0.95_f64] {
            assert!((pair.rank(normal) - 12.0 / TAU * (0.5 * normal).asin()).abs() < 1e-4, "{normal}: {}", pair.rank(normal));
        }
        assert_eq!(Margin::of(|u| u.max(0.25)).values.len(), 1);
        assert!((Margin::of(|u| u.max(0.25)).values[0][1] - 0.25).abs() < 1e-9);
    }
}
