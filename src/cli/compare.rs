//! `adit compare`: several scenarios on the same draws, side by side.

use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;

use super::making::{AsRun, Making, Settings, read_from};
use super::prepare::{Prepared, prepare_all};
use super::progress::Progress;
use super::{Failure, ScenarioArgs};
use crate::plan::Plan;
use crate::report::{ComparisonManifest, OtherScenario, comparison, comparison_text, write_comparison};
use crate::scenario::Scenario;
use crate::study::{self, CompareError, Comparison, RunOptions};
use crate::units::SourceFile;

/// Longest name of a results folder that is made of the scenarios' names, characters; a file system takes 255 bytes.
const LONGEST_NAME: usize = 80;

/// Options of `adit compare`.
#[derive(Debug, Args)]
pub struct CompareArgs {
    /// Scenario files (TOML), two or more; the first is what the others are compared with
    #[arg(required = true, num_args = 2.., value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Replace a value in every scenario, as often as needed: `nodes.mine.capacity=4000`
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub overrides: Vec<String>,
    /// How to run them and where to leave what is found.
    #[command(flatten)]
    pub settings: Settings,
}

/// A scenario among those compared.
struct Compared {
    name: String,
    scenario: Scenario,
    files: Vec<SourceFile>,
}

/// Compares scenarios.
///
/// # Errors
/// Where one of them cannot run, they run over different months, the folder cannot be written, or stdout refuses the answer.
pub fn compare(args: &CompareArgs) -> Result<(), Failure> {
    let started = Timestamp::now();
    let scenarios: Vec<_> = args.files.iter().map(|file| ScenarioArgs { file: file.clone(), overrides: args.overrides.clone() }).collect();
    let prepared = prepare_all(&scenarios)?;
    let names = names(&args.files);
    let Some(first) = prepared.first() else { return Ok(()) }; // there are two at least
    let options = args.settings.options(&first.scenario);
    let (plans, compared) = apart(prepared, &names, &options);
    let making = Making::open(&args.settings, &default_name(&names), started)?; // before the long run
    let found = simulate(&plans, &options)?;
    let mut manifest = certificate(&making, args, &compared, &options)?;
    write_comparison(&making.folder, &found, &manifest)?;
    manifest.first = manifest.first.finished(making.started());
    making.finish(&manifest, || comparison_text(&found), &comparison(&found))
}

/// What runs, and beside it what was written, with the trials and the seed that it is run with.
fn apart(prepared: Vec<Prepared>, names: &[String], options: &RunOptions) -> (Vec<(String, Plan)>, Vec<Compared>) {
    let each = prepared.into_iter().zip(names).map(|(Prepared { mut scenario, plan, files, .. }, name)| {
        (scenario.trials, scenario.seed) = (options.trials, options.seed);
        ((name.clone(), plan), Compared { name: name.clone(), scenario, files })
    });
    each.unzip()
}

fn simulate(plans: &[(String, Plan)], options: &RunOptions) -> Result<Comparison, Failure> {
    // every scenario is run, then walked again trial by trial beside the first
    let trials = options.trials.saturating_mul(2 * plans.len() as u64);
    let progress = Progress::new(trials, "comparing");
    study::compare(plans, options, &|done| progress.add(done)).map_err(|error| match error {
        CompareError::Threads(_) => Failure::Machine(error.to_string()),
        CompareError::TooFew | CompareError::OtherMonths(_) => Failure::Input(error.to_string()),
    })
}

/// Writes each scenario as run; what was run, by what, from what.
fn certificate(making: &Making, args: &CompareArgs, compared: &[Compared], options: &RunOptions) -> Result<ComparisonManifest, Failure> {
    let mut all = Vec::new();
    for (file, Compared { name, scenario, .. }) in args.files.iter().zip(compared) {
        let (page, as_run) = (format!("scenarios/{name}.toml"), AsRun::of(scenario));
        as_run.write(&making.folder, &page)?;
        all.push((file.display().to_string(), page, as_run));
    }
    let inputs = read_from(compared.iter().flat_map(|compared| &compared.files));
    let (file, page, as_run) = all.remove(0); // there are two at least
    let first = making.certificate(file, inputs, &as_run, &page);
    let others = all.into_iter().map(|(scenario, page, as_run)| OtherScenario { scenario, as_run: as_run.described(&page) });
    Ok(ComparisonManifest {
        first: first.of_run(options.seed, options.trials, options.threads.unwrap_or(1), &args.overrides),
        compared_with: others.collect(),
    })
}

/// The files' names without their endings; one that has been there gets a number.
fn names(files: &[PathBuf]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for file in files {
        let stem = file.file_stem().unwrap_or(file.as_os_str()).to_string_lossy().into_owned();
        let another = (2..).map(|n| format!("{stem}-{n}"));
        names.extend(std::iter::once(stem.clone()).chain(another).find(|name| !names.contains(name)));
    }
    names
}

/// Name of the folder, made of the scenarios'.
fn default_name(names: &[String]) -> String {
    let all = names.join("-");
    let name = match names {
        [first, others @ ..] if all.chars().count() > LONGEST_NAME => format!("{first}-and-{}-others", others.len()),
        _ => all,
    };
    format!("compare-{name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(files: &[&str]) -> Vec<String> {
        names(&files.iter().map(PathBuf::from).collect::<Vec<_>>())
    }

    #[test]
    fn names_are_those_of_the_files_and_never_the_same() {
        assert_eq!(of(&["a/x.toml", "b/x.toml", "x-2.toml", "y.toml"]), ["x", "x-2", "x-2-2", "y"]);
    }

    #[test]
    fn a_folder_never_has_a_name_too_long() {
        assert_eq!(default_name(&of(&["a.toml", "b.toml"])), "compare-a-b");
        let many: Vec<String> = (0..40).map(|i| format!("scenario-{i}")).collect();
        assert_eq!(default_name(&many), "compare-scenario-0-and-39-others");
    }
}
