//! Durations of which some had not ended when last seen: what they say without a law, and the laws that fit them best.
//!
//! A duration that was still running is *censored*: all it says is "longer than this". One that ended in another way (a project cancelled, where
//! the question is when projects start) is a *competing* end and no censoring: what was cancelled will not start later.

mod fit;
mod goodness;
mod incidence;
mod kaplan_meier;
mod law;
mod profile;

pub use fit::{FitError, LawFit, fit, fit_all};
pub use goodness::{Goodness, goodness};
pub use incidence::{CumulativeIncidence, IncidenceStep, cumulative_incidence};
pub use kaplan_meier::{KaplanMeier, SurvivalStep, kaplan_meier};
pub use law::{Family, Law};
pub use profile::Interval;

/// How the watch over a duration ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum End {
    /// What was waited for came to pass.
    Event,
    /// Not yet when last seen: longer than its value.
    Censored,
    /// It ended otherwise, so that what was waited for cannot come any more.
    Competing,
}

/// One duration, in whatever unit all of them are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Observed {
    /// How long; positive and finite.
    pub value: f64,
    /// Why it was not watched any longer.
    pub end: End,
}

impl Observed {
    /// A duration that ended in what was waited for (`event`), or was still running when last seen.
    #[must_use]
    pub const fn new(value: f64, event: bool) -> Self {
        Self { value, end: if event { End::Event } else { End::Censored } }
    }

    /// Whether it ended in what was waited for.
    #[must_use]
    pub const fn is_event(self) -> bool {
        matches!(self.end, End::Event)
    }
}
