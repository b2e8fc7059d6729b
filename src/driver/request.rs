//! Request: a checked and compiled scenario with the trials, seed and threads of a command, read from its file or from the parts that are merged.

use std::path::Path;

use serde_json::Value;

use super::CommonArgs;
use super::output_run::{AsRun, read_from};
use super::prepare::{Prepared, prepare};
use super::{Failure, output, sampling};
use crate::plan::{self, Plan};
use crate::scenario::{self, Loaded, Scenario};
use crate::store::{InputFile, PartHeader, PartScenario};
use crate::study::RunOptions;

/// Compiled scenario, how to run it, and where it was read from.
pub struct Request {
    /// Scenario as written, with the trials and the seed of this command.
    pub scenario: Scenario,
    /// Compiled scenario.
    pub plan: Plan,
    /// Trials, seed and threads.
    pub options: RunOptions,
    /// Name of the scenario file without its folder.
    pub name: String,
    /// Scenario as read, to which levers can be applied.
    pub loaded: Loaded,
    /// Name of the subcommand.
    pub subcommand: &'static str,
    /// Scenario file as named on the command line.
    pub file: String,
    /// Each `--set`, in order.
    pub overrides: Vec<String>,
    /// Texts that were read, with their hashes.
    pub inputs: Vec<InputFile>,
}

impl Request {
    /// Reads, checks and compiles the scenario of a command; `usual_trials` gives the number of trials where `--trials` is absent.
    ///
    /// # Errors
    /// Where the scenario cannot run.
    pub fn of(args: &CommonArgs, subcommand: &'static str, usual_trials: impl FnOnce(&Scenario) -> u64) -> Result<Self, Failure> {
        let Prepared { mut scenario, mut plan, files, loaded } = prepare(&args.scenario)?;
        scenario.trials = usual_trials(&scenario);
        let mut options = args.settings.options(&scenario);
        if subcommand == "run" {
            sampling::design(&mut plan, &mut scenario, &mut options);
        } else {
            sampling::at_random(&mut scenario, subcommand);
        }
        (scenario.trials, scenario.seed) = (options.trials, options.seed);
        let (file, inputs) = (args.scenario.file.display().to_string(), read_from(&files));
        Ok(Self { name: name_of(&file), file, overrides: args.scenario.overrides.clone(), scenario, plan, options, loaded, subcommand, inputs })
    }

    /// Request that the parts of a command were computed for.
    ///
    /// # Errors
    /// Where the scenario in the parts no longer compiles to the plan that they were computed with.
    pub fn again(header: &PartHeader, subcommand: &'static str, threads: usize) -> Result<Self, Failure> {
        let carried = header.scenarios.first().ok_or_else(|| Failure::Input("the parts contain no scenario".to_owned()))?;
        let (mut scenario, mut plan, loaded) = compiled(carried, header)?;
        let mut options = RunOptions { trials: header.trials, seed: header.seed, threads: Some(threads) };
        if subcommand == "run" {
            sampling::design(&mut plan, &mut scenario, &mut options);
        }
        Ok(Self {
            options,
            name: name_of(&carried.file),
            file: carried.file.clone(),
            overrides: header.overrides.clone(),
            inputs: header.inputs.clone(),
            scenario,
            plan,
            loaded,
            subcommand,
        })
    }

    /// Header of a part that covers all of this request; `options` are those of the command.
    #[must_use]
    pub fn header(&self, options: Value) -> PartHeader {
        let carried = PartScenario::new(&self.file, AsRun::of(&self.scenario).text(), self.loaded.bundle());
        PartHeader::new(self.subcommand, vec![carried], self.options.seed, self.options.trials).with(options, &self.overrides, self.inputs.clone())
    }

    /// Name of the results folder where `--out` is absent.
    #[must_use]
    pub fn folder(&self) -> String {
        let stem = Path::new(&self.file).file_stem().map_or_else(|| self.file.clone(), |stem| stem.to_string_lossy().into_owned());
        if self.subcommand == "run" { stem } else { format!("{stem}-{}", self.subcommand) }
    }
}

/// Scenario that parts carry, compiled again with their trials and seed.
///
/// # Errors
/// Where it no longer compiles to the plan that the parts were computed with.
pub fn compiled(carried: &PartScenario, header: &PartHeader) -> Result<(Scenario, Plan, Loaded), Failure> {
    let loaded = scenario::load_bundle(carried.bundle.clone(), &header.overrides);
    let scenario = loaded.scenario.clone().filter(|_| !loaded.problems.any_error());
    let scenario = scenario.map(|scenario| Scenario { trials: header.trials, seed: header.seed, ..scenario });
    let compiled = scenario.and_then(|scenario| plan::compile(&scenario).0.map(|plan| (scenario, plan)));
    match compiled {
        Some((scenario, plan)) if scenario::to_toml(&scenario) == carried.as_run => Ok((scenario, plan, loaded)),
        _ => {
            loaded.problems.sorted().iter().for_each(|problem| output::note(&problem.to_string()));
            Err(Failure::Input(format!("the scenario {} in the parts no longer compiles to the plan that they were computed with", carried.file)))
        }
    }
}

/// File name without its folder.
fn name_of(file: &str) -> String {
    Path::new(file).file_name().map_or_else(|| file.to_owned(), |name| name.to_string_lossy().into_owned())
}
