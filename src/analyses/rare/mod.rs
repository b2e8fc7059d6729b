//! Importance sampling: the probability of an event that few trials reach (`adit rare`).

mod args;
mod compute;
mod findings;
mod pilot;
mod report;
mod tilt;

pub use args::RareArgs;
pub use compute::estimate;
pub use findings::{Event, InputKind, Proposal, RareFindings, Round, Warning};

use super::Analysis;
use crate::driver::{Failure, Request};
use crate::report::{Chapter, Source};
use crate::scenario::Scenario;

/// Trials of the estimate where none are asked for; those of the pilot come on top.
const TRIALS: u64 = 50_000;

/// Estimates the probability of a rare event.
pub struct Rare;

impl Analysis for Rare {
    const NAME: &'static str = "rare";
    type Args = RareArgs;
    type Findings = RareFindings;

    fn default_trials(scenario: &Scenario) -> u64 {
        scenario.trials.min(TRIALS)
    }

    fn compute(request: &Request, args: &RareArgs) -> Result<RareFindings, Failure> {
        compute::compute(request, args)
    }

    fn options(findings: &RareFindings, args: &RareArgs) -> Vec<String> {
        args.options(findings)
    }

    fn chapter(findings: &RareFindings, _: &Source) -> Chapter {
        report::chapter(findings)
    }
}
