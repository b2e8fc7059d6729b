//! Levers: known answers on a deterministic chain, lead times, value of information against closed forms, repeatability, the command.
#![allow(missing_docs)]

mod command;
mod errors;
mod figures;
mod information;
mod known_answers;
mod lead_times;

use adit::analyses::levers::{LeverQuestion, LeverSet, LeversFindings, gains};
use adit::plan::{self, Plan};
use adit::scenario::{Loaded, load_text};
use adit::study::RunOptions;

/// One mine after permits and construction, without random elements.
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

/// Plan with some levers.
fn pulled(loaded: &Loaded, levers: &[usize]) -> Plan {
    let (pulled, problems) = loaded.pulled(levers);
    let pulled = pulled.unwrap_or_else(|| panic!("{problems:?}"));
    let (plan, problems) = plan::compile_pulled(&pulled);
    plan.unwrap_or_else(|| panic!("{problems:?}"))
}

fn found(base: &str, added: &str, trials: u64, threads: usize, worth: Option<f64>) -> LeversFindings {
    let loaded = read(base, added);
    assert!(!loaded.problems.any_error(), "{:?}", loaded.problems.sorted());
    let plan = plan::compile(loaded.scenario.as_ref().unwrap()).0.unwrap();
    let set = LeverSet::of(&loaded, plan).unwrap();
    let question = LeverQuestion { goal: 0, year: 2028, worth };
    gains(&set, &question, &RunOptions { trials, seed: 3, threads: Some(threads) }, &|_| ()).unwrap()
}
