//! From a table of what happened to inputs of a scenario: laws of durations, incident processes, regimes, elicited quantiles and ramps, each with
//! what the data can and cannot say.

mod dates;
mod durations;
mod incidents;
mod quantiles;
mod ramp;
mod regimes;
mod select;
mod table;

pub use durations::{Columns, DurationsFit, EndsColumns, LawRow, Length, StepRow, fit_durations, read_durations};
pub use incidents::{IncidentColumns, IncidentsFit, NumberRow, ProcessRow, fit_incidents, read_counts, read_times};
pub use quantiles::{QuantileRow, QuantilesFit, fit_quantiles};
pub use ramp::{RampFit, RampPoint, fit_ramp};
pub use regimes::{JumpRow, RegimeColumns, RegimesFit, Spell, StateFit, fit_regimes, read_prior, read_spells};
pub use select::{Condition, select};
pub use table::{CsvCell, CsvTable};

use serde::Serialize;

use crate::chance::{Key, unit};

/// A number with its 95 % interval; an end that the data do not set is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Known {
    /// The estimate.
    pub value: f64,
    /// Lower end.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

impl Known {
    /// A number with its interval; ends that are not finite are none.
    #[must_use]
    pub fn new(value: f64, low: f64, high: f64) -> Self {
        let end = |x: f64| Some(x).filter(|x| x.is_finite());
        Self { value, low: end(low), high: end(high) }
    }
}

/// Uniform numbers strictly between 0 and 1 for a bootstrap, the same for the same seed.
fn uniforms(seed: u64, path: &str) -> impl FnMut() -> f64 {
    let key = Key::of(seed, path);
    let mut index = 0;
    move || {
        let number = unit(key.word(index));
        index += 1;
        number.clamp(1e-15, 1.0 - 1e-15)
    }
}
