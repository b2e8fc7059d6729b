//! `adit compare` as its users run it, and the pages of a comparison.
#![allow(missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};

use crate::common::checker::check;
use crate::engine_figures::sketch;
use adit::analyses::compare::{CompareFindings, CompareQuestion, Comparison, figures, goal_figure};
use adit::plan::{self, Plan};
use adit::scenario;
use adit::study::RunOptions;
use adit::units::{Quantity, Unit};
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
    told.stdout(contains("SCENARIOS COMPARED: CALM AND SLOW").and(contains("1,000 trials of each")).and(contains("later by")))
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
    adit(&place).args(["compare", "calm.toml", "short.toml", "--trials", "10"]).assert().code(2).stderr(contains("short covers other months"));
    adit(&place).args(["compare", "calm.toml"]).assert().code(2);
    fs::create_dir(place.path().join("thesis")).unwrap();
    fs::write(place.path().join("thesis/chapter"), "x").unwrap();
    adit(&place).args(["compare", "calm.toml", "slow.toml", "--out", "thesis"]).assert().code(2).stderr(contains("not a results folder"));
    assert!(files(place.path()).iter().all(|file| !file.to_string_lossy().contains("comparison")));
}

/// Reference scenario with changes.
fn compiled(sets: &[&str]) -> Plan {
    let sets: Vec<String> = sets.iter().map(ToString::to_string).collect();
    let loaded = scenario::load_text("one.toml", &fs::read_to_string(REFERENCE).unwrap(), None, &sets);
    plan::compile(&loaded.scenario.unwrap()).0.unwrap()
}

/// Comparison of scenarios with these names; each takes half a year longer than the one before.
fn compared(names: &[&str], trials: u64, free: bool) -> CompareFindings {
    let options = RunOptions { trials, seed: 1, threads: Some(2) };
    let free = ["goals.free={mineral=\"antimony\",free_share_of_demand=0.4,sustain=12}"].repeat(usize::from(free));
    let of = |i: usize| compiled(&[&free[..], &[format!("projects.refinery.stages.commissioning.duration={}", 6 + 6 * i).as_str()]].concat());
    let plans: Vec<Plan> = (0..names.len()).map(of).collect();
    let plans: Vec<(&str, &Plan)> = names.iter().copied().zip(&plans).collect();
    let comparison = Comparison::new(&plans, &CompareQuestion::default()).unwrap();
    let counted = comparison.count(&options, 0..trials, &|_| ()).unwrap();
    comparison.findings(&options, &CompareQuestion::default(), &counted).unwrap()
}

/// The mean difference of a yearly quantity is the difference of the means of two runs, and its error is that of the pairs.
#[test]
fn yearly_quantities_are_compared_trial_by_trial() {
    let place = place();
    let run = ["compare", "calm.toml", "slow.toml", "--trials", "600", "--by", "2034", "--by", "2036"];
    adit(&place).args(run).args(["--out", "out"]).assert().success().stdout(contains("WHAT CHANGES").and(contains("arrivals from Pakistan")));
    let [found, calm, slow] = ["comparison", "summaries/calm", "summaries/slow"].map(|name| json(&place.path().join(format!("out/{name}.json"))));
    let mut seen = 0;
    for (key, quantity) in found["quantities"].as_object().unwrap() {
        let path = format!("/{}", key.replace('.', "/"));
        let years = quantity["years"].as_array().unwrap();
        assert_eq!(years.iter().map(|year| year["year"].as_i64()).collect::<Vec<_>>(), [Some(2034), Some(2036), None], "{key}");
        for year in years.iter().filter(|year| !year["year"].is_null()) {
            let of = |summary: &Value| summary.pointer(&format!("{path}/{}", year["year"])).unwrap()["value"].as_f64().unwrap();
            let number = |value: &Value, what: &str| value[what].as_f64().unwrap();
            let [value, difference] = [0, 1].map(|place| &year["others"]["slow"][place]);
            let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * (1.0 + b.abs());
            assert!(near(number(&year["first"], "value"), of(&calm)) && near(number(value, "value"), of(&slow)), "{key}: {year}");
            assert!(near(number(difference, "value"), of(&slow) - of(&calm)), "{key}: {year}");
            let unpaired = number(&year["first"], "standard_error").hypot(number(value, "standard_error"));
            assert!(number(difference, "standard_error") <= unpaired * 1.01, "{key}: {year}");
            seen += usize::from(number(difference, "value") != 0.0);
        }
    }
    assert!(seen > 3, "{seen}");
    let table = fs::read_to_string(place.path().join("out/quantities.csv")).unwrap();
    assert!(table.contains(",slow,difference,") && table.contains(",all,") && !table.contains("NaN"), "{table}");
    assert!(fs::read_to_string(place.path().join("out/report.html")).unwrap().contains("What changes: slow, against calm"));
}

#[test]
fn figures_of_a_small_comparison_are_as_they_were() {
    let all = figures(&compared(&["calm", "slow"], 400, false), "calm, slow · 400 trials · seed 1");
    all.iter().for_each(check);
    insta::assert_snapshot!("figures", all.iter().map(sketch).collect::<String>());
}

#[test]
fn figures_of_many_scenarios_with_long_names_are_legible() {
    let long = format!("pakistan-{}", "the-longest-name-of-a-scenario-".repeat(4));
    let names = ["pakistan-scenario-0", "pakistan-scenario-1", &long, "pakistan-scenario-3", "pakistan-scenario-4", "pakistan-scenario-5"];
    for count in [2, 3, 6] {
        let mut found = compared(&names[..count], 64, true);
        figures(&found, "scenarios · 64 trials · seed 1").iter().for_each(check);
        found.goals[0].1.differences[0].1.months = Quantity::mean(-2.7, 0.9, Unit::MONTHS_DIFFERENCE, 64);
        let figure = goal_figure(&found, "antimony", "print").unwrap();
        let said = |text: &str| figure.labels.iter().any(|label| label.text == text);
        assert!(said("−2.7 [−4.5, −0.9]") && (count == 2 || said("scenario-1")), "{:?}", figure.labels);
    }
    assert!(goal_figure(&compared(&names[..2], 8, false), "free", "print").is_none());
}

#[test]
fn the_answer_fits_its_page() {
    let place = place();
    let told = adit(&place).args(["compare", "calm.toml", "slow.toml", "--trials", "500"]).assert().success();
    let text = String::from_utf8_lossy(&told.get_output().stdout).into_owned();
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    insta::assert_snapshot!("text", text);
}

#[test]
fn the_table_has_every_goal_in_every_scenario() {
    let place = place();
    adit(&place).args(["compare", "calm.toml", "slow.toml", "--trials", "200", "--by", "2032", "--out", "out"]).assert().success();
    let table = fs::read_to_string(place.path().join("out/comparison.csv")).unwrap();
    let mut lines = table.lines();
    assert_eq!(lines.next(), Some("goal,scenario,quantity,value,standard_error,low,high,unit,trials"));
    let rows = |of: &str| table.lines().filter(|line| line.starts_with(of)).count();
    assert_eq!((rows("antimony,calm,"), rows("antimony,slow,")), (7, 13)); // the first scenario has no differences
    assert!(table.contains("antimony,slow,months later,") && table.contains("antimony,calm,by 2032,") && !table.contains("NaN"), "{table}");
}

#[test]
fn goals_of_one_name_that_test_different_things_are_not_compared() {
    let place = place();
    let text = fs::read_to_string(REFERENCE).unwrap();
    let other = text.replace("share_of_demand = 0.1", "share_of_demand = 0.2");
    assert_ne!(text, other);
    fs::write(place.path().join("other.toml"), other + "\n[goals.free]\nmineral = \"antimony\"\nfree_share_of_demand = 0.4\n").unwrap();
    let told = adit(&place).args(["compare", "calm.toml", "other.toml", "--trials", "100"]).assert().success();
    told.stdout(contains("antimony: it tests “").and(contains("free: calm has no such goal")).and(contains("nothing is compared")));
    let found = json(&place.path().join("outputs/compare-calm-other/comparison.json"));
    assert_eq!(found["goals"].as_object().unwrap().len(), 0);
    assert!(found["not_compared"]["antimony"].as_str().unwrap().contains("at least 20%"), "{found}");
    adit(&place).args(["compare", "calm.toml", "slow.toml", "--goal", "antimoni"]).assert().code(2).stderr(contains("did you mean antimony?"));
}
