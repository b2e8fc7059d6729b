//! How to make the page again: command, versions, hashes. Nothing here knows the time.

use serde::Serialize;

use crate::report::manifest::{InputFile, Manifest};
use crate::report::record::Record;

/// What the section holds.
#[derive(Debug, Serialize)]
pub(super) struct Section<'a> {
    command: String,
    version: &'a str,
    commit: Option<&'a str>,
    platform: &'a str,
    inputs: Vec<File<'a>>,
}

/// A file by its name, without the folders of the machine on which it lay.
#[derive(Debug, Serialize)]
struct File<'a> {
    name: &'a str,
    sha256: &'a str,
    bytes: usize,
}

impl<'a> From<&'a InputFile> for File<'a> {
    fn from(file: &'a InputFile) -> Self {
        let name = file.name.rsplit(['/', '\\']).next().unwrap_or(&file.name);
        Self { name, sha256: &file.sha256, bytes: file.bytes }
    }
}

/// From the manifest, all but time, threads and places.
pub(super) fn section<'a>(record: &'a Record, manifest: &'a Manifest) -> Section<'a> {
    let mut command = format!("adit run {} --seed {} --trials {}", quoted(&record.scenario), manifest.seed, manifest.trials);
    for set in &manifest.overrides {
        command.push_str(" --set ");
        command.push_str(&quoted(set));
    }
    Section {
        command,
        version: &manifest.version,
        commit: manifest.commit.as_deref(),
        platform: &manifest.platform,
        inputs: manifest.inputs.iter().chain([&manifest.as_run]).map(File::from).collect(),
    }
}

/// A word that a POSIX shell reads as it is.
fn quoted(word: &str) -> String {
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
