//! `--sampling` and `--replicates`, and what commands do that draw at random whatever the scenario says.

use clap::Args;

use super::output;
use crate::plan::{Design, Plan, Sampling};
use crate::scenario::Scenario;
use crate::study::{self, RunOptions};

/// How to spread the inputs over the trials.
#[derive(Debug, Args)]
pub struct SamplingArgs {
    /// How inputs drawn once a trial are spread over the trials: in designs they are covered evenly [default: the scenario's]
    #[arg(long, value_name = "HOW", value_parser = clap::builder::PossibleValuesParser::new(Sampling::WORDS))]
    pub sampling: Option<String>,
    /// Independent samples into which the trials of a design are split [default: the scenario's]
    #[arg(long, value_name = "R", value_parser = clap::value_parser!(u64).range(2..=1024))]
    pub replicates: Option<u64>,
}

impl SamplingArgs {
    /// The same as settings of the scenario.
    #[must_use]
    pub fn overrides(&self) -> Vec<String> {
        let sampling = self.sampling.iter().map(|how| format!("sampling={how}"));
        sampling.chain(self.replicates.map(|count| format!("replicates={count}"))).collect()
    }
}

/// Designs the trials as the scenario asks, its number of trials and that of `options` rounded up to whole replicates; gives what is to be known of it.
pub fn designed(plan: &mut Plan, scenario: &mut Scenario, options: &mut RunOptions) -> Vec<String> {
    scenario.trials = options.trials;
    let notes = study::design(plan, Design::of(scenario), options);
    scenario.trials = options.trials;
    notes
}

/// The same, and says it.
pub fn design(plan: &mut Plan, scenario: &mut Scenario, options: &mut RunOptions) {
    for note in designed(plan, scenario, options) {
        output::note(&note);
    }
}

/// Leaves a scenario's design aside, and says so.
pub fn at_random(scenario: &mut Scenario, command: &str) {
    if scenario.sampling != Sampling::Random {
        output::note(&format!("`adit {command}` draws its trials at random: `sampling` is for `adit run`, `trial` and `trials`"));
    }
    (scenario.sampling, scenario.replicates) = (Sampling::Random, None);
}
