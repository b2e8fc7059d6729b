//! `manifest.json`: the birth certificate of a results folder, and the only file in it that knows the time.

use std::fmt::Write;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What was run, by what, from what, when.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Manifest {
    /// Name of the program.
    pub program: String,
    /// Its version.
    pub version: String,
    /// Commit that it was built from, where the build knew it.
    pub commit: Option<String>,
    /// Platform that it was built for; floating-point results are promised byte for byte on the same one.
    pub platform: String,
    /// The command line, word by word.
    pub command: Vec<String>,
    /// Scenario file as named on the command line.
    pub scenario: String,
    /// Each `--set`, in order.
    pub overrides: Vec<String>,
    /// Seed.
    pub seed: u64,
    /// Trials.
    pub trials: u64,
    /// Threads that ran them; the results do not depend on their number.
    pub threads: usize,
    /// When the run began, UTC.
    pub started: String,
    /// How long it took, seconds, pages included.
    pub seconds: f64,
    /// Every text that made up the scenario, overlays and `--set` included, in the order read.
    pub inputs: Vec<InputFile>,
    /// The scenario as run, `scenario.toml` in the same folder.
    pub as_run: InputFile,
    /// SHA-256 of that scenario, its trials and seed set aside: the same for a run and for every analysis of what was run.
    #[serde(default)]
    pub model: String,
    /// Scenarios that were compared with the first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub compared_with: Vec<ComparedWith>,
    /// Every file that the results folder holds, written when the manifest is; manifests made before there was such a list have none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<String>,
}

/// Scenario that was compared with the first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ComparedWith {
    /// File as named on the command line.
    pub scenario: String,
    /// The scenario as run, in the results folder.
    pub as_run: InputFile,
}

/// A file by name and content.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InputFile {
    /// Path as given, or `--set`.
    pub name: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
    /// Length in bytes.
    pub bytes: usize,
}

impl InputFile {
    /// Describes a text.
    #[must_use]
    pub fn new(name: impl Into<String>, text: &str) -> Self {
        let digest = Sha256::digest(text.as_bytes());
        let sha256 = digest.iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        });
        Self { name: name.into(), sha256, bytes: text.len() }
    }
}

impl Manifest {
    /// The certificate of a run of `as_run` that `started` then and is finished now.
    #[must_use]
    pub fn new(command: Vec<String>, scenario: String, inputs: Vec<InputFile>, as_run: InputFile, started: Timestamp) -> Self {
        let elsewhere = || format!("{}-{}", std::env::consts::ARCH, std::env::consts::OS);
        Self {
            program: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            commit: option_env!("ADIT_COMMIT").map(str::to_owned),
            platform: option_env!("ADIT_TARGET").map_or_else(elsewhere, str::to_owned),
            command,
            scenario,
            overrides: Vec::new(),
            seed: 0,
            trials: 0,
            threads: 0,
            started: format!("{started:.0}"),
            seconds: Timestamp::now().duration_since(started).as_secs_f64(),
            inputs,
            as_run,
            model: String::new(),
            compared_with: Vec::new(),
            files: Vec::new(),
        }
    }

    /// The same with the hash of the scenario without its trials and seed.
    #[must_use]
    pub fn of_model(self, model: String) -> Self {
        Self { model, ..self }
    }

    /// The same with the seed, the trials and the threads of the run, and what was set on the command line.
    #[must_use]
    pub fn of_run(self, seed: u64, trials: u64, threads: usize, overrides: &[String]) -> Self {
        Self { seed, trials, threads, overrides: overrides.to_vec(), ..self }
    }

    /// The same at the end of a command that `started` then.
    #[must_use]
    pub fn finished(self, started: Timestamp) -> Self {
        Self { seconds: Timestamp::now().duration_since(started).as_secs_f64(), ..self }
    }

    /// Reads a manifest.
    ///
    /// # Errors
    /// Where the bytes are no manifest of this program, in words.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let manifest: Self = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        if manifest.program == env!("CARGO_PKG_NAME") { Ok(manifest) } else { Err(format!("it was made by {}", manifest.program)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// FIPS 180-4, example "abc".
    #[test]
    fn the_hash_is_the_standard_one() {
        let file = InputFile::new("x", "abc");
        assert_eq!(file.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
