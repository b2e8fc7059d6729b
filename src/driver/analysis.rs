//! What a command is that asks something of one scenario: from the file to the results folder with its page, in a few lines.
//!
//! A new analysis is an `Args` that flattens [`CommonArgs`], and a function such as
//! ```text
//! pub fn causes(args: &CausesArgs) -> Result<(), Failure> {
//!     let analysis = OpenAnalysis::open(&args.common, "causes")?;              // reads, checks, compiles; opens the folder
//!     let progress = Progress::new(analysis.options.trials, "attributing");
//!     let found = study::causes(&analysis.plan, &analysis.options, &|done| progress.add(done)).map_err(…)?;
//!     drop(progress);
//!     let folder = analysis.folder();
//!     folder.write("causes.json", |out| write_json(&report::causes_json(&found), out))?;
//!     folder.write("causes.csv", |out| report::causes_csv(&found, out))?;
//!     let about = analysis.about(&["--goal".to_owned(), args.goal.clone()]); // its own options, for "How to reproduce"
//!     write_chapter(folder, &report::causes_chapter(&found, &about)?, &about)?;
//!     analysis.finish(|| report::causes_text(&found), &report::causes_json(&found)) // scenario.toml, manifest.json, the answer
//! }
//! ```
//! It leaves `outputs/NAME-causes/`, which `adit report outputs/NAME` takes up as a chapter. One that runs the scenario many times
//! gives [`OpenAnalysis::open_with`] fewer trials than the scenario's as its usual number.

use std::ops::Deref;
use std::path::Path;

use clap::Args;
use jiff::Timestamp;
use serde::Serialize;

use super::interrupt::InterruptMessage;
use super::output_run::{AsRun, OutputRun, Settings};
use super::request::Request;
use super::{Failure, ScenarioArgs};
use crate::report::About;
use crate::scenario::Scenario;
use crate::store::{Manifest, ResultsFolder};

/// Options that every command on one scenario has.
#[derive(Clone, Debug, Args)]
pub struct CommonArgs {
    /// The scenario.
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// How to run it and where to leave what is found.
    #[command(flatten)]
    pub settings: Settings,
}

/// A scenario ready to be asked, and the results folder in the making.
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
    /// Reads, checks and compiles the scenario and opens `outputs/NAME-SUBCOMMAND`, or `--out`; `run` alone has no name behind the scenario's.
    ///
    /// # Errors
    /// Where the scenario cannot run, or the folder cannot be made.
    pub fn open(args: &CommonArgs, subcommand: &'static str) -> Result<Self, Failure> {
        Self::open_with(args, subcommand, |scenario| scenario.trials)
    }

    /// The same with another number of trials where none is asked for.
    ///
    /// # Errors
    /// As of [`OpenAnalysis::open`].
    pub fn open_with(args: &CommonArgs, subcommand: &'static str, usual_trials: impl FnOnce(&Scenario) -> u64) -> Result<Self, Failure> {
        let started = Timestamp::now();
        Self::making(Request::of(args, subcommand, usual_trials)?, &args.settings, started)
    }

    /// Opens the folder of a scenario that is ready, before the long run.
    ///
    /// # Errors
    /// Where the folder cannot be made.
    pub fn making(asked: Request, settings: &Settings, started: Timestamp) -> Result<Self, Failure> {
        let making = OutputRun::open(settings, &asked.folder(), started)?;
        Ok(Self { asked, making })
    }

    /// The folder in the making.
    #[must_use]
    pub fn folder(&self) -> &ResultsFolder {
        &self.making.folder
    }

    /// What is said at an interrupt.
    #[must_use]
    pub fn interrupt_message(&self) -> InterruptMessage {
        self.making.interrupt_message()
    }

    /// Where the results will stand, as asked for.
    #[must_use]
    pub fn target(&self) -> &Path {
        self.making.target()
    }

    /// What was run, by what, from what.
    #[must_use]
    pub fn manifest(&self) -> Manifest {
        let manifest = self.making.certificate(self.file.clone(), self.inputs.clone(), &AsRun::of(&self.scenario), "scenario.toml");
        manifest.of_run(self.options.seed, self.options.trials, self.options.threads.unwrap_or(1), &self.overrides)
    }

    /// What the pages say of where they come from; `words` are the command's own options, as typed.
    #[must_use]
    pub fn about(&self, words: &[String]) -> About {
        let words: Vec<String> = std::iter::once(&self.name).chain(words).cloned().collect();
        About::new(&self.scenario.title, &self.name, self.subcommand, &words, &self.manifest())
    }

    /// Writes the scenario as run and the manifest, puts the folder in its place, and answers on stdout in the format asked for.
    ///
    /// # Errors
    /// Where the folder cannot be put in its place, or stdout refuses the answer.
    pub fn finish(self, text: impl FnOnce() -> String, json: &impl Serialize) -> Result<(), Failure> {
        AsRun::of(&self.scenario).write(&self.making.folder, "scenario.toml")?;
        let manifest = self.manifest();
        self.making.finish(&manifest, text, json)
    }
}
