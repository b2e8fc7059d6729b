//! What a page says of how it was made: scenario, seed, trials, command, versions, hashes. Nothing here knows the time.

use serde::{Deserialize, Serialize};

use crate::store::{InputFile, Manifest};

/// The hash of a scenario in the certificate of a page that is about no scenario in particular and so fits the report of any run.
pub const ANY_SCENARIO: &str = "any";

/// Where a page comes from, so that it can be made again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct About {
    /// Title of the scenario.
    pub title: String,
    /// Name of the scenario file, without its folder.
    pub scenario: String,
    /// Seed.
    pub seed: u64,
    /// Trials.
    pub trials: u64,
    /// The command that makes the results again, as typed into a shell.
    pub command: String,
    /// Version of the program.
    pub version: String,
    /// Commit that it was built from, where the build knew it.
    pub commit: Option<String>,
    /// Platform that it was built for.
    pub platform: String,
    /// SHA-256 of the scenario as run, its trials, seed and sampling aside, by which pages on the same scenario know each other.
    pub model: String,
    /// Every text read and the scenario as run, by name and hash.
    pub files: Vec<InputFile>,
}

impl About {
    /// What the manifest says of results made by `adit SUBCOMMAND WORDS`, where the words name the scenario and all options but trials,
    /// seed and `--set`; `scenario` is the file's name.
    #[must_use]
    pub fn new(title: &str, scenario: &str, subcommand: &str, words: &[String], manifest: &Manifest) -> Self {
        let mut command = format!("{} {subcommand}", manifest.program);
        let numbers = ["--seed".to_owned(), manifest.seed.to_string(), "--trials".to_owned(), manifest.trials.to_string()];
        let sets = manifest.overrides.iter().flat_map(|set| ["--set".to_owned(), set.clone()]);
        for word in words.iter().cloned().chain(numbers).chain(sets) {
            command.push(' ');
            command.push_str(&quoted(&word));
        }
        Self {
            title: title.to_owned(),
            scenario: scenario.to_owned(),
            seed: manifest.seed,
            trials: manifest.trials,
            command,
            version: manifest.version.clone(),
            commit: manifest.commit.clone(),
            platform: manifest.platform.clone(),
            model: manifest.model.clone(),
            files: {
                let others = manifest.compared_with.iter().map(|other| &other.as_run);
                manifest.inputs.iter().chain([&manifest.as_run]).chain(others).map(without_folder).collect()
            },
        }
    }
}

/// A file by its name, without the folders of the machine on which it lay.
fn without_folder(file: &InputFile) -> InputFile {
    let name = file.name.rsplit(['/', '\\']).next().unwrap_or(&file.name);
    InputFile { name: name.to_owned(), ..file.clone() }
}

/// A word that a POSIX shell reads as it is.
pub(crate) fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/' | '=' | ':' | ',');
    if !word.is_empty() && word.chars().all(is_plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_survive_a_shell() {
        assert_eq!(quoted("nodes.mine.capacity=4000"), "nodes.mine.capacity=4000");
        assert_eq!(quoted("title=a 'b'; rm"), r"'title=a '\''b'\''; rm'");
    }
}
