//! Binning: the bin numbers and the fixed-point sums of one series of a batch, month by month.

use super::chosen::Chosen;
use super::dispatch::vectorised;
use super::lanes::Lanes;
use crate::chance::LANES;
use crate::stats::{COARSE_BITS, bin_index};

/// Trials whose bin numbers fill one cache line.
pub const LINE: usize = 32;
/// 1.5 · 2^52: adding it leaves the rounded whole number in the low bits of a float.
const MAGIC: f64 = 6_755_399_441_055_744.0;
/// Largest number of units that one figure can be, so that the sum of a block fits.
const MOST: f64 = 1_125_899_906_842_623.0;

/// The bin of a figure, of which there are fewer than 2^16.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "90 doublings of 64 bins")]
fn bin(value: f64) -> u16 {
    bin_index::<COARSE_BITS>(value) as u16
}

/// Stores the bin numbers of all lanes of all months and adds the chosen lanes to the sums. Bin numbers of other lanes are overwritten later or never
/// counted.
pub fn write_bins(column: &[Lanes], lines: &mut [[u16; LINE]], at: usize, sums: &mut [[i64; LANES]], unit: f64, chosen: &Chosen) {
    #[cfg(target_arch = "x86_64")]
    if let (true, pulp::x86::Arch::V4(simd)) = (chosen.is_whole(), super::dispatch::arch()) {
        return simd.vectorize(wide::WriteBins { simd, column, lines, at, sums, unit });
    }
    vectorised(
        #[inline(always)]
        || one_by_one(column, lines, at, sums, unit, chosen),
    );
}

/// The same lane by lane.
#[inline(always)]
fn one_by_one(column: &[Lanes], lines: &mut [[u16; LINE]], at: usize, sums: &mut [[i64; LANES]], unit: f64, chosen: &Chosen) {
    let counted: [i64; LANES] = std::array::from_fn(|lane| if lane < chosen.count { -1 } else { 0 });
    let whole = chosen.is_whole();
    let mut lines = lines.iter_mut();
    for (month, sums) in column.iter().zip(sums) {
        let month = if whole { *month } else { Lanes::from_fn(|lane| month.0[chosen.lanes[lane]]) };
        if let Some(places) = lines.next().and_then(|line| line.get_mut(at..at + LANES)) {
            for (place, value) in places.iter_mut().zip(month.0) {
                *place = bin(value);
            }
        }
        for ((sum, value), counted) in sums.iter_mut().zip(month.0).zip(counted) {
            let scaled = value * unit;
            let scaled = if scaled < MOST { scaled } else { MOST };
            *sum += ((scaled + MAGIC).to_bits().cast_signed() - MAGIC.to_bits().cast_signed()) & counted;
        }
    }
}

/// The same with AVX-512 registers where all lanes are chosen; compilers convert bin numbers to 16 bits one by one.
#[cfg(target_arch = "x86_64")]
mod wide {
    use pulp::x86::V4;
    use pulp::{NullaryFnOnce, cast};

    use super::{LANES, LINE, Lanes, MAGIC, MOST};
    use crate::stats::{COARSE_BITS, FIRST_EXPONENT, MIN_BINNED, OCTAVES, half_bin};

    /// At least, and not undefined.
    const AT_LEAST: i32 = 0x1D;

    /// The work, in the form that can be run with the instructions of `simd`.
    pub struct WriteBins<'a> {
        pub simd: V4,
        pub column: &'a [Lanes],
        pub lines: &'a mut [[u16; LINE]],
        pub at: usize,
        pub sums: &'a mut [[i64; LANES]],
        pub unit: f64,
    }

    impl NullaryFnOnce for WriteBins<'_> {
        type Output = ();

        #[inline(always)]
        fn call(self) {
            let f = self.simd.avx512f;
            let (least, half, offset, greatest) = (
                f._mm512_set1_pd(MIN_BINNED),
                f._mm512_set1_epi64(half_bin(COARSE_BITS).cast_signed()),
                f._mm512_set1_epi64(i64::from((FIRST_EXPONENT << COARSE_BITS) - 1)),
                f._mm512_set1_epi64(i64::from(OCTAVES << COARSE_BITS)),
            );
            let (unit, most, magic) = (f._mm512_set1_pd(self.unit), f._mm512_set1_pd(MOST), f._mm512_set1_pd(MAGIC));
            let mut lines = self.lines.iter_mut();
            for (month, sums) in self.column.iter().zip(self.sums) {
                let value = cast(month.0);
                if let Some(places) = lines.next().and_then(|line| line.get_mut(self.at..)?.first_chunk_mut::<LANES>()) {
                    let counts = f._mm512_maskz_mov_pd(f._mm512_cmp_pd_mask::<AT_LEAST>(value, least), value);
                    let number = f._mm512_srli_epi64::<{ 52 - COARSE_BITS }>(f._mm512_add_epi64(f._mm512_castpd_si512(counts), half));
                    let bin = f._mm512_min_epu64(f._mm512_sub_epi64(f._mm512_max_epu64(number, offset), offset), greatest);
                    *places = cast(f._mm512_cvtepi64_epi16(bin));
                }
                // What is undefined becomes the second of the two.
                let scaled = f._mm512_min_pd(f._mm512_mul_pd(value, unit), most);
                let units = f._mm512_sub_epi64(f._mm512_castpd_si512(f._mm512_add_pd(scaled, magic)), f._mm512_castpd_si512(magic));
                *sums = cast(f._mm512_add_epi64(cast(*sums), units));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_lanes_at_once_are_lanes_one_by_one() {
        let edges = [0.0, -0.0, -3.0, f64::NAN, f64::INFINITY, 1e-13, 1e-12, 1.0, 1.999_999, 2.0, 12_345.6, 1e15, 1e16, 0.499_999_999, 0.5, 1.5];
        let column: Vec<Lanes> = (0..64).map(|k| Lanes::from_fn(|lane| edges[(k + lane * 3) % edges.len()] * f64::from(1 << (k / 8)))).collect();
        let whole = Chosen { count: LANES, lanes: std::array::from_fn(|lane| lane) };
        for (lines, at) in [(64, 0), (64, 24), (0, 8)] {
            let (mut bins, mut sums) = (vec![[9; LINE]; lines], vec![[5; LANES]; 64]);
            let (mut plain_bins, mut plain_sums) = (bins.clone(), sums.clone());
            write_bins(&column, &mut bins, at, &mut sums, 1024.0, &whole);
            one_by_one(&column, &mut plain_bins, at, &mut plain_sums, 1024.0, &whole);
            assert_eq!((bins, sums), (plain_bins, plain_sums), "from place {at}");
        }
    }
}
