//! Keyed counter streams: every random number has an address, and the address alone decides its value.
//!
//! The words of a key are the outputs of `SplitMix64` seeded with it (Steele, Lea & Flood 2014, "Fast splittable pseudorandom number generators"),
//! read in any order. Keys are 64 bits: among n of them the chance that any two agree is about n²/2⁶⁵.

use std::convert::Infallible;

use rand::TryRng;
use rand::rand_core::utils::fill_bytes_via_next_word;
use sha2::{Digest, Sha256};

/// The odd integer nearest to 2⁶⁴ over the golden ratio, `SplitMix64`'s increment.
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// `SplitMix64`'s finaliser (variant 13 of Stafford's mixers of `MurmurHash3`).
#[inline]
const fn mix(word: u64) -> u64 {
    let word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    word ^ (word >> 31)
}

/// The address of a random element: an input, an occurrence of something in a trial, or a trial of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(u64);

impl Key {
    /// The key of the input at `path` under `seed`: the first eight bytes, little endian, of SHA-256 over the seed's eight little-endian bytes and
    /// the path in UTF-8. Names alone decide it: adding or reordering inputs leaves every other key as it was.
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

    /// Word number `index` of the key, counted from 0: for an input, its random word in the trial of that number.
    #[inline]
    #[must_use]
    pub const fn word(self, index: u64) -> u64 {
        mix(self.0.wrapping_add(index.wrapping_add(1).wrapping_mul(GOLDEN)))
    }

    /// The key of this one's part number `index`.
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

    /// The words of the key one after the other, for samplers that read as many as they need.
    #[must_use]
    pub const fn stream(self) -> Stream {
        Stream { state: self.0 }
    }
}

/// The words of a key in order, word 0 first: a generator for `rand` and `rand_distr`.
#[derive(Clone, Debug)]
pub struct Stream {
    state: u64,
}

impl TryRng for Stream {
    type Error = Infallible;

    #[inline]
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        // The upper half, the better mixed one.
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

/// The least number that [`unit`] gives, 2⁻⁵³; the greatest is 1 less it.
pub(super) const LEAST: f64 = f64::EPSILON / 2.0;

/// A number in the open interval (0, 1) from a random word: the middle of one of 2⁵² equal cells, so that 2⁻⁵³ ≤ u ≤ 1 − 2⁻⁵³ and 1 − u is exact.
#[inline]
#[must_use]
pub const fn unit(word: u64) -> f64 {
    ((word >> 12) as f64 + 0.5) * f64::EPSILON
}

/// The exponential variate with mean 1 that `u` stands for, −ln(1 − u); above 0 for every `u` in (0, 1).
///
/// 1 − u is exact; its logarithm is that of FreeBSD's msun (`e_log.c`, Sun Microsystems 1993), below one unit in the last place, here without branches:
/// loops over it vectorise, and it gives the same bits whatever mathematical library is at hand.
#[inline(always)]
#[must_use]
pub fn unit_exponential(u: f64) -> f64 {
    const LN2_HIGH: f64 = 6.931_471_803_691_238e-1;
    const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;
    /// Added to the bits, it carries mantissas from √2 on into the exponent.
    const CARRY: u64 = 0x0009_5f64_0000_0000;
    const MANTISSA: u64 = (1 << 52) - 1;
    /// 2^52: its low bits hold a whole number as an integer does.
    const WHOLE: u64 = 0x4330_0000_0000_0000;
    let bits = (1.0 - u).to_bits();
    // v = 2^exponent · (1 + f), with 1 + f between √½ and √2.
    let carried = (bits & MANTISSA) + CARRY;
    let raised = carried >> 52 & 1;
    let exponent = f64::from_bits(WHOLE | ((bits >> 52) + raised)) - f64::from_bits(WHOLE | 1023);
    let f = f64::from_bits((bits & MANTISSA) | ((1023 - raised) << 52)) - 1.0;
    let ratio = f / (2.0 + f);
    let square = ratio * ratio;
    let fourth = square * square;
    let even = fourth * (0.399_999_999_994_094_2 + fourth * (0.222_221_984_321_497_84 + fourth * 0.153_138_376_992_093_73));
    let odd = square
        * (0.666_666_666_666_673_5 + fourth * (0.285_714_287_436_623_9 + fourth * (0.181_835_721_616_180_5 + fourth * 0.147_981_986_051_165_86)));
    let half = 0.5 * f * f;
    -(exponent * LN2_HIGH - ((half - (ratio * (half + (even + odd)) + exponent * LN2_LOW)) - f))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::Rng;

    #[test]
    fn words_are_those_of_splitmix64() {
        // Known outputs for seed 1234567 (the generator's reference implementation).
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
        assert!(unit_exponential(least) > 0.0);
        assert!((unit_exponential(most) - 53.0 * std::f64::consts::LN_2).abs() < 1e-12);
    }

    #[test]
    fn logarithms_are_those_of_the_library_but_for_the_last_place() {
        let key = Key::from_bits(11);
        let few = (1..2000).map(|i| f64::from(i) * 2.0_f64.powi(-53));
        let near = (1..2000).map(|i| 1.0 - f64::from(i) * 2.0_f64.powi(-53));
        for u in few.chain(near).chain((0..100_000).map(|i| unit(key.word(i)))) {
            let (own, library) = (unit_exponential(u), -(-u).ln_1p());
            assert!((own - library).abs() <= 2.0 * f64::EPSILON * library, "{u}: {own} {library}");
        }
    }
}
