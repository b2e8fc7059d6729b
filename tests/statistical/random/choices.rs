//! Choices read off a list of words, so that a shorter list and smaller words make a simpler scenario.

use proptest::collection::vec;
use proptest::prelude::{Strategy, any};

/// The choices that make one scenario.
pub struct Choices<'a> {
    words: &'a [u32],
}

/// Lists of words long enough for a scenario; a word past the end counts as 0.
pub fn words() -> impl Strategy<Value = Vec<u32>> {
    vec(any::<u32>(), 700..1400)
}

impl<'a> Choices<'a> {
    /// Reads these words, first to last.
    pub fn new(words: &'a [u32]) -> Self {
        Self { words }
    }

    fn word(&mut self) -> u32 {
        let Some((first, rest)) = self.words.split_first() else { return 0 };
        self.words = rest;
        *first
    }

    /// A number in [0, 1).
    pub fn fraction(&mut self) -> f64 {
        f64::from(self.word()) / 4_294_967_296.0
    }

    /// A whole number from `low` to `high`, both included; `low` is the simplest.
    pub fn whole(&mut self, low: u32, high: u32) -> u32 {
        low + u32::try_from((u64::from(self.word()) * u64::from(high - low + 1)) >> 32).expect("below the range's length")
    }

    /// An index below `count`.
    pub fn index(&mut self, count: usize) -> usize {
        usize::try_from(self.whole(0, u32::try_from(count - 1).expect("few things"))).expect("few things")
    }

    /// A number between two, with few enough digits to be read.
    pub fn real(&mut self, low: f64, high: f64) -> f64 {
        let value = low + (high - low) * self.fraction();
        let digits = if high - low > 100.0 { 10.0 } else { 1000.0 };
        (value * digits).round() / digits
    }

    /// True with this chance; false is the simpler.
    pub fn chance(&mut self, chance: f64) -> bool {
        self.fraction() >= 1.0 - chance
    }

    /// One of several; the first is the simplest.
    pub fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.index(from.len())].clone()
    }

    /// Each of several with this chance, in their order.
    pub fn some<T: Clone>(&mut self, from: &[T], chance: f64) -> Vec<T> {
        from.iter().filter(|_| self.chance(chance)).cloned().collect()
    }
}
