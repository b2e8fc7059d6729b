//! `adit compare` as its users run it, and the pages of a comparison.
#![allow(missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};

use crate::common::{findings, share};
use adit::report::{comparison, comparison_csv, comparison_text};
use adit::store::write_json;
use adit::study::{Comparison, Estimate, GoalComparison, PairedDifference, Share};
use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::contains;
use serde_json::Value;
use tempfile::TempDir;

const REFERENCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/one-refinery.toml");

fn adit(place: &TempDir) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_adit"));
    command.current_dir(place.path()).env_remove("NO_COLOR").env_remove("TERM");
    command
}

/// A folder with the reference scenario under the name `calm` and an overlay of it, `slow`, whose refinery takes a year longer.
fn place() -> TempDir {
    let place = tempfile::tempdir().unwrap();
    fs::copy(REFERENCE, place.path().join("calm.toml")).unwrap();
    fs::write(place.path().join("slow.toml"), "extends = \"calm.toml\"\ntitle = \"Slow\"\n[projects.refinery.stages.commissioning]\nduration = 18\n")
        .unwrap();
    place
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() { all.extend(files(&entry)) } else { all.push(entry) }
    }
    all.sort();
    all
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

#[test]
fn two_scenarios_are_told_side_by_side_and_leave_a_folder() {
    let place = place();
    let told = adit(&place).args(["compare", "calm.toml", "slow.toml", "--trials", "1000"]).assert().success();
    told.stdout(contains("2 scenarios on the same draws").and(contains("1,000 trials of each · seed 1")).and(contains("months later")))
        .stderr(contains("results in outputs/compare-calm-slow"));
    let folder = place.path().join("outputs/compare-calm-slow");
    for name in [
        "comparison.json",
        "comparison.csv",
        "manifest.json",
        "summaries/calm.json",
        "summaries/slow.json",
        "scenarios/slow.toml",
        "figures/comparison-antimony.svg",
        "figures/comparison-antimony.png",
        "report.html",
        "chapter.json",
        "data/antimony.csv",
    ] {
        assert!(folder.join(name).is_file(), "{name}");
    }

    // what the comparison says of a scenario is what a run of it says, and the difference is that of the two runs
    let compared = json(&folder.join("comparison.json"));
    let goal = &compared["goals"]["antimony"];
    let mut means = Vec::new();
    for name in ["calm", "slow"] {
        adit(&place).args(["run", &format!("{name}.toml"), "--trials", "1000", "--out", name, "--trials-csv"]).assert().success();
        let run = json(&place.path().join(name).join("summary.json"));
        assert_eq!(run, json(&folder.join(format!("summaries/{name}.json"))));
        assert_eq!(goal["scenarios"][name]["p50"], run["goals"]["antimony"]["p50"]);
        let months = 240.0;
        let sum: f64 = run["goals"]["antimony"]["cdf"].as_array().unwrap().iter().map(|chance| 1.0 - chance.as_f64().unwrap()).sum();
        means.push(sum.min(months)); // mean month of arrival, never counting as the horizon
    }
    let months = goal["differences"]["slow"]["months"]["value"].as_f64().unwrap();
    assert!((months - (means[1] - means[0])).abs() < 1e-9 * months, "{months} against {means:?}");
    assert!(months > 1.0 && goal["differences"]["slow"]["earlier"]["value"].as_f64().unwrap() < 0.5);
    let manifest = json(&folder.join("manifest.json"));
    assert_eq!(manifest["scenario"], "calm.toml");
    assert_eq!(manifest["compared_with"][0]["scenario"], "slow.toml");
    assert_eq!(manifest["inputs"].as_array().unwrap().len(), 2); // the base is named once
}

#[test]
fn the_results_do_not_depend_on_the_threads_and_can_be_made_again() {
    let place = place();
    adit(&place).args(["compare", "calm.toml", "slow.toml", "--trials", "300", "--threads", "1", "--out", "one"]).assert().success();
    adit(&place).args(["compare", "calm.toml", "slow.toml", "--trials", "300", "--threads", "7", "--out", "seven"]).assert().success();
    for page in ["report.html", "chapter.json"] {
        let [one, seven] = ["one", "seven"].map(|out| fs::read(place.path().join(out).join(page)).unwrap());
        assert!(one == seven, "{page}");
    }
    adit(&place).args(["compare", "one/scenarios/calm.toml", "one/scenarios/slow.toml", "--threads", "3", "--out", "three"]).assert().success();
    let [one, three] = ["one", "three"].map(|out| files(&place.path().join(out)));
    assert_eq!(one.len(), three.len());
    // pages that name the files read, which here are not the same, differ in that
    let names_files = |path: &Path| ["manifest.json", "report.html", "chapter.json"].iter().any(|name| path.ends_with(name));
    for (a, b) in one.iter().zip(&three).filter(|(a, _)| !names_files(a)) {
        assert!(fs::read(a).unwrap() == fs::read(b).unwrap(), "{}", a.display());
    }
}

#[test]
fn a_scenario_compared_with_itself_differs_in_no_trial() {
    let place = place();
    let told = adit(&place).args(["compare", "calm.toml", "calm.toml", "--trials", "200", "--format", "json"]).assert().success();
    let found: Value = serde_json::from_slice(&told.get_output().stdout).unwrap();
    let difference = &found["goals"]["antimony"]["differences"]["calm-2"];
    for key in ["months", "probability"] {
        assert_eq!((difference[key]["value"].as_f64(), difference[key]["standard_error"].as_f64()), (Some(0.0), Some(0.0)), "{key}");
    }
    assert_eq!((difference["earlier"]["value"].as_f64(), difference["later"]["value"].as_f64()), (Some(0.0), Some(0.0)));
    assert_eq!(told.get_output().stdout, fs::read(place.path().join("outputs/compare-calm-calm-2/comparison.json")).unwrap());
}

#[test]
fn problems_of_all_scenarios_are_told_once_and_leave_nothing() {
    let place = place();
    let text = fs::read_to_string(REFERENCE).unwrap();
    fs::write(place.path().join("calm.toml"), text.replace("capacity = 6_000", "capcity = 6_000")).unwrap();
    fs::write(place.path().join("other.toml"), text.replace("probability = 0.3", "probability = 1.3")).unwrap();
    let told = adit(&place).args(["compare", "calm.toml", "slow.toml", "other.toml", "missing.toml"]).assert().code(2).stdout("");
    let said = String::from_utf8_lossy(&told.get_output().stderr).into_owned();
    assert_eq!(said.matches("did you mean `capacity`").count(), 1, "{said}"); // slow.toml extends calm.toml
    assert!(said.contains("1.3") && said.contains("missing.toml"), "{said}");
    assert!(!place.path().join("outputs").exists());
}

#[test]
fn scenarios_that_cannot_be_compared_end_with_two() {
    let place = place();
    fs::write(place.path().join("short.toml"), "extends = \"calm.toml\"\nend = \"2040-12\"\n").unwrap();
    adit(&place).args(["compare", "calm.toml", "short.toml", "--trials", "10"]).assert().code(2).stderr(contains("short runs over other months"));
    adit(&place).args(["compare", "calm.toml"]).assert().code(2);
    fs::create_dir(place.path().join("thesis")).unwrap();
    fs::write(place.path().join("thesis/chapter"), "x").unwrap();
    adit(&place).args(["compare", "calm.toml", "slow.toml", "--out", "thesis"]).assert().code(2).stderr(contains("not a results folder"));
    assert!(files(place.path()).iter().all(|file| !file.to_string_lossy().contains("comparison")));
}

/// Two scenarios made by hand: the second arrives later in some trials, one goal is in the first alone.
fn by_hand() -> Comparison {
    let (first, mut second) = (findings(), findings());
    "A title that goes on for so long that no page of a hundred columns could ever hold it on a single line of its own".clone_into(&mut second.title);
    let lone = second.goals.pop().unwrap().name;
    let estimate = |mean, standard_error| Estimate { mean, standard_error };
    let difference = PairedDifference {
        months: estimate(12.345, 0.12),
        months_if_both: None,
        both: Share::from(&share(0.4)),
        earlier: Share::from(&share(0.01)),
        later: Share::from(&share(0.35)),
        chance: estimate(-0.05, 0.001),
    };
    let shared = first.goals.iter().filter(|goal| goal.name != lone);
    let goals = shared.map(|goal| GoalComparison { name: goal.name.clone(), title: goal.title.clone(), differences: vec![difference] }).collect();
    Comparison { findings: vec![first, second], names: vec!["pakistan-baseline".to_owned(), "pakistan-stress".to_owned()], goals }
}

#[test]
fn the_text_fits_its_page_and_names_what_it_leaves_out() {
    let found = by_hand();
    let text = comparison_text(&found);
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    assert!(text.contains("+12.3 [12.1, 12.6]"), "{text}");
    assert!(text.contains(&format!("Not in every scenario, so left out: {}", found.findings[0].goals.last().unwrap().name)), "{text}");
    insta::assert_snapshot!("text", text.lines().take(40).collect::<Vec<_>>().join("\n"));
}

#[test]
fn the_data_hold_every_shared_goal_in_every_scenario() {
    let found = by_hand();
    let mut page = Vec::new();
    comparison_csv(&found, &mut page).unwrap();
    let page = String::from_utf8(page).unwrap();
    assert_eq!(page.lines().count(), 1 + 2 * found.goals.len());
    let columns = page.lines().next().unwrap().split(',').count();
    assert!(page.lines().all(|row| row.split(',').count() == columns && !row.contains("NaN")), "{page}");
    let mut page = Vec::new();
    write_json(&comparison(&found), &mut page).unwrap();
    let data: Value = serde_json::from_slice(&page).unwrap();
    assert_eq!(data["goals"].as_object().unwrap().len(), found.goals.len());
    let goal = &data["goals"][&found.goals[0].name];
    let difference = &goal["differences"]["pakistan-stress"];
    assert_eq!((difference["months"]["value"].as_f64(), difference["months"]["standard_error"].as_f64()), (Some(12.345), Some(0.12)));
    assert_eq!(difference["months_if_both"], Value::Null);
    assert_eq!(goal["scenarios"].as_object().unwrap().len(), 2);
}
