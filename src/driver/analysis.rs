//! Command on one scenario: from the options to an open results folder, and from the findings to the finished one.

use std::ops::Deref;
use std::path::Path;

use clap::Args;
use jiff::Timestamp;
use serde::Serialize;

use super::interrupt::InterruptMessage;
use super::output_run::{AsRun, OutputRun, Settings};
use super::request::{Request, name_of, names_of};
use super::{Failure, ScenarioArgs};
use crate::report::About;
use crate::scenario::Scenario;
use crate::store::{ComparedWith, Manifest, ResultsFolder};

/// Options of every command on one scenario.
#[derive(Clone, Debug, Args)]
pub struct CommonArgs {
    /// The scenario.
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// Trials, seed, threads, results folder and form of the answer.
    #[command(flatten)]
    pub settings: Settings,
}

/// Compiled scenario and the results folder that is being written.
pub struct OpenAnalysis {
    asked: Request,
    making: OutputRun,
}

impl Deref for OpenAnalysis {
    type Target = Request;

    fn deref(&self) -> &Request {
        &self.asked
    }
}

impl OpenAnalysis {
    /// Reads, checks and compiles the scenario and opens `--out`, or `outputs/NAME-SUBCOMMAND` (`outputs/NAME` for `run`).
    ///
    /// # Errors
    /// Where the scenario cannot run, or the folder cannot be made.
    pub fn open(args: &CommonArgs, subcommand: &'static str) -> Result<Self, Failure> {
        Self::open_with(args, subcommand, |scenario| scenario.trials)
    }

    /// The same with another default number of trials.
    ///
    /// # Errors
    /// Those of [`OpenAnalysis::open`].
    pub fn open_with(args: &CommonArgs, subcommand: &'static str, usual_trials: impl FnOnce(&Scenario) -> u64) -> Result<Self, Failure> {
        let started = Timestamp::now();
        Self::making(Request::of(args, subcommand, usual_trials)?, &args.settings, started)
    }

    /// Opens the results folder of a compiled scenario.
    ///
    /// # Errors
    /// Where the folder cannot be made.
    pub fn making(asked: Request, settings: &Settings, started: Timestamp) -> Result<Self, Failure> {
        let making = OutputRun::open(settings, &asked.folder(), started)?;
        Ok(Self { asked, making })
    }

    /// Folder that is being written.
    #[must_use]
    pub fn folder(&self) -> &ResultsFolder {
        &self.making.folder
    }

    /// Message that is printed at an interrupt.
    #[must_use]
    pub fn interrupt_message(&self) -> InterruptMessage {
        self.making.interrupt_message()
    }

    /// Path of the results folder, as given.
    #[must_use]
    pub fn target(&self) -> &Path {
        self.making.target()
    }

    /// Manifest of the command.
    #[must_use]
    pub fn manifest(&self) -> Manifest {
        let pages = self.pages();
        let mut manifest = self.making.certificate(self.file.clone(), self.inputs.clone(), &self.as_run(), &pages[0]);
        let others = self.others.iter().zip(&pages[1..]);
        manifest.compared_with =
            others.map(|(other, page)| ComparedWith { scenario: other.file.clone(), as_run: AsRun::of(&other.scenario).described(page) }).collect();
        manifest.of_run(self.options.seed, self.options.trials, self.options.threads.unwrap_or(1), &self.overrides)
    }

    /// Origin of the results for the report; `words` are the options of the command, as typed.
    #[must_use]
    pub fn about(&self, words: &[String]) -> About {
        let files: Vec<String> = self.files().map(|file| name_of(file)).collect();
        let words: Vec<String> = files.iter().chain(words).cloned().collect();
        About::new(&self.scenario.title, &files.join(", "), self.subcommand, &words, &self.manifest())
    }

    /// Names of the scenarios as run in the results folder.
    fn pages(&self) -> Vec<String> {
        if self.others.is_empty() {
            return vec!["scenario.toml".to_owned()];
        }
        self.names().iter().map(|name| format!("scenarios/{name}.toml")).collect()
    }

    /// Names of the readings in the results folder.
    fn readings(&self) -> Vec<String> {
        names_of(self.asked.readings.iter().map(|reading| &reading.file)).iter().map(|name| format!("scenarios/{name}.toml")).collect()
    }

    /// Scenario as run, which names its readings in the results folder.
    fn as_run(&self) -> AsRun {
        AsRun::with_readings(&self.scenario, &self.readings())
    }

    /// Writes the scenario as run and the manifest, moves the folder to its place and prints the answer.
    ///
    /// # Errors
    /// Where the folder cannot be moved to its place, or stdout cannot be written to.
    pub fn finish(self, text: impl FnOnce() -> String, json: &impl Serialize) -> Result<(), Failure> {
        let beside = self.others.iter().chain(&self.asked.readings).map(|other| AsRun::of(&other.scenario));
        let pages = self.pages().into_iter().chain(self.readings());
        std::iter::once(self.as_run()).chain(beside).zip(pages).try_for_each(|(as_run, page)| as_run.write(&self.making.folder, &page))?;
        let manifest = self.manifest();
        self.making.finish(&manifest, text, json)
    }
}
