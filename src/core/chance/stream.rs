//! Keyed counter-based random streams: the value of a random number depends on its key and index only.
//!
//! The words of a key are the outputs of `SplitMix64` seeded with the key (Steele, Lea & Flood 2014, "Fast splittable pseudorandom number
//! generators"), with random access. Keys have 64 bits: among n keys the probability that any two are equal is about n²/2⁶⁵.

use std::convert::Infallible;

use rand::TryRng;
use rand::rand_core::utils::fill_bytes_via_next_word;
use sha2::{Digest, Sha256};

/// Increment of `SplitMix64`, the odd integer nearest to 2⁶⁴ divided by the golden ratio.
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// Output function of `SplitMix64` (variant 13 of Stafford's mixers for `MurmurHash3`).
#[inline]
const fn mix(word: u64) -> u64 {
    let word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    word ^ (word >> 31)
}

/// Key of a random element: of an input, of an occurrence in a trial, or of a trial of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(u64);

impl Key {
    /// The key of the input at `path` under `seed`: the first eight bytes, little endian, of SHA-256 over the eight little-endian bytes of the seed
    /// and the path in UTF-8. It depends on names only: adding or reordering inputs leaves all other keys as they were.
    #[must_use]
    pub fn of(seed: u64, path: &str) -> Self {
        let digest = Sha256::new().chain_update(seed.to_le_bytes()).chain_update(path.as_bytes()).finalize();
        let mut bytes = [0; 8];
        bytes.copy_from_slice(&digest[..8]);
        Self(u64::from_le_bytes(bytes))
    }

    /// A key from its bits.
    #[must_use]
    pub const fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// The bits of the key.
    #[must_use]
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// Random word number `index` of the key, counted from 0. For an input it is the random word of the trial with that number.
    #[inline]
    #[must_use]
    pub const fn word(self, index: u64) -> u64 {
        mix(self.0.wrapping_add(index.wrapping_add(1).wrapping_mul(GOLDEN)))
    }

    /// The key of part number `index` of this key.
    #[inline]
    #[must_use]
    pub const fn child(self, index: u64) -> Self {
        Self(self.word(index))
    }

    /// The random word of an input at this occurrence (an entry into a state, an incident).
    #[inline]
    #[must_use]
    pub const fn at(self, input: Self) -> u64 {
        mix(self.0 ^ input.0)
    }

    /// The words of the key as a sequential generator, for samplers that use a varying number of them.
    #[must_use]
    pub const fn stream(self) -> Stream {
        Stream { state: self.0 }
    }
}

/// Sequential generator of the words of a key, word 0 first, for `rand` and `rand_distr`.
#[derive(Clone, Debug)]
pub struct Stream {
    state: u64,
}

impl TryRng for Stream {
    type Error = Infallible;

    #[inline]
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        // The upper half is mixed better than the lower.
        self.try_next_u64().map(|word| (word >> 32) as u32)
    }

    #[inline]
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.state = self.state.wrapping_add(GOLDEN);
        Ok(mix(self.state))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        fill_bytes_via_next_word(bytes, || self.try_next_u64())
    }
}

/// Smallest number that [`unit`] returns, 2⁻⁵³; the largest is 1 − 2⁻⁵³.
pub(super) const MIN_UNIFORM: f64 = f64::EPSILON / 2.0;

/// Uniform number in the open interval (0, 1) from a random word: the midpoint of one of 2⁵² equal cells, so that 2⁻⁵³ ≤ u ≤ 1 − 2⁻⁵³ and 1 − u is
/// exact.
#[inline]
#[must_use]
pub const fn unit(word: u64) -> f64 {
    ((word >> 12) as f64 + 0.5) * f64::EPSILON
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::Rng;

    #[test]
    fn words_are_those_of_splitmix64() {
        // Known outputs for seed 1234567 (reference implementation of the generator).
        let known =
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431, 16_408_922_859_458_223_821];
        let key = Key::from_bits(1_234_567);
        let mut stream = key.stream();
        for (index, word) in (0..).zip(known) {
            assert_eq!(key.word(index), word);
            assert_eq!(stream.next_u64(), word);
            assert_eq!(key.child(index).bits(), word);
        }
    }

    #[test]
    fn stream_reads_words_little_endian_and_upper_halves() {
        let key = Key::from_bits(7);
        let mut bytes = [0; 12];
        key.stream().fill_bytes(&mut bytes);
        assert_eq!(bytes[..8], key.word(0).to_le_bytes());
        assert_eq!(bytes[8..], key.word(1).to_le_bytes()[..4]);
        assert_eq!(u64::from(key.stream().next_u32()), key.word(0) >> 32);
    }

    #[test]
    fn units_stay_inside_the_open_interval() {
        let least = unit(0);
        let most = unit(u64::MAX);
        assert_eq!(least.to_bits(), 2.0_f64.powi(-53).to_bits());
        assert_eq!(most.to_bits(), (1.0 - 2.0_f64.powi(-53)).to_bits());
    }
}
