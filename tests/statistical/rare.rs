//! Rare outcomes: right on average, with intervals that hold, and honest where the search finds nothing.
#![allow(missing_docs)]

use std::fs;

use adit::analyses::rare::{Event, RareFindings, Warning, estimate};
use adit::engine::simulate;
use adit::plan::{Plan, compile};
use adit::scenario::load_text;
use adit::study::RunOptions;
use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::contains;
use serde_json::Value;

/// A mine that opens when two stages are done, against cancellation, with an uncertain capacity; more is appended by each test.
const MINE: &str = r#"
start = "2026-01"
end = "2029-12"
[minerals.x]
demand = 100
[projects.mine.stages.permits]
duration = { uniform = [0, 24] }
[projects.mine.stages.build]
after = "permits"
duration = 0
cancels = 0.9
[nodes.mine]
opens = "mine.build"
capacity = { uniform = [0, 10] }
[[routes]]
mineral = "x"
via = ["mine"]
origin = "M"
"#;

fn plan(text: &str) -> Plan {
    let loaded = load_text("rare.toml", text, None, &[]);
    assert!(!loaded.problems.any_error(), "{:#?}", loaded.problems);
    compile(&loaded.scenario.unwrap()).0.unwrap()
}

fn found(plan: &Plan, event: Event, trials: u64, seed: u64) -> RareFindings {
    estimate(plan, 0, event, &RunOptions { trials, seed, threads: Some(2) }, &|_| ()).unwrap()
}

/// Over many seeds: the mean of the estimates against the truth (itself with an error), in standard errors of both, at most 3.5, which would come by chance
/// once in 2 000 times; and how many intervals hold the truth, at least 95% less three binomial errors. Seeds are fixed.
fn right_on_average(name: &str, plan: &Plan, event: Event, (truth, error): (f64, f64), trials: u64, seeds: u64) -> f64 {
    let all: Vec<RareFindings> = (1..=seeds).map(|seed| found(plan, event, trials, seed)).collect();
    let mean = all.iter().map(|one| one.probability.number()).sum::<f64>() / seeds as f64;
    let variance = all.iter().map(|one| (one.probability.number() - mean).powi(2)).sum::<f64>() / (seeds as f64 - 1.0);
    let z = (mean - truth) / (variance / seeds as f64 + error * error).sqrt();
    let held = all.iter().filter(|one| (one.probability.low.unwrap()..=one.probability.high.unwrap()).contains(&truth)).count() as f64 / seeds as f64;
    let stated = (all.iter().map(|one| one.probability.standard_error.unwrap().powi(2)).sum::<f64>() / seeds as f64).sqrt();
    let gain = truth * (1.0 - truth) / variance / all.iter().map(|one| one.probability.trials + one.pilot_trials).sum::<u64>() as f64 * seeds as f64;
    println!(
        "{name}: truth {truth:.3e}, mean {mean:.3e}, z {z:.2}, held {held:.3}, error {:.2e} (stated {stated:.2e}), gain {gain:.1}",
        variance.sqrt()
    );
    assert!(z.abs() < 3.5, "{name}: z = {z}");
    assert!(held >= 0.95 - 3.0 * (0.95 * 0.05 / seeds as f64).sqrt(), "{name}: held {held}");
    // The standard errors stated are those by which estimates differ: within a third, the error of a standard deviation of 40 estimates being 11%.
    assert!((0.67..1.5).contains(&(stated / variance.sqrt())), "{name}: stated {stated}, is {}", variance.sqrt());
    gain
}

#[test]
fn a_product_of_chances_is_found_as_it_is_known() {
    // Over twelve months at least 9.9% of demand, capacity between 9.9 and 10 of 10; the first whole year ends in month 11 at the earliest; opened by
    // month ½ at the latest for arrival in that month (a node is open in a month whose middle has passed): 0.01 × 0.1 × (½ of 24 months).
    let text = format!("{MINE}[goals.rare]\nmineral = \"x\"\norigin = \"M\"\nshare_of_demand = 0.099\nsustain = 1\n");
    let truth = 0.01 * 0.1 * (0.5 / 24.0);
    let gain = right_on_average("product", &plan(&text), Event::By(11), (truth, 0.0), 5_000, 60);
    assert!(gain > 100.0, "{gain}");
}

/// The share of plain trials, with its error.
fn counted(plan: &Plan, event: Event, trials: u64) -> (f64, f64) {
    let pool = rayon::ThreadPoolBuilder::new().build().unwrap();
    let tally = &simulate(plan, 1_000_003, 0..trials, &pool, &|_| ()).goals[0];
    let by = |month: usize| tally.arrivals.counts.iter().take(month + 1).sum::<u64>();
    let hits = match event {
        Event::By(month) => by(month),
        Event::NotBy(month) => trials - by(month),
        Event::Lost => tally.lost,
    };
    let share = hits as f64 / trials as f64;
    (share, (share * (1.0 - share) / trials as f64).sqrt())
}

#[test]
fn regimes_risks_and_losses_agree_with_counting() {
    let law = |ban: u32| {
        format!(
            "[regimes.law]\ninitial = {{ ban = 0.9, eased = 0.1 }}\n[regimes.law.states]\nban = {{ lasts = {{ exponential = {{ mean = {ban} }} }}, then = \"eased\", passes = 0 }}\n\
             eased = {{ lasts = {{ exponential = {{ mean = 12 }} }}, then = \"ban\" }}\n"
        )
    };
    let free = law(20);
    let supplier = "[minerals.x.suppliers]\nC = { share = 1, controlled_by = \"law\" }\n";
    let mine = MINE.replace("cancels = 0.9", "cancels = 0.1\nrisks.flood = { probability = 0.2, delay = 20 }");
    // Everything against it: banned for nearly all the time, so that no year is without a shortage.
    let never = format!("{mine}{supplier}{}[goals.rare]\nmineral = \"x\"\nshortage_below = 0.9\nsustain = 3\n", law(6));
    let never = plan(&never);
    let gain = right_on_average("never", &never, Event::NotBy(47), counted(&never, Event::NotBy(47), 150_000), 2_000, 40);
    println!("never: {gain}");
    // Eased at once and for long.
    let early = format!("{mine}{supplier}{free}[goals.rare]\nmineral = \"x\"\nshortage_below = 0.001\nsustain = 24\n");
    let early = plan(&early);
    right_on_average("early", &early, Event::By(12), counted(&early, Event::By(12), 150_000), 2_000, 40);
    let lost = format!("{mine}{supplier}{free}[goals.rare]\nmineral = \"x\"\nshortage_below = 0.3\nsustain = 8\n");
    let lost = plan(&lost);
    right_on_average("lost", &lost, Event::Lost, counted(&lost, Event::Lost, 50_000), 2_000, 30);
}

#[test]
fn what_hangs_on_incidents_gains_nothing_and_says_so() {
    let text = format!(
        "{}[hazards.storm]\nrate = 1\n[hazards.storm.classes]\nhit = {{ weight = 1, outage = 12 }}\n[goals.rare]\nmineral = \"x\"\norigin = \"M\"\nshare_of_demand = 0.001\nsustain = 1\n",
        MINE.replace("cancels = 0.9", "cancels = 0.0")
            .replace("duration = { uniform = [0, 24] }", "duration = 0")
            .replace("capacity = { uniform = [0, 10] }", "capacity = 10\nexposure = { storm = 0.98 }")
    );
    let plan = plan(&text);
    let event = Event::NotBy(47);
    let gain = right_on_average("storms", &plan, event, counted(&plan, event, 200_000), 2_000, 40);
    assert!(gain < 2.0, "{gain}");
}

#[test]
fn what_no_trial_reaches_is_bounded_and_what_is_common_stays_right() {
    let text = format!("{MINE}[goals.rare]\nmineral = \"x\"\norigin = \"M\"\nshare_of_demand = 0.2\nsustain = 1\n");
    let none = found(&plan(&text), Event::By(47), 3_000, 1);
    assert_eq!((none.hits, none.warnings.as_slice(), none.gain), (0, [Warning::NoHit].as_slice(), None));
    // The rule of three over the trials that were drawn as always.
    assert!(none.probability.high.unwrap() > 2.9 / 3_000.0 && none.probability.high.unwrap() < 3.1 / (0.2 * 3_000.0), "{none:?}");
    let text = format!("{MINE}[goals.common]\nmineral = \"x\"\norigin = \"M\"\nshare_of_demand = 0.05\nsustain = 1\n");
    right_on_average("common", &plan(&text), Event::By(47), (0.1 * 0.5, 0.0), 2_000, 60);
}

#[test]
fn the_program_answers_with_the_same_bytes_on_any_threads() {
    let place = tempfile::tempdir().unwrap();
    let goal = "[goals.rare]\nmineral = \"x\"\norigin = \"M\"\nshare_of_demand = 0.099\nsustain = 1\n";
    fs::write(place.path().join("mine.toml"), format!("{MINE}{goal}")).unwrap();
    let adit = |words: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_adit"));
        command.current_dir(place.path()).arg("rare").arg("mine.toml").args(words).assert()
    };
    let read = |folder: &str, name: &str| fs::read(place.path().join(folder).join(name)).unwrap();
    for threads in ["1", "2", "7"] {
        adit(&["--by", "2026", "--trials", "6001", "--threads", threads, "--out", threads]).success().stdout(
            contains("has arrived by the end of 2026-12 with a probability of")
                .and(contains("Plain counting needs"))
                .and(contains("projects.mine.stages.build.cancellation")),
        );
    }
    for name in ["rare.json", "rare.csv", "chapter.json", "scenario.toml"] {
        assert_eq!(read("1", name), read("2", name), "{name}");
        assert_eq!(read("1", name), read("7", name), "{name}");
    }
    let json: Value = serde_json::from_slice(&read("1", "rare.json")).unwrap();
    assert!(json["gain"].as_f64().unwrap() > 10.0 && json["trials"] == 6001 && json["warnings"].as_array().unwrap().is_empty(), "{json}");
    adit(&["--goal", "rar"]).code(2).stderr(contains("there is no goal rar; did you mean rare?"));
    adit(&["--by", "2040"]).code(2).stderr(contains("2040 lies outside"));
    adit(&["--lost", "--never"]).code(2);
}
