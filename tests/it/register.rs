//! `adit backtest --forecast` and `--register`: a register is written once from a run, and scored when its dates have passed.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use tempfile::TempDir;

const SCENARIO: &str = r#"
title = "Clockwork"
start = "2027-01"
end   = "2030-12"
trials = 100
seed = 1
[sources.s]
title = "None"
[minerals.antimony]
demand = 1_200
source = "s"
suppliers.China = { share = 0.5, controlled_by = "licensing" }
[regimes.licensing]
initial = "open"
source  = "s"
states.open = { lasts = 12, then = "shut" }
states.shut = { passes = 0 }
[hazards.storms]
rate = 4
source = "s"
classes.storm = { outage = 0.1 }
[projects.mine]
source = "s"
stages.works = { duration = 10 }
[nodes.mine]
opens    = "mine.works"
capacity = 600
exposure = { storms = 0 }
source   = "s"
[[routes]]
mineral = "antimony"
via     = ["mine"]
origin  = "Pakistan"
[goals.tenth]
mineral = "antimony"
origin  = "Pakistan"
share_of_demand = 0.1
"#;

const STATEMENTS: &str = r#"
title    = "Clockwork"
scenario = "s.toml"
trials   = 20_000
[[statements]]
key = "shut"
statement = "Nothing passes in March 2028"
due = "2028-04"
base_rate = 0.5
base = "Even odds"
all = [{ regime = "licensing", state = "shut", month = "2028-03" }]
[[statements]]
key = "works"
statement = "The works have ended by September 2027"
due = "2027-10"
base_rate = 0.25
base = "A quarter"
all = [{ stage = "mine.works", by = "2027-09" }]
[[statements]]
key = "storms"
statement = "At least four storms in 2028"
due = "2029-01"
base_rate = 0.5
base = "Even odds"
all = [{ hazard = "storms", year = 2028, at_least = 4 }]
[[statements]]
key = "late"
statement = "500 t arrive in 2030"
due = "2031-01"
base_rate = 0.5
base = "Even odds"
all = [{ measure = "arrivals", mineral = "antimony", year = 2030, at_least = 500 }]
"#;

fn place() -> TempDir {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("s.toml"), SCENARIO).unwrap();
    fs::write(place.path().join("statements.toml"), STATEMENTS).unwrap();
    place
}

fn adit(place: &TempDir) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_adit"));
    command.current_dir(place.path()).env("NO_COLOR", "1").env_remove("TERM");
    command
}

/// Runs it and gives exit code, stdout and stderr.
fn run(place: &TempDir, words: &[&str]) -> (i32, String, String) {
    let output = adit(place).args(["backtest", "--threads", "2"]).args(words).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn forecast(place: &TempDir) -> toml::Table {
    let (code, _, said) = run(place, &["--forecast", "statements.toml", "--register", "f/r.toml"]);
    assert_eq!(code, 0, "{said}");
    fs::read_to_string(place.path().join("f/r.toml")).unwrap().parse().unwrap()
}

fn register_findings(folder: &Path) -> serde_json::Value {
    let text = fs::read_to_string(folder.join("backtest.json")).unwrap();
    let all: serde_json::Value = serde_json::from_str(&text).unwrap();
    all.pointer("/register").or_else(|| all.pointer("/findings/register")).cloned().unwrap_or_else(|| panic!("no register in {text}"))
}

#[test]
fn a_register_holds_the_shares_of_trials_and_is_written_once() {
    let place = place();
    let written = forecast(&place);
    let of = |i: usize, key: &str| written["forecasts"][i][key].clone();
    assert_eq!((of(0, "probability").as_float(), of(1, "probability").as_float()), (Some(1.0), Some(0.0)));
    // Four or more of a Poisson count with mean 4: 56.65%. The tolerance is 4 standard errors: it fails for one seed in 16,000.
    assert!((of(2, "probability").as_float().unwrap() - 0.5665).abs() < 0.014, "{written}");
    assert_eq!(of(2, "at_least").as_float(), Some(4.0));
    assert_eq!((written["trials"].as_integer(), written["seed"].as_integer()), (Some(20_000), Some(1)));
    let before = fs::read(place.path().join("f/r.toml")).unwrap();
    let (code, _, said) = run(&place, &["--forecast", "statements.toml", "--register", "f/r.toml"]);
    assert_eq!(code, 2);
    assert!(said.contains("a register is never written again"), "{said}");
    assert_eq!(fs::read(place.path().join("f/r.toml")).unwrap(), before);
}

#[test]
fn due_forecasts_are_scored_and_the_others_listed() {
    let place = place();
    forecast(&place);
    let outcomes = "[[outcomes]]\nkey = \"shut\"\noutcome = true\nsource = \"a\"\n\
                    [[outcomes]]\nkey = \"storms\"\noutcome = 3\nsource = \"b\"\n\
                    [[outcomes]]\nkey = \"late\"\noutcome = true\nsource = \"c\"\n";
    fs::write(place.path().join("f/r.outcomes.toml"), outcomes).unwrap();
    let (code, said, errors) = run(&place, &["--register", "f", "--as-of", "2029-06-01", "--out", "o"]);
    assert_eq!(code, 0, "{errors}");
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("number of forecasts: 4 in all, 2 scored, 1 due without an outcome, 1 not due"), "{said}");
    let found = register_findings(&place.path().join("o"));
    let entry = |i: usize, key: &str| found["entries"][i][key].clone();
    assert_eq!((entry(0, "standing"), entry(1, "standing"), entry(3, "standing")), ("scored".into(), "missing".into(), "open".into()));
    // 3 storms are fewer than four: the forecast of p scores p², the base rate 0.25.
    let p = entry(2, "probability")["value"].as_f64().unwrap();
    assert!((entry(2, "brier")[0].as_f64().unwrap() - p * p).abs() < 1e-9);
    assert!((entry(2, "brier")[1].as_f64().unwrap() - 0.25).abs() < 1e-9);
    assert!((entry(2, "log")[0].as_f64().unwrap() + (1.0 - p).ln()).abs() < 1e-9);
    assert!(entry(3, "brier").is_null());
}

#[test]
fn an_edited_register_and_wrong_outcomes_are_reported_together() {
    let place = place();
    forecast(&place);
    let text = fs::read_to_string(place.path().join("f/r.toml")).unwrap();
    fs::write(place.path().join("f/r.toml"), text.replacen("probability = 1.0", "probability = 0.9", 1)).unwrap();
    let outcomes = "[[outcomes]]\nkey = \"shu\"\noutcome = true\nsource = \"a\"\n[[outcomes]]\nkey = \"works\"\noutcome = 3\nsource = \"b\"\n";
    fs::write(place.path().join("f/r.outcomes.toml"), outcomes).unwrap();
    let (code, _, said) = run(&place, &["--register", "f/r.toml", "--as-of", "2029-06-01", "--out", "o"]);
    assert_eq!(code, 2);
    for part in ["the register was edited after it was written", "did you mean shut?", "an amount does not say whether `works` was so"] {
        assert!(said.contains(part), "{part} is not in\n{said}");
    }
}

#[test]
fn all_problems_of_statements_are_reported_together() {
    let place = place();
    let wrong = STATEMENTS
        .replace("state = \"shut\"", "state = \"shot\"")
        .replace("\"mine.works\", by", "\"mine.work\", by")
        .replace("key = \"storms\"", "key = \"works\"")
        .replace("base_rate = 0.25", "base_rate = 0")
        .replace("due = \"2031-01\"", "due = \"soon\"");
    fs::write(place.path().join("statements.toml"), wrong).unwrap();
    let (code, _, said) = run(&place, &["--forecast", "statements.toml", "--register", "f/r.toml"]);
    assert_eq!(code, 2);
    for part in ["did you mean shut?", "did you mean mine.works?", "two statements have the key `works`", "`base_rate` is 0", "`soon` is no date"] {
        assert!(said.contains(part), "{part} is not in\n{said}");
    }
    assert!(!place.path().join("f/r.toml").exists());
}

#[test]
fn the_shipped_statements_can_be_stated() {
    let place = tempfile::tempdir().unwrap();
    let statements = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/forecasts/statements/pakistan.toml");
    let (code, said, errors) = run(&place, &["--forecast", statements, "--register", "r.toml", "--trials", "64"]);
    assert_eq!(code, 0, "{errors}");
    assert!(said.contains("truce-2027-06"), "{said}");
}
