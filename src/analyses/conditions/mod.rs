//! Smallest set of favourable conditions under which a goal reaches a probability (`adit conditions`).

mod args;
mod bench;
mod chart;
mod compute;
mod condition;
mod findings;
mod phrases;
mod report;
mod search;
mod sentences;

pub use args::ConditionsArgs;
pub use compute::{Question, estimate};
pub use findings::{Condition, ConditionSet, ConditionsFindings, DeliverableShare, Favour, NecessaryCondition, SearchCoverage, Step};
pub use search::{Effort, Score, Smallest, smallest};

use super::Analysis;
use crate::driver::{Failure, Request};
use crate::report::{Chapter, Source};
use crate::scenario::Scenario;

/// Trials of each probability where none are asked for.
const TRIALS: u64 = 10_000;

/// Finds the smallest set of conditions under which a goal reaches a probability.
pub struct Conditions;

impl Analysis for Conditions {
    const NAME: &'static str = "conditions";
    type Args = ConditionsArgs;
    type Findings = ConditionsFindings;

    fn default_trials(scenario: &Scenario) -> u64 {
        scenario.trials.min(TRIALS)
    }

    fn compute(request: &Request, args: &ConditionsArgs) -> Result<ConditionsFindings, Failure> {
        compute::compute(request, args)
    }

    fn options(findings: &ConditionsFindings, args: &ConditionsArgs) -> Vec<String> {
        args.options(findings)
    }

    fn chapter(findings: &ConditionsFindings, source: &Source) -> Chapter {
        report::chapter(findings, source)
    }
}
