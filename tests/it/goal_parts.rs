//! Which part of a combined goal fails: known probabilities, and the same figures in the answer, the report, the JSON and the CSV file.

use std::fs;
use std::process::Command;

use adit::analyses::run::{self, Findings};
use adit::scenario;
use adit::study::RunOptions;
use serde_json::Value;

/// A quarter of demand is free: a threshold drawn from 0 to 1 is met with probability 1/4, one drawn from 0 to 0.5 with probability 1/2.
const SCENARIO: &str = r#"
start = "2026-01"
end = "2029-12"
[minerals.gallium]
demand = 60
[minerals.gallium.suppliers.Canada]
share = 0.25
[goals.quarter]
title = "Threshold up to all"
mineral = "gallium"
free_share_of_demand = { uniform = [0, 1] }
[goals.all]
title = "All of two"
mineral = "gallium"
all = ["quarter", { free_share_of_demand = { uniform = [0, 0.5] } }, "quarter"]
[goals.any]
mineral = "gallium"
any = ["quarter", { free_share_of_demand = { uniform = [0, 0.5] } }]
[goals.two]
mineral = "gallium"
at_least = 2
of = ["quarter", { free_share_of_demand = { uniform = [0, 0.5] } }, { free_share_of_demand = 0.9 }]
"#;

fn found(trials: u64, threads: usize) -> Findings {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("s.toml");
    fs::write(&file, SCENARIO).unwrap();
    let scenario = scenario::load(&file, &[]).scenario.expect("no errors");
    let plan = adit::compile(&scenario).0.expect("no errors");
    run::run(&plan, &RunOptions { trials, seed: 5, threads: Some(threads) }, &|_| ()).expect("threads")
}

/// Fixed seed; each bound is five standard errors, exceeded with a probability below 1e-5.
#[test]
fn parts_fail_with_their_known_probabilities() {
    let findings = found(20_000, 2);
    let parts = |name: &str| {
        let goal = findings.goals.iter().find(|goal| goal.name == name).unwrap();
        goal.parts.iter().map(|part| [part.unmet.number(), part.decides.number()]).collect::<Vec<_>>()
    };
    assert!(parts("quarter").is_empty());
    let known: [(&str, &[[f64; 2]]); 3] = [
        ("all", &[[0.75, 0.375], [0.5, 0.125]]),             // equal parts count once
        ("any", &[[0.75, 0.375], [0.5, 0.375]]),             // any part would do where both fail
        ("two", &[[0.75, 0.375], [0.5, 0.125], [1.0, 0.5]]), // the third never holds; it decides where one of the others holds
    ];
    for (name, expected) in known {
        let found = parts(name);
        assert_eq!(found.len(), expected.len(), "{name}: {found:?}");
        for (found, expected) in found.iter().flatten().zip(expected.iter().flatten()) {
            let error = (expected * (1.0 - expected) / 20_000.0).sqrt();
            assert!((found - expected).abs() <= 5.0 * error, "{name}: {found} for {expected}");
        }
    }
    assert_eq!(findings.goals[1].parts[0].test, "Threshold up to all");
    assert!(findings.goals[1].parts.iter().all(|part| part.unmet.trials == 20_000 && part.decides.low.is_some() && part.decides.high.is_some()));
    assert_eq!(found(20_000, 1), findings);
}

#[test]
fn every_output_names_the_parts_that_fail() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("s.toml"), SCENARIO).unwrap();
    let words = ["run", "s.toml", "--trials", "400", "--seed", "5", "--out", "o", "--figures", "answer"];
    let run = Command::new(env!("CARGO_BIN_EXE_adit")).args(words).current_dir(place.path()).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let read = |file: &str| fs::read_to_string(place.path().join("o").join(file)).unwrap();
    let answer = String::from_utf8(run.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
    for text in [answer, read("report.html").split_whitespace().collect::<Vec<_>>().join(" ")] {
        assert!(text.contains("All of two: probability that a part of the goal does not hold over the last twelve months"), "{text}");
        assert!(text.contains("Threshold up to all"), "{text}");
    }
    let summary: Value = serde_json::from_str(&read("summary.json")).unwrap();
    let part = &summary["goals"]["all"]["parts"][0];
    assert_eq!((part["test"].as_str(), part["unmet"]["trials"].as_u64()), (Some("Threshold up to all"), Some(400)));
    assert!(summary["goals"]["quarter"].get("parts").is_none());
    let csv = read("goal-parts.csv");
    let unmet = part["unmet"]["value"].as_f64().unwrap();
    assert!(csv.lines().any(|line| line.starts_with(&format!("all,1,Threshold up to all,unmet,{unmet},"))), "{csv}");
    assert_eq!(csv.lines().count(), 1 + 2 * 7, "{csv}");
}
