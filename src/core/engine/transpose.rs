//! Transposition of rows, one for each trial, into months of eight trials side by side.

use super::dispatch::vectorised;
use super::lanes::Lanes;
use crate::chance::LANES;

/// Transposes rows, one for each trial, into months. All rows have as many values as there are months, a multiple of [`LANES`].
pub fn transpose(rows: [&[f64]; LANES], months: &mut [Lanes]) {
    #[cfg(target_arch = "x86_64")]
    if let pulp::x86::Arch::V4(simd) = super::dispatch::arch() {
        return simd.vectorize(shuffled::Transpose { simd, rows, months });
    }
    vectorised(
        #[inline(always)]
        || {
            for (block, months) in months.chunks_exact_mut(LANES).enumerate() {
                let parts = rows.map(|row| row.get(block * LANES..(block + 1) * LANES).unwrap_or(&[0.0; LANES]));
                for (month, all) in months.iter_mut().enumerate() {
                    *all = Lanes(parts.map(|part| part[month]));
                }
            }
        },
    );
}

/// The same with shuffles of whole registers, which compilers do not generate; it takes a quarter of the time.
#[cfg(target_arch = "x86_64")]
mod shuffled {
    use pulp::x86::V4;
    use pulp::{NullaryFnOnce, cast};

    use super::{LANES, Lanes};

    /// The work, in the form that can be run with the instructions of `simd`.
    pub struct Transpose<'a> {
        pub simd: V4,
        pub rows: [&'a [f64]; LANES],
        pub months: &'a mut [Lanes],
    }

    impl NullaryFnOnce for Transpose<'_> {
        type Output = ();

        #[inline(always)]
        fn call(self) {
            let f = self.simd.avx512f;
            for (block, months) in self.months.chunks_exact_mut(LANES).enumerate() {
                let row = |lane: usize| {
                    let numbers: [f64; LANES] =
                        self.rows[lane].get(block * LANES..).and_then(|row| row.first_chunk()).copied().unwrap_or([0.0; LANES]);
                    cast(numbers)
                };
                // Pairs of trials: even months, then odd ones.
                let pair = |lane: usize| (f._mm512_unpacklo_pd(row(lane), row(lane + 1)), f._mm512_unpackhi_pd(row(lane), row(lane + 1)));
                let ((even_a, odd_a), (even_b, odd_b), (even_c, odd_c), (even_d, odd_d)) = (pair(0), pair(2), pair(4), pair(6));
                for (first, [a, b, c, d]) in [(0, [even_a, even_b, even_c, even_d]), (1, [odd_a, odd_b, odd_c, odd_d])] {
                    let low = [f._mm512_shuffle_f64x2::<0x88>(a, b), f._mm512_shuffle_f64x2::<0x88>(c, d)];
                    let high = [f._mm512_shuffle_f64x2::<0xDD>(a, b), f._mm512_shuffle_f64x2::<0xDD>(c, d)];
                    months[first] = Lanes(cast(f._mm512_shuffle_f64x2::<0x88>(low[0], low[1])));
                    months[first + 2] = Lanes(cast(f._mm512_shuffle_f64x2::<0x88>(high[0], high[1])));
                    months[first + 4] = Lanes(cast(f._mm512_shuffle_f64x2::<0xDD>(low[0], low[1])));
                    months[first + 6] = Lanes(cast(f._mm512_shuffle_f64x2::<0xDD>(high[0], high[1])));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_comes_to_its_month_and_trial() {
        let number = |lane: usize, month: usize| (lane * 1000 + month) as f64;
        let rows: [Vec<f64>; LANES] = std::array::from_fn(|lane| (0..24).map(|month| number(lane, month)).collect());
        let mut months = vec![Lanes::ZERO; 24];
        transpose(rows.each_ref().map(Vec::as_slice), &mut months);
        for (month, lanes) in months.iter().enumerate() {
            assert_eq!(*lanes, Lanes::from_fn(|lane| number(lane, month)), "month {month}");
        }
    }
}
