//! Episodes of `adit backtest`: every wrong value is reported with its place, and a file outside is never quoted.

use std::fs;

use super::{adit, place, scenario};

/// An episode of the small scenario with one text in place of another.
fn episode(from: &str, to: &str) -> String {
    let text = r#"title = "e"
scenario = "s.toml"
trials = 8
note = "n"
[[observed]]
title = "arrivals"
measure = "arrivals"
mineral = "MINERAL"
years = [2030, 2031]
values = { 2030 = 1.5 }
source = "s"
[[questions]]
title = "q"
observed = true
at_least = 0.5
source = "s"
all = [{ measure = "shortage", mineral = "MINERAL", year = 2031, at_most = 4 }]
"#;
    let text = text.replace("MINERAL", "antimony");
    assert!(text.contains(from), "no {from}");
    text.replacen(from, to, 1)
}

#[test]
fn what_is_wrong_in_an_episode_has_its_place() {
    let place = place();
    scenario(&place, &[]);
    for (from, to, message, help) in [
        ("trials = 8", "trials = 0", "`trials` is 0", "expected a whole number from 1 to 1000000"),
        ("trials = 8", "trials = -8", "is not an episode", "expected u64"),
        ("1.5", "nan", "is not an episode", "expected a finite number"),
        ("2030 = 1.5", "2029 = 1.5", "`2029` is none of the years", "expected years from 2030 to 2031"),
        ("2030 = 1.5", "soon = 1.5", "`soon` is none of the years", "expected years from 2030 to 2031"),
        ("[2030, 2031]", "[2031, 2030]", "the last year is before the first", "expected [first, last]"),
        ("[2030, 2031]", "[2030, 2147483647]", "the scenario does not cover the year", "expected a year from"),
        ("\"arrivals\"\nmineral", "\"arivals\"\nmineral", "there is no measure `arivals`", "did you mean arrivals?"),
        (
            "measure = \"shortage\", mineral = \"antimony\"",
            "measure = \"shortage\", mineral = \"antimoni\"",
            "no mineral `antimoni`",
            "did you mean antimony?",
        ),
        ("at_least = 0.5", "at_least = 50", "`at_least` is 50", "expected a share of trials"),
        ("{ measure = \"shortage\",", "{ goal = \"x\", measure = \"shortage\",", "these keys make no condition", "{ goal, by }"),
        ("all = [{", "all = [] # [{", "the question has no condition", "expected at least one"),
        ("year = 2031, at_most = 4", "peak_before = \"2031-31\"", "`2031-31` is no date", "expected"),
        ("note =", "nota =", "is not an episode", "unknown field `nota`"),
    ] {
        fs::write(place.path().join("e.toml"), episode(from, to)).unwrap();
        let output = adit(&place).args(["backtest", "--episode", "e.toml", "--out", "o"]).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{to}: {said}");
        let flat = said.split_whitespace().filter(|word| !["│", "·"].contains(word)).collect::<Vec<_>>().join(" ");
        assert!(flat.contains(message) && flat.contains(help) && said.contains("e.toml:"), "{to}: {said}");
        assert!(!place.path().join("o").exists(), "{to}");
    }
    // All at once.
    let two = episode("trials = 8", "trials = 0").replace("\"shortage\"", "\"shortages\"");
    fs::write(place.path().join("e.toml"), two).unwrap();
    let output = adit(&place).args(["backtest", "--episode", "e.toml", "--out", "o"]).output().unwrap();
    assert!(String::from_utf8_lossy(&output.stderr).contains("2 errors"));
}

#[test]
fn the_scenario_of_an_episode_is_never_quoted_from_outside() {
    let place = place();
    fs::create_dir(place.path().join("in")).unwrap();
    fs::write(place.path().join("secret"), "password = precious\n").unwrap();
    fs::write(place.path().join("in/e.toml"), episode("\"s.toml\"", "\"../secret\"")).unwrap();
    let output = adit(&place).current_dir(place.path().join("in")).args(["backtest", "--episode", "e.toml", "--out", "o"]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("../secret is no scenario") && !said.contains("precious"), "{said}");
    // A scenario may lie outside, as those beside the shipped episodes do.
    scenario(&place, &[]);
    fs::write(place.path().join("in/e.toml"), episode("\"s.toml\"", "\"../s.toml\"")).unwrap();
    adit(&place).current_dir(place.path().join("in")).args(["backtest", "--episode", "e.toml", "--out", "o"]).assert().success();
}

#[test]
fn two_episodes_of_one_name_are_told_apart() {
    let place = place();
    scenario(&place, &[]);
    fs::create_dir(place.path().join("b")).unwrap();
    fs::write(place.path().join("e.toml"), episode("title = \"e\"", "title = \"first\"")).unwrap();
    fs::write(place.path().join("b/e.toml"), episode("\"s.toml\"", "\"../s.toml\"")).unwrap();
    let output = adit(&place).args(["backtest", "--episode", "e.toml", "--episode", "b/e.toml", "--out", "o"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8_lossy(&output.stderr).contains("two episodes are called e"));
}
