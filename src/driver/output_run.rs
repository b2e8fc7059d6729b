//! What every command shares that runs trials and leaves a results folder: its options, the folder in the making, the answer.

use std::path::{Path, PathBuf};

use clap::Args;
use jiff::Timestamp;
use serde::Serialize;

use super::interrupt::{InterruptMessage, Unfinished};
use super::{Failure, Format, output};
use crate::scenario::{self, Sampling, Scenario};
use crate::store::{InputFile, Manifest, ResultsFolder};
use crate::study::RunOptions;
use crate::units::SourceFile;

/// How to run and where to leave it.
#[derive(Clone, Debug, Args)]
pub struct Settings {
    /// Trials [default: the scenario's; of several, the first scenario's]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1_000_000_000))]
    pub trials: Option<u64>,
    /// Seed [default: as of the trials]
    #[arg(long, value_name = "S")]
    pub seed: Option<u64>,
    /// Threads; the results do not depend on it [default: all]
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Results folder; results of before are replaced once the new ones are complete [default: one in outputs/, named after FILE]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// How to answer on stdout
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

impl Settings {
    /// Trials and seed as asked for, else the scenario's; threads as asked for, else as many as the machine has.
    #[must_use]
    pub fn options(&self, scenario: &Scenario) -> RunOptions {
        RunOptions { trials: self.trials.unwrap_or(scenario.trials), seed: self.seed.unwrap_or(scenario.seed), threads: Some(self.threads()) }
    }

    /// Threads as asked for, else as many as the machine has.
    #[must_use]
    pub fn threads(&self) -> usize {
        self.threads.map_or_else(|| std::thread::available_parallelism().map_or(1, usize::from), usize::from)
    }
}

/// A results folder in the making.
pub struct OutputRun {
    /// The folder, for [`ResultsFolder::write`].
    pub folder: ResultsFolder,
    unfinished: Unfinished,
    target: PathBuf,
    started: Timestamp,
    format: Format,
}

impl OutputRun {
    /// Opens the folder asked for, else one in `outputs` with this name, before anything long is begun; an interrupt removes it.
    ///
    /// # Errors
    /// Where it cannot be made.
    pub fn open(settings: &Settings, name: &str, started: Timestamp) -> Result<Self, Failure> {
        let target = settings.out.clone().unwrap_or_else(|| PathBuf::from("outputs").join(name));
        let folder = ResultsFolder::open(&target)?;
        let unfinished = Unfinished::watch(&folder);
        Ok(Self { folder, unfinished, target, started, format: settings.format })
    }

    /// What was run, by what, from what: the scenario file as named, `page` the scenario as run under its name in the folder.
    #[must_use]
    pub fn certificate(&self, file: String, inputs: Vec<InputFile>, as_run: &AsRun, page: &str) -> Manifest {
        let command = std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect();
        Manifest::new(command, file, inputs, as_run.described(page), self.started).of_model(as_run.model.clone())
    }

    /// Writes the manifest, which comes last since a folder that has one is complete, puts the folder in its place, and answers on stdout.
    ///
    /// # Errors
    /// Where the folder cannot be put in its place, or stdout refuses the answer.
    pub fn finish(self, manifest: &impl Serialize, text: impl FnOnce() -> String, json: &impl Serialize) -> Result<(), Failure> {
        self.folder.write_manifest(manifest)?;
        self.unfinished.finish(self.folder)?;
        match self.format {
            Format::Text => output::answer(&text())?,
            Format::Json => output::answer_json(json)?,
        }
        output::note(&format!("results in {}", self.target.display()));
        Ok(())
    }

    /// What is said at an interrupt.
    #[must_use]
    pub fn interrupt_message(&self) -> InterruptMessage {
        self.unfinished.interrupt_message()
    }

    /// Where the results will stand, as asked for.
    #[must_use]
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// When the command began.
    #[must_use]
    pub fn started(&self) -> Timestamp {
        self.started
    }
}

/// A scenario as run, overlays and settings applied.
pub struct AsRun {
    text: String,
    model: String,
}

impl AsRun {
    /// Writes a scenario out.
    #[must_use]
    pub fn of(scenario: &Scenario) -> Self {
        let apart = Scenario { trials: 1, seed: 0, sampling: Sampling::Random, replicates: None, precision: None, ..scenario.clone() };
        Self { text: scenario::to_toml(scenario), model: InputFile::new("", &scenario::to_toml(&apart)).sha256 }
    }

    /// The scenario as a file.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Puts it into the folder under this name.
    ///
    /// # Errors
    /// Where the file system refuses.
    pub fn write(&self, folder: &ResultsFolder, page: &str) -> Result<(), Failure> {
        Ok(folder.write(page, |out| std::io::Write::write_all(out, self.text.as_bytes()))?)
    }

    /// Its name, hash and length.
    #[must_use]
    pub fn described(&self, page: &str) -> InputFile {
        InputFile::new(page, &self.text)
    }
}

/// The texts that scenarios were read from, each once: a base that several extend is read by each of them.
#[must_use]
pub fn read_from<'a>(files: impl IntoIterator<Item = &'a SourceFile>) -> Vec<InputFile> {
    let mut inputs: Vec<InputFile> = Vec::new();
    for file in files {
        let file = InputFile::new(&file.name, &file.text);
        if !inputs.contains(&file) {
            inputs.push(file);
        }
    }
    inputs
}
