//! Parameter sweeps: results of goals at many points of a scenario, on the same draws (`adit sweep`).

mod args;
mod chart;
mod compute;
mod design;
mod findings;
mod layout;
mod points;
mod report;
mod sums;
mod tables;
mod vary;
mod wording;

pub use args::{DesignName, PointsOption, SweepArgs, SweepQuestion};
pub use chart::figures;
pub use compute::SweepTask;
pub use design::{Design, Layout};
pub use findings::{Difference, GoalAtPoint, Shape, Stock, SweepFindings, SweptGoal, SweptPoint};
pub use layout::design;
pub use points::Points;
pub use sums::SweepSums;
pub use vary::{Values, Vary, read_vary};

use super::{Analysis, Mergeable, PartsOf};
use crate::driver::part::{PartArgs, PartOf};
use crate::driver::{CommonArgs, Failure, Request};
use crate::report::{Chapter, Source};
use crate::scenario::Scenario;
use crate::store::InputFile;

/// Most trials of each point where none are asked for.
const TRIALS: u64 = 10_000;

/// Computes the results of goals at many points of a scenario.
pub struct Sweep;

impl Analysis for Sweep {
    const NAME: &'static str = "sweep";
    type Args = SweepArgs;
    type Findings = SweepFindings;

    fn default_trials(scenario: &Scenario) -> u64 {
        scenario.trials.min(TRIALS)
    }

    fn compute(request: &Request, args: &SweepArgs) -> Result<SweepFindings, Failure> {
        compute::compute(request, &args.question)
    }

    fn options(findings: &SweepFindings, args: &SweepArgs) -> Vec<String> {
        let goals = findings.goals.iter().map(|goal| goal.goal.clone()).collect();
        SweepQuestion { goals, by: findings.years.clone(), ..args.question.clone() }.options()
    }

    fn chapter(findings: &SweepFindings, source: &Source) -> Chapter {
        report::chapter(findings, source)
    }

    fn inputs(args: &SweepArgs) -> Vec<InputFile> {
        args.question.inputs()
    }

    fn answer(findings: &SweepFindings, source: &Source) -> Chapter {
        report::answer(findings, source)
    }
}

impl Mergeable for Sweep {
    type Question = SweepQuestion;
    type Part = SweepSums;

    fn part(args: &SweepArgs) -> &PartArgs {
        &args.part
    }

    fn question(args: &SweepArgs) -> SweepQuestion {
        args.question.clone()
    }

    fn args(common: CommonArgs, question: SweepQuestion) -> SweepArgs {
        SweepArgs { common, question, part: PartArgs { part: None } }
    }

    fn compute_part(request: &Request, args: &SweepArgs, which: PartOf) -> Result<SweepSums, Failure> {
        compute::compute_part(request, &args.question, which)
    }

    fn merge(request: &Request, args: &SweepArgs, parts: PartsOf<Self>) -> Result<SweepFindings, Failure> {
        compute::merge(request, &args.question, parts)
    }
}
