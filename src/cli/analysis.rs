//! What a command is that asks something of one scenario: from the file to the results folder with its page, in a few lines.
//!
//! A new analysis is an `Args` that flattens [`AnalysisArgs`], and a function such as
//! ```text
//! pub fn causes(args: &CausesArgs) -> Result<(), Failure> {
//!     let analysis = Analysis::open(&args.common, "causes")?;              // reads, checks, compiles; opens the folder
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
//! gives [`Analysis::open_with`] fewer trials than the scenario's as its usual number.

use clap::Args;
use jiff::Timestamp;
use serde::Serialize;

use super::making::{AsRun, Making, Settings, read_from};
use super::prepare::{Prepared, name_of, prepare};
use super::{Failure, ScenarioArgs};
use crate::plan::Plan;
use crate::report::{About, Manifest, ResultsFolder};
use crate::scenario::{Loaded, Scenario};
use crate::study::RunOptions;
use crate::units::SourceFile;

/// Options that every command on one scenario has.
#[derive(Debug, Args)]
pub struct AnalysisArgs {
    /// The scenario.
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// How to run it and where to leave what is found.
    #[command(flatten)]
    pub settings: Settings,
}

/// A scenario ready to be asked, and the results folder in the making.
pub struct Analysis {
    /// As written, with the trials and the seed of this command.
    pub scenario: Scenario,
    /// As it runs.
    pub plan: Plan,
    /// Trials, seed and threads.
    pub options: RunOptions,
    /// Name of the scenario file without its folder.
    pub name: String,
    /// As it was read, for its levers.
    pub loaded: Loaded,
    subcommand: &'static str,
    file: String,
    overrides: Vec<String>,
    files: Vec<SourceFile>,
    making: Making,
}

impl Analysis {
    /// Reads, checks and compiles the scenario and opens `outputs/NAME-SUBCOMMAND`, or `--out`; `run` alone has no name behind the scenario's.
    ///
    /// # Errors
    /// Where the scenario cannot run, or the folder cannot be made.
    pub fn open(args: &AnalysisArgs, subcommand: &'static str) -> Result<Self, Failure> {
        Self::open_with(args, subcommand, |scenario| scenario.trials)
    }

    /// The same with another number of trials where none is asked for.
    ///
    /// # Errors
    /// As of [`Analysis::open`].
    pub fn open_with(args: &AnalysisArgs, subcommand: &'static str, usual_trials: impl FnOnce(&Scenario) -> u64) -> Result<Self, Failure> {
        let started = Timestamp::now();
        let Prepared { mut scenario, plan, files, loaded } = prepare(&args.scenario)?;
        scenario.trials = usual_trials(&scenario);
        let options = args.settings.options(&scenario);
        (scenario.trials, scenario.seed) = (options.trials, options.seed);
        let stem = args.scenario.file.file_stem().unwrap_or(args.scenario.file.as_os_str()).to_string_lossy();
        let folder = if subcommand == "run" { stem.into_owned() } else { format!("{stem}-{subcommand}") };
        Ok(Self {
            making: Making::open(&args.settings, &folder, started)?, // before the long run
            name: name_of(&args.scenario),
            file: args.scenario.file.display().to_string(),
            overrides: args.scenario.overrides.clone(),
            scenario,
            plan,
            options,
            loaded,
            subcommand,
            files,
        })
    }

    /// The folder in the making.
    #[must_use]
    pub fn folder(&self) -> &ResultsFolder {
        &self.making.folder
    }

    /// What was run, by what, from what.
    #[must_use]
    pub fn manifest(&self) -> Manifest {
        let manifest = self.making.certificate(self.file.clone(), read_from(&self.files), &AsRun::of(&self.scenario), "scenario.toml");
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
