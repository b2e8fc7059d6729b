//! Variance-based sensitivity analysis: Sobol' indices and rank correlations of each goal's arrival (`adit sensitivity`).

mod args;
mod chart;
mod compute;
mod findings;
mod model;
mod pick_freeze;
mod report;
mod selection;
mod tables;
mod units;
mod wording;

pub use args::SensitivityArgs;
pub use chart::{correlation_figure, index_figure};
pub use compute::{SensitivityOptions, analyse, trials_of_design};
pub use findings::{Cause, CauseIndices, Decomposition, ExplainedQuantity, GoalSensitivity, InputCorrelation, SensitivityFindings, SobolIndices};
pub use pick_freeze::{Design, DesignIndices, PickFreeze, QuantityIndices};
pub use units::{Unit, Units};

use super::Analysis;
use crate::driver::{Failure, Request};
use crate::report::{Chapter, Source};
use crate::scenario::Scenario;

/// Trials of each run of the design where none are asked for.
const TRIALS: u64 = 4_096;
/// Single elements and inputs that a table on the terminal lists.
const LISTED: usize = 8;

/// Apportions the variance of each goal's arrival among groups, single elements and inputs.
pub struct Sensitivity;

impl Analysis for Sensitivity {
    const NAME: &'static str = "sensitivity";
    type Args = SensitivityArgs;
    type Findings = SensitivityFindings;

    fn default_trials(_: &Scenario) -> u64 {
        TRIALS
    }

    fn compute(request: &Request, args: &SensitivityArgs) -> Result<SensitivityFindings, Failure> {
        compute::compute(request, args)
    }

    fn options(_: &SensitivityFindings, args: &SensitivityArgs) -> Vec<String> {
        args.options()
    }

    fn chapter(findings: &SensitivityFindings, source: &Source) -> Chapter {
        report::chapter(findings, source, usize::MAX)
    }

    fn answer(findings: &SensitivityFindings, source: &Source) -> Chapter {
        report::chapter(findings, source, LISTED)
    }
}
