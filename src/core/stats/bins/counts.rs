//! Counts of consecutive bins in two bytes each. What exceeds 65 535 is kept in a list beside them, which is empty for most histograms.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::stats::run_length;

/// What one carry stands for.
const CARRY: u64 = 1 << u16::BITS;

/// Counts by place, from 0 on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    /// Counts modulo 65 536.
    low: Vec<u16>,
    /// Places with their multiples of 65 536, in increasing order of the place.
    carried: Vec<(u32, u32)>,
    /// Sum of all counts.
    sum: u64,
}

impl Counts {
    /// No places.
    pub const fn new() -> Self {
        Self { low: Vec::new(), carried: Vec::new(), sum: 0 }
    }

    /// Number of places.
    pub fn len(&self) -> usize {
        self.low.len()
    }

    /// Sum of all counts.
    pub fn sum(&self) -> u64 {
        self.sum
    }

    /// The count of a place; 0 beyond the last.
    pub fn get(&self, place: usize) -> u64 {
        let low = self.low.get(place).map_or(0, |&low| u64::from(low));
        if self.carried.is_empty() {
            return low;
        }
        let carried = self.carried.binary_search_by_key(&place, |&(place, _)| place as usize);
        low + carried.map_or(0, |found| u64::from(self.carried[found].1) * CARRY)
    }

    /// Adds `n` to the count of a place, and returns whether there is such a place. A count stops growing at 2⁴⁸ − 1.
    #[inline]
    pub fn add(&mut self, place: usize, n: u64) -> bool {
        let Some(low) = self.low.get_mut(place) else { return false };
        self.sum = self.sum.saturating_add(n);
        let sum = u64::from(*low).saturating_add(n);
        *low = u16::try_from(sum % CARRY).unwrap_or(u16::MAX);
        if sum >= CARRY {
            self.carry(place, sum / CARRY);
        }
        true
    }

    #[cold]
    fn carry(&mut self, place: usize, more: u64) {
        let more = u32::try_from(more).unwrap_or(u32::MAX);
        match self.carried.binary_search_by_key(&place, |&(place, _)| place as usize) {
            Ok(found) => self.carried[found].1 = self.carried[found].1.saturating_add(more),
            Err(before) => self.carried.insert(before, (u32::try_from(place).unwrap_or(u32::MAX), more)),
        }
    }

    /// The low counts of a range of places, to which `n` in all will be added; `None` where one of them might overflow.
    #[inline]
    pub fn window(&mut self, range: std::ops::Range<usize>, n: u64) -> Option<&mut [u16]> {
        if self.sum.saturating_add(n) >= CARRY {
            return None;
        }
        self.sum += n;
        self.low.get_mut(range)
    }

    /// Inserts places before the first and after the last, with no more memory than they need: there are tens of thousands of histograms.
    pub fn grow(&mut self, before: usize, after: usize) {
        if before > 0 {
            let mut low = Vec::with_capacity(before + self.low.len() + after);
            low.resize(before, 0);
            low.extend_from_slice(&self.low);
            self.low = low;
            let before = u32::try_from(before).unwrap_or(u32::MAX);
            self.carried.iter_mut().for_each(|(place, _)| *place += before);
        }
        self.low.reserve_exact(after);
        self.low.resize(self.low.len() + after, 0);
    }

    /// The counts in order.
    pub fn iter(&self) -> impl Iterator<Item = u64> {
        let mut carried = self.carried.iter().peekable();
        (0_u32..).zip(&self.low).map(move |(place, &low)| {
            let high = carried.next_if(|&&(at, _)| at == place).map_or(0, |&(_, high)| u64::from(high));
            u64::from(low) + high * CARRY
        })
    }
}

impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        run_length::serialize(self.iter(), serializer)
    }
}

impl<'de> Deserialize<'de> for Counts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = run_length::deserialize(deserializer)?;
        let mut counts = Self::default();
        counts.grow(0, read.len());
        for (place, n) in read.into_iter().enumerate().filter(|&(_, n)| n > 0) {
            counts.add(place, n);
        }
        Ok(counts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_beyond_two_bytes_are_carried() {
        let mut counts = Counts::default();
        counts.grow(0, 3);
        assert!(counts.add(1, 65_535) && counts.add(2, 200_000) && !counts.add(3, 1));
        assert!(counts.window(0..3, 10).is_none());
        assert!(counts.add(1, 1) && counts.add(0, 7));
        counts.grow(2, 1);
        assert_eq!(counts.iter().collect::<Vec<_>>(), [0, 0, 7, 65_536, 200_000, 0]);
        assert_eq!((0..7).map(|place| counts.get(place)).collect::<Vec<_>>(), [0, 0, 7, 65_536, 200_000, 0, 0]);
        assert_eq!((counts.sum(), counts.len()), (265_543, 6));
        let written = serde_json::to_string(&counts).unwrap();
        assert_eq!(serde_json::from_str::<Counts>(&written).unwrap(), counts);
    }
}
