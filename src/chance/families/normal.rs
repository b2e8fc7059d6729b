//! The normal distribution and the lognormal made from it.

use std::f64::consts::{FRAC_1_SQRT_2, FRAC_2_SQRT_PI, SQRT_2, TAU};

use statrs::function::erf::{erfc, erfc_inv};

use super::tails::{Node, Tail, Tails};

/// P(Z ≤ z) of the standard normal distribution to ten digits, also where it is tiny.
pub(super) fn rough_cdf(z: f64) -> f64 {
    0.5 * erfc(-z * FRAC_1_SQRT_2)
}

/// P(Z ≤ z) of the standard normal distribution, exact but for rounding also where it is tiny.
pub(super) fn standard_cdf(z: f64) -> f64 {
    let x = z.abs() * FRAC_1_SQRT_2;
    let mut tail = erfc(x);
    if x >= 0.5 && tail > 0.0 {
        // statrs has the constants of erfc to ten digits only, but those of its inverse in full: a Newton step from the inverse mends it.
        tail -= (x - erfc_inv(tail)) * FRAC_2_SQRT_PI * (-x * x).exp();
    }
    if z > 0.0 { 1.0 - 0.5 * tail } else { 0.5 * tail }
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
    fn standard_cdf_is_right_to_the_last_digits() {
        // Φ(z) by 40-digit arithmetic.
        for (z, p) in [
            (-8.0, 6.220_960_574_271_784e-16),
            (-5.0, 2.866_515_718_791_939e-07),
            (-3.0, 0.001_349_898_031_630_094_6),
            (-1.0, 0.158_655_253_931_457_05),
            (-0.75, 0.226_627_352_376_868_2),
            (-0.5, 0.308_537_538_725_986_9),
            (0.0, 0.5),
            (0.6, 0.725_746_882_249_926_5),
            (1.5, 0.933_192_798_731_141_9),
            (4.0, 0.999_968_328_758_166_9),
        ] {
            assert!((standard_cdf(z) / p - 1.0).abs() < 2e-15 * (1.0_f64).max(z * z), "{z}");
        }
    }

    #[test]
    fn standard_quantile_inverts_the_distribution_function() {
        // Φ⁻¹ to 16 digits.
        for (p, z) in [(0.25, -0.674_489_750_196_081_7), (0.001, -3.090_232_306_167_813), (1e-20, -9.262_340_089_798_409)] {
            assert!((standard_quantile(p) / z - 1.0).abs() < 1e-15, "{p}");
        }
        for exponent in 1..=53 {
            let p = 0.5_f64.powi(exponent);
            assert!((standard_cdf(standard_quantile(p)) / p - 1.0).abs() < 1e-13, "2^-{exponent}");
        }
    }
}
