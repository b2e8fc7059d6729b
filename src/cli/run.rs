//! `adit run`: the whole way from a scenario file to its results folder and the table on stdout.

use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;

use super::interrupt::Unfinished;
use super::prepare::{Prepared, name_of, prepare};
use super::progress::Progress;
use super::{Failure, Format, ScenarioArgs, output};
use crate::plan::Plan;
use crate::report::{InputFile, Manifest, ResultsFolder, TrialsTable, summary, text, write_json, write_pages};
use crate::scenario::{self, Scenario};
use crate::study::{self, Findings, RunOptions};

/// Options of `adit run`.
#[derive(Debug, Args)]
pub struct RunArgs {
    /// The scenario.
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// Trials [default: the scenario's]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1_000_000_000))]
    pub trials: Option<u64>,
    /// Seed [default: the scenario's]
    #[arg(long, value_name = "S")]
    pub seed: Option<u64>,
    /// Threads; the results do not depend on it [default: all]
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Results folder; results of before are replaced once the new ones are complete [default: outputs/<FILE's name>]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// How to answer on stdout
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Write trials.csv too: one row a trial with every input drawn and every goal's month
    #[arg(long)]
    pub trials_csv: bool,
}

/// Runs a scenario.
///
/// # Errors
/// Where the scenario cannot run, the folder cannot be written, or stdout refuses the answer.
pub fn run(args: &RunArgs) -> Result<(), Failure> {
    let started = Timestamp::now();
    let Prepared { mut scenario, plan, files, .. } = prepare(&args.scenario)?;
    scenario.trials = args.trials.unwrap_or(scenario.trials);
    scenario.seed = args.seed.unwrap_or(scenario.seed);
    let options = RunOptions { trials: scenario.trials, seed: scenario.seed, threads: Some(threads(args)) };
    let folder = ResultsFolder::open(&target(args))?; // before the long run
    let unfinished = Unfinished::watch(folder.making());
    let findings = simulate(&plan, &options)?;
    let name = name_of(&args.scenario);
    write_pages(&folder, &findings, &name)?;
    if args.trials_csv {
        write_trials(&folder, &plan, &findings, &options)?;
    }
    write_certificate(&folder, args, &scenario, &files, started)?;
    unfinished.finish(folder)?;
    match args.format {
        Format::Text => output::answer(&text(&findings, &name))?,
        Format::Json => output::answer_json(&summary(&findings, &name))?,
    }
    output::note(&format!("results in {}", target(args).display()));
    Ok(())
}

fn simulate(plan: &Plan, options: &RunOptions) -> Result<Findings, Failure> {
    let progress = Progress::new(options.trials, "running");
    study::run(plan, options, &|done| progress.add(done)).map_err(|error| Failure::Machine(format!("cannot start the threads: {error}")))
}

fn write_trials(folder: &ResultsFolder, plan: &Plan, findings: &Findings, options: &RunOptions) -> Result<(), Failure> {
    let progress = Progress::new(options.trials, "writing trials.csv");
    folder.write("trials.csv", |out| {
        let mut table = TrialsTable::new(findings.grid, &study::trial_columns(plan), out)?;
        study::each_trial(plan, options, &|done| progress.add(done), &mut |row| table.row(row))?;
        table.finish().map(drop)
    })?;
    Ok(())
}

/// The scenario as run and the manifest, which comes last: a folder that has one is complete.
fn write_certificate(
    folder: &ResultsFolder,
    args: &RunArgs,
    scenario: &Scenario,
    files: &[crate::units::SourceFile],
    started: Timestamp,
) -> Result<(), Failure> {
    let as_run = scenario::to_toml(scenario);
    folder.write("scenario.toml", |out| std::io::Write::write_all(out, as_run.as_bytes()))?;
    let inputs = files.iter().map(|file| InputFile::new(&file.name, &file.text)).collect();
    let command = std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect();
    let manifest = Manifest::new(command, args.scenario.file.display().to_string(), inputs, InputFile::new("scenario.toml", &as_run), started);
    let manifest = manifest.of_run(scenario.seed, scenario.trials, threads(args));
    folder.write("manifest.json", |out| write_json(&manifest, out))?;
    Ok(())
}

/// Threads asked for, else as many as the machine has.
fn threads(args: &RunArgs) -> usize {
    args.threads.map_or_else(|| std::thread::available_parallelism().map_or(1, usize::from), usize::from)
}

/// Folder asked for, else one in `outputs` with the scenario's name.
fn target(args: &RunArgs) -> PathBuf {
    let stem = args.scenario.file.file_stem().unwrap_or(args.scenario.file.as_os_str());
    args.out.clone().unwrap_or_else(|| PathBuf::from("outputs").join(stem))
}
