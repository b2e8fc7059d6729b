//! Branch-free selection of the positions of a list at which a condition holds.

use std::ops::Deref;

use super::dispatch::vectorised;

/// Places found, in order.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// Memory for them and one more vector, because whole vectors are written. It never shrinks, so that it is cleared only once.
    room: Vec<u64>,
    found: usize,
}

impl Deref for Places {
    type Target = [u64];

    #[inline]
    fn deref(&self) -> &[u64] {
        &self.room[..self.found]
    }
}

impl Places {
    /// Finds the words that share a bit with `mask`.
    pub fn select(&mut self, words: &[u64], mask: u64) {
        if self.room.len() < words.len() + SPARE {
            self.room.resize(words.len() + SPARE, 0);
        }
        let places = self.room.as_mut_slice();
        #[cfg(target_arch = "x86_64")]
        if let pulp::x86::Arch::V4(simd) = super::dispatch::arch() {
            self.found = simd.vectorize(compressed::Select { simd, words, mask, places });
            return;
        }
        self.found = vectorised(
            #[inline(always)]
            || one_by_one(words, 0, mask, places, 0),
        );
    }
}

/// Positions reserved at the end.
const SPARE: usize = 8;

/// Continues after `found` positions; the first word is that of position `from`.
#[inline(always)]
fn one_by_one(words: &[u64], from: u64, mask: u64, places: &mut [u64], mut found: usize) -> usize {
    for (place, word) in (from..).zip(words) {
        places[found] = place;
        found += usize::from(word & mask != 0);
    }
    found
}

/// The same for eight words at a time with an instruction that compilers do not generate; it takes a third of the time.
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
        let mut places = Places::default();
        for length in [127, 0, 1, 7, 8, 9, 64] {
            let words: Vec<u64> = (0..length).map(|place: u64| place.wrapping_mul(0x9E37_79B9_7F4A_7C15)).collect();
            for mask in [0, 1, 1 << 63, 6, u64::MAX] {
                let plain: Vec<u64> = (0..length).filter(|&place| words[usize::try_from(place).unwrap()] & mask != 0).collect();
                places.select(&words, mask);
                assert_eq!(*places, plain, "{length} {mask}");
                let mut room = vec![0; words.len() + 1];
                let found = one_by_one(&words, 0, mask, &mut room, 0);
                assert_eq!(room[..found], plain);
            }
        }
    }
}
