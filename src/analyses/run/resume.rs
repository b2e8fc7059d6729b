//! `adit run --resume DIR`: finished ranges of trials are saved while a long run goes on, so that it can go on where it was stopped.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use serde_json::Value;

use crate::driver::OpenAnalysis;
use crate::driver::interrupt::InterruptMessage;
use crate::driver::output_run::Settings;
use crate::driver::{Failure, output};
use crate::engine::{RunCounts, RunTally};
use crate::report::words;
use crate::store::{PartHeader, ResumeError, SavedRanges};

/// Options of a run that saves what it has done.
#[derive(Debug, Args)]
pub struct ResumeArgs {
    /// Continue the interrupted run of the same scenario whose results folder was to be DIR
    #[arg(long, value_name = "DIR", conflicts_with_all = ["out", "part"])]
    pub resume: Option<PathBuf>,
    /// Interval in seconds at which finished trials are saved for --resume
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u32).range(0..=86_400))]
    pub save_every: u32,
}

impl ResumeArgs {
    /// Where to leave the results: where the run that is gone on with was to leave them.
    #[must_use]
    pub fn settings(&self, settings: &Settings) -> Settings {
        Settings { out: self.resume.clone().or_else(|| settings.out.clone()), ..settings.clone() }
    }
}

/// The saved ranges of a run.
pub struct Saving {
    ranges: SavedRanges,
    before: Option<RunTally>,
    /// How often they are saved.
    pub every: Duration,
    interrupt_message: InterruptMessage,
    trials: u64,
    /// How to go on, where something is saved.
    way: String,
    is_saved: bool,
    /// What was said last of a save that failed.
    told: String,
}

impl Saving {
    /// Of a run about to begin; reads what was saved where it goes on with another.
    ///
    /// # Errors
    /// Where another run is still at work there, or what was saved is of another scenario, version, seed or number of trials.
    pub fn open(analysis: &OpenAnalysis, args: &ResumeArgs) -> Result<Self, Failure> {
        let (folder, plain) = (analysis.folder(), PartHeader { overrides: Vec::new(), inputs: Vec::new(), ..analysis.header(Value::Null) });
        let mut saving = Self {
            ranges: SavedRanges::beside(folder.target(), folder.making(), plain),
            before: None,
            every: Duration::from_secs(u64::from(args.save_every)),
            interrupt_message: analysis.interrupt_message(),
            trials: analysis.options.trials,
            way: format!("go on with the same command and --resume {} in place of --out", analysis.target().display()),
            is_saved: false,
            told: String::new(),
        };
        if let Some(folder) = &args.resume {
            let folder = folder.display();
            let resumed = saving.ranges.resume::<RunCounts>().map_err(|error| match error {
                ResumeError::AtWork => Failure::Input(format!("{folder}: another run is at work on it")),
                ResumeError::Other(why) => {
                    Failure::Input(format!("{folder} was being made by another run: {why}; to begin anew, give --out in place of --resume"))
                }
                ResumeError::Io(error) => Failure::Machine(format!("{folder}: its saved trials cannot be used: {error}")),
            })?;
            resumed.remarks.iter().for_each(|remark| output::note(remark));
            let whole = resumed.counts.and_then(|counts| RunTally::with_counts(&analysis.plan, counts));
            saving.before = whole.filter(|run| run.tally.trials <= saving.trials);
            saving.tell_before(&folder.to_string());
        }
        Ok(saving)
    }

    fn tell_before(&mut self, folder: &str) {
        match &self.before {
            Some(RunTally { tally, .. }) => {
                self.is_saved = true;
                output::note(&format!("going on after {} of {} trials", words::count(tally.trials), words::count(self.trials)));
                self.interrupt_message.set(self.farewell_after(tally.trials));
            }
            None => output::note(&format!("no trials are saved for {folder}: beginning with the first")),
        }
    }

    /// What was counted before, once.
    pub fn before(&mut self) -> Option<RunTally> {
        self.before.take()
    }

    /// Saves what was counted so far. Where that fails the run goes on, and says so.
    pub fn save(&mut self, run: &RunTally) {
        match self.ranges.save(run.tally.trials, &run.counts()) {
            Ok(()) => {
                self.is_saved = true;
                self.interrupt_message.set(self.farewell_after(run.tally.trials));
                self.told.clear();
            }
            Err(error) => {
                let told = format!("finished trials cannot be saved, the run goes on without: {error}");
                if told != self.told {
                    output::note(&told);
                }
                self.told = told;
            }
        }
    }

    fn farewell_after(&self, trials: u64) -> String {
        format!("adit: {} of {} trials are saved: {}", words::count(trials), words::count(self.trials), self.way)
    }

    /// Keeps what was saved where the results could not be written, and says so.
    ///
    /// # Errors
    /// That of the results.
    pub fn keep<T>(&self, outcome: Result<T, Failure>) -> Result<T, Failure> {
        if outcome.is_err() && self.is_saved {
            output::note(&format!("finished trials are still saved: {}", self.way));
        }
        outcome
    }

    /// Removes what was saved, the results being in their place.
    pub fn done(self) {
        self.ranges.remove();
    }
}
