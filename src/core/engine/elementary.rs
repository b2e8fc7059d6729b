//! The exponential function and the natural logarithm of a number for each trial, made of operations that vectorise and give the same bits with every
//! instruction set.

use super::lanes::Lanes;

/// Adding it to a number of moderate size leaves the rounded whole number in the low bits: 1.5 · 2^52.
const ROUNDER: f64 = 6_755_399_441_055_744.0;
/// Largest exponent without overflow.
const MOST: f64 = 700.0;
/// ln 2 in two parts, the first of which has so few bits that multiples of it are exact.
const LN2: [f64; 2] = [f64::from_bits(0x3FE6_2E42_FEE0_0000), f64::from_bits(0x3DEA_39EF_3579_3C76)];
/// 1/n! for n = 0 to 13.
const TAYLOR: [f64; 14] = [
    1.0,
    1.0,
    1.0 / 2.0,
    1.0 / 6.0,
    1.0 / 24.0,
    1.0 / 120.0,
    1.0 / 720.0,
    1.0 / 5_040.0,
    1.0 / 40_320.0,
    1.0 / 362_880.0,
    1.0 / 3_628_800.0,
    1.0 / 39_916_800.0,
    1.0 / 479_001_600.0,
    1.0 / 6_227_020_800.0,
];

impl Lanes {
    /// e to its power, with a relative error below 3e-16; powers beyond ±700 count as ±700. Exactly 1 at 0.
    #[inline(always)]
    #[must_use]
    pub fn exp(self) -> Self {
        let mut out = self;
        for out in &mut out.0 {
            let x = if *out < MOST { *out } else { MOST };
            let x = if x > -MOST { x } else { -MOST };
            let shifted = x * std::f64::consts::LOG2_E + ROUNDER;
            let whole = shifted - ROUNDER;
            let r = (x - whole * LN2[0]) - whole * LN2[1];
            let square = r * r;
            // Even and odd powers, two chains that processors compute at the same time.
            let [mut even, mut odd] = [TAYLOR[12], TAYLOR[13]];
            for n in (0..12).rev().step_by(2) {
                odd = odd * square + TAYLOR[n];
                even = even * square + TAYLOR[n - 1];
            }
            let power = f64::from_bits((shifted.to_bits() << 52).wrapping_add(1023 << 52));
            *out = (even + odd * r) * power;
        }
        out
    }

    /// Natural logarithm of a positive number, with an error below 3e-16 of the larger of it and the logarithm's own size. Exactly 0 at 1.
    #[inline(always)]
    #[must_use]
    pub fn ln(self) -> Self {
        let mut out = self;
        for out in &mut out.0 {
            let bits = out.to_bits();
            // The power of 2 that leaves a mantissa from √½ to √2.
            let raised = bits.wrapping_add(0x3FF0_0000_0000_0000 - 0x3FE6_A09E_667F_3BCD);
            let exponent = (raised >> 52) & 0x7FF;
            let mantissa = f64::from_bits(bits.wrapping_sub((exponent << 52).wrapping_sub(1023 << 52)));
            let whole = f64::from_bits(ROUNDER.to_bits() + exponent) - ROUNDER - 1023.0;
            let s = (mantissa - 1.0) / (mantissa + 1.0);
            let square = s * s;
            let fourth = square * square;
            let [mut one, mut other] = [1.0 / 23.0, 1.0 / 21.0];
            for n in [19.0, 15.0, 11.0, 7.0] {
                one = one * fourth + 1.0 / n;
                other = other * fourth + 1.0 / (n - 2.0);
            }
            // 1/3 + z/5 + …, with z/5, z³/9, … in `other` and the rest in `one`.
            let series = (one * fourth + 1.0 / 3.0) + other * square;
            let tail = 2.0 * s * square * series;
            *out = whole * LN2[0] + (2.0 * s + (tail + whole * LN2[1]));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_agree_with_the_standard_functions() {
        for n in -4_000..4_000 {
            let x = f64::from(n) * 0.171_3;
            let [exp, ln] = [Lanes::splat(x).exp().0[3], Lanes::splat(x.exp()).ln().0[5]];
            assert!((exp / x.exp() - 1.0).abs() < 4e-16, "exp {x}: {exp}");
            assert!((ln - x.exp().ln()).abs() <= 4e-16 * x.abs().max(1e-3), "ln of e^{x}: {ln}");
        }
        for n in 1..4_000 {
            let x = 1.0 + (f64::from(n) - 2_000.0) * 1e-4;
            let ln = Lanes::splat(x).ln().0[0];
            assert!((ln - x.ln()).abs() <= 4e-16 * x.ln().abs().max(1e-4), "ln {x}: {ln}, {}", x.ln());
        }
        assert_eq!((Lanes::ZERO.exp().0[0].to_bits(), Lanes::ONE.ln().0[0].to_bits()), (1.0_f64.to_bits(), 0.0_f64.to_bits()));
        assert!(Lanes::splat(1e300).exp().0[0].is_finite() && Lanes::splat(-1e300).exp().0[0] > 0.0);
    }
}
