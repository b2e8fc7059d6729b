//! `adit trials`, `adit discover` and `adit conditions` as their users run them, and their figures.
#![allow(missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};

use adit::analyses::Analysis;
use adit::analyses::discover::{Discover, DiscoverFindings, Question, Search, estimate};
use adit::report::{Block, Chapter, Source, charts};
use adit::study::{self, RunOptions};
use adit::{plan, scenario};
use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::contains;
use serde_json::Value;
use tempfile::TempDir;

const REFERENCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/one-refinery.toml");
/// Year by the end of which the probability of the goal is nearest to one half.
const YEAR: i32 = 2033;

fn adit(place: &TempDir) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_adit"));
    command.current_dir(place.path());
    command
}

fn place() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn stdout(place: &TempDir, args: &[&str]) -> String {
    String::from_utf8(adit(place).args(args).assert().success().get_output().stdout.clone()).unwrap()
}

fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { all.extend(files(&path)) } else { all.push((path.clone(), fs::read(&path).unwrap())) }
    }
    all.sort();
    all
}

#[test]
fn trials_are_picked_sorted_and_can_be_told() {
    let place = place();
    let args = ["trials", REFERENCE, "--trials", "1500", "--format", "json", "--limit", "1500"];
    let never: Value = serde_json::from_str(&stdout(&place, &[&args[..], &["--where", "goal.antimony == never"]].concat())).unwrap();
    let late: Value =
        serde_json::from_str(&stdout(&place, &[&args[..], &["--where", "goal.antimony > 2040 and not (goal.antimony < never)"]].concat())).unwrap();
    assert_eq!(never["trials"], late["trials"]); // never is above every date
    let both = "hazards.balochistan.struck > 30 and projects['refinery'].stages.clearance.work >= 12";
    let picked: Value =
        serde_json::from_str(&stdout(&place, &[&args[..], &["--where", both, "--sort", "arrival", "--descending"]].concat())).unwrap();
    let trials = picked["trials"].as_array().unwrap();
    assert!(trials.len() > 10 && picked["matching"].as_u64() == Some(trials.len() as u64));
    let year = |trial: &Value| trial["values"]["goal.antimony"].as_f64().unwrap_or(f64::INFINITY);
    assert!(trials.windows(2).all(|pair| year(&pair[0]) >= year(&pair[1])));
    assert!(trials.iter().all(|trial| trial["values"]["hazards.balochistan.struck"].as_f64().unwrap() > 30.0));

    // the numbers are those of `adit trial`
    let number = trials.last().unwrap()["trial"].to_string();
    let story: Value = serde_json::from_str(&stdout(&place, &["trial", REFERENCE, "--number", &number, "--format", "json"])).unwrap();
    let arrives = story["events"].as_array().unwrap().iter().find(|event| event["kind"] == "goal").unwrap();
    assert_eq!(adit::report::words::month_of_year(year(trials.last().unwrap())), arrives["calendar"].as_str().unwrap());
}

#[test]
fn the_table_of_a_run_gives_what_running_gives() {
    let place = place();
    adit(&place).args(["run", REFERENCE, "--trials", "600", "--seed", "4", "--trials-csv", "--figures", "regime", "--out", "run"]).assert().success();
    let pick = ["--where", "security.struck > 50 or lost.antimony", "--sort", "bridge.antimony", "--format", "csv", "--seed", "4"];
    let ran = stdout(&place, &[&["trials", REFERENCE, "--trials", "600"], &pick[..]].concat());
    let read = stdout(&place, &[&["trials", REFERENCE, "--table", "run/trials.csv"], &pick[..]].concat());
    assert!(ran.lines().count() > 10 && ran == read, "{ran}\n{read}");
    for threads in ["1", "3"] {
        assert_eq!(ran, stdout(&place, &[&["trials", REFERENCE, "--trials", "600", "--threads", threads], &pick[..]].concat()));
    }
    adit(&place)
        .args(["trials", REFERENCE, "--table", "run/trials.csv", "--seed", "5"])
        .assert()
        .code(2)
        .stderr(contains("not left by a run of this scenario with seed 5"));
    let typical = stdout(&place, &["trials", REFERENCE, "--trials", "600", "--sort", "typical", "--limit", "3"]);
    assert!(typical.contains("Listed: the first 3") && typical.contains("adit trial"), "{typical}");
}

#[test]
fn a_wrong_name_is_told_with_the_nearest_right_one() {
    let place = place();
    for (condition, said) in [
        ("goal.antimny > 2035", "did you mean `goal.antimony`?"),
        ("goal.antimony == never and nodes.mine.capcity > 3", "did you mean `nodes.mine.capacity`?"),
        ("nodes['mine'].closedd > 3", "did you mean `nodes.mine.closed`?"),
        ("nodes.mine > 3", "`nodes.mine` is a table, not a number"),
        ("goal.antimony >", "unexpected end"),
        ("stages.refinery.clearance.werk > 1", "`stages.refinery.clearance.work`?"),
    ] {
        adit(&place).args(["trials", REFERENCE, "--trials", "20", "--where", condition]).assert().code(2).stdout("").stderr(contains(said));
    }
    for (args, said) in [
        (["discover", REFERENCE, "--goal", "antimny"], "did you mean antimony?"),
        (["discover", REFERENCE, "--over", "nodes.corridor.close"], "did you mean `nodes.corridor.closed`?"),
        (["discover", REFERENCE, "--by", "2077"], "runs from 2026-01 to 2045-12"),
        (["conditions", REFERENCE, "--by", "1999"], "runs from 2026-01 to 2045-12"),
        (["conditions", REFERENCE, "--chance", "1.5"], "at most 1"),
    ] {
        adit(&place).args(args).args(["--trials", "40"]).assert().code(2).stderr(contains(said));
    }
    assert!(fs::read_dir(place.path()).unwrap().all(|entry| fs::read_dir(entry.unwrap().path()).unwrap().next().is_none()), "something was left");
}

#[test]
fn discoveries_and_conditions_leave_whole_folders_that_do_not_depend_on_the_threads() {
    let place = place();
    for threads in ["1", "3"] {
        let out = format!("d{threads}");
        adit(&place)
            .args(["discover", REFERENCE, "--by", &YEAR.to_string(), "--trials", "3000", "--threads", threads, "--out", &out])
            .assert()
            .success()
            .stdout(contains("Box 1: the goal"));
        let out = format!("c{threads}");
        let late = ["conditions", REFERENCE, "--by", "2032", "--trials", "1000", "--threads", threads, "--out", &out];
        adit(&place).args(late).assert().success().stdout(contains("as modelled").and(contains("random elements of the scenario affect")));
    }
    for (kind, whole) in [("d", "discover"), ("c", "conditions")] {
        let [one, three] = ["1", "3"].map(|threads| files(&place.path().join(format!("{kind}{threads}"))));
        assert_eq!(one.len(), three.len());
        for ((name, bytes), (_, others)) in one.iter().zip(&three) {
            assert!(bytes == others || name.ends_with("manifest.json"), "{}", name.display());
        }
        for name in [format!("{whole}.json"), format!("{whole}.csv"), "chapter.json".to_owned(), "report.html".to_owned(), "scenario.toml".to_owned()]
        {
            assert!(place.path().join(format!("{kind}1")).join(&name).is_file(), "{name}");
        }
    }
    let found: Value = serde_json::from_slice(&fs::read(place.path().join("d1/discover.json")).unwrap()).unwrap();
    let density = found["boxes"][0]["density"]["value"].as_f64().unwrap();
    assert!(density > found["probability"]["value"].as_f64().unwrap() + 0.1, "{density}");
}

fn discovered() -> DiscoverFindings {
    let loaded = scenario::load(REFERENCE.as_ref(), &[]);
    let scenario = loaded.scenario.unwrap();
    let plan = plan::compile(&scenario).0.unwrap();
    let options = RunOptions { trials: 6_000, seed: 1, threads: Some(2) };
    let over = ["projects.*", "nodes.*", "hazards.*", "regimes.*"].map(str::to_owned).to_vec(); // dates with never among them
    let by = plan.grid.last_month_of(YEAR).unwrap();
    let question = Question { goal: 0, by, over, search: Search { resamples: 2, ..Search::default() }, step: None };
    estimate(&plan, &study::assumptions(&scenario), &question, &options, &|_| ()).unwrap()
}

fn chapter(found: &DiscoverFindings, scenario: &str) -> Chapter {
    Discover::chapter(found, &Source { scenario: scenario.to_owned(), trials: 6_000, seed: 1 })
}

fn check_figures(chapter: &Chapter) -> usize {
    let figures = chapter.blocks.iter().filter_map(|block| if let Block::Figure { figure, .. } = block { Some(figure) } else { None });
    figures.inspect(|figure| crate::common::checker::check(figure)).map(|figure| assert!(charts::png(figure).unwrap().len() > 1_000)).count()
}

#[test]
fn figures_of_boxes_are_fit_to_be_read() {
    let mut found = discovered();
    assert!(!found.boxes.is_empty());
    assert_eq!(check_figures(&chapter(&found, "one-refinery.toml")), 2 * found.boxes.len());

    found.goal_title = "a goal <& \"that\"> goes on and on ".repeat(20);
    for limit in found.boxes.iter_mut().flat_map(|one| &mut one.limits) {
        limit.text = format!("{} of a refinery with a name without an end in which many words stand one after the other and more", limit.text);
        limit.histogram.never = [700, 200];
        limit.value = limit.histogram.ends[1];
    }
    let long = chapter(&found, &"small print ".repeat(40));
    assert!(long.sentences.len() >= 3 && long.sentences.iter().all(|sentence| !sentence.contains("NaN")), "{:?}", long.sentences);
    check_figures(&long);
    found.boxes[0].limits.iter_mut().for_each(|limit| limit.value = limit.histogram.ends[0] - 1.0);
    found.boxes[0].step = 0;
    check_figures(&chapter(&found, ""));
}
