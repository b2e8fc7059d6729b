//! Sampling error, input uncertainty (nested design) and alternative scenarios (`adit doubt`).

mod args;
mod chart;
mod compute;
mod findings;
mod report;

pub use args::DoubtArgs;
pub use compute::estimate;
pub use findings::{AlternativeResult, DoubtFindings, GoalResult, GoalUncertainty, InputUncertainty};

pub use crate::study::{Nested, Split, split};

use super::Analysis;
use crate::driver::{Failure, Request};
use crate::report::{Chapter, Source};
use crate::scenario::Scenario;

/// Trials of each scenario where none are asked for.
const TRIALS: u64 = 10_000;

/// Separates sampling error, input uncertainty and the choice of the scenario.
pub struct Doubt;

impl Analysis for Doubt {
    const NAME: &'static str = "doubt";
    type Args = DoubtArgs;
    type Findings = DoubtFindings;

    fn default_trials(scenario: &Scenario) -> u64 {
        scenario.trials.min(TRIALS)
    }

    fn compute(request: &Request, args: &DoubtArgs) -> Result<DoubtFindings, Failure> {
        compute::compute(request, args)
    }

    fn options(findings: &DoubtFindings, args: &DoubtArgs) -> Vec<String> {
        args.options(findings)
    }

    fn chapter(findings: &DoubtFindings, source: &Source) -> Chapter {
        report::chapter(findings, source)
    }
}
