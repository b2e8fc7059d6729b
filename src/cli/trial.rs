//! `adit trial`: one trial, told as a dated story.

use clap::Args;

use super::prepare::prepare;
use super::{Failure, Format, ScenarioArgs, output};
use crate::report::{story_json, story_text};
use crate::study;

/// Options of `adit trial`.
#[derive(Debug, Args)]
pub struct TrialArgs {
    /// The scenario.
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// Number of the trial, 0 first
    #[arg(long, value_name = "I")]
    pub number: u64,
    /// Seed [default: the scenario's]
    #[arg(long, value_name = "S")]
    pub seed: Option<u64>,
    /// How to answer on stdout
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Tells a trial.
///
/// # Errors
/// Where the scenario cannot run or stdout refuses the answer.
pub fn trial(args: &TrialArgs) -> Result<(), Failure> {
    let prepared = prepare(&args.scenario)?;
    let seed = args.seed.unwrap_or(prepared.scenario.seed);
    let story = study::story(&prepared.plan, seed, args.number);
    let (grid, title) = (prepared.plan.grid, &prepared.scenario.title);
    match args.format {
        Format::Text => output::answer(&story_text(&story, grid, title, seed)),
        Format::Json => output::answer_json(&story_json(&story, grid, title, seed)),
    }
}
