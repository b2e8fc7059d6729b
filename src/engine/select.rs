//! Places of a list at which something holds, found without a branch on each.

use super::dispatch::vectorised;

/// The places, in order, of the words that share a bit with `mask`.
pub fn select(words: &[u64], mask: u64, places: &mut Vec<u64>) {
    places.clear();
    // Whole vectors are written: there is room for one that is for nothing.
    places.resize(words.len() + SPARE, 0);
    #[cfg(target_arch = "x86_64")]
    if let pulp::x86::Arch::V4(simd) = super::dispatch::arch() {
        let found = simd.vectorize(compressed::Select { simd, words, mask, places });
        places.truncate(found);
        return;
    }
    let found = vectorised(
        #[inline(always)]
        || one_by_one(words, 0, mask, places, 0),
    );
    places.truncate(found);
}

/// Room at the end of the places.
const SPARE: usize = 8;

/// Goes on from so many places found; the first of the words is that of place `from`.
#[inline(always)]
fn one_by_one(words: &[u64], from: u64, mask: u64, places: &mut [u64], mut found: usize) -> usize {
    for (place, word) in (from..).zip(words) {
        places[found] = place;
        found += usize::from(word & mask != 0);
    }
    found
}

/// The same, eight words at a time, with an instruction that no compiler finds by itself: a third of the time.
#[cfg(target_arch = "x86_64")]
mod compressed {
    use pulp::x86::V4;
    use pulp::{NullaryFnOnce, cast};

    /// The work, in the form that can be run with the instructions of `simd`.
    pub struct Select<'a> {
        pub simd: V4,
        pub words: &'a [u64],
        pub mask: u64,
        pub places: &'a mut [u64],
    }

    impl NullaryFnOnce for Select<'_> {
        type Output = usize;

        #[inline(always)]
        fn call(self) -> usize {
            let f = self.simd.avx512f;
            let mask = f._mm512_set1_epi64(self.mask.cast_signed());
            let step = f._mm512_set1_epi64(8);
            let mut at = cast([0_u64, 1, 2, 3, 4, 5, 6, 7]);
            let mut found = 0;
            let (eights, rest) = self.words.as_chunks::<8>();
            for eight in eights {
                let holds = f._mm512_test_epi64_mask(cast(*eight), mask);
                let chosen: [u64; 8] = cast(f._mm512_maskz_compress_epi64(holds, at));
                if let Some(places) = self.places.get_mut(found..found + 8) {
                    places.copy_from_slice(&chosen);
                }
                found += holds.count_ones() as usize;
                at = f._mm512_add_epi64(at, step);
            }
            super::one_by_one(rest, 8 * eights.len() as u64, self.mask, self.places, found)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_at_which_a_bit_is_set() {
        for length in [0, 1, 7, 8, 9, 64, 127] {
            let words: Vec<u64> = (0..length).map(|place: u64| place.wrapping_mul(0x9E37_79B9_7F4A_7C15)).collect();
            for mask in [0, 1, 1 << 63, 6, u64::MAX] {
                let plain: Vec<u64> = (0..length).filter(|&place| words[usize::try_from(place).unwrap()] & mask != 0).collect();
                let mut places = vec![99];
                select(&words, mask, &mut places);
                assert_eq!(places, plain, "{length} {mask}");
                let mut places = vec![0; words.len() + 1];
                let found = one_by_one(&words, 0, mask, &mut places, 0);
                assert_eq!(places[..found], plain);
            }
        }
    }
}
