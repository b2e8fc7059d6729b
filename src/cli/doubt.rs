//! `adit doubt`: how much of the doubt about an answer lies in the trials, in the inputs, and in the reading of the world.

use std::path::PathBuf;

use clap::Args;

use crate::driver::prepare::prepare_all;
use crate::driver::progress::Progress;
use crate::driver::question::{goal_named, month_of_year};
use crate::driver::{CommonArgs, OpenAnalysis};
use crate::driver::{Failure, ScenarioArgs};
use crate::plan::Plan;
use crate::report::{chapter_text, charts, doubt_chapter, doubt_csv, write_chapter};
use crate::store::write_json;
use crate::study::doubt::{Nested, doubts};

/// Trials of each run where no number is asked for.
const TRIALS: u64 = 10_000;

/// Options of `adit doubt`.
#[derive(Debug, Args)]
pub struct DoubtArgs {
    /// The scenario, how to run it, and where to leave what is found.
    #[command(flatten)]
    pub common: CommonArgs,
    /// Other readings of the same world: scenario files, which may lay a few figures over this one with `extends`
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub against: Vec<PathBuf>,
    /// Goal that the sentences speak of [default: the scenario's first]
    #[arg(long, value_name = "NAME")]
    pub goal: Option<String>,
    /// Year by the end of which chances are taken [default: 2035, or the last of the scenario]
    #[arg(long, value_name = "YEAR")]
    pub by: Option<i32>,
    /// Draws of the unknown inputs
    #[arg(long, value_name = "N", default_value_t = 256, value_parser = clap::value_parser!(u64).range(2..=1_000_000))]
    pub outer: u64,
    /// Runs of chance for each of them
    #[arg(long, value_name = "N", default_value_t = 32, value_parser = clap::value_parser!(u32).range(2..=10_000))]
    pub inner: u32,
}

/// Takes the doubts apart.
///
/// # Errors
/// Where a scenario cannot run, the folder cannot be written, or stdout refuses the answer.
pub fn doubt(args: &DoubtArgs) -> Result<(), Failure> {
    let others: Vec<ScenarioArgs> = args.against.iter().map(|file| ScenarioArgs { file: file.clone(), overrides: Vec::new() }).collect();
    let readings: Vec<(String, Plan)> = prepare_all(&others)?
        .into_iter()
        .zip(&args.against)
        .map(|(prepared, file)| (file.file_stem().unwrap_or(file.as_os_str()).to_string_lossy().into_owned(), prepared.plan))
        .collect();
    let analysis = OpenAnalysis::open_with(&args.common, "doubt", |scenario| scenario.trials.min(TRIALS))?;
    let (goal, by) = (goal_named(&analysis.plan, args.goal.as_deref())?, month_of_year(&analysis.plan, args.by)?);
    if let Some((name, _)) = readings.iter().find(|(_, reading)| reading.grid != analysis.plan.grid) {
        return Err(Failure::Input(format!("{name} runs over other months than {}", analysis.name)));
    }
    let trials = analysis.options.trials.saturating_mul(1 + readings.len() as u64).saturating_add(args.outer.saturating_mul(u64::from(args.inner)));
    let progress = Progress::new(trials, "doubting");
    let nested = Nested { outer: args.outer, inner: args.inner };
    let found = doubts(&analysis.plan, &readings, by, nested, &analysis.options, &|done| progress.add(done))
        .map_err(|error| Failure::Machine(format!("cannot start the threads: {error}")))?;
    drop(progress);
    let goal = analysis.plan.goals.goals[goal].name.clone();
    let print = charts::small_print(&analysis.name, analysis.options.trials, analysis.options.seed);
    let chapter = doubt_chapter(&found, &goal, &print);
    let mut words = vec!["--goal".to_owned(), goal, "--by".to_owned(), analysis.plan.grid.year(by).to_string()];
    words.extend(["--outer".to_owned(), args.outer.to_string(), "--inner".to_owned(), args.inner.to_string()]);
    if !args.against.is_empty() {
        words.push("--against".to_owned());
        words.extend(args.against.iter().map(|file| file.display().to_string()));
    }
    write_chapter(analysis.folder(), &chapter, &analysis.about(&words))?;
    analysis.folder().write("doubt.json", |out| write_json(&found, out))?;
    let csv = doubt_csv(&found);
    analysis.folder().write("doubt.csv", |out| std::io::Write::write_all(out, csv.text().as_bytes()))?;
    analysis.finish(|| chapter_text(&chapter), &found)
}
