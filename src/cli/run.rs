//! `adit run`: the whole way from a scenario file to its results folder and the table on stdout.

use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;

use super::interrupt::Unfinished;
use super::prepare::{Prepared, name_of, prepare};
use super::progress::Progress;
use super::{Failure, Format, ScenarioArgs, output};
use crate::plan::Plan;
use crate::report::{InputFile, Manifest, Record, ResultsFolder, Selection, TrialsTable, summary, text, write_json, write_numbers, write_report};
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
    /// Draw these figures only, in figures/ and in the report: ladder, arrival, fan, mix, flow, bridge, regime, timeline [default: all]
    #[arg(long, value_name = "KINDS", value_delimiter = ',')]
    pub figures: Vec<String>,
}

/// Runs a scenario.
///
/// # Errors
/// Where the scenario cannot run, the folder cannot be written, or stdout refuses the answer.
pub fn run(args: &RunArgs) -> Result<(), Failure> {
    let started = Timestamp::now();
    let selection = Selection::new(&args.figures, &[]).map_err(Failure::Input)?;
    let Prepared { mut scenario, plan, files, .. } = prepare(&args.scenario)?;
    scenario.trials = args.trials.unwrap_or(scenario.trials);
    scenario.seed = args.seed.unwrap_or(scenario.seed);
    let options = RunOptions { trials: scenario.trials, seed: scenario.seed, threads: Some(threads(args)) };
    let folder = ResultsFolder::open(&target(args))?; // before the long run
    let unfinished = Unfinished::watch(folder.making());
    let findings = simulate(&plan, &options)?;
    let record = Record::new(name_of(&args.scenario), findings, study::assumptions(&scenario));
    let Record { findings, scenario: name, .. } = &record;
    write_numbers(&folder, &record)?;
    if args.trials_csv {
        write_trials(&folder, &plan, findings, &options)?;
    }
    let as_run = scenario::to_toml(&scenario);
    let manifest = certificate(args, &scenario, &as_run, &files, started);
    write_report(&folder, &record, &manifest, &selection)?;
    folder.write("scenario.toml", |out| std::io::Write::write_all(out, as_run.as_bytes()))?;
    folder.write("manifest.json", |out| write_json(&manifest.finished(started), out))?; // last: a folder that has one is complete
    unfinished.finish(folder)?;
    match args.format {
        Format::Text => output::answer(&text(findings, name))?,
        Format::Json => output::answer_json(&summary(findings, name))?,
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

/// What was run, by what, from what.
fn certificate(args: &RunArgs, scenario: &Scenario, as_run: &str, files: &[crate::units::SourceFile], started: Timestamp) -> Manifest {
    let inputs = files.iter().map(|file| InputFile::new(&file.name, &file.text)).collect();
    let command = std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect();
    let manifest = Manifest::new(command, args.scenario.file.display().to_string(), inputs, InputFile::new("scenario.toml", as_run), started);
    manifest.of_run(scenario.seed, scenario.trials, threads(args), &args.scenario.overrides)
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
