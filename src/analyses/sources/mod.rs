//! Sources of the inputs, their age, and the effect of each input on the result (`adit sources`).

mod age;
mod args;
mod chart;
mod compute;
mod effects;
mod findings;
mod report;
mod tables;

pub use args::SourcesArgs;
pub use compute::estimate;
pub use findings::{CitedSource, Effect, EffectMethod, SourcedInput, SourcesFindings};

use super::Analysis;
use crate::driver::{Failure, Request};
use crate::report::{Chapter, Source};
use crate::scenario::Scenario;

/// Trials where none are asked for.
const TRIALS: u64 = 10_000;

/// Lists the sources of the inputs and the effect of each input.
pub struct Sources;

impl Analysis for Sources {
    const NAME: &'static str = "sources";
    type Args = SourcesArgs;
    type Findings = SourcesFindings;

    fn default_trials(scenario: &Scenario) -> u64 {
        scenario.trials.min(TRIALS)
    }

    fn compute(request: &Request, args: &SourcesArgs) -> Result<SourcesFindings, Failure> {
        compute::compute(request, args)
    }

    fn options(findings: &SourcesFindings, args: &SourcesArgs) -> Vec<String> {
        args.options(findings)
    }

    fn chapter(findings: &SourcesFindings, source: &Source) -> Chapter {
        report::chapter(findings, source)
    }

    fn answer(findings: &SourcesFindings, source: &Source) -> Chapter {
        report::answer(findings, source)
    }

    fn verdict(findings: &SourcesFindings, args: &SourcesArgs) -> Result<(), Failure> {
        match findings.missing() {
            0 => Ok(()),
            _ if !args.strict => Ok(()),
            1 => Err(Failure::Input("1 input has no source".to_owned())),
            missing => Err(Failure::Input(format!("{missing} inputs have no source"))),
        }
    }
}
