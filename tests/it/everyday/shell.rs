//! Completions, manual pages, `adit doctor` and colours.

use std::fs;

use super::{adit, printed};
use predicates::prelude::PredicateBooleanExt;
use predicates::str::contains;

#[test]
fn completions_know_the_commands() {
    let place = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let page = printed(place.path(), &["completions", shell]);
        assert!(page.contains("sensitivity") && page.contains("trials-csv"), "{shell}");
    }
    adit(place.path()).args(["completions", "tcsh"]).assert().code(2).stderr(contains("bash"));
    let words = std::process::Command::new("bash").args(["-n", "-c", &printed(place.path(), &["completions", "bash"])]).output();
    assert!(words.is_ok_and(|run| run.status.success()), "bash reads its completions");
}

#[test]
fn manual_pages_exist_for_every_command() {
    let place = tempfile::tempdir().unwrap();
    assert!(printed(place.path(), &["man"]).contains(".TH adit 1"));
    let page = printed(place.path(), &["man", "fit", "durations"]);
    assert!(page.contains(".TH adit-fit-durations 1") && page.contains("censoring"), "{page}");
    adit(place.path()).args(["man", "sweeep"]).assert().code(2).stderr(contains("did you mean `sweep`?"));
    adit(place.path()).args(["man", "--out", "pages"]).assert().success();
    for page in ["adit.1", "adit-run.1", "adit-fit-incidents.1"] {
        assert!(fs::read_to_string(place.path().join("pages").join(page)).is_ok_and(|text| text.contains(".SH")), "{page}");
    }
}

#[test]
fn the_doctor_names_no_path_and_no_user() {
    let place = tempfile::tempdir().unwrap();
    let run = adit(place.path()).arg("doctor").env("LANG", "/home/someone/x").env("TERM", "xterm").assert().success();
    let text = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    for said in ["version", env!("CARGO_PKG_VERSION"), "commit", "processor", "threads of a run", "locale", "terminal                    xterm"] {
        assert!(text.contains(said), "{said}\n{text}");
    }
    assert!(!text.contains('/') && !text.contains("someone"), "{text}");
    adit(place.path()).args(["doctor", "--format", "json"]).assert().success().stdout(contains("\"threads\""));
}

#[test]
fn messages_have_no_colours_where_no_one_wants_them() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("s.toml"), "title = 3\n").unwrap();
    adit(place.path()).args(["check", "s.toml"]).env("NO_COLOR", "1").assert().code(2).stderr(contains("\u{1b}[").not());
    adit(place.path()).args(["run", "--nonsense"]).env("NO_COLOR", "1").assert().code(2).stderr(contains("\u{1b}[").not());
}

#[test]
fn a_mistyped_command_gets_a_suggestion() {
    let place = tempfile::tempdir().unwrap();
    for (typed, meant) in [("rnu", "run"), ("chek", "check"), ("sweeep", "sweep"), ("lever", "levers")] {
        adit(place.path()).arg(typed).assert().code(2).stderr(contains(format!("'{meant}'"))).stdout("");
    }
}

#[test]
fn a_scenario_is_checked_from_standard_input() {
    let place = tempfile::tempdir().unwrap();
    let scenario = include_str!("../../../scenarios/one-refinery.toml");
    let said = contains("The scenario on standard input can run.");
    adit(place.path()).args(["check", "-"]).write_stdin(scenario).assert().success().stdout(said);
    adit(place.path()).args(["check", "-"]).write_stdin("title = 3").assert().code(2).stderr(contains("standard-input.toml:1:"));
    adit(place.path()).args(["check", "-"]).write_stdin(vec![0xff, 0xfe, 0x41]).assert().code(2).stderr(contains("UTF-16"));
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0, "nothing is written");
}
