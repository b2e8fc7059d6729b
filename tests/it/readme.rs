//! The README promises nothing that is not so: its commands run, its files exist, its figures are those of the sample.
#![allow(missing_docs)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use assert_cmd::Command;
use tempfile::TempDir;

const README: &str = include_str!("../../README.md");
const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const PROGRAM: &str = env!("CARGO_BIN_EXE_adit");
/// Trials in place of those of a command that simulates.
const FEW: &str = "40";

/// The lines of each block in that language.
fn blocks(language: &str) -> Vec<Vec<&'static str>> {
    let fence = format!("```{language}\n");
    README.split(&fence).skip(1).map(|rest| rest.split("\n```").next().unwrap_or_default().lines().collect()).collect()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(|entry| entry.unwrap().path()) {
        let target = to.join(entry.file_name().unwrap());
        if entry.is_dir() { copy(&entry, &target) } else { fs::copy(&entry, &target).map(drop).unwrap() }
    }
}

/// A folder with what the README's commands read.
fn clone() -> TempDir {
    let place = tempfile::tempdir().unwrap();
    for folder in ["scenarios", "tests/data"] {
        copy(&Path::new(ROOT).join(folder), &place.path().join(folder));
    }
    place
}

/// The words after the program's name, where a line calls it, with few trials.
fn arguments(line: &str) -> Option<Vec<&str>> {
    let words = ["cargo run --release -- ", "adit "].into_iter().find_map(|call| line.strip_prefix(call))?;
    let mut words: Vec<&str> = words.split_whitespace().collect();
    if let Some(asked) = words.iter().position(|&word| word == "--trials") {
        words[asked + 1] = FEW;
    } else if ["run", "compare"].contains(&words[0]) {
        words.extend(["--trials", FEW]);
    }
    Some(words)
}

#[test]
fn the_first_two_blocks_are_the_two_commands() {
    let blocks = blocks("sh");
    assert_eq!(blocks[0], ["cargo run --release -- run scenarios/pakistan-baseline.toml"]);
    assert_eq!(blocks[1], ["cargo test --profile quick"]);
}

#[test]
fn every_command_runs() {
    let place = clone();
    let mut run = 0;
    for line in blocks("sh").concat() {
        let Some(arguments) = arguments(line) else {
            assert_eq!(line, "cargo test --profile quick", "a command that no test runs");
            continue;
        };
        Command::new(PROGRAM).current_dir(place.path()).args(&arguments).assert().success();
        run += 1;
    }
    assert!(run >= 6, "{run} commands only");
    for name in ["summary.json", "arrivals.csv", "bands.csv", "figures", "scenario.toml", "manifest.json"] {
        assert!(place.path().join("outputs/pakistan-baseline").join(name).exists(), "{name}");
    }
}

#[test]
fn the_scenario_it_shows_is_a_file_under_test() {
    let example = fs::read_to_string(Path::new(ROOT).join("tests/data/readme.toml")).unwrap();
    assert_eq!(blocks("toml"), [example.lines().collect::<Vec<_>>()]);
    let place = clone();
    Command::new(PROGRAM).current_dir(place.path()).args(["check", "tests/data/readme.toml"]).assert().success().stderr("");
}

#[test]
fn every_file_it_names_exists() {
    let linked = README.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let quoted = README.split('`').skip(1).step_by(2);
    let is_ours =
        |path: &&str| ["scenarios/", "docs/", "tests/", "src/", ".ci/"].iter().any(|folder| path.starts_with(folder)) && !path.contains(' ');
    let named: BTreeSet<&str> = linked.chain(quoted.filter(is_ours)).filter(|path| !path.contains("://") && !path.starts_with('#')).collect();
    assert!(named.len() > 12, "{named:?}");
    for path in named {
        assert!(Path::new(ROOT).join(path.split('#').next().unwrap()).exists(), "{path}");
    }
}

#[test]
fn its_table_is_that_of_the_sample() {
    let sample = fs::read_to_string(Path::new(ROOT).join("outputs/sample/answer.txt")).unwrap();
    let known: BTreeSet<&str> = sample.lines().collect();
    let table = blocks("text").concat();
    assert!(table.len() > 15);
    for line in table {
        assert!(known.contains(line), "the sample does not say\n{line}");
    }
}

#[test]
fn its_commands_are_those_of_the_program() {
    let help = Command::new(PROGRAM).arg("help").assert().success();
    let help = String::from_utf8(help.get_output().stdout.clone()).unwrap();
    let listed = help.lines().skip_while(|line| !line.starts_with("Commands:")).skip(1).take_while(|line| !line.is_empty());
    let known: BTreeSet<&str> =
        listed.filter(|line| !line.starts_with("   ")).filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help").collect();
    let rows = README.lines().filter_map(|line| line.strip_prefix("| `adit ")).filter_map(|row| row.split([' ', '`']).next());
    assert_eq!(rows.collect::<BTreeSet<_>>(), known);
}
