//! Survival analysis of durations: nonparametric estimates, fitted distributions and their goodness of fit.
//!
//! A duration that had not ended when last observed is right-censored: only a lower bound is known. A duration that ended in another way is a
//! competing end, not a censored duration. For example, where the event is the start of a project, a cancelled project will not start later.

mod cumulative_incidence;
mod distribution;
mod fit;
mod goodness;
mod kaplan_meier;
mod profile;

pub use cumulative_incidence::{CumulativeIncidence, IncidenceStep, cumulative_incidence};
pub use distribution::{Family, SurvivalDistribution};
pub use fit::{DistributionFit, FitError, fit, fit_all};
pub use goodness::{Goodness, goodness};
pub use kaplan_meier::{KaplanMeier, SurvivalStep, kaplan_meier, kaplan_meier_of_counts};
pub use profile::Interval;

/// How the observation of a duration ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum End {
    /// The event occurred.
    Event,
    /// Right-censored: the event had not occurred when last observed.
    Censored,
    /// Another end occurred that excludes the event.
    Competing,
}

/// Observed duration; all have the same unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Observed {
    /// Duration, positive and finite.
    pub value: f64,
    /// How the observation ended.
    pub end: End,
}

impl Observed {
    /// A duration that ended with the event if `event`, and was censored otherwise.
    #[must_use]
    pub const fn new(value: f64, event: bool) -> Self {
        Self { value, end: if event { End::Event } else { End::Censored } }
    }

    /// Whether the duration ended with the event.
    #[must_use]
    pub const fn is_event(self) -> bool {
        matches!(self.end, End::Event)
    }
}
