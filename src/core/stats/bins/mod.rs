//! Histograms with bins of constant relative width, whose counts merge exactly.
//!
//! A bin holds all numbers that round to the same number with a few leading bits of the mantissa, so that a power of two, one and a half times a power of
//! two and the like are the middle of their bin exactly. The bin of a number depends on nothing else that is counted.

mod counts;
mod quantiles;

use serde::{Deserialize, Serialize};

use counts::Counts;

/// Biased exponent of 2⁻⁴⁰, below which a quantity counts as 0.
pub(crate) const FIRST_EXPONENT: u32 = 1023 - 40;

/// Number of doublings from 2⁻⁴⁰ to 2⁵⁰; larger quantities count in the last bin.
pub(crate) const OCTAVES: u32 = 90;

/// 2⁻⁴⁰, the smallest quantity that is not counted as 0.
pub(crate) const MIN_BINNED: f64 = 1.0 / (1_u64 << 40) as f64;

/// The stored range grows by whole multiples of this many bins, so that it depends on what was counted but not on the order.
const BLOCK: u32 = 16;

/// Number of windows in which consecutive quantities are counted separately.
const PARTS: usize = 4;

/// Histogram with 512 bins per doubling, each at most 0.2 % wide.
pub type FineBins = Bins<9>;

/// Bits of the mantissa that select the bin of [`CoarseBins`] within a doubling.
pub(crate) const COARSE_BITS: u32 = 6;

/// Histogram with 64 bins per doubling, each at most 1.6 % wide.
pub type CoarseBins = Bins<COARSE_BITS>;

/// Half the width of a bin, in units of the last place of a number.
pub(crate) const fn half_bin(bits: u32) -> u64 {
    1 << (51 - bits)
}

/// Index of the bin of a quantity rounded to `BITS` leading bits of the mantissa. Index 0 is for quantities below 2⁻⁴⁰, negative ones and NaN; the others
/// count from 1 in increasing order, and quantities from 2⁵⁰ on have the last index. Without branches, so that loops over it vectorise.
#[inline]
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "at most 12 bits of exponent and 20 of mantissa are left")]
pub fn bin_index<const BITS: u32>(value: f64) -> u32 {
    let bits = if value >= MIN_BINNED { value.to_bits() } else { 0 };
    let number = ((bits + half_bin(BITS)) >> (52 - BITS)) as u32;
    number.saturating_sub((FIRST_EXPONENT << BITS) - 1).min(OCTAVES << BITS)
}

/// Splits off four windows of `length` counts.
#[inline]
fn split(scratch: &mut [u16], length: usize) -> Option<[&mut [u16]; PARTS]> {
    let mut windows = scratch.chunks_exact_mut(length);
    Some([windows.next()?, windows.next()?, windows.next()?, windows.next()?])
}

/// Middle of a bin, counted from 1: the number to which all numbers in it round.
fn middle<const BITS: u32>(bin: u32) -> f64 {
    f64::from_bits(u64::from((FIRST_EXPONENT << BITS) + bin - 1) << (52 - BITS))
}

/// Lower edge of a bin, counted from 1; that of the first is 2⁻⁴⁰.
fn lower_edge<const BITS: u32>(bin: u32) -> f64 {
    f64::from_bits(middle::<BITS>(bin).to_bits() - half_bin(BITS)).max(MIN_BINNED)
}

/// Histogram with 2^`BITS` bins per doubling. It uses 2 bytes per bin in the range of the quantities counted, without 0.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bins<const BITS: u32> {
    /// Count of bin 0.
    zero: u64,
    /// Counts of the bins from `first` on.
    counts: Counts,
    first: u32,
}

impl<const BITS: u32> Bins<BITS> {
    /// Empty histogram.
    #[must_use]
    pub const fn new() -> Self {
        Self { zero: 0, counts: Counts::new(), first: 0 }
    }

    /// Counts one quantity of at least 0.
    #[inline]
    pub fn add(&mut self, value: f64) {
        self.add_index(bin_index::<BITS>(value), 1);
    }

    /// Counts `n` quantities in the bin of an index as of [`bin_index`].
    #[inline]
    pub fn add_index(&mut self, index: u32, n: u64) {
        if index == 0 {
            self.zero += n;
            return;
        }
        // Bins before the first wrap around to indices beyond the last.
        if !self.counts.add(index.wrapping_sub(self.first) as usize, n) {
            self.grow(index);
            self.counts.add((index - self.first) as usize, n);
        }
    }

    /// Counts many quantities by the indices of their bins. They are counted in windows in `scratch` first, and then added to the counts; quantities
    /// in a single bin are added at once.
    #[inline(always)]
    pub fn add_indices(&mut self, indices: &[u16], scratch: &mut Vec<u16>) {
        // Bin 0 wraps around to the largest index, so that it does not widen the window.
        let low = indices.iter().fold(u16::MAX, |low, index| low.min(index.wrapping_sub(1)));
        let high = indices.iter().fold(0, |high, index| high.max(*index));
        // So few at a time that the number of zeros fits in 16 bits.
        let zeros_of = |few: &[u16]| few.iter().fold(0_u16, |zeros, index| zeros + u16::from(*index == 0));
        let zeros: u64 = indices.chunks(1 << 12).map(|few| u64::from(zeros_of(few))).sum();
        self.zero += zeros;
        if high == 0 {
            return;
        }
        let (first, width) = (low.wrapping_add(1), usize::from(high - low));
        self.add_index(u32::from(high), 0);
        self.add_index(u32::from(first), 0);
        let counted = indices.len() as u64 - zeros;
        if width == 1 {
            self.add_index(u32::from(first), counted);
            return;
        }
        let place = (u32::from(first) - self.first) as usize;
        let Some(window) = self.counts.window(place..place + width, counted) else {
            indices.iter().filter(|&&index| index > 0).for_each(|&index| self.add_index(u32::from(index), 1));
            return;
        };
        if width > indices.len() / 2 {
            // Bin 0 wraps around to beyond the window. It is counted in the first place and subtracted afterwards, because a branch on zeros would be
            // unpredictable.
            for &index in indices {
                let place = index.wrapping_sub(first);
                let place = if usize::from(place) < width { usize::from(place) } else { 0 };
                window[place] = window[place].wrapping_add(1);
            }
            window[0] = window[0].wrapping_sub(u16::try_from(zeros % (1 << u16::BITS)).unwrap_or(0));
            return;
        }
        // Consecutive quantities are counted in different windows, because repeated increments of one count would wait for each other. Bin 0 is
        // counted in the last place of each window.
        let length = width + 1;
        scratch.clear();
        scratch.resize(PARTS * length, 0);
        let mut quads = indices.chunks_exact(PARTS);
        if let Some([a, b, c, d]) = split(scratch, length) {
            let place = |index: u16| usize::from(index.wrapping_sub(first)).min(width);
            for quad in &mut quads {
                a[place(quad[0])] += 1;
                b[place(quad[1])] += 1;
                c[place(quad[2])] += 1;
                d[place(quad[3])] += 1;
            }
            for &index in quads.remainder() {
                a[place(index)] += 1;
            }
            for (((((count, a), b), c), d), _) in window.iter_mut().zip(a).zip(b).zip(c).zip(d).zip(0..width) {
                *count += *a + *b + *c + *d;
            }
        }
    }

    /// Extends the stored range to a bin.
    #[cold]
    fn grow(&mut self, index: u32) {
        let start = index / BLOCK * BLOCK;
        if self.counts.len() == 0 {
            self.first = start;
        }
        let before = self.first.saturating_sub(start);
        self.first -= before;
        let length = (start + BLOCK - self.first) as usize;
        self.counts.grow(before as usize, length.saturating_sub(before as usize + self.counts.len()));
    }

    /// Whether the stored range is one that counting can produce; used to check data that was read.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let last = (OCTAVES << BITS) / BLOCK * BLOCK + BLOCK;
        let end = u32::try_from(self.counts.len()).ok().and_then(|length| self.first.checked_add(length));
        self.first.is_multiple_of(BLOCK) && end.is_some_and(|end| end.is_multiple_of(BLOCK) && end <= last)
    }

    /// Adds the counts of another histogram.
    pub fn merge(&mut self, other: &Self) {
        for (index, count) in other.iter() {
            self.add_index(index, count);
        }
    }

    /// Indices and counts of all bins that are not empty, in increasing order; [`add_index`](Self::add_index) rebuilds the histogram from them.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u64)> {
        let others = (self.first..).zip(self.counts.iter());
        std::iter::once((0, self.zero)).chain(others).filter(|&(_, count)| count > 0)
    }

    /// Number of quantities counted.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.zero.saturating_add(self.counts.sum())
    }

    /// Number of quantities in bins above that of `value`: those larger than `value`, except those in the same bin.
    #[must_use]
    pub fn count_above(&self, value: f64) -> u64 {
        let bin = bin_index::<BITS>(value);
        self.iter().filter(|&(index, _)| index > bin).map(|(_, count)| count).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn of(values: &[f64]) -> FineBins {
        let mut bins = FineBins::new();
        for &value in values {
            bins.add(value);
        }
        bins
    }

    #[test]
    fn counting_at_once_equals_counting_one_by_one() {
        let mut one_by_one = CoarseBins::new();
        let (mut at_once, mut scratch) = (CoarseBins::new(), Vec::new());
        let place = |value: f64| u16::try_from(bin_index::<COARSE_BITS>(value)).unwrap();
        // Far apart; close together with zeros between; in one bin; zeros only.
        let mut places: Vec<u16> = spread(640).into_iter().map(place).collect();
        places.extend((0..640).map(|i| if i % 7 == 0 { 0 } else { place(1.0 + 0.02 * f64::from(i * 31 % 5)) }));
        places.extend([place(3.0); 64].into_iter().chain([0; 64]));
        for &place in &places {
            one_by_one.add_index(u32::from(place), 1);
        }
        for places in places.chunks(64) {
            at_once.add_indices(places, &mut scratch);
        }
        at_once.add_indices(&[], &mut scratch);
        assert_eq!(one_by_one, at_once);
    }

    /// Numbers over twelve orders of magnitude, not sorted.
    pub(super) fn spread(n: u32) -> Vec<f64> {
        (0..n).map(|i| if i % 11 == 0 { 0.0 } else { 1e6 * (-f64::from(i * 7919 % 1009) / 36.0).exp() }).collect()
    }

    #[test]
    fn bin_widths_are_as_documented() {
        for value in [1e-12, 0.1, 0.999_999, 1.0, 1.999_999, 2.0, 12_345.6, 1e15] {
            for (low, high, width) in [
                (lower_edge::<9>(bin_index::<9>(value)), lower_edge::<9>(bin_index::<9>(value) + 1), 1.0 / 512.0),
                (lower_edge::<6>(bin_index::<6>(value)), lower_edge::<6>(bin_index::<6>(value) + 1), 1.0 / 64.0),
            ] {
                assert!(low <= value && value < high, "{value}");
                assert!((high - low) / low <= width && (high - low) / low > width / 2.0, "{value}");
            }
        }
    }

    #[test]
    fn extreme_values_have_a_bin() {
        let nothing = [0.0, -0.0, -5.0, f64::NAN, f64::NEG_INFINITY, MIN_BINNED * 0.999, f64::MIN_POSITIVE];
        assert!(nothing.iter().all(|&value| bin_index::<9>(value) == 0 && bin_index::<6>(value) == 0));
        assert_eq!((bin_index::<9>(MIN_BINNED), bin_index::<6>(MIN_BINNED)), (1, 1));
        for value in [2.0_f64.powi(50).next_down(), 2.0_f64.powi(50), 1e300, f64::INFINITY] {
            assert_eq!((bin_index::<9>(value), bin_index::<6>(value)), (90 * 512, 90 * 64));
        }
        assert_eq!(middle::<6>(90 * 64 + 1).to_bits(), 2.0_f64.powi(50).to_bits());
    }

    #[test]
    fn any_partition_in_any_order_merges_to_the_same() {
        let values = spread(3000);
        let whole = of(&values);
        assert_eq!(whole.total(), 3000);
        for size in [1, 7, 1000, 2999] {
            let mut merged = FineBins::new();
            values.chunks(size).rev().for_each(|part| merged.merge(&of(part)));
            assert_eq!(merged, whole);
        }
        let mut rebuilt = FineBins::new();
        whole.iter().for_each(|(index, count)| rebuilt.add_index(index, count));
        assert_eq!(rebuilt, whole);
    }
}
