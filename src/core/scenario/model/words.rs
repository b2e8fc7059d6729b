//! Choices among a few words.

/// Declares an enum whose variants are words of the scenario language, the default first.
macro_rules! words {
    ($(#[doc = $about:literal])+ $Word:ident; $(#[doc = $doc0:literal])+ $first:ident = $word0:literal, $($(#[doc = $doc:literal])+ $variant:ident = $word:literal,)+) => {
        $(#[doc = $about])+
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub enum $Word {
            $(#[doc = $doc0])+
            #[default]
            $first,
            $($(#[doc = $doc])+ $variant,)+
        }

        impl $Word {
            const ALL: &[Self] = &[Self::$first, $(Self::$variant),+];
            /// All of them as the scenario language spells them, the default first.
            pub const WORDS: &[&'static str] = &[$word0, $($word),+];

            /// The word in a scenario file.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    Self::$first => $word0,
                    $(Self::$variant => $word,)+
                }
            }

            /// What a word of the file stands for.
            pub(in crate::scenario) fn of(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.word() == word)
            }
        }
    };
}

/// Kinds of figures of a run, in the order in which a report has them. A figure's name begins with its kind: `arrival-antimony-pakistan`.
pub const FIGURE_KINDS: [&str; 9] = ["answer", "ladder", "arrival", "fan", "mix", "flow", "bridge", "regime", "timeline"];

words! {
    /// How the numbers drawn once a trial are spread over the trials.
    Sampling;
    /// Each by itself.
    Random = "random",
    /// Latin hypercubes: within a replicate each number's range is covered evenly.
    LatinHypercube = "latin-hypercube",
    /// Scrambled Sobol' points: within a replicate all ranges are covered evenly, and small groups of them together.
    Sobol = "sobol",
}

words! {
    /// The tonnes in which a node's capacity counts.
    Counts;
    /// Tonnes of contained metal.
    Contained = "contained",
    /// Gross tonnes: contained tonnes over the grade of what enters.
    Gross = "gross",
}

words! {
    /// What an outage of a node cuts.
    OutageCuts;
    /// Its capacity.
    Capacity = "capacity",
    /// What is brought to it.
    Flow = "flow",
}
