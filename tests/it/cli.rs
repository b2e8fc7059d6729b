//! The program as its users run it: exit codes, what stands on stdout and stderr, what is left on the disk.
#![allow(missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::contains;
use serde_json::Value;
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_adit");
const REFERENCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/one-refinery.toml");

/// The program, run in `place`.
fn adit(place: &TempDir) -> Command {
    let mut command = Command::new(PROGRAM);
    command.current_dir(place.path()).env_remove("NO_COLOR").env_remove("TERM");
    command
}

fn place() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// All files below a folder with their bytes.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { all.extend(files(&path)) } else { all.push((path.clone(), fs::read(&path).unwrap())) }
    }
    all.sort();
    all
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).unwrap().next().is_none()
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

#[test]
fn a_run_answers_and_leaves_a_whole_folder() {
    let place = place();
    let run =
        adit(&place).args(["run", REFERENCE, "--trials", "2000", "--seed", "9", "--trials-csv", "--set", "nodes.corridor.capacity=8000"]).assert();
    run.success()
        .stdout(contains("antimony: arrivals from Pakistan at least 10% of demand").and(contains("2,000 trials · seed 9")))
        .stderr(contains("results in outputs/one-refinery").and(contains('\u{1b}').not()));
    let folder = place.path().join("outputs/one-refinery");
    for name in [
        "summary.json",
        "arrivals.csv",
        "bands.csv",
        "trials.csv",
        "scenario.toml",
        "manifest.json",
        "figures/arrival-antimony.svg",
        "figures/answer.png",
    ] {
        assert!(folder.join(name).is_file(), "{name}");
    }
    let manifest = json(&folder.join("manifest.json"));
    assert_eq!((manifest["seed"].as_u64(), manifest["trials"].as_u64()), (Some(9), Some(2000)));
    assert_eq!(manifest["inputs"].as_array().unwrap().len(), 2); // the file and the --set
    assert_eq!(manifest["inputs"][0]["sha256"].as_str().unwrap().len(), 64);

    // the table of trials and the summary tell the same story
    let trials = fs::read_to_string(folder.join("trials.csv")).unwrap();
    let column = trials.lines().next().unwrap().split(',').position(|name| name == "goals.antimony").unwrap();
    let never = trials.lines().filter(|row| row.split(',').nth(column) == Some("never")).count();
    let summary = json(&folder.join("summary.json"));
    assert_eq!(trials.lines().count(), 2001);
    assert_eq!((summary["goals"]["antimony"]["never"]["value"].as_f64().unwrap() * 2000.0).round().to_string(), never.to_string());
}

#[test]
fn the_same_seed_gives_the_same_bytes_on_any_number_of_threads() {
    let place = place();
    for threads in ["1", "3"] {
        adit(&place).args(["run", REFERENCE, "--trials", "1500", "--threads", threads, "--out", threads]).assert().success();
    }
    let [one, three] = ["1", "3"].map(|out| files(&place.path().join(out)));
    assert_eq!(one.len(), three.len());
    for ((name, bytes), (_, others)) in one.iter().zip(&three) {
        assert!(bytes == others || name.ends_with("manifest.json"), "{}", name.display());
    }
}

/// Registers of eight numbers do nothing that those of two do not: on a processor that has no wider ones than these, this compares a run with itself.
#[test]
fn the_same_seed_gives_the_same_bytes_whatever_instructions_there_are() {
    let every_key = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/every-key.toml");
    for (scenario, trials) in [(REFERENCE, "1501"), (every_key, "203")] {
        let place = place();
        let run = |out: &str| {
            let mut command = adit(&place);
            command.args(["run", scenario, "--trials", trials, "--out", out]);
            command
        };
        run("wide").env_remove("ADIT_PORTABLE").assert().success();
        run("portable").env("ADIT_PORTABLE", "1").assert().success();
        let [wide, portable] = ["wide", "portable"].map(|out| files(&place.path().join(out)));
        assert_eq!(wide.len(), portable.len());
        for ((name, bytes), (_, others)) in wide.iter().zip(&portable) {
            assert!(bytes == others || name.ends_with("manifest.json"), "{scenario}: {}", name.display());
        }
    }
}

#[test]
fn a_results_folder_can_be_run_again() {
    let place = place();
    adit(&place).args(["run", REFERENCE, "--trials", "700", "--seed", "5", "--out", "first"]).assert().success();
    adit(&place).args(["run", "first/scenario.toml", "--out", "second"]).assert().success();
    let [mut first, mut second] = ["first", "second"].map(|out| json(&place.path().join(out).join("summary.json")));
    for summary in [&mut first, &mut second] {
        summary.as_object_mut().unwrap().remove("scenario");
    }
    assert_eq!(first, second);
    assert_eq!(fs::read(place.path().join("first/scenario.toml")).unwrap(), fs::read(place.path().join("second/scenario.toml")).unwrap());
}

#[test]
fn json_on_stdout_is_the_summary() {
    let place = place();
    let run = adit(&place).args(["run", REFERENCE, "--trials", "300", "--out", "here", "--format", "json"]).assert().success();
    assert_eq!(run.get_output().stdout, fs::read(place.path().join("here/summary.json")).unwrap());
}

#[test]
fn a_bad_scenario_is_told_at_once_with_lines_and_help_and_leaves_nothing() {
    let place = place();
    let text =
        fs::read_to_string(REFERENCE).unwrap().replace("capacity = 6_000", "capcity = 6_000").replace("probability = 0.3", "probability = 1.3");
    let scenario = tempfile::NamedTempFile::new().unwrap();
    fs::write(scenario.path(), text).unwrap();
    for command in ["run", "check"] {
        adit(&place).arg(command).arg(scenario.path()).assert().code(2).stdout("").stderr(
            contains("capcity")
                .and(contains("did you mean `capacity`"))
                .and(contains("1.3"))
                .and(contains("help:"))
                .and(contains(":78:"))
                .and(contains("errors"))
                .and(contains('\u{1b}').not()),
        );
    }
    assert!(is_empty(place.path()));
}

#[test]
fn arguments_that_make_no_sense_end_with_two() {
    let place = place();
    for args in [
        &["run", REFERENCE, "--trials", "0"][..],
        &["run", REFERENCE, "--trials", "many"],
        &["run", REFERENCE, "--threads", "0"],
        &["run", REFERENCE, "--threads", "1000000"],
        &["run", REFERENCE, "--seed", "-1"],
        &["run", REFERENCE, "--set", "nodes.mine.capcity=1"],
        &["run", REFERENCE, "--set", "nonsense"],
        &["run", "no-such-file.toml"],
        &["run", "."],
        &["check", "no-such-file.toml"],
        &["trial", REFERENCE],
        &["fly"],
    ] {
        let told = adit(&place).args(args).assert().code(2);
        assert!(!told.get_output().stderr.is_empty(), "{args:?}");
    }
    assert!(is_empty(place.path()));
}

#[test]
fn a_place_that_cannot_be_written_ends_with_one_before_the_run() {
    let place = place();
    fs::write(place.path().join("file"), "").unwrap();
    // a billion trials would take hours
    let run = adit(&place).args(["run", REFERENCE, "--trials", "1000000000", "--out", "file/below"]).assert();
    run.code(1).stdout("").stderr(contains("adit: cannot").and(contains("panicked").not()));
}

#[test]
fn a_folder_that_is_not_ours_is_left_alone() {
    let place = place();
    fs::create_dir(place.path().join("thesis")).unwrap();
    fs::write(place.path().join("thesis/chapter"), "x").unwrap();
    adit(&place).args(["run", REFERENCE, "--trials", "100", "--out", "thesis"]).assert().code(2).stderr(contains("not a results folder"));
    assert_eq!(files(place.path()).len(), 1);
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let place = place();
    let mut run = Process::new(PROGRAM)
        .args(["run", REFERENCE, "--trials", "300", "--out", "here", "--format", "json"])
        .current_dir(place.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(run.stdout.take());
    let ended = run.wait_with_output().unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    assert!(place.path().join("here/manifest.json").is_file());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_under_stdout_is_one() {
    let place = place();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let run = Process::new(PROGRAM).args(["check", REFERENCE]).current_dir(place.path()).stdout(full).stderr(Stdio::piped()).output().unwrap();
    assert_eq!(run.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&run.stderr).contains("adit: cannot write the answer"));
}

#[cfg(unix)]
#[test]
fn an_interrupt_takes_what_is_unfinished_with_it() {
    let place = place();
    let mut run = Process::new(PROGRAM)
        .args(["run", REFERENCE, "--trials", "1000000000", "--out", "here"])
        .current_dir(place.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while is_empty(place.path()) {
        assert!(run.try_wait().unwrap().is_none(), "it ended by itself");
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    std::thread::sleep(std::time::Duration::from_millis(200));
    assert!(fs::read_dir(place.path()).unwrap().all(|entry| entry.unwrap().file_name().to_string_lossy().contains("unfinished")));
    assert!(Process::new("kill").args(["-INT", &run.id().to_string()]).status().unwrap().success());
    assert_eq!(run.wait().unwrap().code(), Some(130));
    assert!(is_empty(place.path()));
}

#[test]
fn a_check_says_what_it_read_and_which_inputs_have_no_source() {
    let place = place();
    adit(&place).args(["check", REFERENCE]).assert().success().stdout(contains("can run").and(contains("goals: 1")));
    adit(&place).args(["check", REFERENCE, "--sources"]).assert().success().stdout(contains("0 without a source"));
    let unsourced = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/readme.toml");
    let sources = adit(&place).args(["check", unsourced, "--sources"]).assert().code(2);
    sources.stdout(contains("nodes.mine.capacity  ").and(contains("readme.toml:30")).and(contains("0 judgements")));

    let judged = "[minerals.antimony]\ndemand = 24_000\nsource = \"judgement\"\nnote = \"Two thirds of what the survey of last year says, since a third is recycled.\"";
    let text = format!(
        "title = \"x\"\nstart = \"2026-01\"\nend = \"2030-12\"\n{judged}\n[minerals.antimony.suppliers]\nAll = {{ share = 1.0 }}\n\
         [goals.fed]\nmineral = \"antimony\"\nshortage_below = 0.1\n"
    );
    fs::write(place.path().join("judged.toml"), text).unwrap();
    let sources = adit(&place).args(["check", "judged.toml", "--sources"]).assert();
    sources.stdout(contains("minerals.antimony.demand  judged.toml:5").and(contains("Two thirds of what the survey")));
}

#[test]
fn a_new_scenario_runs_and_is_never_overwritten() {
    let place = place();
    adit(&place).args(["new", "mine.toml"]).assert().success();
    adit(&place).args(["check", "mine.toml"]).assert().success().stderr("");
    adit(&place).args(["run", "mine.toml", "--trials", "200"]).assert().success();
    fs::write(place.path().join("mine.toml"), "precious").unwrap();
    adit(&place).args(["new", "mine.toml"]).assert().code(2).stderr(contains("exists"));
    assert_eq!(fs::read_to_string(place.path().join("mine.toml")).unwrap(), "precious");
    adit(&place).args(["new", "no/such/folder/mine.toml"]).assert().code(1);
}

#[test]
fn a_trial_is_told_again_word_for_word() {
    let place = place();
    let tell = |number: &str, format: &str| {
        let told = adit(&place).args(["trial", REFERENCE, "--number", number, "--format", format]).assert().success();
        String::from_utf8(told.get_output().stdout.clone()).unwrap()
    };
    let text = tell("3", "text");
    assert!(text.contains("trial 3 of seed 1") && text.contains("nodes.mine.capacity") && text.contains("licensing"), "{text}");
    assert_eq!(text, tell("3", "text"));
    assert_ne!(text, tell("4", "text"));
    let story: Value = serde_json::from_str(&tell("3", "json")).unwrap();
    assert_eq!(story["trial"], 3);
    assert!(story["events"].as_array().unwrap().len() > 5);
    assert!(is_empty(place.path()));
}

#[test]
fn help_names_every_option() {
    let place = place();
    for word in ["--trials", "--seed", "--threads", "--out", "--set", "--format", "--trials-csv"] {
        adit(&place).args(["run", "--help"]).assert().success().stdout(contains(word));
    }
}
