//! `adit sensitivity`: what makes the answer uncertain.

use clap::Args;

use crate::driver::Failure;
use crate::driver::progress::Progress;
use crate::driver::{CommonArgs, OpenAnalysis};
use crate::report::{correlations_csv, sensitivity_chapter, sensitivity_csv, sensitivity_json, sensitivity_text, write_chapter};
use crate::store::write_json;
use crate::study::sensitivity::{DEFAULT_LEADING, DEFAULT_TRIALS, SensitivityError, SensitivityOptions, sensitivity as analyse, sensitivity_trials};

/// Options of `adit sensitivity`.
#[derive(Debug, Args)]
pub struct SensitivityArgs {
    /// The scenario and how to run it; trials are those of each run of the design, 4096 unless asked otherwise.
    #[command(flatten)]
    pub common: CommonArgs,
    /// Ask about arrival by the end of this year [default: of each goal the year with the chance nearest to one half]
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1..=9999))]
    pub by: Option<i32>,
    /// Tell of this goal in full, as often as needed [default: of each ladder of thresholds one, and all other goals]
    #[arg(long = "goal", value_name = "NAME")]
    pub goals: Vec<String>,
    /// Single elements that get runs of their own, those that lead in the screening
    #[arg(long, value_name = "N", default_value_t = DEFAULT_LEADING, value_parser = leading)]
    pub leading: usize,
}

/// A number of elements.
fn leading(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(count) if (1..=10_000).contains(&count) => Ok(count),
        _ => Err("write a whole number from 1 to 10000".to_owned()),
    }
}

/// Shares out the variance of every goal's arrival.
///
/// # Errors
/// Where the scenario cannot run or has no goal, a goal or year asked about is not its, the folder cannot be written, or stdout refuses the answer.
pub fn sensitivity(args: &SensitivityArgs) -> Result<(), Failure> {
    let analysis = OpenAnalysis::open_with(&args.common, "sensitivity", |_| DEFAULT_TRIALS)?;
    let options = SensitivityOptions { run: analysis.options, year: args.by, leading: args.leading, goals: args.goals.clone() };
    let progress = Progress::new(sensitivity_trials(&analysis.plan, &options), "sharing out the variance");
    let found = analyse(&analysis.plan, &options, &|done| progress.add(done)).map_err(|error| match error {
        SensitivityError::Threads(_) => Failure::Machine(error.to_string()),
        _ => Failure::Input(error.to_string()),
    })?;
    drop(progress);
    let folder = analysis.folder();
    let json = sensitivity_json(&found, &analysis.name);
    folder.write("sensitivity.json", |out| write_json(&json, out))?;
    for (name, table) in [("sensitivity.csv", sensitivity_csv(&found)), ("correlations.csv", correlations_csv(&found))] {
        folder.write(name, |out| std::io::Write::write_all(out, table.text().as_bytes()))?;
    }
    write_chapter(folder, &sensitivity_chapter(&found, &analysis.name), &analysis.about(&words(args)))?;
    let name = analysis.name.clone();
    analysis.finish(|| sensitivity_text(&found, &name), &json)
}

/// The command's own options, as typed.
fn words(args: &SensitivityArgs) -> Vec<String> {
    let mut words: Vec<String> = args.by.iter().flat_map(|year| ["--by".to_owned(), year.to_string()]).collect();
    words.extend(args.goals.iter().flat_map(|goal| ["--goal".to_owned(), goal.clone()]));
    if args.leading != DEFAULT_LEADING {
        words.extend(["--leading".to_owned(), args.leading.to_string()]);
    }
    words
}
