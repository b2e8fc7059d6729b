//! Output of a market that clears: its figures, its report, the event log of a trial, and the premium paid until arrival.
#![allow(missing_docs)]

use std::path::Path;

use crate::common::checker::check;
use crate::engine_figures::sketch;
use adit::analyses::run::{Findings, Record, all, run, summary, text};
use adit::analyses::trial::{event_log, event_log_json, event_log_text, trial_figure};
use adit::engine::{replay, simulate};
use adit::plan::{self, Plan};
use adit::scenario::{self, Scenario};
use adit::study::{RunOptions, assumptions};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reference/clearing.toml");
const OPTIONS: RunOptions = RunOptions { trials: 400, seed: 1, threads: Some(2) };
/// The ban begins and ends by chance, and buyers buy ahead.
const CHANCE: [&str; 2] = ["regimes.ban.states.open.lasts={uniform=[1,9]}", "minerals.antimony.response.precaution={ban={ban={uniform=[1,1.3]}}}"];

fn prepared(overrides: &[&str]) -> (Scenario, Plan) {
    let overrides: Vec<String> = overrides.iter().map(ToString::to_string).collect();
    let scenario = scenario::load(Path::new(FILE), &overrides).scenario.unwrap();
    let plan = plan::compile(&scenario).0.unwrap();
    (scenario, plan)
}

fn found(overrides: &[&str]) -> (Scenario, Plan, Findings) {
    let (scenario, plan) = prepared(overrides);
    let findings = run(&plan, &OPTIONS, &|_| ()).unwrap();
    (scenario, plan, findings)
}

#[test]
fn figures_show_the_price_index_and_the_demand_given_up() {
    let (scenario, _, findings) = found(&CHANCE);
    let figures = all(&Record::new("clearing.toml".to_owned(), findings, assumptions(&scenario)), None);
    figures.iter().for_each(check);
    let shown = ["fan-antimony-price", "mix-antimony", "bridge-supplied"];
    let shown: String = shown.iter().map(|name| sketch(figures.iter().find(|figure| figure.name == *name).unwrap())).collect();
    assert!(shown.contains(" given up\n") && shown.contains(" reference\n"), "{shown}");
    insta::assert_snapshot!("figures", shown);
}

#[test]
fn a_price_index_of_1_has_no_figure() {
    let (scenario, _, findings) = found(&["regimes.ban.states.open.lasts=40"]);
    assert!(text(&findings, "clearing.toml").contains("The price of antimony is that of the scenario in every month of every trial."));
    let figures = all(&Record::new("clearing.toml".to_owned(), findings, assumptions(&scenario)), None);
    assert!(figures.iter().any(|figure| figure.name == "fan-antimony-free"));
    assert!(figures.iter().all(|figure| figure.name != "fan-antimony-price"));
}

#[test]
fn the_report_states_price_stock_and_premium() {
    let (.., findings) = found(&CHANCE);
    insta::assert_snapshot!("text", text(&findings, "clearing.toml"));
}

#[test]
fn the_event_log_of_a_trial_has_the_price_by_month() {
    let (scenario, plan) = prepared(&CHANCE);
    let log = event_log(&plan, OPTIONS.seed, 0);
    check(&trial_figure(&log, plan.grid, &scenario.title, "clearing.toml · trial 0 · seed 1"));
    insta::assert_snapshot!("trial", event_log_text(&log, plan.grid, &scenario.title, OPTIONS.seed));
    let json = event_log_json(&log, plan.grid, &scenario.title, OPTIONS.seed);
    let trace = replay(&plan, OPTIONS.seed, 0);
    let price: Vec<f64> = serde_json::from_value(json["markets"]["antimony"]["price_index"].clone()).unwrap();
    assert_eq!(price, trace.minerals[0].clearing.as_ref().unwrap().price);
}

/// The premium until arrival of each trial, from its replay.
#[test]
fn the_premium_until_arrival_is_the_sum_over_the_months_before() {
    let (_, plan, findings) = found(&CHANCE);
    let paid = |trial: u64| {
        let trace = replay(&plan, OPTIONS.seed, trial);
        let until = trace.goals[0].arrival.unwrap_or(plan.months());
        trace.minerals[0].clearing.as_ref().unwrap().premium[..until].iter().sum::<f64>()
    };
    let mut paid: Vec<f64> = (0..OPTIONS.trials).map(paid).collect();
    paid.sort_by(f64::total_cmp);
    let shown = &summary(&findings, "clearing.toml")["goals"]["supplied"]["premium_until_arrival"];
    assert!(paid[200] > 0.0 && paid[380] > 1.1 * paid[200]);
    for (share, place) in [("0.5", 199), ("0.8", 319), ("0.9", 359), ("0.95", 379)] {
        let value = shown[share]["value"].as_f64().unwrap();
        assert!((value / paid[place] - 1.0).abs() < 2e-3, "{share}: {value} instead of {}", paid[place]);
    }
    let pool = OPTIONS.pool().unwrap();
    let count = |trials| simulate(&plan, OPTIONS.seed, trials, &pool, &|_| ());
    let mut parts = count(200..400);
    parts.merge(&count(0..200));
    assert!(parts.goals[0].premium.is_some());
    assert_eq!(parts.goals, count(0..400).goals);
}
