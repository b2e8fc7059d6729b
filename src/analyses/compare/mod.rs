//! Comparison of scenarios on the same draws: results of each, and paired differences from the first (`adit compare`).

mod args;
mod chart;
mod compute;
mod findings;
mod quantities;
mod report;
mod sums;
mod tables;
mod wording;
mod yearly;

use std::path::PathBuf;

pub use args::{CompareArgs, CompareQuestion};
pub use chart::{differences, figures, goal_figure};
pub use compute::{ComparePart, Comparison};
pub use findings::{CompareFindings, ComparedGoal, ComparedQuantity, ComparedScenario, Difference, GoalResult, QuantityInYear};
pub use sums::PairedSums;
pub use yearly::YearlySums;

use super::{Analysis, Mergeable, PartsOf};
use crate::analyses::run::summary;
use crate::driver::part::{PartArgs, PartOf};
use crate::driver::{CommonArgs, Failure, Request};
use crate::report::{Chapter, DataFile, Source};
use crate::store::write_json;

/// Compares scenarios.
pub struct Compare;

impl Analysis for Compare {
    const NAME: &'static str = "compare";
    const FILE: &'static str = "comparison";
    type Args = CompareArgs;
    type Findings = CompareFindings;

    fn others(args: &CompareArgs) -> &[PathBuf] {
        &args.others
    }

    fn compute(request: &Request, args: &CompareArgs) -> Result<CompareFindings, Failure> {
        compute::compute(request, &args.question)
    }

    fn options(_: &CompareFindings, args: &CompareArgs) -> Vec<String> {
        args.question.options()
    }

    fn chapter(findings: &CompareFindings, source: &Source) -> Chapter {
        report::chapter(findings, source)
    }

    fn answer(findings: &CompareFindings, _: &Source) -> Chapter {
        report::answer(findings)
    }

    fn files(findings: &CompareFindings) -> Vec<DataFile> {
        let summary = |name: &str, findings| {
            let mut text = Vec::new();
            let _ = write_json(&summary(findings, &format!("{name}.toml")), &mut text); // memory takes all that is written
            DataFile { name: format!("summaries/{name}.json"), text: String::from_utf8_lossy(&text).into_owned() }
        };
        findings.scenarios.iter().map(|(name, scenario)| summary(name, &scenario.findings)).collect()
    }
}

impl Mergeable for Compare {
    type Question = CompareQuestion;
    type Part = ComparePart;

    fn part(args: &CompareArgs) -> &PartArgs {
        &args.part
    }

    fn question(args: &CompareArgs) -> CompareQuestion {
        args.question.clone()
    }

    fn args(common: CommonArgs, question: CompareQuestion) -> CompareArgs {
        CompareArgs { common, others: Vec::new(), question, part: PartArgs { part: None } }
    }

    fn compute_part(request: &Request, args: &CompareArgs, which: PartOf) -> Result<ComparePart, Failure> {
        compute::compute_part(request, &args.question, which)
    }

    fn merge(request: &Request, args: &CompareArgs, parts: PartsOf<Self>) -> Result<CompareFindings, Failure> {
        compute::merge(request, &args.question, parts)
    }
}
