//! Backtests, sources and doubts: known answers, the shipped record, the commands as their users run them.
#![allow(missing_docs)]

use std::fs;

use crate::checker::check;
use adit::plan::{Plan, compile};
use adit::report::{Block, Chapter, backtest_chapter, doubt_chapter, provenance_chapter};
use adit::scenario::load_text;
use adit::study::backtest::{Backtest, Forecaster, INCIDENTS_ANNUAL, ProjectTable, REFERENCE_PROJECTS, REGIME_SPELLS, controls, incidents, projects};
use adit::study::doubt::{Doubts, Nested, doubts};
use adit::study::provenance::{Headline, Provenance, Way, provenance};
use adit::study::{RunOptions, assumptions};
use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::contains;
use tempfile::TempDir;

/// One mine on a road that an incident may close: it opens after `wait` months (a driver), and with chance 0.3 never.
const MINE: &str = r#"
title = "Doubt"
start = "2026-01"
end   = "2033-12"
[sources.old]
title = "A survey"
date  = 2011
confidence = "low"
[sources.new]
title = "Another"
date  = "2025-06"
[drivers.wait]
discrete = [[12, 0.5], [48, 0.5]]
source   = "old"
[minerals.tin]
demand = { value = 100, source = "new" }
[minerals.tin.suppliers]
All = { share = { value = 0.5, source = "judgement", note = "Half." } }
[projects.mine.stages.works]
duration = { value = 1, scale = "@wait", source = "new" }
cancels  = { value = 0.3, source = ["old", "new"] }
[nodes.mine]
opens    = "mine.works"
capacity = { uniform = [50, 60] }
[[routes]]
mineral = "tin"
via     = ["mine"]
origin  = "Home"
[goals.tenth]
mineral         = "tin"
origin          = "Home"
share_of_demand = 0.1
"#;

/// Month 40 lies between the two waits: by then 0.7 of the trials with the short one have arrived, none with the long one.
const BY: usize = 40;

fn plan() -> (adit::scenario::Scenario, Plan) {
    let scenario = load_text("doubt.toml", MINE, None, &[]).scenario.expect("no errors");
    let plan = compile(&scenario).0.expect("no errors");
    (scenario, plan)
}

fn options(threads: usize) -> RunOptions {
    RunOptions { trials: 4_000, seed: 5, threads: Some(threads) }
}

fn doubt_of(threads: usize) -> Doubts {
    let (_, plan) = plan();
    let later = load_text("later.toml", &MINE.replace("[[12, 0.5], [48, 0.5]]", "[[12, 0.1], [48, 0.9]]"), None, &[]).scenario.expect("no errors");
    let later = compile(&later).0.expect("no errors");
    doubts(&plan, &[("later".to_owned(), later)], BY, Nested { outer: 512, inner: 24 }, &options(threads), &|_| ()).expect("threads")
}

/// P(arrived | wait) is 0.7 or 0, each with chance ½: mean 0.35, variance between 0.1225, mean variance within 0.105. The chance of arriving ever is 0.7
/// whatever the wait, so that its median month is either of two.
#[test]
fn nested_runs_tell_what_is_unknown_from_chance() {
    let found = doubt_of(2);
    let doubt = &found.goals[0];
    let unknown = doubt.unknown.as_ref().expect("enough draws");
    let share = &doubt.answer.chance;
    assert!(share.low < 0.35 && 0.35 < share.high, "{share:?}");
    assert!((unknown.share_of_variance - 0.1225 / 0.2275).abs() < 0.03, "{unknown:?}");
    assert!(unknown.chance[0] < 0.02 && (unknown.chance[1] - 0.7).abs() < 0.12, "{unknown:?}");
    let [early, late] = unknown.median.map(|month| month.expect("ever 0.7"));
    assert!((13..16).contains(&early) && (49..52).contains(&late), "{early} {late}");
    let reading = &doubt.readings[0].1.chance;
    assert!(reading.low < 0.07 && 0.07 < reading.high, "{reading:?}");
}

fn provenance_of(threads: usize) -> Provenance {
    let (scenario, plan) = plan();
    provenance(&plan, &assumptions(&scenario), &Headline { goal: 0, by: BY }, 5.0, &options(threads), &|_| ()).expect("threads")
}

/// Held at 12 the chance is 0.7, at 48 it is 0: minus 70 points. Without cancellations it is 0.5 and not 0.35.
#[test]
fn figures_carry_the_answer_by_as_much_as_they_move_it() {
    let found = provenance_of(2);
    let input = |path: &str| found.inputs.iter().find(|input| input.input.path == path).unwrap_or_else(|| panic!("{path}"));
    let wait = input("drivers.wait").moves.as_ref().expect("drawn");
    assert_eq!(wait.way, Way::Held);
    assert!((wait.chance.mean + 70.0).abs() < 4.0 * wait.chance.standard_error.max(0.5), "{wait:?}");
    let cancels = input("projects.mine.stages.works.cancels").moves.as_ref().expect("a cancellation");
    assert!(cancels.way == Way::Planned && (cancels.chance.mean + 15.0).abs() < 4.0 * cancels.chance.standard_error, "{cancels:?}");
    let capacity = input("nodes.mine.capacity");
    assert!(capacity.missing && capacity.moves.as_ref().is_some_and(|moves| moves.chance.mean.abs() < 4.0 * moves.chance.standard_error.max(0.01)));
    assert_eq!(found.missing(), 1);
    assert!(input("drivers.wait").stale && !input("projects.mine.stages.works.cancels").stale, "the newer source counts");
    assert_eq!(input("projects.mine.stages.works.cancels").confidence.as_deref(), Some("low"));
    assert!(input("minerals.tin.demand").moves.is_none());
    assert_eq!((found.sources[0].source.key.as_str(), found.sources[0].stale, found.sources[0].inputs), ("old", true, 2));
}

#[test]
fn threads_do_not_show() {
    let all = |threads| (serde_json::to_string(&doubt_of(threads)).unwrap(), serde_json::to_string(&provenance_of(threads)).unwrap());
    let one = all(1);
    assert!(one == all(2) && one == all(7));
}

fn shipped() -> Backtest {
    let (table, problems) = ProjectTable::read(REFERENCE_PROJECTS);
    assert!(!problems.any_error());
    Backtest {
        table: "reference_projects.csv".to_owned(),
        projects: projects(&table, &table),
        controls: controls(REGIME_SPELLS),
        incidents: Some(incidents(INCIDENTS_ANNUAL)),
        episode: None,
    }
}

/// The record that the documents quote: intervals within the range of chance, and a better score than the plan and the base rate.
#[test]
fn the_shipped_forecasts_hold() {
    let found = shipped().projects.expect("enough projects");
    assert_eq!(found.forecasts.len(), 29);
    let own = &found.scores[0];
    assert!(own.forecaster == Forecaster::Kind && own.coverage.iter().all(adit::study::backtest::Coverage::is_within), "{:?}", own.coverage);
    for plain in found.scores.iter().filter(|scored| matches!(scored.forecaster, Forecaster::Plan | Forecaster::BaseRate)) {
        assert!(plain.crps_worse.mean > 2.0 * plain.crps_worse.standard_error, "{:?}", plain.crps_worse);
    }
    let mass: f64 = own.pit.iter().sum();
    assert!((mass - 29.0).abs() < 1e-9);
}

fn check_figures(chapter: &Chapter) -> usize {
    let figures = chapter.blocks.iter().filter_map(|block| if let Block::Figure { figure, .. } = block { Some(figure) } else { None });
    figures.inspect(|figure| check(figure)).count()
}

#[test]
fn figures_are_fit_to_be_read() {
    assert_eq!(check_figures(&backtest_chapter(&shipped())), 4);
    let mut doubts = doubt_of(2);
    doubts.goals[0].title = "a goal whose title does not end before everybody has had enough of it, and then some more of it".to_owned();
    doubts.goals[0].readings[0].1.median.value = None;
    assert_eq!(check_figures(&doubt_chapter(&doubts, "tenth", "doubt.toml")), 2);
    assert_eq!(check_figures(&provenance_chapter(&provenance_of(2), "doubt.toml")), 1);
}

fn place() -> TempDir {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("doubt.toml"), MINE).unwrap();
    place
}

fn adit(place: &TempDir) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_adit"));
    command.current_dir(place.path());
    command
}

#[test]
fn sources_are_listed_and_a_missing_one_fails_where_asked() {
    let place = place();
    let listed = adit(&place).args(["sources", "doubt.toml", "--trials", "600", "--by", "2029"]).assert().success();
    listed.stdout(contains("drivers.wait").and(contains("Without a source: nodes.mine.capacity")).and(contains("old")));
    for file in
        ["report.html", "chapter.json", "sources.json", "sources.csv", "data/moves.csv", "figures/moves.svg", "scenario.toml", "manifest.json"]
    {
        assert!(place.path().join("outputs/doubt-sources").join(file).is_file(), "{file}");
    }
    assert!(fs::read_to_string(place.path().join("outputs/doubt-sources/scenario.toml")).unwrap().contains("confidence"));
    adit(&place).args(["sources", "doubt.toml", "--trials", "60", "--strict"]).assert().code(2).stderr(contains("1 figures have no source"));
    adit(&place).args(["sources", "doubt.toml", "--goal", "tent"]).assert().code(2).stderr(contains("did you mean tenth?"));
    adit(&place).args(["sources", "doubt.toml", "--by", "2050"]).assert().code(2).stderr(contains("2026-01 to 2033-12"));
}

#[test]
fn doubts_take_other_files_for_readings() {
    let place = place();
    fs::write(place.path().join("slow.toml"), "extends = \"doubt.toml\"\ntitle = \"Slow\"\n[drivers.wait]\nsource = \"new\"\ndiscrete = [[48, 1]]\n")
        .unwrap();
    let args = ["doubt", "doubt.toml", "--trials", "500", "--outer", "40", "--inner", "6", "--by", "2029", "--against", "slow.toml"];
    adit(&place).args(args).assert().success().stdout(contains("slow").and(contains("readings say 0 to")));
    for file in ["report.html", "doubt.json", "doubt.csv", "figures/doubt-chance.svg", "figures/doubt-median.svg"] {
        assert!(place.path().join("outputs/doubt-doubt").join(file).is_file(), "{file}");
    }
    fs::write(place.path().join("longer.toml"), "extends = \"doubt.toml\"\ntitle = \"Longer\"\nend = \"2040-12\"\n").unwrap();
    adit(&place).args(["doubt", "doubt.toml", "--against", "longer.toml"]).assert().code(2).stderr(contains("longer runs over other months"));
}

#[test]
fn a_table_of_ones_own_is_scored_by_the_shipped_laws() {
    let place = place();
    let head = "project,type,announced,planned_first_production,actual_first_production,last_evidence\n";
    let good = "A,mine,2015-01,2017-01,2018-06,2018-06\nB,smelter,2016-01,2018-01,censored: not yet as of 2020-01,2020-01\nC,refinery,2016-03,2018-01,2018-09,2018-09\n";
    fs::write(place.path().join("mine.csv"), format!("{head}{good}")).unwrap();
    adit(&place).args(["backtest", "mine.csv"]).assert().success().stdout(contains("Start dates of 3 projects").and(contains("ratio by kind")));
    assert!(place.path().join("outputs/mine-backtest/data/projects.csv").is_file());
    fs::write(place.path().join("bad.csv"), format!("{head}A,smeltr,2015-01,2017-01,soon,2018-06\n")).unwrap();
    let bad = adit(&place).args(["backtest", "bad.csv", "--out", "never"]).assert().code(2);
    bad.stderr(contains("bad.csv:2").and(contains("smelter")).and(contains("soon")).and(contains("2 errors")));
    assert!(!place.path().join("never").exists());
    fs::write(place.path().join("few.csv"), head).unwrap();
    adit(&place).args(["backtest", "few.csv"]).assert().code(2).stderr(contains("three projects"));
}
