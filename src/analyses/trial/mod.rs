//! Event log of one trial (`adit trial`), as text, JSON and a figure.

mod chart;
mod event_log;
mod report;

pub use chart::trial as trial_figure;
pub use event_log::{Event, EventLog, EventLogGoal, event_log};
pub use report::{event_log_json, event_log_text};

use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::driver::prepare::{name_of, prepare};
use crate::driver::{Failure, Format, ScenarioArgs, output, sampling};
use crate::engine::RunOptions;
use crate::report::charts::{self, Figure};

/// Options of `adit trial`.
#[derive(Debug, Args)]
pub struct TrialArgs {
    /// The scenario.
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// Number of the trial; the first is 0
    #[arg(long, value_name = "I")]
    pub number: u64,
    /// Seed of the random numbers [default: that of the scenario]
    #[arg(long, value_name = "S")]
    pub seed: Option<u64>,
    /// Form of the answer on stdout
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Also draw the events to FILE, as PNG if its name ends in .png, otherwise as SVG; an existing file is not replaced
    #[arg(long, value_name = "FILE")]
    pub figure: Option<PathBuf>,
}

/// Replays a trial and prints its events.
///
/// # Errors
/// Where the scenario cannot run, the figure cannot be written, or stdout refuses the answer.
pub fn trial(args: &TrialArgs) -> Result<(), Failure> {
    let mut prepared = prepare(&args.scenario)?;
    let seed = args.seed.unwrap_or(prepared.scenario.seed);
    let mut options = RunOptions { trials: prepared.scenario.trials, seed, threads: None };
    let _ = sampling::designed(&mut prepared.plan, &mut prepared.scenario, &mut options); // the run has said it
    let log = event_log(&prepared.plan, seed, args.number);
    let (grid, title) = (prepared.plan.grid, &prepared.scenario.title);
    if let Some(file) = &args.figure {
        let print =
            format!("{} · trial {} · seed {seed} · {} {}", name_of(&args.scenario), args.number, env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
        write(&trial_figure(&log, grid, title, &print), file)?;
    }
    match args.format {
        Format::Text => output::answer(&event_log_text(&log, grid, title, seed)),
        Format::Json => output::answer_json(&event_log_json(&log, grid, title, seed)),
    }
}

/// Writes a figure to a new file in the format of the file's name.
fn write(figure: &Figure, file: &Path) -> Result<(), Failure> {
    let is_png = file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("png"));
    let bytes = if is_png { charts::png(figure) } else { Ok(figure.svg.clone().into_bytes()) };
    bytes.and_then(|bytes| File::create_new(file)?.write_all(&bytes)).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Failure::Input(format!("{} exists and is not replaced; choose another file for --figure", file.display())),
        _ => Failure::Machine(format!("cannot write {}: {error}", file.display())),
    })
}
