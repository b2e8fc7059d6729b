//! One number for each of the eight trials of a batch, and the operations that the engine needs on them.
//!
//! Each operator is one small loop, which the compiler turns into vector instructions. No operation mixes lanes and none fuses a
//! multiplication with an addition, so a trial's numbers depend neither on its neighbours nor on the instruction set.

use std::ops::{Add, AddAssign, Div, Mul, MulAssign, Sub, SubAssign};

use crate::chance::LANES;

/// One number for each trial of a batch.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[repr(align(64))]
pub struct Lanes(pub [f64; LANES]);

impl Lanes {
    /// Zero in every lane.
    pub const ZERO: Self = Self::splat(0.0);
    /// One in every lane.
    pub const ONE: Self = Self::splat(1.0);

    /// The same number in every lane.
    #[inline(always)]
    #[must_use]
    pub const fn splat(value: f64) -> Self {
        Self([value; LANES])
    }

    /// A number for each lane.
    #[inline(always)]
    pub fn from_fn(lane: impl FnMut(usize) -> f64) -> Self {
        Self(std::array::from_fn(lane))
    }

    #[inline(always)]
    fn zip(self, other: Self, f: impl Fn(f64, f64) -> f64) -> Self {
        let mut out = [0.0; LANES];
        for ((out, a), b) in out.iter_mut().zip(self.0).zip(other.0) {
            *out = f(a, b);
        }
        Self(out)
    }

    /// The smaller of each lane.
    #[inline(always)]
    #[must_use]
    pub fn min(self, other: Self) -> Self {
        self.zip(other, |a, b| if a < b { a } else { b })
    }

    /// The larger of each lane.
    #[inline(always)]
    #[must_use]
    pub fn max(self, other: Self) -> Self {
        self.zip(other, |a, b| if a > b { a } else { b })
    }

    /// `limit / offered` where more is offered than the limit, else 1.
    #[inline(always)]
    #[must_use]
    pub fn cut(offered: Self, limit: Self) -> Self {
        offered.zip(limit, |offered, limit| if offered > limit { limit / offered } else { 1.0 })
    }

    /// `part / whole` where the whole is above 0, else `otherwise`.
    #[inline(always)]
    #[must_use]
    pub fn ratio(part: Self, whole: Self, otherwise: f64) -> Self {
        part.zip(whole, |part, whole| if whole > 0.0 { part / whole } else { otherwise })
    }

    /// Itself where the other lane is above 0, else 1.
    #[inline(always)]
    #[must_use]
    pub fn where_positive(self, other: Self) -> Self {
        self.zip(other, |factor, other| if other > 0.0 { factor } else { 1.0 })
    }

    /// Itself where it is above the other lane, else 0.
    #[inline(always)]
    #[must_use]
    pub fn or_nothing(self, least: Self) -> Self {
        self.zip(least, |value, least| if value > least { value } else { 0.0 })
    }

    /// Itself where `one` is above `other`, else `otherwise`.
    #[inline(always)]
    #[must_use]
    pub fn where_above(self, one: Self, other: Self, otherwise: Self) -> Self {
        let mut out = otherwise.0;
        for (((out, value), one), other) in out.iter_mut().zip(self.0).zip(one.0).zip(other.0) {
            *out = if one > other { value } else { *out };
        }
        Self(out)
    }

    /// Itself where `one` is at least `other`, else 0.
    #[inline(always)]
    #[must_use]
    pub fn where_at_least(self, one: Self, other: Self) -> Self {
        let mut out = self.0;
        for ((out, one), other) in out.iter_mut().zip(one.0).zip(other.0) {
            *out = if one >= other { *out } else { 0.0 };
        }
        Self(out)
    }

    /// Whether some lane is above that of `other`.
    #[expect(clippy::needless_bitwise_bool, reason = "lazily it would not vectorise")]
    #[inline(always)]
    #[must_use]
    pub fn any_above(self, other: Self) -> bool {
        // Written so that the compiler makes one vector comparison and one test of it.
        self.0.iter().zip(other.0).fold(false, |any, (one, other)| any | (*one > other))
    }

    /// Whether every lane is above that of `other`.
    #[expect(clippy::needless_bitwise_bool, reason = "lazily it would not vectorise")]
    #[inline(always)]
    #[must_use]
    pub fn all_above(self, other: Self) -> bool {
        self.0.iter().zip(other.0).fold(true, |all, (one, other)| all & (*one > other))
    }

    /// Bit l is set where lane l is at least that of `other`.
    #[inline(always)]
    #[must_use]
    pub fn at_least(self, other: Self) -> u8 {
        self.0.iter().zip(other.0).enumerate().fold(0, |bits, (l, (a, b))| bits | (u8::from(*a >= b) << l))
    }

    /// Bit l is set where lane l is below that of `other`.
    #[inline(always)]
    #[must_use]
    pub fn below(self, other: Self) -> u8 {
        self.0.iter().zip(other.0).enumerate().fold(0, |bits, (l, (a, b))| bits | (u8::from(*a < b) << l))
    }

    /// The smallest of the lanes.
    #[must_use]
    pub fn lowest(self) -> f64 {
        self.0.iter().copied().fold(f64::INFINITY, f64::min)
    }

    /// The largest of the lanes.
    #[must_use]
    pub fn highest(self) -> f64 {
        self.0.iter().copied().fold(f64::NEG_INFINITY, f64::max)
    }

    /// Whether every lane is that number.
    #[inline(always)]
    #[must_use]
    pub fn all(self, value: f64) -> bool {
        self.0.iter().fold(true, |all, lane| all & (lane.to_bits() == value.to_bits()))
    }
}

/// Marks the end of one month in a loop over months of a few operations each.
///
/// Without it the compiler vectorises over eight months of the same trial, which it has to gather one by one, instead of over the eight trials of a month,
/// which are adjacent. It emits no instruction.
#[inline(always)]
pub fn month_done() {
    std::hint::black_box(());
}

impl Add for Lanes {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        self.zip(other, |a, b| a + b)
    }
}

impl Sub for Lanes {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        self.zip(other, |a, b| a - b)
    }
}

impl Mul for Lanes {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        self.zip(other, |a, b| a * b)
    }
}

impl Mul<f64> for Lanes {
    type Output = Self;
    #[inline(always)]
    fn mul(self, factor: f64) -> Self {
        self.zip(Self::splat(factor), |a, b| a * b)
    }
}

impl Div for Lanes {
    type Output = Self;
    #[inline(always)]
    fn div(self, other: Self) -> Self {
        self.zip(other, |a, b| a / b)
    }
}

impl AddAssign for Lanes {
    #[inline(always)]
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Lanes {
    #[inline(always)]
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl MulAssign for Lanes {
    #[inline(always)]
    fn mul_assign(&mut self, other: Self) {
        *self = *self * other;
    }
}
