//! `adit compare`: several scenarios on the same draws, side by side.

use std::path::{Path, PathBuf};

use clap::Args;
use jiff::Timestamp;

use super::interrupt::Unfinished;
use super::prepare::{Prepared, prepare_all};
use super::progress::Progress;
use super::{Failure, Format, ScenarioArgs, output};
use crate::plan::Plan;
use crate::report::{
    ComparisonManifest, InputFile, Manifest, OtherScenario, ResultsFolder, comparison, comparison_text, write_comparison, write_json,
};
use crate::scenario::{self, Scenario};
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
    /// Trials of each scenario [default: the first scenario's]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1_000_000_000))]
    pub trials: Option<u64>,
    /// Seed of all scenarios [default: the first scenario's]
    #[arg(long, value_name = "S")]
    pub seed: Option<u64>,
    /// Threads; the results do not depend on it [default: all]
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Results folder; results of before are replaced once the new ones are complete [default: outputs/compare-NAMES]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// How to answer on stdout
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
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
    let options = options(args, &prepared);
    let (plans, compared) = apart(prepared, &names, &options);
    let target = args.out.clone().unwrap_or_else(|| default_target(&names));
    let folder = ResultsFolder::open(&target)?; // before the long run
    let unfinished = Unfinished::watch(folder.making());
    let found = simulate(&plans, &options)?;
    write_comparison(&folder, &found)?;
    write_certificate(&folder, args, &compared, &options, started)?;
    unfinished.finish(folder)?;
    match args.format {
        Format::Text => output::answer(&comparison_text(&found))?,
        Format::Json => output::answer_json(&comparison(&found))?,
    }
    output::note(&format!("results in {}", target.display()));
    Ok(())
}

/// Trials and seed as asked for, else the first scenario's.
fn options(args: &CompareArgs, prepared: &[Prepared]) -> RunOptions {
    let first = prepared.first().map(|first| &first.scenario);
    RunOptions {
        trials: args.trials.or(first.map(|first| first.trials)).unwrap_or(1),
        seed: args.seed.or(first.map(|first| first.seed)).unwrap_or(1),
        threads: Some(args.threads.map_or_else(|| std::thread::available_parallelism().map_or(1, usize::from), usize::from)),
    }
}

/// What runs, and beside it what was written, with the trials and the seed that it is run with.
fn apart(prepared: Vec<Prepared>, names: &[String], options: &RunOptions) -> (Vec<(String, Plan)>, Vec<Compared>) {
    let each = prepared.into_iter().zip(names).map(|(Prepared { mut scenario, plan, files }, name)| {
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

/// Each scenario as run and the manifest, which comes last: a folder that has one is complete.
fn write_certificate(
    folder: &ResultsFolder,
    args: &CompareArgs,
    compared: &[Compared],
    options: &RunOptions,
    started: Timestamp,
) -> Result<(), Failure> {
    let mut as_run = Vec::new();
    for (file, Compared { name, scenario, .. }) in args.files.iter().zip(compared) {
        let (page, text) = (format!("scenarios/{name}.toml"), scenario::to_toml(scenario));
        folder.write(&page, |out| std::io::Write::write_all(out, text.as_bytes()))?;
        as_run.push(OtherScenario { scenario: file.display().to_string(), as_run: InputFile::new(page, &text) });
    }
    let mut inputs: Vec<InputFile> = Vec::new();
    for file in compared.iter().flat_map(|compared| &compared.files) {
        let file = InputFile::new(&file.name, &file.text);
        if !inputs.iter().any(|known| known.name == file.name && known.sha256 == file.sha256) {
            inputs.push(file); // a base that several extend is read by each of them
        }
    }
    let command = std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect();
    let mut as_run = as_run.into_iter();
    let Some(first) = as_run.next() else { return Ok(()) }; // there are two at least
    let manifest = Manifest::new(command, first.scenario, inputs, first.as_run, started);
    let manifest = ComparisonManifest {
        first: manifest.of_run(options.seed, options.trials, options.threads.unwrap_or(1), &args.overrides),
        compared_with: as_run.collect(),
    };
    folder.write("manifest.json", |out| write_json(&manifest, out))?;
    Ok(())
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

/// A folder in `outputs` with the scenarios' names.
fn default_target(names: &[String]) -> PathBuf {
    let all = names.join("-");
    let name = match names {
        [first, others @ ..] if all.chars().count() > LONGEST_NAME => format!("{first}-and-{}-others", others.len()),
        _ => all,
    };
    Path::new("outputs").join(format!("compare-{name}"))
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
        assert_eq!(default_target(&of(&["a.toml", "b.toml"])), Path::new("outputs/compare-a-b"));
        let many: Vec<String> = (0..40).map(|i| format!("scenario-{i}")).collect();
        assert_eq!(default_target(&many), Path::new("outputs/compare-scenario-0-and-39-others"));
    }
}
