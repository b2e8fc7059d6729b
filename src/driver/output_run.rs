//! Output of a command that runs trials: its options, its results folder and its answer on stdout.

use std::path::{Path, PathBuf};

use clap::Args;
use jiff::Timestamp;
use serde::Serialize;

use super::interrupt::{InterruptMessage, Unfinished};
use super::{Failure, Format, output};
use crate::scenario::{self, At, Sampling, Scenario};
use crate::store::{InputFile, Manifest, ResultsFolder};
use crate::study::RunOptions;
use crate::units::{Place, SourceFile};

/// Options of a command that runs trials.
#[derive(Clone, Debug, Args)]
pub struct Settings {
    /// Number of trials [default: that of the scenario, or of the first of several; analyses that repeat the run use fewer]
    #[arg(long, value_name = "N", value_parser = crate::driver::options::trials)]
    pub trials: Option<u64>,
    /// Seed of the random numbers [default: that of the scenario; of several scenarios, that of the first]
    #[arg(long, value_name = "S", value_parser = crate::driver::options::seed)]
    pub seed: Option<u64>,
    /// Number of threads; results do not depend on it [default: all cores]
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Results folder; an existing results folder is replaced when the command completes [default: a folder in outputs/ that is named after the scenario and the command]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Form of the answer on stdout
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

impl Settings {
    /// Trials and seed from the options, or from the scenario; threads from the options, or all cores.
    #[must_use]
    pub fn options(&self, scenario: &Scenario) -> RunOptions {
        RunOptions { trials: self.trials.unwrap_or(scenario.trials), seed: self.seed.unwrap_or(scenario.seed), threads: Some(self.threads()) }
    }

    /// Number of threads from the options, or all cores.
    #[must_use]
    pub fn threads(&self) -> usize {
        self.threads.map_or_else(|| std::thread::available_parallelism().map_or(1, usize::from), usize::from)
    }
}

/// Results folder that is being written.
pub struct OutputRun {
    /// Folder to write files into.
    pub folder: ResultsFolder,
    unfinished: Unfinished,
    target: PathBuf,
    started: Timestamp,
    format: Format,
}

impl OutputRun {
    /// Opens the folder of `--out`, or `outputs/NAME`, before a long computation starts; an interrupt removes it.
    ///
    /// # Errors
    /// Where the folder cannot be made.
    pub fn open(settings: &Settings, name: &str, started: Timestamp) -> Result<Self, Failure> {
        Self::open_at(settings.out.as_deref(), name, settings.format, started)
    }

    /// The same for a command with other options.
    ///
    /// # Errors
    /// Where the folder cannot be made.
    pub fn open_at(out: Option<&Path>, name: &str, format: Format, started: Timestamp) -> Result<Self, Failure> {
        let target = out.map_or_else(|| PathBuf::from("outputs").join(name), Path::to_path_buf);
        let folder = ResultsFolder::open(&target)?;
        let unfinished = Unfinished::watch(&folder);
        Ok(Self { folder, unfinished, target, started, format })
    }

    /// Manifest: the scenario file as named, the inputs, and the scenario as run under the name `page` in the folder.
    #[must_use]
    pub fn certificate(&self, file: String, inputs: Vec<InputFile>, as_run: &AsRun, page: &str) -> Manifest {
        let command = std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect();
        Manifest::new(command, file, inputs, as_run.described(page), self.started).of_model(as_run.model.clone())
    }

    /// Writes the manifest last (a folder with a manifest is complete), moves the folder to its place and prints the answer.
    ///
    /// # Errors
    /// Where the folder cannot be moved to its place, or stdout cannot be written to.
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

    /// Message that is printed at an interrupt.
    #[must_use]
    pub fn interrupt_message(&self) -> InterruptMessage {
        self.unfinished.interrupt_message()
    }

    /// Path of the results folder, as given.
    #[must_use]
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Time at which the command started.
    #[must_use]
    pub fn started(&self) -> Timestamp {
        self.started
    }
}

/// Scenario as run, with overlays and `--set` applied.
pub struct AsRun {
    text: String,
    model: String,
}

impl AsRun {
    /// Text of a scenario without its readings, which lie in other files.
    #[must_use]
    pub fn of(scenario: &Scenario) -> Self {
        Self::with_readings(scenario, &[])
    }

    /// Text of a scenario whose readings are these files beside it.
    #[must_use]
    pub fn with_readings(scenario: &Scenario, readings: &[String]) -> Self {
        let mut scenario = scenario.clone();
        let mut name = |names: &[String]| {
            if let Some(report) = &mut scenario.report {
                report.readings = names.iter().map(|name| At { value: name.clone(), place: Place::default() }).collect();
            }
            scenario.clone()
        };
        let (alone, scenario) = (name(&[]), name(readings));
        let apart = Scenario { trials: 1, seed: 0, sampling: Sampling::Random, replicates: None, precision: None, ..alone };
        Self { text: scenario::to_toml(&scenario), model: InputFile::new("", &scenario::to_toml(&apart)).sha256 }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Writes it into the folder under this name.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn write(&self, folder: &ResultsFolder, page: &str) -> Result<(), Failure> {
        Ok(folder.write(page, |out| std::io::Write::write_all(out, self.text.as_bytes()))?)
    }

    /// Name, hash and length of the file.
    #[must_use]
    pub fn described(&self, page: &str) -> InputFile {
        InputFile::new(page, &self.text)
    }
}

/// Texts from which scenarios were read, each listed once.
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
