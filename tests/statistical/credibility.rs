//! Backtests, sources of inputs, and input uncertainty: known results, the shipped record, and the commands as users run them.
#![allow(missing_docs)]

use std::fs;

use crate::checker::check;
use adit::analyses::Analysis;
use adit::analyses::backtest::{
    Backtest, Coverage, Forecaster, INCIDENTS_ANNUAL, ProjectTable, REFERENCE_PROJECTS, REGIME_SPELLS, chapter as backtest_chapter, controls,
    incidents, projects,
};
use adit::analyses::doubt::{self, Doubt, DoubtFindings, Nested};
use adit::analyses::sources::{self, EffectMethod, Sources, SourcesFindings};
use adit::plan::{Plan, compile};
use adit::report::{Block, Chapter, Source};
use adit::scenario::load_text;
use adit::study::{RunOptions, assumptions};
use adit::units::Quantity;
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

fn doubt_of(threads: usize) -> DoubtFindings {
    let (_, plan) = plan();
    let later = load_text("later.toml", &MINE.replace("[[12, 0.5], [48, 0.5]]", "[[12, 0.1], [48, 0.9]]"), None, &[]).scenario.expect("no errors");
    let later = compile(&later).0.expect("no errors");
    doubt::estimate(&plan, &[("later".to_owned(), later)], [0, BY], Nested { outer: 512, inner: 24 }, &options(threads), &|_| ()).expect("threads")
}

/// P(arrived | wait) is 0.7 or 0, each with probability ½: mean 0.35, variance between 0.1225, mean variance within 0.105. The probability of arriving at
/// any time is 0.7 for each wait, so that the median month is one of two.
#[test]
fn nested_design_separates_inputs_from_random_events() {
    let found = doubt_of(2);
    let goal = &found.goals[0];
    let inputs = goal.inputs.as_ref().expect("enough draws");
    assert!(covers(&goal.result.probability, 0.35), "{goal:?}");
    assert!((inputs.variance_share.number() - 0.1225 / 0.2275).abs() < 0.03, "{inputs:?}");
    assert!(inputs.probability_p10.number() < 0.02 && (inputs.probability_p90.number() - 0.7).abs() < 0.12, "{inputs:?}");
    let [early, late] = [&inputs.median_p10, &inputs.median_p90].map(|month| month.value.expect("0.7 at any time"));
    assert!((13.0..16.0).contains(&early) && (49.0..52.0).contains(&late), "{early} {late}");
    assert!(covers(&goal.alternatives[0].result.probability, 0.07), "{goal:?}");
}

/// A cancellation that is marked as unknown is an uncertain input: the inputs then account for all of the variance, and otherwise for none.
#[test]
fn an_unknown_cancellation_is_an_uncertain_input() {
    let only = MINE.replace("discrete = [[12, 0.5], [48, 0.5]]", "value = 12");
    let share = |text: &str| {
        let plan = compile(load_text("m", text, None, &[]).scenario.as_ref().expect("valid")).0.expect("valid");
        let found = doubt::estimate(&plan, &[], [0, BY], Nested { outer: 256, inner: 16 }, &options(1), &|_| ()).expect("threads");
        found.goals[0].inputs.as_ref().expect("enough draws").variance_share.number()
    };
    let (unknown, chance) = (share(&only.replace("cancels  =", "unknown = true\ncancels  =")), share(&only));
    assert!(unknown > 0.999 && chance < 0.05, "{unknown} {chance}");
    // With a factor that decides alone, the factor is what is not known.
    let tied = |unknown: &str| {
        let cancels = format!("{unknown}cancels  = {{ probability = 0.3, factor = \"deal\", loading = 1 }}");
        let text = only.replace("cancels  = { value = 0.3, source = [\"old\", \"new\"] }", &cancels);
        share(&text.replace("[minerals.tin]", "[factors]\ndeal = {}\n[minerals.tin]"))
    };
    let (unknown, chance) = (tied("unknown = true\n"), tied(""));
    assert!(unknown > 0.999 && chance < 0.05, "{unknown} {chance}");
}

/// Whether the interval of an estimate contains the exact value.
fn covers(estimate: &Quantity, exact: f64) -> bool {
    estimate.low.is_some_and(|low| low < exact) && estimate.high.is_some_and(|high| exact < high)
}

/// Whether an estimate lies within four standard errors of the exact value, each at least `least`.
fn is_near(estimate: &Quantity, exact: f64, least: f64) -> bool {
    (estimate.number() - exact).abs() < 4.0 * estimate.standard_error.expect("an error").max(least)
}

fn sources_of(threads: usize) -> SourcesFindings {
    let (scenario, plan) = plan();
    sources::estimate(&plan, &assumptions(&scenario), [0, BY], 5.0, &options(threads), &|_| ()).expect("threads")
}

/// With the wait held at 12 the probability is 0.7, at 48 it is 0: minus 70 points. Without cancellations it is 0.5 and not 0.35.
#[test]
fn effects_of_inputs_have_the_exact_size() {
    let found = sources_of(2);
    let input = |path: &str| found.inputs.iter().find(|input| input.path == path).unwrap_or_else(|| panic!("{path}"));
    let wait = input("drivers.wait").effect.as_ref().expect("drawn");
    assert_eq!(wait.method, EffectMethod::Held);
    assert!(is_near(&wait.probability, -0.7, 0.005), "{wait:?}");
    let cancels = input("projects.mine.stages.works.cancels").effect.as_ref().expect("a cancellation");
    assert!(cancels.method == EffectMethod::AsPlanned && is_near(&cancels.probability, -0.15, 0.0), "{cancels:?}");
    let capacity = input("nodes.mine.capacity");
    assert!(capacity.missing && capacity.effect.as_ref().is_some_and(|effect| is_near(&effect.probability, 0.0, 0.0001)));
    assert_eq!(found.missing(), 1);
    assert!(input("drivers.wait").old && !input("projects.mine.stages.works.cancels").old, "the newer source counts");
    assert_eq!(input("projects.mine.stages.works.cancels").confidence.as_deref(), Some("low"));
    assert!(input("minerals.tin.demand").effect.is_none());
    assert_eq!((found.sources[0].key.as_str(), found.sources[0].old, found.sources[0].inputs), ("old", true, 2));
}

#[test]
fn results_do_not_depend_on_the_number_of_threads() {
    let all = |threads| (serde_json::to_string(&doubt_of(threads)).unwrap(), serde_json::to_string(&sources_of(threads)).unwrap());
    let one = all(1);
    assert!(one == all(2) && one == all(7));
}

fn shipped() -> Backtest {
    let (table, problems) = ProjectTable::read(REFERENCE_PROJECTS);
    assert!(!problems.any_error());
    Backtest {
        projects_table: "reference_projects.csv".to_owned(),
        projects: projects(&table, &table),
        controls: controls(REGIME_SPELLS),
        incidents: Some(incidents(INCIDENTS_ANNUAL)),
        episodes: Vec::new(),
    }
}

/// The record that the documents quote: intervals within the range of chance, and a better score than the plan and the base rate.
#[test]
fn the_shipped_forecasts_hold() {
    let found = shipped().projects.expect("enough projects");
    assert_eq!(found.forecasts.len(), 29);
    let own = &found.scores[0];
    assert!(own.forecaster == Forecaster::Kind && own.coverage.iter().all(Coverage::is_within), "{:?}", own.coverage);
    for plain in found.scores.iter().filter(|scored| matches!(scored.forecaster, Forecaster::Plan | Forecaster::BaseRate)) {
        assert!(plain.crps_worse.number() > 5.0, "{:?}", plain.crps_worse);
    }
    let mass: f64 = own.pit.iter().sum();
    assert!((mass - 29.0).abs() < 1e-9);
    // Aalen–Johansen of the projects announced or decided, cancelled ones without a plan included, as `adit fit durations` has it; 7.5% of those with a plan.
    assert!((found.cancelled.number() - 0.293_065_6).abs() < 1e-6, "{:?}", found.cancelled);
    // A binomial count of 29 with the share 0.6 is outside 19 to 27 with a probability of 0.657.
    assert!((own.coverage[1].power - 0.657_342).abs() < 1e-6, "{:?}", own.coverage[1]);
    assert!(found.scores.iter().any(|scored| scored.forecaster == Forecaster::Cure && scored.crps.number() > 0.0));
}

fn check_figures(chapter: &Chapter) -> usize {
    let figures = chapter.blocks.iter().filter_map(|block| if let Block::Figure { figure, .. } = block { Some(figure) } else { None });
    figures.inspect(|figure| check(figure)).count()
}

#[test]
fn figures_are_fit_to_be_read() {
    assert_eq!(check_figures(&backtest_chapter(&shipped())), 4);
}

#[test]
fn figures_of_doubt_and_sources_are_fit_to_be_read() {
    let source = Source { scenario: "doubt.toml".to_owned(), trials: 4_000, seed: 5 };
    let mut doubt = doubt_of(2);
    doubt.goals[0].title = "a goal whose title does not end before everybody has had enough of it, and then some more of it".to_owned();
    doubt.goals[0].alternatives[0].result.median.value = None;
    assert_eq!(check_figures(&Doubt::chapter(&doubt, &source)), 2);
    assert_eq!(check_figures(&Sources::chapter(&sources_of(2), &source)), 1);
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
    listed.stdout(contains("drivers.wait").and(contains("Inputs without a source: nodes.mine.capacity")).and(contains("old")));
    for file in [
        "report.html",
        "chapter.json",
        "sources.json",
        "sources.csv",
        "sources-cited.csv",
        "data/effects.csv",
        "figures/effects.svg",
        "scenario.toml",
        "manifest.json",
    ] {
        assert!(place.path().join("outputs/doubt-sources").join(file).is_file(), "{file}");
    }
    assert!(fs::read_to_string(place.path().join("outputs/doubt-sources/scenario.toml")).unwrap().contains("confidence"));
    adit(&place).args(["sources", "doubt.toml", "--trials", "60", "--strict"]).assert().code(2).stderr(contains("1 input has no source"));
    adit(&place).args(["sources", "doubt.toml", "--goal", "tent"]).assert().code(2).stderr(contains("did you mean tenth?"));
    adit(&place).args(["sources", "doubt.toml", "--by", "2050"]).assert().code(2).stderr(contains("2026-01 to 2033-12"));
}

#[test]
fn doubt_compares_alternative_scenarios() {
    let place = place();
    fs::write(place.path().join("slow.toml"), "extends = \"doubt.toml\"\ntitle = \"Slow\"\n[drivers.wait]\nsource = \"new\"\ndiscrete = [[48, 1]]\n")
        .unwrap();
    let args = ["doubt", "doubt.toml", "--trials", "500", "--outer", "40", "--inner", "6", "--by", "2029", "--against", "slow.toml"];
    adit(&place).args(args).assert().success().stdout(contains("slow").and(contains("alternative scenarios it ranges from 0 to")));
    for file in ["report.html", "doubt.json", "doubt.csv", "doubt-alternatives.csv", "figures/doubt-probability.svg", "figures/doubt-median.svg"] {
        assert!(place.path().join("outputs/doubt-doubt").join(file).is_file(), "{file}");
    }
    fs::write(place.path().join("longer.toml"), "extends = \"doubt.toml\"\ntitle = \"Longer\"\nend = \"2040-12\"\n").unwrap();
    adit(&place).args(["doubt", "doubt.toml", "--against", "longer.toml"]).assert().code(2).stderr(contains("longer covers other months"));
}

#[test]
fn a_table_of_ones_own_is_scored_by_the_shipped_laws() {
    let place = place();
    let head = "project,type,announced,planned_first_production,actual_first_production,last_evidence\n";
    let good = "A,mine,2015-01,2017-01,2018-06,2018-06\nB,smelter,2016-01,2018-01,censored: not yet as of 2020-01,2020-01\nC,refinery,2016-03,2018-01,2018-09,2018-09\n";
    fs::write(place.path().join("mine.csv"), format!("{head}{good}")).unwrap();
    adit(&place)
        .args(["backtest", "mine.csv"])
        .assert()
        .success()
        .stdout(contains("Start dates of 3 projects").and(contains("ratio by kind")).and(contains("fitted on the 29 projects of the shipped table")));
    assert!(place.path().join("outputs/mine-backtest/data/projects.csv").is_file());
    fs::write(place.path().join("bad.csv"), format!("{head}A,smeltr,2015-01,2017-01,soon,2018-06\n")).unwrap();
    let bad = adit(&place).args(["backtest", "bad.csv", "--out", "never"]).assert().code(2);
    bad.stderr(contains("bad.csv:2").and(contains("smelter")).and(contains("soon")).and(contains("2 errors")));
    assert!(!place.path().join("never").exists());
    fs::write(place.path().join("few.csv"), format!("{head}A,mine,2015-01,2017-01,2018-06,2018-06\n")).unwrap();
    adit(&place).args(["backtest", "few.csv"]).assert().code(2).stderr(contains("three projects"));
}

/// An episode of one's own: the arrivals of the mine are known exactly (50 to 60 t/yr where it has opened, never in 3 of 10 trials).
#[test]
fn an_episode_is_a_file() {
    let place = place();
    let episode = r#"
title    = "The mine"
scenario = "doubt.toml"
trials   = 2000
note     = "A test."
[[observed]]
title    = "arrivals"
measure  = "arrivals"
mineral  = "tin"
years    = [2031, 2032]
values   = { 2032 = 55 }
source   = "none"
[[questions]]
title    = "at least 40 t in 2032, and demand is not met"
observed = true
at_least = 0.6
source   = "none"
all      = [{ measure = "arrivals", mineral = "tin", year = 2032, at_least = 40 }, { measure = "shortage", mineral = "tin", year = 2032, at_most = 1000 }]
[[questions]]
title    = "the goal by 2027"
observed = false
source   = "none"
all      = [{ goal = "tenth", by = "2027-12" }]
[[questions]]
title    = "most arrives before 2027"
observed = false
source   = "none"
all      = [{ measure = "arrivals", mineral = "tin", peak_before = "2026-02" }]
"#;
    fs::write(place.path().join("mine.toml"), episode).unwrap();
    let run = |args: &[&str]| adit(&place).args(["backtest", "--format", "json", "--out", "made"]).args(args).assert();
    let made = run(&["--episode", "mine.toml"]).success();
    let found: serde_json::Value = serde_json::from_slice(&made.get_output().stdout).unwrap();
    let episode = &found["episodes"][0];
    let probability = |question: usize| episode["questions"][question]["probability"]["value"].as_f64().unwrap();
    assert!((probability(0) - 0.7).abs() < 0.04 && episode["questions"][0]["passed"] == true, "{episode:#}");
    assert!((probability(1) - 0.35).abs() < 0.04, "{episode:#}");
    assert!((probability(2) - 0.3).abs() < 0.04, "where nothing arrives, the first month has the most: {episode:#}");
    let p95 = episode["observed"][0]["years"][1]["quantiles"][4]["value"].as_f64().unwrap();
    assert!((57.0..60.0).contains(&p95), "{p95}");
    assert!(place.path().join("made/data/mine-1.csv").is_file() && place.path().join("made/scenarios/mine.toml").is_file());
    for (wrong, right) in [("\"arrivals\"", "\"arivals\""), ("year = 2032", "year = 2050"), ("\"tenth\"", "\"tent\""), ("at_most", "at_mst")] {
        fs::write(place.path().join("wrong.toml"), fs::read_to_string(place.path().join("mine.toml")).unwrap().replace(wrong, right)).unwrap();
        run(&["--episode", "wrong.toml"]).code(2);
    }
}

/// The shipped episodes in few trials: every question that requires a share of trials has it, and supply and price under the antimony ban score better than
/// without the market.
#[test]
fn the_shipped_episodes_have_the_shares_they_require() {
    let place = place();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/episodes");
    let episodes = ["antimony-2025", "gallium-germanium-2023", "rare-earths-2010"].map(|name| format!("{folder}/{name}.toml"));
    let files = episodes.iter().flat_map(|file| ["--episode", file]);
    let made = adit(&place).args(["backtest", "--format", "json", "--trials", "1000", "--out", "made"]).args(files).assert().success();
    let found: serde_json::Value = serde_json::from_slice(&made.get_output().stdout).unwrap();
    let questions = || found["episodes"].as_array().unwrap().iter().flat_map(|episode| episode["questions"].as_array().unwrap());
    assert_eq!(questions().filter(|question| question["passed"] == true).count(), 4, "{found:#}");
    assert!(questions().all(|question| question["passed"] != false), "{found:#}");
    for observed in found["episodes"][0]["observed"].as_array().unwrap() {
        let score = |of: &str| observed["years"][0][of].as_f64().unwrap();
        assert!(score("crps") < score("crps_without"), "{observed:#}");
    }
}
