//! Attribution of delay: Shapley values, exclusion and inclusion of causes between the plan and the forecast (`adit causes`).

mod account;
mod args;
mod chart;
mod compute;
mod findings;
mod game;
mod grouping;
mod report;
mod runs;
mod sections;
mod selection;
mod shortfall;
mod sizes;
mod tables;
mod wording;

pub use args::{CausesArgs, CausesQuestion};
pub use compute::{ArrivalsPart, attribute, attribute_part, attribute_parts};
pub use findings::{Attribution, Cause, CausesFindings, GoalAttribution, Shortfall, Statistic};
pub use game::{exclusion, inclusion, shapley};
pub use report::chapter;

use super::{Analysis, Mergeable, PartsOf};
use crate::driver::part::{PartArgs, PartOf};
use crate::driver::{CommonArgs, Failure, Request};
use crate::report::{Chapter, Source};
use crate::scenario::Scenario;

/// Trials of the forecast where none are asked for; with eight causes, about thirty times as many are run in all.
const TRIALS: u64 = 16_384;

/// Attributes the delay of each goal to its causes.
pub struct Causes;

impl Analysis for Causes {
    const NAME: &'static str = "causes";
    type Args = CausesArgs;
    type Findings = CausesFindings;

    fn default_trials(_: &Scenario) -> u64 {
        TRIALS
    }

    fn compute(request: &Request, args: &CausesArgs) -> Result<CausesFindings, Failure> {
        compute::compute(request, &args.question)
    }

    fn options(_: &CausesFindings, args: &CausesArgs) -> Vec<String> {
        args.question.options()
    }

    fn chapter(findings: &CausesFindings, source: &Source) -> Chapter {
        report::chapter(findings, source)
    }

    fn answer(findings: &CausesFindings, source: &Source) -> Chapter {
        report::answer(findings, source)
    }
}

impl Mergeable for Causes {
    type Question = CausesQuestion;
    type Part = ArrivalsPart;

    fn part(args: &CausesArgs) -> &PartArgs {
        &args.part
    }

    fn question(args: &CausesArgs) -> CausesQuestion {
        args.question.clone()
    }

    fn args(common: CommonArgs, question: CausesQuestion) -> CausesArgs {
        CausesArgs { common, question, part: PartArgs { part: None } }
    }

    fn compute_part(request: &Request, args: &CausesArgs, which: PartOf) -> Result<ArrivalsPart, Failure> {
        compute::compute_part(request, &args.question, which)
    }

    fn merge(request: &Request, args: &CausesArgs, parts: PartsOf<Self>) -> Result<CausesFindings, Failure> {
        compute::merge(request, &args.question, parts.collect::<Result<_, _>>()?)
    }
}
