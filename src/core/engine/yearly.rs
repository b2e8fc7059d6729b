//! Sums of monthly columns by calendar year.

use super::dispatch::vectorised;
use super::lanes::{Lanes, month_done};
use crate::chance::LANES;
use crate::plan::Plan;
use crate::stats::FixedSum;

/// Months of a whole year.
pub const WHOLE: usize = 12;

/// The months of one calendar year; the first and the last year may be incomplete.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Year {
    /// First month.
    pub from: usize,
    /// The month after the last.
    pub to: usize,
    /// One over the number of months.
    mean: f64,
}

impl Year {
    /// What a year's [`total`] stands for: the sum itself, or the mean of the months where it is a level.
    #[inline(always)]
    pub fn figure(&self, total: Lanes, level: bool) -> Lanes {
        if level { total * self.mean } else { total }
    }
}

/// The calendar years of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Years(Vec<Year>);

impl Years {
    /// The years of a plan.
    pub fn new(plan: &Plan) -> Self {
        let mut from = 0;
        let years = plan.grid.years().map(|_| {
            let to = (from + WHOLE - plan.grid.month_of_year(from)).min(plan.months());
            let year = Year { from, to, mean: 1.0 / (to - from) as f64 };
            from = to;
            year
        });
        Self(years.collect())
    }

    /// In order.
    #[inline(always)]
    pub fn iter(&self) -> impl Iterator<Item = &Year> {
        self.0.iter()
    }

    /// First month of the year at a place, and the month after its last.
    #[inline(always)]
    pub fn months(&self, place: usize) -> [usize; 2] {
        [self.0[place].from, self.0[place].to]
    }

    /// Adds the [`total`]s of each year of what is 0 before month `begins` (or the means, where it is a level) to its sums, of the first `count` lanes.
    pub fn add(&self, totals: &[Lanes], begins: usize, level: bool, sums: &mut [FixedSum], count: usize) {
        #[cfg(target_arch = "x86_64")]
        if let (LANES, pulp::x86::Arch::V4(simd)) = (count, super::dispatch::arch()) {
            return simd.vectorize(wide::Add { simd, years: &self.0, totals, begins, level, sums });
        }
        vectorised(
            #[inline(always)]
            || {
                for ((year, total), sum) in self.0.iter().zip(totals).zip(sums).filter(|((year, _), _)| year.to > begins) {
                    sum.add_lanes(&first(year.figure(*total, level), count).0);
                    month_done();
                }
            },
        );
    }

    /// The [`total`] of each year of a column.
    pub fn totals(&self, column: &[Lanes]) -> Vec<Lanes> {
        self.0.iter().map(|year| total(&column[year.from..year.to])).collect()
    }
}

/// Sum of a year's months, in order.
#[inline(always)]
pub fn total(months: &[Lanes]) -> Lanes {
    months.iter().fold(Lanes::ZERO, |sum, month| sum + *month)
}

/// The first `count` lanes, the others 0.
#[inline(always)]
pub fn first(lanes: Lanes, count: usize) -> Lanes {
    if count >= LANES { lanes } else { Lanes::from_fn(|lane| if lane < count { lanes.0[lane] } else { 0.0 }) }
}

/// The same with AVX-512 registers; compilers add up lanes one by one.
#[cfg(target_arch = "x86_64")]
mod wide {
    use pulp::x86::V4;
    use pulp::{NullaryFnOnce, cast};

    use super::{Lanes, Year};
    use crate::stats::{FixedSum, HALF_BITS, Halves, MAX_UNITS, ROUNDING_CONSTANT};

    /// The work, in the form that can be run with the instructions of `simd`.
    pub struct Add<'a> {
        pub simd: V4,
        pub years: &'a [Year],
        pub totals: &'a [Lanes],
        pub begins: usize,
        pub level: bool,
        pub sums: &'a mut [FixedSum],
    }

    impl NullaryFnOnce for Add<'_> {
        type Output = ();

        #[inline(always)]
        fn call(self) {
            let f = self.simd.avx512f;
            let (most, least, rounder) = (f._mm512_set1_pd(MAX_UNITS), f._mm512_set1_pd(-MAX_UNITS), f._mm512_set1_pd(ROUNDING_CONSTANT));
            let (zero, low_bits) = (f._mm512_castpd_si512(rounder), f._mm512_set1_epi64((1 << HALF_BITS) - 1));
            for ((year, total), sum) in self.years.iter().zip(self.totals).zip(self.sums).filter(|((year, _), _)| year.to > self.begins) {
                let mut total = cast(total.0);
                if self.level {
                    total = f._mm512_mul_pd(total, f._mm512_set1_pd(year.mean));
                }
                // What is undefined becomes the second of the two.
                let scaled = f._mm512_min_pd(f._mm512_max_pd(f._mm512_mul_pd(total, f._mm512_set1_pd(sum.factor())), least), most);
                let units = f._mm512_sub_epi64(f._mm512_castpd_si512(f._mm512_add_pd(scaled, rounder)), zero);
                let magnitude = f._mm512_abs_epi64(units);
                let (high, low) = (f._mm512_srli_epi64::<HALF_BITS>(magnitude), f._mm512_and_si512(magnitude, low_bits));
                let [high_high, high_low, low_low] = [f._mm512_mul_epu32(high, high), f._mm512_mul_epu32(high, low), f._mm512_mul_epu32(low, low)];
                // Pairs of lanes of two quantities side by side, then pairs of these pairs of all four, which leaves two of each.
                let pairs = |a, b| f._mm512_add_epi64(f._mm512_unpacklo_epi64(a, b), f._mm512_unpackhi_epi64(a, b));
                let (one, other) = (pairs(units, high_high), pairs(high_low, low_low));
                let fours = f._mm512_add_epi64(f._mm512_shuffle_i64x2::<0x88>(one, other), f._mm512_shuffle_i64x2::<0xDD>(one, other));
                let parts: [u64; 8] = cast(fours);
                let squares = Halves { high_high: parts[1] + parts[3], high_low: parts[4] + parts[6], low_low: parts[5] + parts[7] };
                sum.add_halves(parts[0].cast_signed() + parts[2].cast_signed(), squares);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Halves, carries, signs and the greatest of all: to the last bit what values added one by one give.
    #[test]
    fn all_lanes_at_once_are_lanes_one_by_one() {
        let edges = [0.0, -0.0, 1.0, -1.0, 67_108_863.0, 67_108_864.0, -67_108_865.0, 2_251_799_813_685_247.0, 1e300, -1e300, f64::NAN, 0.5];
        let number = |k: usize, lane: usize| {
            let edge = edges[(k + lane * 5) % edges.len()];
            if k.is_multiple_of(3) { edge } else { edge * 0.371 - f64::from(u32::try_from(k * 7919 % 1009).unwrap_or(0)) }
        };
        let column: Vec<Lanes> = (0..31).map(|k| Lanes::from_fn(|lane| number(k, lane))).collect();
        let year = |from: usize, to: usize, months: f64| Year { from, to, mean: 1.0 / months };
        let years =
            Years(vec![year(0, 1, 1.0), year(1, 2, 1.0), year(2, 3, 1.0), year(3, 6, 3.0), year(6, 18, 12.0), year(18, 30, 12.0), year(30, 31, 1.0)]);
        for (begins, level, count) in [(0, false, LANES), (0, true, LANES), (6, true, LANES), (7, false, LANES), (0, true, 3)] {
            let mut sums = vec![FixedSum::new(0); years.0.len()];
            let mut one_by_one = sums.clone();
            years.add(&years.totals(&column), begins, level, &mut sums, count);
            for (year, sum) in years.0.iter().zip(&mut one_by_one).filter(|(year, _)| year.to > begins) {
                for lane in 0..count {
                    let total = column[year.from..year.to].iter().fold(0.0, |sum, month| sum + month.0[lane]);
                    sum.add(if level { total * year.mean } else { total });
                }
            }
            assert_eq!(sums, one_by_one, "from {begins}, level {level}, {count} lanes");
        }
    }
}
