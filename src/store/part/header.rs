//! What a part says of itself: of which work it is a part, and which part.

use std::ops::Range;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::store::{InputFile, Manifest};
use crate::study::Cut;
use crate::units::Bundle;

/// What a part is a part of, and which.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PartHeader {
    /// Name of the program.
    pub program: String,
    /// Its version.
    pub version: String,
    /// Commit that it was built from, where the build knew it.
    pub commit: Option<String>,
    /// Platform that it was built for.
    pub platform: String,
    /// The command that made it, such as `run`.
    pub command: String,
    /// Options of that command that its results depend on, as the command itself writes and reads them.
    pub options: Value,
    /// Seed.
    pub seed: u64,
    /// Trials in all.
    pub trials: u64,
    /// Number of this part, 1 first.
    pub part: u64,
    /// Parts in all.
    pub parts: u64,
    /// Units of work in all: trials, points of a sweep.
    pub units: u64,
    /// Units that are never torn apart.
    pub block: u64,
    /// Units that this part has done.
    pub done: Range<u64>,
    /// Each `--set`, in order.
    pub overrides: Vec<String>,
    /// Every text that made up the scenarios, overlays and `--set` included, in the order read.
    pub inputs: Vec<InputFile>,
    /// The scenarios as run.
    pub scenarios: Vec<PartScenario>,
}

/// A scenario, whole, so that it can be run again far from its files.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PartScenario {
    /// File as named on the command line.
    pub file: String,
    /// SHA-256 of the scenario as run, hexadecimal.
    pub sha256: String,
    /// The scenario as run: TOML with overlays and `--set` applied, defaults filled in.
    pub as_run: String,
    /// All that it was read from, `--set` apart.
    pub bundle: Bundle,
}

impl PartScenario {
    /// A scenario by the file named, as run.
    #[must_use]
    pub fn new(file: impl Into<String>, as_run: impl Into<String>, bundle: Bundle) -> Self {
        let as_run = as_run.into();
        Self { file: file.into(), sha256: InputFile::new("", &as_run).sha256, as_run, bundle }
    }
}

impl PartHeader {
    /// The whole work of `command` by this program as one part of one, nothing of it done yet.
    #[must_use]
    pub fn new(command: &str, scenarios: Vec<PartScenario>, seed: u64, trials: u64) -> Self {
        let Manifest { program, version, commit, platform, .. } =
            Manifest::new(Vec::new(), String::new(), Vec::new(), InputFile::new("", ""), Timestamp::UNIX_EPOCH);
        let Cut { units, block, parts } = Cut::of_trials(trials, 1);
        Self {
            program,
            version,
            commit,
            platform,
            command: command.to_owned(),
            options: Value::Null,
            seed,
            trials,
            part: 1,
            parts,
            units,
            block,
            done: 0..0,
            overrides: Vec::new(),
            inputs: Vec::new(),
            scenarios,
        }
    }

    /// The same with the command's own options, what was set on the command line, and the texts read.
    #[must_use]
    pub fn with(self, options: Value, overrides: &[String], inputs: Vec<InputFile>) -> Self {
        Self { options, overrides: overrides.to_vec(), inputs, ..self }
    }

    /// The same as part number `part` of the work cut so.
    #[must_use]
    pub fn part(self, part: u64, cut: Cut) -> Self {
        Self { part, parts: cut.parts, units: cut.units, block: cut.block, done: cut.range(part), ..self }
    }

    /// The same with these units done.
    #[must_use]
    pub fn done(self, done: Range<u64>) -> Self {
        Self { done, ..self }
    }

    /// Where its work is cut.
    #[must_use]
    pub fn cut(&self) -> Cut {
        Cut { units: self.units, block: self.block, parts: self.parts }
    }

    /// Why it belongs to other work than another part, in words; `None` where both are of the same.
    #[must_use]
    pub fn foreign_to(&self, other: &Self) -> Option<String> {
        let mut reasons = Vec::new();
        let mut differs = |what: &str, this: String, other: String| {
            if this != other {
                reasons.push(format!("its {what} {this}, not {other}"));
            }
        };
        let build = |header: &Self| match &header.commit {
            Some(commit) => format!("{} {} (commit {})", header.program, header.version, commit.get(..10).unwrap_or(commit)),
            None => format!("{} {}", header.program, header.version),
        };
        differs("program is", build(self), build(other));
        differs("platform is", self.platform.clone(), other.platform.clone());
        differs("command is", self.command.clone(), other.command.clone());
        differs("scenario files are", files(self), files(other));
        differs("seed is", self.seed.to_string(), other.seed.to_string());
        differs("trials are", self.trials.to_string(), other.trials.to_string());
        differs("number of parts is", self.parts.to_string(), other.parts.to_string());
        differs("work is", format!("{} units", self.units), format!("{} units", other.units));
        let changed = self.scenarios.iter().zip(&other.scenarios).filter(|(this, other)| this.file == other.file);
        reasons.extend(changed.filter_map(|(this, other)| {
            if model(&this.as_run) != model(&other.as_run) {
                return Some(format!("its scenario {} is another one (hash {}…, not {}…)", this.file, short(&this.sha256), short(&other.sha256)));
            }
            (this.bundle.columns != other.bundle.columns).then(|| format!("its scenario {} draws from other columns of data", this.file))
        }));
        if reasons.is_empty() && (self.scenarios != other.scenarios || self.inputs != other.inputs || self.overrides != other.overrides) {
            reasons.push("the files that its scenario was read from are others, though it runs the same".to_owned());
        }
        if self.options != other.options {
            reasons.push(format!("its options are {}, not {}", self.options, other.options));
        }
        if reasons.is_empty() && self.block != other.block {
            reasons.push("its work is cut elsewhere".to_owned());
        }
        (!reasons.is_empty()).then(|| reasons.join("; "))
    }
}

/// A scenario as run without its trials and seed, which are told by themselves.
fn model(as_run: &str) -> Vec<&str> {
    as_run.lines().filter(|line| !line.starts_with("trials = ") && !line.starts_with("seed = ")).collect()
}

fn files(header: &PartHeader) -> String {
    header.scenarios.iter().map(|scenario| scenario.file.as_str()).collect::<Vec<_>>().join(", ")
}

fn short(hash: &str) -> &str {
    hash.get(..8).unwrap_or(hash)
}
