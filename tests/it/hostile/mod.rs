//! Inputs that are invalid, oversized or malicious: each is refused with a message and an exit code, and nothing is deleted, aborted or executed.

mod chains;
mod episodes;
mod limits;
mod outside;
mod replaced;
mod text;

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use tempfile::TempDir;

/// A small scenario that can run.
const SMALL: &str = include_str!("../../data/readme.toml");

fn place() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// The program, run in `place`.
fn adit(place: &TempDir) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_adit"));
    command.current_dir(place.path()).env_remove("NO_COLOR").env_remove("TERM").timeout(std::time::Duration::from_secs(60));
    command
}

/// The small scenario with replacements, as `s.toml` in `place`.
fn scenario(place: &TempDir, replacements: &[(&str, &str)]) {
    let text = replacements.iter().fold(SMALL.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "the scenario has no {from}");
        text.replacen(from, to, 1)
    });
    fs::write(place.path().join("s.toml"), text).unwrap();
}

/// Names in a folder, in order.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
