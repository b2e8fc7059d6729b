//! The normal distribution and the lognormal made from it.

use std::f64::consts::{FRAC_1_SQRT_2, SQRT_2, TAU};

use statrs::function::erf::{erfc, erfc_inv};

use super::tails::{Node, Tail, Tails};

/// P(Z ≤ z) of the standard normal distribution, exact but for rounding also where it is tiny.
pub(super) fn standard_cdf(z: f64) -> f64 {
    0.5 * erfc(-z * FRAC_1_SQRT_2)
}

/// The z ≤ 0 with P(Z ≤ z) = `probability`, for a probability in (0, ½].
pub(super) fn standard_quantile(probability: f64) -> f64 {
    -SQRT_2 * erfc_inv(2.0 * probability)
}

/// Density of the standard normal distribution.
fn standard_density(z: f64) -> f64 {
    (-0.5 * z * z).exp() / TAU.sqrt()
}

/// Normal distribution; `sd` is positive.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Normal {
    pub(super) mean: f64,
    pub(super) sd: f64,
}

impl Normal {
    pub(super) fn cdf(&self, x: f64) -> f64 {
        standard_cdf((x - self.mean) / self.sd)
    }
}

impl Tails for Normal {
    fn node(&self, tail: Tail, probability: f64, _guess: f64) -> Node {
        let z = standard_quantile(probability);
        Node { value: self.mean + tail.sign() * self.sd * z, slope: tail.sign() * self.sd / standard_density(z) }
    }
}

/// Lognormal distribution: `median`·exp(`sigma`·Z), both positive.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Lognormal {
    pub(super) median: f64,
    pub(super) sigma: f64,
}

impl Lognormal {
    pub(super) fn cdf(&self, x: f64) -> f64 {
        if x <= 0.0 { 0.0 } else { standard_cdf((x / self.median).ln() / self.sigma) }
    }

    pub(super) fn mean(&self) -> f64 {
        self.median * (0.5 * self.sigma * self.sigma).exp()
    }

    pub(super) fn sd(&self) -> f64 {
        self.mean() * (self.sigma * self.sigma).exp_m1().sqrt()
    }
}

impl Tails for Lognormal {
    fn node(&self, tail: Tail, probability: f64, _guess: f64) -> Node {
        let z = standard_quantile(probability);
        let value = self.median * (tail.sign() * self.sigma * z).exp();
        Node { value, slope: tail.sign() * self.sigma * value / standard_density(z) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standard_quantile_inverts_the_distribution_function() {
        // Φ⁻¹ to 16 digits (Wichura 1988 gives the first two as checks of AS 241).
        for (p, z) in [(0.25, -0.674_489_750_196_081_7), (0.001, -3.090_232_306_167_814), (1e-20, -9.262_340_089_798_408)] {
            assert!((standard_quantile(p) / z - 1.0).abs() < 1e-14, "{p}");
        }
        for exponent in 1..=53 {
            let p = 0.5_f64.powi(exponent);
            assert!((standard_cdf(standard_quantile(p)) / p - 1.0).abs() < 1e-12, "2^-{exponent}");
        }
    }
}
