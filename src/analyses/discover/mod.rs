//! Scenario discovery with the patient rule induction method (`adit discover`).

mod args;
mod chart;
mod columns;
mod compute;
mod evidence;
mod findings;
mod peeling;
mod phrases;
mod report;
mod sample;
mod search;
mod sentences;
mod significance;

pub use args::DiscoverArgs;
pub use compute::{Question, estimate};
pub use findings::{ColumnKind, DiscoverFindings, FoundBox, FoundLimit, Histogram, TrajectoryStep};
pub use peeling::{Peeling, Step, paste, peel};
pub use sample::{Count, Limit, Sample, Side};
pub use search::{Search, Searched, SearchedBox, search};
pub use significance::quasi_p;

use super::Analysis;
use crate::driver::{Failure, Request};
use crate::report::{Chapter, Source};
use crate::scenario::Scenario;

/// Trials where none are asked for: half to find boxes, a quarter to confirm limits, a quarter to count.
const TRIALS: u64 = 20_000;

/// Finds limits on inputs and events inside which a goal fails.
pub struct Discover;

impl Analysis for Discover {
    const NAME: &'static str = "discover";
    type Args = DiscoverArgs;
    type Findings = DiscoverFindings;

    fn default_trials(scenario: &Scenario) -> u64 {
        scenario.trials.min(TRIALS)
    }

    fn compute(request: &Request, args: &DiscoverArgs) -> Result<DiscoverFindings, Failure> {
        compute::compute(request, args)
    }

    fn options(findings: &DiscoverFindings, args: &DiscoverArgs) -> Vec<String> {
        args.options(findings)
    }

    fn chapter(findings: &DiscoverFindings, source: &Source) -> Chapter {
        report::chapter(findings, source)
    }

    fn answer(findings: &DiscoverFindings, _: &Source) -> Chapter {
        report::answer(findings)
    }
}
