//! Levers: known answers on a chain without chance, lead times, worth of information against closed forms, repeatability, the command.
#![allow(missing_docs)]

mod command;
mod errors;
mod figures;
mod information;
mod known_answers;
mod lead_times;

use adit::plan::{self, Plan};
use adit::scenario::{Loaded, load_text};
use adit::study::{LeverCase, LeverQuestion, LeverSet, LeversFound, PairCase, RunOptions, levers};

/// One mine after permits and construction, nothing left to chance; a hazard that the mine is exposed to in `[levers]` only.
const CHAIN: &str = r#"
title = "One mine, no chance"
start = "2026-01"
end   = "2035-12"
[minerals.antimony]
demand = 1_200
price  = 10_000
[minerals.antimony.suppliers]
Others = { share = 0.5 }
[projects.mine.stages]
permits      = { duration = 20 }
construction = { duration = 10, after = "permits" }
[nodes.mine]
opens    = "mine.construction"
capacity = 1_200
[[routes]]
name    = "out"
mineral = "antimony"
via     = ["mine"]
origin  = "Pakistan"
[goals.half]
mineral         = "antimony"
origin          = "Pakistan"
share_of_demand = 0.5
sustain         = 1
"#;

fn read(base: &str, levers: &str) -> Loaded {
    load_text("scenario.toml", &format!("{base}\n{levers}"), None, &[])
}

/// The scenario with some levers pulled.
fn pulled(loaded: &Loaded, levers: &[usize]) -> Plan {
    let (pulled, problems) = loaded.pulled(levers);
    let pulled = pulled.unwrap_or_else(|| panic!("{problems:?}"));
    let (plan, problems) = plan::compile_pulled(&pulled);
    plan.unwrap_or_else(|| panic!("{problems:?}"))
}

/// Everything that `adit levers` runs.
fn set(loaded: &Loaded) -> LeverSet {
    let scenario = loaded.scenario.as_ref().unwrap_or_else(|| panic!("{:?}", loaded.problems));
    let count = scenario.levers.len();
    let case = |(i, lever): (usize, &adit::scenario::Named<adit::scenario::Lever>)| LeverCase {
        name: lever.name.value.clone(),
        title: lever.item.called(&lever.name.value).to_owned(),
        lead_time: lever.item.lead_time.as_ref().map_or(0, |lead| lead.value),
        plan: pulled(loaded, &[i]),
    };
    let pairs = (0..count).flat_map(|a| (a + 1..count).map(move |b| [a, b]));
    let both = |[a, b]: [usize; 2]| match adit::scenario::clash(&scenario.levers[a].item, &scenario.levers[b].item) {
        Some(why) => Err(why),
        None => Ok(pulled(loaded, &[a, b])),
    };
    LeverSet {
        base: plan::compile(scenario).0.unwrap(),
        levers: scenario.levers.iter().enumerate().map(case).collect(),
        pairs: pairs.map(|levers| PairCase { levers, plan: both(levers) }).collect(),
    }
}

fn found(base: &str, added: &str, trials: u64, threads: usize, worth: Option<f64>) -> LeversFound {
    let loaded = read(base, added);
    assert!(!loaded.problems.any_error(), "{:?}", loaded.problems.sorted());
    let question = LeverQuestion { goal: 0, year: 2028, worth };
    levers(&set(&loaded), &question, &RunOptions { trials, seed: 3, threads: Some(threads) }, &|_| ()).unwrap()
}
