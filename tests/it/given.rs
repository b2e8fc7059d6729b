//! Probabilities among the trials in which conditions hold (`adit run --given`, `[[report.given]]`).

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use adit::analyses::run::{self, Findings};
use adit::analyses::trials::{Pick, list_trials};
use adit::plan::{self, Plan};
use adit::scenario::{self, Scenario};
use adit::study::RunOptions;
use serde_json::Value;

const PROGRAM: &str = env!("CARGO_BIN_EXE_adit");
const REFERENCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/one-refinery.toml");
const TRIALS: u64 = 700;

/// One that often holds, one that holds in a few trials, one that never holds.
const CONDITIONS: [&str; 3] = [
    "stages.refinery.construction.end < 2032.5 and regimes.licensing.ban < 24",
    "regimes.licensing.strict.until >= 2032",
    "goal.antimony == never and lost.antimony == 1",
];

fn of(settings: &[&str]) -> (Scenario, Plan) {
    let given = CONDITIONS.map(|condition| format!("report.given.+={{ where = \"{condition}\" }}"));
    let settings: Vec<String> = given.into_iter().chain(settings.iter().map(|&text| text.to_owned())).collect();
    let scenario = scenario::load(Path::new(REFERENCE), &settings).scenario.expect("no errors");
    let plan = plan::compile(&scenario).0.expect("no errors");
    (scenario, plan)
}

fn found(plan: &Plan, threads: usize) -> Findings {
    run::run(plan, &options(threads), &|_| ()).expect("threads")
}

fn options(threads: usize) -> RunOptions {
    RunOptions { trials: TRIALS, seed: 3, threads: Some(threads) }
}

#[test]
fn counts_are_those_of_the_trials_in_which_the_condition_holds() {
    let (scenario, plan) = of(&[]);
    let findings = found(&plan, 2);
    assert_eq!(findings.given.len(), 3);
    for (given, condition) in findings.given.iter().zip(CONDITIONS) {
        let pick = Pick { condition: Some(condition.to_owned()), limit: 10_000, ..Pick::default() };
        let list = list_trials(&plan, &plan::assumptions(&scenario), &options(1), pick, &|_| ()).expect("threads");
        assert_eq!((given.trials, &given.share), (list.matching, &list.share), "{condition}");
        let (goal, all) = (&given.goals[0], &findings.goals[0]);
        let years: Vec<i32> = goal.by.iter().map(|(year, _)| *year).collect();
        assert_eq!(years, findings.report.years_and_last(plan.grid));
        for (year, by) in &goal.by {
            let arrived = list.trials.iter().filter(|trial| trial.values[0] < f64::from(year + 1)).count() as f64;
            let whole = all.arrived_by[plan.grid.last_month_of(*year).unwrap()].number() * TRIALS as f64;
            let [within, without] = [&by.holds, &by.otherwise].map(|quantity| quantity.value.map_or(0.0, |share| share * quantity.trials as f64));
            assert!((within - arrived).abs() < 1e-6 && (within + without - whole).abs() < 1e-6, "{condition} {year}: {by:?}");
            assert_eq!([by.holds.trials, by.otherwise.trials], [list.matching, TRIALS - list.matching]);
            let ends = [&by.holds, &by.otherwise, &by.difference].map(|quantity| (quantity.low, quantity.high));
            assert!(ends.iter().all(|(low, high)| low.is_some() && high.is_some()), "{by:?}");
            if let Some(difference) = by.difference.value {
                assert!((difference - by.holds.number() + by.otherwise.number()).abs() < 1e-12);
                assert!(by.difference.low.unwrap() <= difference && by.difference.high.unwrap() >= difference);
            }
        }
        let mut years: Vec<f64> = list.trials.iter().map(|trial| trial.values[0]).collect();
        years.sort_by(f64::total_cmp);
        let middle = (list.matching > 0).then(|| years[years.len().div_ceil(2) - 1]).filter(|year| year.is_finite());
        assert_eq!(goal.p50.month_index().map(|month| plan.grid.decimal_year(month as f64)), middle, "{condition}");
    }
    let [often, few, none] = [0, 1, 2].map(|c| findings.given[c].trials);
    assert!(often > 100 && (1..30).contains(&few) && none == 0, "{often} {few} {none}");
    assert_eq!(found(&plan, 1), findings);
    let text = run::text(&findings, "x.toml");
    assert!(text.contains(&format!("in only {few} of 700 trials")) && text.contains("in none of 700 trials") && !text.contains("NaN"), "{text}");
}

#[test]
fn designed_samples_have_intervals_from_their_replicates() {
    let (mut scenario, mut plan) = of(&["sampling=latin-hypercube", "replicates=4"]);
    scenario.trials = 640;
    let mut options = RunOptions { trials: 640, ..options(2) };
    let design = plan::Design::of(&scenario);
    let _ = adit::study::design(&mut plan, design, &mut options);
    let findings = run::run(&plan, &options, &|_| ()).expect("threads");
    let by = &findings.given[0].goals[0].by[1].1;
    let at_random = {
        let (_, plan) = of(&[]);
        run::run(&plan, &options, &|_| ()).expect("threads").given[0].goals[0].by[1].1.clone()
    };
    assert!(by.holds.standard_error.unwrap() > 0.0 && by.difference.standard_error.unwrap() > 0.0);
    assert!((by.difference.standard_error.unwrap() - at_random.difference.standard_error.unwrap()).abs() > 1e-9);
}

fn ended(place: &Path, args: &[&str], code: i32) -> Output {
    let output = Command::new(PROGRAM).current_dir(place).args(args).output().expect("the program");
    assert_eq!(output.status.code(), Some(code), "{args:?}\n{}", String::from_utf8_lossy(&output.stderr));
    output
}

#[test]
fn parts_merge_to_the_bytes_of_a_single_run() {
    let place = tempfile::tempdir().unwrap();
    let run = ["run", REFERENCE, "--trials", "300", "--figures", "ladder", "--given", CONDITIONS[0], "--given", "lost.antimony == 1"];
    let once = ended(place.path(), &[&run[..], &["--out", "once", "--threads", "1"]].concat(), 0);
    for part in ["1", "2", "3"] {
        ended(place.path(), &[&run[..], &["--part", &format!("{part}/3"), "--out", part]].concat(), 0);
    }
    let merged = ended(place.path(), &["merge", "--out", "merged", "2", "3", "1"], 0);
    assert_eq!(once.stdout, merged.stdout);
    // The scenario as run contains the conditions.
    ended(place.path(), &["run", "once/scenario.toml", "--figures", "ladder", "--out", "again"], 0);
    for file in ["summary.json", "given.csv", "findings.json", "report.html", "scenario.toml"] {
        let [a, b] = ["once", "merged"].map(|folder| fs::read(place.path().join(folder).join(file)).unwrap());
        assert!(a == b, "{file} differs");
    }
    let [a, b] = ["once", "again"].map(|folder| fs::read(place.path().join(folder).join("given.csv")).unwrap());
    assert!(a == b);
    let summary: Value = serde_json::from_slice(&fs::read(place.path().join("once/summary.json")).unwrap()).unwrap();
    assert_eq!(summary["given"].as_array().unwrap().len(), 2);
    assert_eq!(summary["given"][0]["where"], CONDITIONS[0]);
    let by = &summary["given"][0]["goals"]["antimony"]["by_december"]["2035"];
    assert_eq!(by["holds"]["trials"].as_u64().unwrap() + by["otherwise"]["trials"].as_u64().unwrap(), 300);
    assert!(String::from_utf8_lossy(&once.stdout).contains("PROBABILITIES UNDER CONDITIONS"));
}

#[test]
fn a_condition_that_cannot_be_evaluated_is_refused() {
    let place = tempfile::tempdir().unwrap();
    for (condition, part) in [
        ("goal.antimoni < 2030", "did you mean `goal.antimony`"),
        ("regimes.licensing.truce.until > 2030", "there is no"),
        ("regimes.licensing > 2030", "is a table"),
        ("goal.antimony <", "unexpected"),
        ("goal.antimony == \"2030\"", "compares with no number"),
    ] {
        let told = ended(place.path(), &["run", REFERENCE, "--trials", "8", "--given", condition], 2);
        let told = String::from_utf8_lossy(&told.stderr).into_owned();
        assert!(told.contains(part) && told.contains("cannot be evaluated"), "{condition}: {told}");
    }
    let file = place.path().join("over.toml");
    let text =
        format!("extends = \"{REFERENCE}\"\n[[report.given]]\ntitle = \"Never\"\nwhere = \"goal.antimony == nevr\"\n[[report.given]]\nwher = 3\n");
    fs::copy(REFERENCE, place.path().join("one-refinery.toml")).unwrap();
    fs::write(&file, text.replace(REFERENCE, "one-refinery.toml")).unwrap();
    let told = ended(place.path(), &["check", "over.toml"], 2);
    let told = String::from_utf8_lossy(&told.stderr).into_owned();
    assert!(told.contains("unknown key `wher`") && told.contains("has no `where`"), "{told}");
    fs::write(&file, "extends = \"one-refinery.toml\"\n[[report.given]]\ntitle = \"Never\"\nwhere = \"goal.antimony == nevr\"\n").unwrap();
    let told = ended(place.path(), &["check", "over.toml"], 2);
    let told = String::from_utf8_lossy(&told.stderr).into_owned();
    assert!(told.contains("over.toml:4") && told.contains("there is no `nevr`"), "{told}");
    assert!(!place.path().join("outputs").exists());
}

/// The ranges over uncertain inputs are a function of the scenario, the seed and the number of trials, and so the same in merged parts.
#[test]
fn ranges_over_uncertain_inputs_are_those_of_a_nested_design() {
    let place = tempfile::tempdir().unwrap();
    let run = ["run", REFERENCE, "--trials", "12800", "--figures", "ladder", "--format", "json"];
    let once = ended(place.path(), &[&run[..], &["--out", "once", "--threads", "1"]].concat(), 0);
    for part in ["1", "2"] {
        ended(place.path(), &["run", REFERENCE, "--trials", "12800", "--figures", "ladder", "--part", &format!("{part}/2"), "--out", part], 0);
    }
    let merged = ended(place.path(), &["merge", "--out", "merged", "--format", "json", "2", "1"], 0);
    assert!(once.stdout == merged.stdout);
    let found: Value = serde_json::from_slice(&once.stdout).unwrap();
    let ranges = &found["input_uncertainty"];
    assert_eq!((&ranges["draws"], &ranges["trials_per_draw"]), (&Value::from(32), &Value::from(16)));
    let goal = &ranges["goals"]["antimony"]["by_december"];
    for (year, range) in goal.as_object().unwrap() {
        let probability = &found["goals"]["antimony"]["by_december"][year]["value"].as_f64().unwrap();
        let [low, high] = ["p10", "p90"].map(|end| range[end]["value"].as_f64().unwrap());
        assert!(low <= high && (low - 0.1..=high + 0.1).contains(probability), "{year}: {low} {probability} {high}");
        assert_eq!(range["p10"]["trials"], 512);
    }
    let without = ended(place.path(), &[&run[..], &["--no-input-interval", "--out", "without"]].concat(), 0);
    let mut found_without: Value = serde_json::from_slice(&without.stdout).unwrap();
    assert!(found_without["input_uncertainty"].is_null());
    found_without["input_uncertainty"] = ranges.clone();
    assert_eq!(found_without, found);
}

/// A condition on the state in which a regime starts is still one where an overlay starts it in another state.
#[test]
fn a_regime_that_starts_elsewhere_has_left_the_state() {
    let (_, plan) = of(&["regimes.licensing.initial=ban"]);
    let findings = found(&plan, 2);
    assert_eq!((findings.given[1].trials, findings.given.len()), (0, 3));
    let place = tempfile::tempdir().unwrap();
    let set = ["--set", "regimes.licensing.initial=ban", "--set", "regimes.licensing.states.ban.lasts=1000"];
    let run = ["run", REFERENCE, "--trials", "64", "--figures", "ladder", "--format", "json", "--given", "regimes.licensing.ban.until == never"];
    let told = ended(place.path(), &[&run[..], &set].concat(), 0);
    let summary: Value = serde_json::from_slice(&told.stdout).unwrap();
    assert_eq!(summary["given"][0]["trials"], 64);
}

/// Readings are run with a twentieth of the trials, also from merged parts; their range contains the probability of the scenario itself.
#[test]
fn readings_give_a_range_of_each_probability() {
    let place = tempfile::tempdir().unwrap();
    fs::copy(REFERENCE, place.path().join("one-refinery.toml")).unwrap();
    fs::create_dir(place.path().join("other")).unwrap();
    let reading = "extends = \"../one-refinery.toml\"\ntitle = \"A ban for good\"\n[regimes.licensing]\ninitial = \"ban\"\nstates.ban.lasts = 1000\n";
    fs::write(place.path().join("other/ban.toml"), reading).unwrap();
    let over = |months: &str| format!("extends = \"one-refinery.toml\"\n{months}[report]\nreadings = [\"other/ban.toml\"]\n");
    fs::write(place.path().join("over.toml"), over("")).unwrap();
    let run = ["run", "over.toml", "--trials", "1300", "--figures", "ladder", "--format", "json"];
    let once = ended(place.path(), &[&run[..], &["--out", "once"]].concat(), 0);
    let found: Value = serde_json::from_slice(&once.stdout).unwrap();
    assert_eq!((&found["readings"]["trials"], &found["readings"]["readings"][0]["title"]), (&Value::from(1000), &Value::from("A ban for good")));
    let by = &found["readings"]["readings"][0]["goals"]["antimony"]["by_december"];
    let alone = ended(place.path(), &["run", "other/ban.toml", "--trials", "1000", "--figures", "ladder", "--format", "json", "--out", "alone"], 0);
    let alone: Value = serde_json::from_slice(&alone.stdout).unwrap();
    for (year, probability) in by.as_object().unwrap() {
        assert_eq!(probability, &alone["goals"]["antimony"]["by_december"][year], "{year}");
    }
    for part in ["1", "2"] {
        ended(place.path(), &["run", "over.toml", "--trials", "1300", "--figures", "ladder", "--part", &format!("{part}/2"), "--out", part], 0);
    }
    let again = ended(place.path(), &["run", "once/scenario.toml", "--figures", "ladder", "--format", "json", "--out", "again"], 0);
    assert_eq!(serde_json::from_slice::<Value>(&again.stdout).unwrap()["readings"], found["readings"]);
    fs::remove_file(place.path().join("other/ban.toml")).unwrap();
    let merged = ended(place.path(), &["merge", "--out", "merged", "--format", "json", "2", "1"], 0);
    assert!(once.stdout == merged.stdout);
    let told = ended(place.path(), &["check", "over.toml"], 2);
    assert!(String::from_utf8_lossy(&told.stderr).contains("ban.toml"));
    fs::write(place.path().join("other/ban.toml"), format!("end = \"2044-12\"\n{reading}")).unwrap();
    let told = ended(place.path(), &run, 2);
    assert!(String::from_utf8_lossy(&told.stderr).contains("expected the months of this scenario"));
}
