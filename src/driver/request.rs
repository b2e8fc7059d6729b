//! Request: a checked and compiled scenario with the trials, seed and threads of a command, read from its file or from the parts that are merged.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::CommonArgs;
use super::output_run::{AsRun, read_from};
use super::prepare::{Prepared, prepare_all};
use super::readings::readings;
use super::{Failure, ScenarioArgs, memory, output, sampling};
use crate::plan::{self, Plan};
use crate::scenario::{self, Loaded, Scenario};
use crate::store::{InputFile, PartHeader, PartScenario};
use crate::study::RunOptions;

/// Longest name of a results folder that is made of the names of several scenarios, characters; a file system takes 255 bytes.
const LONGEST_NAME: usize = 80;

/// Scenario that is compared with that of a request, with the same trials and seed.
pub struct OtherScenario {
    /// Scenario as written, with the trials and the seed of the command.
    pub scenario: Scenario,
    /// Compiled scenario.
    pub plan: Plan,
    /// Scenario as read.
    pub loaded: Loaded,
    /// Scenario file as named on the command line.
    pub file: String,
}

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
    /// Scenarios that are compared with this one.
    pub others: Vec<OtherScenario>,
    /// Readings of the scenario, where `adit run` runs it.
    pub readings: Vec<OtherScenario>,
}

impl Request {
    /// Reads, checks and compiles the scenario of a command; `usual_trials` gives the number of trials where `--trials` is absent.
    ///
    /// # Errors
    /// Where the scenario cannot run.
    pub fn of(args: &CommonArgs, subcommand: &'static str, usual_trials: impl FnOnce(&Scenario) -> u64) -> Result<Self, Failure> {
        Self::of_several(args, &[], subcommand, usual_trials)
    }

    /// The same with other scenarios, which are read with the same options.
    ///
    /// # Errors
    /// Where a scenario cannot run.
    pub fn of_several(
        args: &CommonArgs,
        others: &[PathBuf],
        subcommand: &'static str,
        usual_trials: impl FnOnce(&Scenario) -> u64,
    ) -> Result<Self, Failure> {
        let of_others = others.iter().map(|file| ScenarioArgs { file: file.clone(), ..args.scenario.clone() });
        let mut prepared = prepare_all(&std::iter::once(args.scenario.clone()).chain(of_others).collect::<Vec<_>>())?;
        let readings = if subcommand == "run" { readings(&prepared[0], args.scenario.allow_outside)? } else { Vec::new() }; // there is one for each file
        let all = prepared.iter().chain(readings.iter().map(|(_, reading)| reading));
        let inputs = read_from(all.flat_map(|prepared| &prepared.files));
        let Prepared { mut scenario, mut plan, loaded, .. } = prepared.remove(0); // there is one for each file
        scenario.trials = usual_trials(&scenario);
        let mut options = args.settings.options(&scenario);
        if subcommand == "run" {
            sampling::design(&mut plan, &mut scenario, &mut options);
        } else {
            sampling::at_random(&mut scenario, subcommand);
        }
        (scenario.trials, scenario.seed) = (options.trials, options.seed);
        memory::check(&plan, options.threads)?;
        let file = args.scenario.file.display().to_string();
        let other = |(file, Prepared { mut scenario, plan, loaded, .. }): (String, Prepared)| {
            sampling::at_random(&mut scenario, subcommand);
            (scenario.trials, scenario.seed) = (options.trials, options.seed);
            OtherScenario { scenario, plan, loaded, file }
        };
        let others = others.iter().map(|file| file.display().to_string()).zip(prepared).map(other).collect();
        let readings = readings.into_iter().map(other).collect();
        Ok(Self {
            name: name_of(&file),
            file,
            overrides: args.scenario.overrides.clone(),
            scenario,
            plan,
            options,
            loaded,
            subcommand,
            inputs,
            others,
            readings,
        })
    }

    /// Request that the parts of a command were computed for.
    ///
    /// # Errors
    /// Where the scenario in the parts no longer compiles to the plan that they were computed with.
    pub fn again(header: &PartHeader, subcommand: &'static str, threads: usize) -> Result<Self, Failure> {
        let (carried, others) = header.scenarios.split_first().ok_or_else(|| Failure::Input("the parts contain no scenario".to_owned()))?;
        let other = |carried: &PartScenario| {
            compiled(carried, header).map(|(scenario, plan, loaded)| OtherScenario { scenario, plan, loaded, file: carried.file.clone() })
        };
        let others = others.iter().map(other).collect::<Result<_, _>>()?;
        let (others, readings) = if subcommand == "run" { (Vec::new(), others) } else { (others, Vec::new()) };
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
            others,
            readings,
        })
    }

    /// Header of a part that covers all of this request; `options` are those of the command.
    #[must_use]
    pub fn header(&self, options: Value) -> PartHeader {
        let carried = |file, scenario, loaded: &Loaded| PartScenario::new(file, AsRun::of(scenario).text(), loaded.bundle());
        let others = self.others.iter().chain(&self.readings).map(|other| carried(&other.file, &other.scenario, &other.loaded));
        let scenarios = std::iter::once(carried(&self.file, &self.scenario, &self.loaded)).chain(others).collect();
        PartHeader::new(self.subcommand, scenarios, self.options.seed, self.options.trials).with(options, &self.overrides, self.inputs.clone())
    }

    /// Name of the results folder where `--out` is absent.
    #[must_use]
    pub fn folder(&self) -> String {
        folder_of(self.subcommand, &self.names())
    }

    /// Scenario files in order, as named on the command line.
    pub fn files(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.file).chain(self.others.iter().map(|other| &other.file))
    }

    /// Names of the scenarios: those of the files without their endings; a repeated one gets a number.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        names_of(self.files())
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
        Some((scenario, plan)) if AsRun::of(&scenario).text() == carried.as_run => Ok((scenario, plan, loaded)),
        _ => {
            loaded.problems.sorted().iter().for_each(|problem| output::note(&problem.to_string()));
            Err(Failure::Input(format!("the scenario {} in the parts no longer compiles to the plan that they were computed with", carried.file)))
        }
    }
}

/// Names of the files without their endings; a repeated one gets a number.
#[must_use]
pub fn names_of<'a>(files: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for file in files {
        let stem = Path::new(file).file_stem().map_or_else(|| file.clone(), |stem| stem.to_string_lossy().into_owned());
        let numbered = (2..).map(|n| format!("{stem}-{n}"));
        names.extend(std::iter::once(stem.clone()).chain(numbered).find(|name| !names.contains(name)));
    }
    names
}

/// Name of the results folder of a command on these scenarios.
#[must_use]
pub fn folder_of(subcommand: &str, names: &[String]) -> String {
    let all = names.join("-");
    match names {
        [name] if subcommand == "run" => name.clone(),
        [name] => format!("{name}-{subcommand}"),
        [first, others @ ..] if all.chars().count() > LONGEST_NAME => format!("{subcommand}-{first}-and-{}-others", others.len()),
        _ => format!("{subcommand}-{all}"),
    }
}

/// File name without its folder.
pub(super) fn name_of(file: &str) -> String {
    Path::new(file).file_name().map_or_else(|| file.to_owned(), |name| name.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(files: &[&str]) -> Vec<String> {
        names_of(files.iter().map(ToString::to_string).collect::<Vec<_>>().iter())
    }

    #[test]
    fn names_of_scenarios_differ() {
        assert_eq!(of(&["a/x.toml", "b/x.toml", "x-2.toml", "y.toml"]), ["x", "x-2", "x-2-2", "y"]);
    }

    #[test]
    fn names_of_folders_are_short() {
        assert_eq!(folder_of("compare", &of(&["a.toml", "b.toml"])), "compare-a-b");
        let many: Vec<String> = (0..40).map(|i| format!("scenario-{i}")).collect();
        assert_eq!(folder_of("compare", &many), "compare-scenario-0-and-39-others");
    }
}
