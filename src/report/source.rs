//! Source line of a figure: the scenario, the number of trials and the seed that it was made from.

use super::charts::small_print;

/// What the findings of an analysis were computed from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Name of the scenario file, without its folder.
    pub scenario: String,
    /// Trials.
    pub trials: u64,
    /// Seed.
    pub seed: u64,
}

impl Source {
    /// Text below a figure.
    #[must_use]
    pub fn small_print(&self) -> String {
        small_print(&self.scenario, self.trials, self.seed)
    }
}
