//! Exact sums in fixed-point arithmetic, which do not depend on the order or the partition of the terms.

use serde::{Deserialize, Serialize};

use super::mean::Mean;

/// Number of bits of the scale in fixed-point units; the resolution is 2⁻³⁵ of the scale or finer.
const SCALE_BITS: i32 = 36;

/// Largest number of units of a value, 2⁵¹, more than 30 000 times the scale; larger values are clamped to it.
pub(crate) const MAX_UNITS: f64 = (1_u64 << 51) as f64;

/// Number of bits of the low half of a number of units.
pub(crate) const HALF_BITS: u32 = 26;

/// 1.5·2⁵². Adding it rounds a smaller number to an integer, ties to even, whose value is then in the low bits.
pub(crate) const ROUNDING_CONSTANT: f64 = (3_u64 << 51) as f64;

/// Exact sums of values and of their squares; each value is first rounded to a multiple of 2^(−shift). The owner stores the number of values, because
/// several sums share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FixedSum {
    sum: i128,
    squares: i128,
    shift: i32,
}

impl FixedSum {
    /// Shift for a series whose large values are of the order of `scale` (in the unit of the series). It depends on the scale only. Values can be up
    /// to 30 000 times the scale and are resolved to 3·10⁻¹¹ of it.
    #[must_use]
    pub fn shift_for(scale: f64) -> i32 {
        let scale = if scale.is_finite() && scale != 0.0 { scale.abs() } else { 1.0 };
        // The exponent is taken from the bits; a logarithm could be rounded differently on other platforms.
        let exponent = (scale.to_bits() >> 52) as i32 - 1023;
        SCALE_BITS - 1 - exponent.clamp(-900, 900)
    }

    /// Empty sum.
    #[must_use]
    pub const fn new(shift: i32) -> Self {
        Self { sum: 0, squares: 0, shift }
    }

    /// The sum with the given [`parts`](Self::parts).
    #[must_use]
    pub const fn from_parts(shift: i32, sum: i128, squares: i128) -> Self {
        Self { sum, squares, shift }
    }

    /// The sum in units of 2^(−shift), and the sum of squares in units of 2^(−2·shift).
    #[must_use]
    pub const fn parts(&self) -> (i128, i128) {
        (self.sum, self.squares)
    }

    /// The shift: the number of binary places.
    #[must_use]
    pub const fn shift(&self) -> i32 {
        self.shift
    }

    /// Adds a finite value.
    #[inline]
    pub fn add(&mut self, value: f64) {
        let units = units(value, power_of_two(self.shift));
        self.add_units(i128::from(units), i128::from(units) * i128::from(units));
    }

    /// Adds finite values.
    #[inline(always)]
    pub fn add_all(&mut self, values: &[f64]) {
        for few in values.chunks(8) {
            let mut lanes = [0.0; 8];
            lanes[..few.len()].copy_from_slice(few);
            self.add_lanes(&lanes);
        }
    }

    /// Adds eight finite values; zeros do not change the sums.
    #[inline(always)]
    pub fn add_lanes(&mut self, values: &[f64; 8]) {
        let factor = power_of_two(self.shift);
        // First the conversion to units, which vectorises, then the sums, which do not.
        let whole = values.map(|value| units(value, factor));
        let (mut sum, mut squares) = (0, 0);
        for whole in whole {
            sum += whole;
            squares += i128::from(whole) * i128::from(whole);
        }
        self.add_units(i128::from(sum), squares);
    }

    /// Number of fixed-point units per unit of the values.
    #[inline(always)]
    pub(crate) fn factor(&self) -> f64 {
        power_of_two(self.shift)
    }

    /// Adds several values by the sum of their units and the sums of products of their halves.
    #[inline(always)]
    pub(crate) fn add_halves(&mut self, sum: i64, squares: Halves) {
        let Halves { high_high, high_low, low_low } = squares;
        self.add_units(i128::from(sum), (i128::from(high_high) << (2 * HALF_BITS)) + (i128::from(high_low) << (HALF_BITS + 1)) + i128::from(low_low));
    }

    #[inline]
    const fn add_units(&mut self, sum: i128, squares: i128) {
        // Saturation needs 2²⁵ values of the largest number of units, 2⁵⁵ times the scale.
        self.sum = self.sum.saturating_add(sum);
        self.squares = self.squares.saturating_add(squares);
    }

    /// Adds the values of another sum.
    ///
    /// # Panics
    /// When the shifts differ, so that the sums are of different series.
    pub fn merge(&mut self, other: &Self) {
        assert_eq!(self.shift, other.shift, "sums of different scales do not merge");
        self.add_units(other.sum, other.squares);
    }

    /// Mean over `trials` with its standard error; `None` for 0 trials.
    #[must_use]
    pub fn mean(&self, trials: u64) -> Option<Mean> {
        Mean::of_sums(self.sum, self.squares, trials, power_of_two(-self.shift))
    }

    /// The sum.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.sum as f64 * power_of_two(-self.shift)
    }
}

/// Sums of products of the halves of several numbers of units. A square has up to 102 bits, too many for vector instructions, and is computed as
/// (high·2²⁶ + low)².
#[derive(Clone, Copy, Debug)]
pub(crate) struct Halves {
    /// Sum of high · high.
    pub(crate) high_high: u64,
    /// Sum of high · low.
    pub(crate) high_low: u64,
    /// Sum of low · low.
    pub(crate) low_low: u64,
}

/// Number of units nearest to a value.
#[inline(always)]
#[expect(clippy::manual_clamp, reason = "clamp would keep what is undefined; so it becomes an absurdly low value")]
fn units(value: f64, factor: f64) -> i64 {
    let scaled = (value * factor).max(-MAX_UNITS).min(MAX_UNITS);
    (scaled + ROUNDING_CONSTANT).to_bits().cast_signed() - ROUNDING_CONSTANT.to_bits().cast_signed()
}

/// 2^exponent for |exponent| below 1000.
#[inline]
fn power_of_two(exponent: i32) -> f64 {
    f64::from_bits(u64::from((1023 + exponent).clamp(1, 2046).unsigned_abs()) << 52)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(n: u32) -> Vec<f64> {
        (0..n).map(|i| 1000.0 + f64::from(i * 7919 % 1009) * 1.7).collect()
    }

    #[test]
    fn mean_and_error_of_a_small_case() {
        let mut sum = FixedSum::new(FixedSum::shift_for(10.0));
        sum.add_all(&[1.0, 2.0, 3.0, 6.0]);
        let mean = sum.mean(4).unwrap();
        assert!((mean.mean - 3.0).abs() < 1e-9 && (mean.standard_error - (14.0_f64 / 12.0).sqrt()).abs() < 1e-9);
        assert!((sum.total() - 12.0).abs() < 1e-9);
        assert_eq!(FixedSum::new(0).mean(0), None);
        assert!(sum.mean(1).unwrap().standard_error.is_infinite());
    }

    /// A standard deviation of a millionth of the mean, which floating-point sums of squares would lose.
    #[test]
    fn small_standard_deviations_keep_their_digits() {
        let mut sum = FixedSum::new(FixedSum::shift_for(1.0));
        for i in 0..100_000 {
            sum.add(1.0 + if i % 2 == 0 { 1e-6 } else { -1e-6 });
        }
        let mean = sum.mean(100_000).unwrap();
        let sd = mean.standard_error * 100_000.0_f64.sqrt();
        assert!((sd / 1e-6 - 1.0).abs() < 1e-4, "{sd}");
    }

    #[test]
    fn rounding_is_to_the_nearest_unit_either_side_of_zero() {
        for (value, whole) in [(0.4, 0), (0.6, 1), (1.5, 2), (2.5, 2), (-0.6, -1), (-1.5, -2), (123_456_789.4, 123_456_789)] {
            assert_eq!(units(value, 1.0), whole);
        }
        assert_eq!((units(1e300, 1.0), units(-1e300, 1.0)), (1 << 51, -(1 << 51)));
    }

    #[test]
    fn adding_eight_at_once_equals_one_by_one() {
        let edges =
            [0.0, -0.0, 1.0, -1.0, 67_108_863.0, 67_108_864.0, -67_108_865.0, MAX_UNITS - 1.0, MAX_UNITS, -MAX_UNITS, 1e300, -1e300, 4_503_599_627.5];
        let many: Vec<f64> = edges.into_iter().chain(values(200).into_iter().map(|value| value * value * value * -311.3)).collect();
        for values in many.windows(8).chain([[MAX_UNITS; 8].as_slice(), &[-MAX_UNITS; 8], &many[..3], &[]]) {
            let (mut at_once, mut one_by_one) = (FixedSum::new(0), FixedSum::new(0));
            at_once.add_all(values);
            for &value in values {
                one_by_one.add(value);
            }
            assert_eq!(at_once, one_by_one, "{values:?}");
        }
    }

    #[test]
    fn resolution_and_range_are_as_documented() {
        for scale in [1e-9, 0.3, 1.0, 5e4, 3e12] {
            let shift = FixedSum::shift_for(scale);
            let mut sum = FixedSum::new(shift);
            sum.add(scale * 30_000.0);
            sum.add(scale * 1e-10);
            assert!((sum.total() / (scale * 30_000.0) - 1.0).abs() < 1e-12, "{scale}");
            assert!(sum.parts().0 as f64 > scale * 30_000.0 * power_of_two(shift), "{scale}");
        }
        for scale in [0.0, f64::NAN, f64::INFINITY, 1e-308, 1e308] {
            assert!(FixedSum::shift_for(scale).abs() < 1000);
        }
    }

    #[test]
    fn any_partition_in_any_order_merges_to_the_same() {
        let (values, shift) = (values(1000), FixedSum::shift_for(2000.0));
        let of = |part: &[f64]| {
            let mut sum = FixedSum::new(shift);
            for &value in part {
                sum.add(value);
            }
            sum
        };
        let whole = of(&values);
        for size in [1, 8, 333, 999] {
            let mut merged = FixedSum::new(shift);
            for part in values.chunks(size).rev() {
                let mut sum = FixedSum::new(shift);
                sum.add_all(part);
                merged.merge(&sum);
            }
            assert_eq!(merged, whole);
        }
        assert_eq!(FixedSum::from_parts(shift, whole.parts().0, whole.parts().1), whole);
    }
}
