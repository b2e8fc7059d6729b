//! Gauss–Legendre quadrature for tail probabilities of narrow beta and gamma distributions, where series converge slowly.

use std::sync::LazyLock;

/// Number of nodes.
const POINTS: usize = 40;

/// Nodes in (0, 1) and weights that sum to 1, by Newton's method on the Legendre polynomial (the same as the eigenvalue method of Golub & Welsch
/// 1969).
static RULE: LazyLock<[(f64, f64); POINTS]> = LazyLock::new(|| {
    let mut rule = [(0.0, 0.0); POINTS];
    let n = POINTS as f64;
    for (index, place) in rule.iter_mut().enumerate() {
        let mut x = (std::f64::consts::PI * (index as f64 + 0.75) / (n + 0.5)).cos();
        let mut derivative = 1.0;
        for _ in 0..20 {
            let (mut last, mut value) = (1.0, x);
            for k in 2..=POINTS {
                let k = k as f64;
                (last, value) = (value, ((2.0 * k - 1.0) * x * value - (k - 1.0) * last) / k);
            }
            derivative = n * (x * value - last) / (x * x - 1.0);
            x -= value / derivative;
        }
        *place = (0.5 - 0.5 * x, 1.0 / ((1.0 - x * x) * derivative * derivative));
    }
    rule
});

/// Integral of `f` over the interval between `start` and `start + length`; `length` may be negative, and the interval is not oriented.
pub(super) fn integral(start: f64, length: f64, f: impl Fn(f64) -> f64) -> f64 {
    RULE.iter().map(|&(node, weight)| weight * f(start + length * node)).sum::<f64>() * length.abs()
}

/// Length of the integration interval for the tail of a bell-shaped density, outwards from a point at `distance` from the mode. Over this length the
/// exponent of a normal density with standard deviation `sd` decreases by 40, so that less than 10⁻¹⁶ of the tail remains beyond it.
pub(super) fn tail_length(sd: f64, distance: f64) -> f64 {
    (distance * distance + 80.0 * sd * sd).sqrt() - distance
}

/// x − ln(1 + x) for x > −1, without loss of digits for small x.
pub(super) fn log_excess(x: f64) -> f64 {
    if x.abs() < 0.02 {
        // x²/2 − x³/3 + x⁴/4 − …; the terms left out are below 2·10⁻¹⁷ of the sum.
        let mut sum = 0.0;
        for k in (2..=11).rev() {
            sum = f64::from(k).recip() - x * sum;
        }
        x * x * sum
    } else {
        x - x.ln_1p()
    }
}

/// Error of Stirling's formula, ln Γ(a) − (a − ½) ln a + a − ½ ln 2π, for a ≥ 20 (series up to a⁻⁷).
pub(super) fn stirling_error(a: f64) -> f64 {
    let square = (a * a).recip();
    (1.0 / 12.0 - square * (1.0 / 360.0 - square * (1.0 / 1260.0 - square / 1680.0))) / a
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::function::gamma::ln_gamma;

    #[test]
    fn rule_integrates_polynomials_and_normal_densities() {
        assert!((integral(0.0, 2.0, |x| x.powi(11)) / (4096.0 / 12.0) - 1.0).abs() < 1e-13);
        assert!((integral(1.0, -1.0, f64::exp) - (1.0_f64.exp() - 1.0)).abs() < 1e-14);
        let half = integral(0.0, tail_length(1.0, 0.0), |x| (-0.5 * x * x).exp()) / std::f64::consts::TAU.sqrt();
        assert!((half - 0.5).abs() < 1e-14, "{half}");
    }

    #[test]
    fn functions_agree_with_their_definitions() {
        for x in [-0.9, -0.3, 0.019_999_9, 0.020_000_1, 3.0_f64] {
            assert!((log_excess(x) / (x - x.ln_1p()) - 1.0).abs() < 1e-11, "{x}");
        }
        for a in [20.0_f64, 55.5, 300.0] {
            let exact = ln_gamma(a) - (a - 0.5) * a.ln() + a - 0.5 * std::f64::consts::TAU.ln();
            assert!((stirling_error(a) - exact).abs() < 1e-12, "{a}");
        }
    }
}
