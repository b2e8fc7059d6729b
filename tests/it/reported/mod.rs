//! Faults that users of similar programs reported, and the same kinds of fault elsewhere. The right values were worked out apart from the program.

mod contradictions;
mod messages;
mod numbers;

use std::fs;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

/// A small scenario that can run.
const SMALL: &str = include_str!("../../data/readme.toml");

/// A scenario of one mineral and one pit that needs nothing else.
const BARE: &str = "title = \"Bare\"\nstart = \"2026-01\"\nend = \"2030-12\"\n[minerals.x]\ndemand = 1200\n[nodes.pit]\ncapacity = 1200\n\
    [[routes]]\nmineral = \"x\"\nvia = [\"pit\"]\norigin = \"Here\"\n[goals.g]\nmineral = \"x\"\norigin = \"Here\"\nshare_of_demand = 0.5\n";

fn place() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

/// A file in the folder.
fn put(place: &TempDir, name: &str, text: &str) {
    fs::write(place.path().join(name), text).expect("a file");
}

/// A text with replacements, each of which must apply.
fn changed(text: &str, replacements: &[(&str, &str)]) -> String {
    replacements.iter().fold(text.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "the scenario has no {from}");
        text.replacen(from, to, 1)
    })
}

/// The program, run in the folder.
fn adit(place: &TempDir) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_adit"));
    command.current_dir(place.path()).timeout(std::time::Duration::from_secs(120));
    command
}

/// Runs with these words; what it printed on stdout and on stderr.
fn said(place: &TempDir, code: i32, words: &[&str]) -> String {
    let run = adit(place).args(words).output().expect("the program");
    let said = format!("{}{}", String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    assert_eq!(run.status.code(), Some(code), "{words:?}: {said}");
    // Messages are wrapped to the terminal.
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A JSON file of a results folder.
fn json(place: &TempDir, name: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(place.path().join(name)).expect("a file")).expect("JSON")
}

/// Value of a column of a CSV file, row by row.
fn column(place: &TempDir, name: &str, heading: &str) -> Vec<f64> {
    let mut reader = csv::Reader::from_path(place.path().join(name)).expect("a table");
    let at = reader.headers().expect("headings").iter().position(|one| one == heading).unwrap_or_else(|| panic!("no column {heading}"));
    reader.records().map(|row| row.expect("a row")[at].parse().expect("a number")).collect()
}
