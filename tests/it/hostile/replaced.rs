//! Folders that `--out` names: only what runs wrote is replaced, and what killed runs left is named.

use std::fs;
use std::path::Path;

use predicates::prelude::*;
use predicates::str::contains;
use serde_json::Value;

use super::{SMALL, adit, names, place, scenario};

/// All files below a folder with their contents.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { all.extend(files(&path)) } else { all.push((path.display().to_string(), fs::read(&path).unwrap())) }
    }
    all.sort();
    all
}

#[test]
fn a_folder_with_a_foreign_manifest_is_left_as_it_is() {
    let place = place();
    scenario(&place, &[]);
    let site = place.path().join("site");
    fs::create_dir_all(site.join("src")).unwrap();
    for (name, text) in [("thesis.txt", "precious"), ("src/a", "1")] {
        fs::write(site.join(name), text).unwrap();
    }
    for manifest in ["{\"name\":\"my web app\"}", "{\"program\":\"adit\"}", "", "[]"] {
        fs::write(site.join("manifest.json"), manifest).unwrap();
        let before = files(place.path());
        let run = adit(&place).args(["run", "s.toml", "--trials", "16", "--figures", "ladder", "--out", "site"]).assert().code(2);
        run.stderr(contains("manifest.json is not one of adit").and(contains("left as it is")));
        assert_eq!(files(place.path()), before);
        assert_eq!(names(place.path()), ["s.toml", "site"]);
    }
}

#[test]
fn results_that_hold_anything_else_are_left_as_they_are() {
    let place = place();
    scenario(&place, &[]);
    let again = || adit(&place).args(["run", "s.toml", "--trials", "16", "--figures", "arrival", "--out", "o"]).assert();
    again().success();
    again().success();
    let other = place.path().join("o");
    for (name, named) in [("notes.txt", "notes.txt"), ("figures/mine.svg", "figures/mine.svg"), ("drafts/one.csv", "drafts")] {
        fs::create_dir_all(other.join(name).parent().unwrap()).unwrap();
        fs::write(other.join(name), "mine").unwrap();
        let before = files(&other);
        again().code(2).stderr(contains(format!("it holds {named}, which no run of adit wrote")));
        assert_eq!(files(&other), before);
        fs::remove_file(other.join(name)).unwrap();
    }
    fs::remove_dir(other.join("drafts")).unwrap();
    again().success();
}

#[test]
fn a_report_keeps_what_else_the_folder_holds() {
    let place = place();
    scenario(&place, &[]);
    adit(&place).args(["run", "s.toml", "--trials", "16", "--figures", "ladder", "--out", "o"]).assert().success();
    let folder = place.path().join("o");
    fs::write(folder.join("notes.txt"), "mine").unwrap();
    adit(&place).args(["report", "o", "--figures", "ladder,arrival"]).assert().success();
    assert_eq!(fs::read_to_string(folder.join("notes.txt")).unwrap(), "mine");
    adit(&place).args(["run", "s.toml", "--trials", "16", "--out", "o"]).assert().code(2).stderr(contains("it holds notes.txt"));
    fs::write(folder.join("figures/mine.svg"), "mine").unwrap();
    adit(&place).args(["report", "o"]).assert().code(2).stderr(contains("it holds figures/mine.svg"));
    fs::remove_file(folder.join("figures/mine.svg")).unwrap();
    fs::remove_file(folder.join("notes.txt")).unwrap();
    // The figures that the report has drawn are results too.
    adit(&place).args(["run", "s.toml", "--trials", "16", "--figures", "ladder", "--out", "o"]).assert().success();
}

/// A table of durations that `adit fit` reads.
const TABLE: &str = "months,ended\n2,yes\n3,yes\n5,yes\n4,no\n7,yes\n9,yes\n3,yes\n12,no\n6,yes\n8,yes\n";
/// A lever for the small scenario.
const LEVER: &str = "\n[levers.wider]\ncost = 1e6\nset.nodes.road.capacity = 9000\n";

#[test]
fn every_kind_of_results_can_be_replaced_by_its_own_command() {
    let place = place();
    fs::write(place.path().join("s.toml"), SMALL.to_owned() + LEVER).unwrap();
    fs::write(place.path().join("t.csv"), TABLE).unwrap();
    fs::write(place.path().join("other.toml"), "extends = \"s.toml\"\nnodes.mine.capacity = 1000\n").unwrap();
    let commands: [&[&str]; 14] = [
        &["run", "s.toml", "--trials", "64", "--trials-csv", "--figures", "ladder"],
        &["compare", "s.toml", "other.toml", "--trials", "64"],
        &["causes", "s.toml", "--trials", "64", "--by", "2030"],
        &["sensitivity", "s.toml", "--trials", "64", "--leading", "2"],
        &["discover", "s.toml", "--trials", "400"],
        &["conditions", "s.toml", "--trials", "64"],
        &["levers", "s.toml", "--trials", "64"],
        &["sweep", "s.toml", "--trials", "64", "--vary", "nodes.mine.capacity=1000,4000"],
        &["rare", "s.toml", "--trials", "256", "--by", "2030"],
        &["doubt", "s.toml", "--trials", "64"],
        &["sources", "s.toml", "--trials", "64"],
        &["fit", "durations", "t.csv", "--value", "months", "--ended", "ended", "--replicates", "99"],
        &["fit", "quantiles", "q.csv"],
        &["backtest", "--trials", "64"],
    ];
    fs::write(place.path().join("q.csv"), "quantity,expert,p10,p50,p90\nx,a,1,2,4\n").unwrap();
    let mut failed = Vec::new();
    for command in commands {
        let manifest = place.path().join("o/manifest.json");
        let again = || {
            let run = adit(&place).args(command).args(["--out", "o"]).output().unwrap();
            if run.status.success() { Ok(()) } else { Err(format!("{command:?}: {}", String::from_utf8_lossy(&run.stderr))) }
        };
        let without_list = || {
            // A manifest of before there was a list.
            let mut fields: Value = serde_json::from_slice(&fs::read(&manifest).unwrap()).unwrap();
            assert!(fields.as_object_mut().unwrap().remove("files").is_some());
            fs::write(&manifest, fields.to_string()).unwrap();
        };
        failed.extend(
            again()
                .and_then(|()| again())
                .and_then(|()| {
                    without_list();
                    again()
                })
                .err(),
        );
        let _ = fs::remove_dir_all(place.path().join("o"));
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn what_a_killed_run_left_is_named_at_the_next_start() {
    let place = place();
    scenario(&place, &[]);
    for name in [".o.unfinished-x7Qd2a", ".o.replaced-x7Qd2b", ".other.unfinished-x7Qd2c"] {
        fs::create_dir(place.path().join(name)).unwrap();
    }
    let run = adit(&place).args(["run", "s.toml", "--trials", "16", "--figures", "ladder", "--out", "o"]).assert().success();
    let told = contains(".o.unfinished-x7Qd2a was left by a run that was killed").and(contains(".o.replaced-x7Qd2b holds earlier results"));
    run.stderr(told.and(contains("other").not()));
    assert_eq!(names(place.path()), [".o.replaced-x7Qd2b", ".o.unfinished-x7Qd2a", ".other.unfinished-x7Qd2c", "o", "s.toml"]);
}

#[cfg(unix)]
#[test]
fn every_signal_that_can_be_caught_removes_what_is_unfinished() {
    use std::process::{Command, Stdio};
    for signal in ["-INT", "-TERM", "-HUP"] {
        let place = place();
        scenario(&place, &[]);
        let mut run = Command::new(env!("CARGO_BIN_EXE_adit"))
            .args(["run", "s.toml", "--trials", "1000000000", "--out", "here"])
            .current_dir(place.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        while names(place.path()).len() < 2 {
            assert!(run.try_wait().unwrap().is_none(), "it ended by itself");
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        std::thread::sleep(std::time::Duration::from_millis(300));
        assert!(Command::new("kill").args([signal, &run.id().to_string()]).status().unwrap().success());
        assert_eq!(run.wait().unwrap().code(), Some(130), "{signal}");
        assert_eq!(names(place.path()), ["s.toml"], "{signal}");
    }
}

#[test]
fn a_panic_removes_what_is_unfinished() {
    let place = place();
    let target = place.path().join("o");
    let outcome = std::panic::catch_unwind(|| {
        let folder = adit::store::ResultsFolder::open(&target).unwrap();
        folder.write::<()>("figures/one.svg", |_| panic!("for the test")).unwrap();
    });
    assert!(outcome.is_err());
    assert!(names(place.path()).is_empty());
}
