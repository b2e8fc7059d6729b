//! `adit check`: all that is wrong with a scenario, at once, and what it says in plain words.

use clap::Args;

use super::{missing, summary};
use crate::analyses::levers::single_levers;
use crate::driver::prepare::{prepare, prepare_standard_input};
use crate::driver::readings::readings;
use crate::driver::{Failure, ScenarioArgs, output, problems};

/// Options of `adit check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// The scenario; `-` reads it from standard input.
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// List every input that has no source, and the judgements with their reasons
    #[arg(long)]
    pub sources: bool,
    /// Report problems only: no summary, and nothing on stdout
    #[arg(long, short, conflicts_with = "sources")]
    pub quiet: bool,
}

/// Checks a scenario.
///
/// # Errors
/// Where it cannot run, or where sources were asked for and one is missing.
pub fn check(args: &CheckArgs) -> Result<(), Failure> {
    let is_input = args.scenario.file.as_os_str() == "-";
    let prepared = if is_input { prepare_standard_input(&args.scenario)? } else { prepare(&args.scenario)? };
    let scenario = &prepared.scenario;
    single_levers(&prepared.loaded)?;
    readings(&prepared, args.scenario.allow_outside)?;
    if args.sources {
        return missing::list(scenario, &prepared.files);
    }
    let (text, found) = summary::summary(&prepared)?;
    problems::tell(&[(&found, &prepared.files)]);
    if args.quiet {
        return Ok(());
    }
    output::answer(&format!(
        "{} can run. Inputs: {}, minerals: {}, regimes: {}, hazards: {}, projects: {}, nodes: {}, routes: {}, goals: {}{}.\n{text}",
        if is_input { "The scenario on standard input".to_owned() } else { args.scenario.file.display().to_string() },
        scenario.inputs().len(),
        scenario.minerals.len(),
        scenario.regimes.len(),
        scenario.hazards.len(),
        scenario.projects.len(),
        scenario.nodes.len(),
        scenario.routes.len(),
        scenario.goals.len(),
        if scenario.levers.is_empty() { String::new() } else { format!(", levers: {}", scenario.levers.len()) }
    ))
}
