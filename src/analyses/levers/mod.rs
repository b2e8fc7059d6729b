//! Levers: gains of possible interventions, alone and in pairs, against their costs, and the value of information before choosing (`adit levers`).

mod args;
mod bootstrap;
mod cases;
mod chart;
mod columns;
mod compute;
mod findings;
mod information;
mod report;
mod tables;
mod waiting;
mod wording;

pub use args::LeversArgs;
pub use cases::{LeverCase, LeverSet, PairCase, single_levers};
pub use chart::{cost_figure, information_figure, pair_figure, ranking_figure};
pub use compute::{LeverQuestion, gains};
pub use findings::{Choice, Cost, InputInformation, Interaction, LeverPair, LeversFindings, Objective, PairGains, Waiting};
pub use information::{Interval, perfect_information, worth_knowing};

use super::Analysis;
use crate::driver::{Failure, Request};
use crate::report::{Chapter, Source};
use crate::scenario::Scenario;

/// Trials of each run where none are asked for; there is one run for each lever and each pair.
const TRIALS: u64 = 5_000;

/// Estimates what each lever gains, and compares it with its cost.
pub struct Levers;

impl Analysis for Levers {
    const NAME: &'static str = "levers";
    type Args = LeversArgs;
    type Findings = LeversFindings;

    fn default_trials(scenario: &Scenario) -> u64 {
        scenario.trials.min(TRIALS)
    }

    fn compute(request: &Request, args: &LeversArgs) -> Result<LeversFindings, Failure> {
        compute::compute(request, args)
    }

    fn options(findings: &LeversFindings, args: &LeversArgs) -> Vec<String> {
        args.options(findings)
    }

    fn chapter(findings: &LeversFindings, source: &Source) -> Chapter {
        report::chapter(findings, source)
    }
}
