//! Scenarios that would take more memory, time or names than there are: refused by `check`, with the figure, the limit and a remedy.

use std::fmt::Write;
use std::fs;
use std::time::{Duration, Instant};

use predicates::prelude::*;
use predicates::str::contains;

use super::{adit, place, scenario};

const GOAL: &str = "[goals.tenth]";

/// Goals `c0` to `cN`, of which each but the last combines the next ones.
fn chain_of_goals(count: usize, combine: impl Fn(usize) -> String) -> String {
    let mut text = "start = \"2026-01\"\nend = \"2028-12\"\n[minerals.a]\ndemand = 1\n".to_owned();
    for goal in 0..count {
        let _ = writeln!(text, "[goals.c{goal}]\nmineral = \"a\"\n{}", combine(goal + 1));
    }
    text + &format!("[goals.c{count}]\nmineral = \"a\"\nshortage_below = 0.5\n")
}

#[test]
fn goals_that_refer_to_goals_are_checked_once_each() {
    let place = place();
    fs::write(place.path().join("s.toml"), chain_of_goals(40, |next| format!("all = [\"c{next}\", \"c{next}\"]"))).unwrap();
    let begun = Instant::now();
    adit(&place).args(["check", "s.toml"]).assert().success();
    assert!(begun.elapsed() < Duration::from_secs(10));
    adit(&place).args(["run", "s.toml", "--trials", "16", "--figures", "arrival", "--out", "o"]).assert().success();
}

#[test]
fn goals_of_too_many_tests_and_too_long_chains_are_refused() {
    let place = place();
    let twice = |next: usize| format!("at_least = 1\nof = [\"c{next}\", {{ any = [\"c{next}\"] }}]");
    fs::write(place.path().join("s.toml"), chain_of_goals(40, twice)).unwrap();
    adit(&place).args(["check", "s.toml"]).assert().code(2).stderr(contains("has more than 1000 tests").and(contains("refer to each goal once")));
    fs::write(place.path().join("s.toml"), chain_of_goals(3_000, |next| format!("all = [\"c{next}\"]"))).unwrap();
    adit(&place).args(["check", "s.toml"]).assert().code(2).stderr(contains("chain of more than 100 goals").and(contains("overflow").not()));
    fs::write(place.path().join("s.toml"), chain_of_goals(40, |next| format!("all = [\"c{next}\", \"c{}\"]", next - 1))).unwrap();
    adit(&place).args(["check", "s.toml"]).assert().code(2).stderr(contains("goals name each other").or(contains("refer to each other")));
}

#[test]
fn a_horizon_of_centuries_is_refused() {
    for (from, to, months) in [("end   = \"2040-12\"", "end = \"9999-12\"", "95688"), ("start = \"2026-01\"", "start = \"0001-01\"", "24480")] {
        let place = place();
        scenario(&place, &[(from, to)]);
        let refused = contains(format!("the scenario has {months} months")).and(contains("expected at most 6000")).and(contains("move `end`"));
        adit(&place).args(["check", "s.toml"]).assert().code(2).stderr(refused);
    }
}

#[test]
fn series_that_would_take_gigabytes_are_refused() {
    let place = place();
    let suppliers: String = (0..800).fold(String::new(), |text, i| text + &format!("S{i} = {{ share = 0.0005 }}\n"));
    let others = format!("{suppliers}Others = {{ share = 0.4 }}");
    scenario(
        &place,
        &[
            ("Others = { share = 0.4 }", &others),
            ("China  = { share = 0.6, ", "China = { share = 0.001, "),
            ("end   = \"2040-12\"", "end = \"2510-12\""),
        ],
    );
    let refused = contains("would take about").and(contains("GB of memory")).and(contains("at most 2.0 GB")).and(contains("leave out"));
    adit(&place).args(["check", "s.toml"]).assert().code(2).stderr(refused);
}

#[test]
fn the_limit_of_incidents_counts_the_level_of_a_regime() {
    for level in ["1e6", "1e9"] {
        let place = place();
        let level = format!("rate = 4\nlevel = {{ licensing = {{ ban = {level} }} }}");
        scenario(&place, &[("rate = { gamma = { mean = 4, sd = 2 } }", &level)]);
        let refused = contains("strikes too often").and(contains("incidents a trial, at most 200000")).and(contains("`level`"));
        adit(&place).args(["check", "s.toml"]).assert().code(2).stderr(refused);
    }
    let place = place();
    scenario(&place, &[("rate = { gamma = { mean = 4, sd = 2 } }", "rate = 4\nlevel = { licensing = { ban = 3 } }")]);
    adit(&place).args(["check", "s.toml"]).assert().success();
}

#[test]
fn trials_have_one_limit_in_the_file_and_on_the_command_line() {
    let place = place();
    scenario(&place, &[("title =", "trials = 18446744073709551615\ntitle =")]);
    adit(&place).args(["check", "s.toml"]).assert().code(2).stderr(contains("`trials`").and(contains("at most 1000000000")));
    scenario(&place, &[]);
    adit(&place).args(["run", "s.toml", "--trials", "2000000000"]).assert().code(2).stderr(contains("1000000000"));
    adit(&place).args(["check", "s.toml", "--set", "trials=2e9"]).assert().code(2).stderr(contains("`trials`"));
}

#[test]
fn the_threads_of_the_environment_are_bounded() {
    let place = place();
    scenario(&place, &[]);
    let run = || ["run", "s.toml", "--trials", "16", "--threads", "1", "--figures", "ladder", "--out", "o"];
    adit(&place).env("RAYON_NUM_THREADS", "99999999").args(run()).assert().success();
    adit(&place).env("RAYON_NUM_THREADS", "many").args(run()).assert().success();
}

#[cfg(unix)]
#[test]
fn a_limit_of_the_size_of_files_is_an_error_of_writing() {
    let place = place();
    scenario(&place, &[]);
    let command = format!("ulimit -f 8; exec '{}' run s.toml --trials 16 --figures arrival --out o", env!("CARGO_BIN_EXE_adit"));
    let run = std::process::Command::new("sh").args(["-c", &command]).current_dir(place.path()).output().unwrap();
    let told = String::from_utf8_lossy(&run.stderr).into_owned();
    assert_eq!(run.status.code(), Some(1), "{told}");
    assert!(told.contains("too large"), "{told}");
    assert_eq!(super::names(place.path()), ["s.toml"]);
}

#[test]
fn long_names_are_shortened_in_names_of_files() {
    let place = place();
    let long = "y".repeat(255);
    let script = "三".repeat(90);
    let text = format!(
        "[goals.{long}a]\nmineral = \"antimony\"\nshortage_below = 0.4\n[goals.{long}b]\nmineral = \"antimony\"\nshortage_below = 0.3\n[goals.\"{script}\"]\nmineral = \"antimony\"\nshortage_below = 0.2\n{GOAL}"
    );
    scenario(&place, &[(GOAL, &text)]);
    adit(&place).args(["run", "s.toml", "--trials", "16", "--figures", "arrival", "--out", "o"]).assert().success();
    let names = super::names(&place.path().join("o/figures"));
    assert_eq!(
        names
            .iter()
            .filter(|name| name.starts_with("arrival-yyy") && std::path::Path::new(name).extension().is_some_and(|ending| ending == "svg"))
            .count(),
        2,
        "{names:?}"
    );
    assert!(names.iter().any(|name| name.starts_with("arrival-三")) && names.iter().all(|name| name.len() < 200), "{names:?}");
}

#[test]
fn a_share_of_any_size_is_written_as_a_number() {
    let place = place();
    scenario(&place, &[("share_of_demand = 0.1", "share_of_demand = 1e308")]);
    let run = adit(&place).args(["run", "s.toml", "--trials", "16", "--figures", "ladder", "--out", "o"]).assert().success();
    run.stdout(contains("1e310%").and(contains("inf%").not()));
    for name in ["summary.json", "findings.json", "report.html"] {
        let text = fs::read_to_string(place.path().join("o").join(name)).unwrap();
        assert!(text.contains("1e310%") && !text.contains("inf%"), "{name}");
    }
}
