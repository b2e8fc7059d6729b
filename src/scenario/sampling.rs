//! How the numbers drawn once a trial are spread over the trials: the keys `sampling` and `replicates`.

use super::model::At;
use super::reader::{Fields, Reader};

/// How the numbers drawn once a trial are spread over the trials.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sampling {
    /// Each by itself.
    #[default]
    Random,
    /// Latin hypercubes: within a replicate each number's range is covered evenly.
    LatinHypercube,
    /// Scrambled Sobol' points: within a replicate all ranges are covered evenly, and small groups of them together.
    Sobol,
}

impl Sampling {
    /// All of them as the scenario language spells them, the default first.
    pub const WORDS: [&'static str; 3] = ["random", "latin-hypercube", "sobol"];

    /// The word in a scenario file.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Random => Self::WORDS[0],
            Self::LatinHypercube => Self::WORDS[1],
            Self::Sobol => Self::WORDS[2],
        }
    }
}

/// Replicates of a design that names no number: enough for their spread to be known within a fifth, few enough that each is large.
pub const DEFAULT_REPLICATES: u64 = 16;

/// Most replicates.
const MOST_REPLICATES: u64 = 1024;

impl Reader<'_> {
    /// `sampling`, and `replicates` where that has any.
    pub(super) fn sampling(&mut self, fields: &Fields) -> (Sampling, Option<u64>) {
        let word = self.choice(fields, "sampling", Sampling::WORDS);
        let all = [Sampling::Random, Sampling::LatinHypercube, Sampling::Sobol];
        let sampling = all.into_iter().find(|one| Some(one.word()) == word).unwrap_or_default();
        let replicates = self.count(fields, "replicates", 2, MOST_REPLICATES);
        match (sampling, replicates) {
            (Sampling::Random, Some(At { place, .. })) => {
                // Who writes that they are drawn at random may have a number ready for another time.
                if !self.recovering && fields.get("sampling").is_none() {
                    let help = "write sampling = \"sobol\" or \"latin-hypercube\", or leave `replicates` out".to_owned();
                    self.problems.warn(place, "`replicates` has no effect", "trials drawn at random have none", help);
                }
                (sampling, None)
            }
            (_, replicates) => (sampling, replicates.map(|at| at.value)),
        }
    }
}
