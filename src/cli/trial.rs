//! `adit trial`: the event log of one trial.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::driver::prepare::{name_of, prepare};
use crate::driver::{Failure, Format, ScenarioArgs, output, sampling};
use crate::report::charts::{self, Figure};
use crate::report::{event_log_json, event_log_text};
use crate::study::{self, RunOptions};

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
    /// Draw the story too, as SVG, or as PNG where FILE ends in .png
    #[arg(long, value_name = "FILE")]
    pub figure: Option<PathBuf>,
}

/// Tells a trial.
///
/// # Errors
/// Where the scenario cannot run, the figure cannot be written, or stdout refuses the answer.
pub fn trial(args: &TrialArgs) -> Result<(), Failure> {
    let mut prepared = prepare(&args.scenario)?;
    let seed = args.seed.unwrap_or(prepared.scenario.seed);
    let mut options = RunOptions { trials: prepared.scenario.trials, seed, threads: None };
    let _ = sampling::designed(&mut prepared.plan, &mut prepared.scenario, &mut options); // the run has said it
    let log = study::event_log(&prepared.plan, seed, args.number);
    let (grid, title) = (prepared.plan.grid, &prepared.scenario.title);
    if let Some(file) = &args.figure {
        let print =
            format!("{} · trial {} · seed {seed} · {} {}", name_of(&args.scenario), args.number, env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
        write(&charts::trial(&log, grid, title, &print), file)?;
    }
    match args.format {
        Format::Text => output::answer(&event_log_text(&log, grid, title, seed)),
        Format::Json => output::answer_json(&event_log_json(&log, grid, title, seed)),
    }
}

/// Writes a figure in the format that the file's name asks for.
fn write(figure: &Figure, file: &Path) -> Result<(), Failure> {
    let is_png = file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("png"));
    let bytes = if is_png { charts::png(figure) } else { Ok(figure.svg.clone().into_bytes()) };
    bytes.and_then(|bytes| std::fs::write(file, bytes)).map_err(|error| Failure::Machine(format!("cannot write {}: {error}", file.display())))
}
