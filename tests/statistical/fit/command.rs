//! `adit fit` as its users run it, and the fitted figures of the shipped scenarios, which are what the command makes.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use tempfile::TempDir;

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/data")
}

fn adit() -> Command {
    Command::new(env!("CARGO_BIN_EXE_adit"))
}

#[test]
fn the_fitted_figures_are_what_the_script_makes() {
    let made = std::process::Command::new("sh").arg(data().join("fit.sh")).env("ADIT", env!("CARGO_BIN_EXE_adit")).output().expect("a shell");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let kept = fs::read_to_string(data().join("fitted.toml")).expect("fitted.toml");
    assert!(String::from_utf8_lossy(&made.stdout) == kept, "make it again: sh scenarios/data/fit.sh > scenarios/data/fitted.toml");
}

/// What each command of the script made, by name.
fn fitted() -> Vec<(String, toml::Table)> {
    let text = fs::read_to_string(data().join("fitted.toml")).expect("fitted.toml");
    text.split("\n# $ ")
        .skip(1)
        .map(|part| {
            let (command, made) = part.split_once('\n').expect("a command and what it made");
            let name = command.split("--name ").nth(1).and_then(|rest| rest.split(' ').next()).expect("a name").to_owned();
            (name, made.parse().expect("TOML"))
        })
        .collect()
}

/// Every table below `value` whose note says `fitted as NAME`, with that name.
fn claims<'a>(value: &'a toml::Value, found: &mut Vec<(String, &'a toml::Table)>) {
    match value {
        toml::Value::Table(table) => {
            if let Some((_, name)) = table.get("note").and_then(toml::Value::as_str).and_then(|note| note.split_once("itted as ")) {
                found.push((name.split([' ', ':', ';', ',', ')']).next().unwrap_or_default().trim_end_matches('.').to_owned(), table));
            }
            table.values().for_each(|value| claims(value, found));
        }
        toml::Value::Array(values) => values.iter().for_each(|value| claims(value, found)),
        _ => {}
    }
}

/// The part of what a command made that a claim such as `licensing/regimes.licensing.states.ban` means, or all of it.
fn meant<'a>(fits: &'a [(String, toml::Table)], name: &str) -> &'a toml::Table {
    let (command, path) = name.split_once('/').unwrap_or((name, ""));
    let made = &fits.iter().find(|(fit, _)| fit == command).unwrap_or_else(|| panic!("no fit is called {command}")).1;
    let mut table = made;
    for part in path.split('.').filter(|part| !part.is_empty()) {
        table = table.get(part).and_then(toml::Value::as_table).unwrap_or_else(|| panic!("{command} made no {path}"));
    }
    table
}

#[test]
fn every_figure_that_claims_to_be_fitted_is() {
    let scenario: toml::Table = fs::read_to_string(data().join("../pakistan-baseline.toml")).expect("the baseline").parse().expect("TOML");
    let scenario = toml::Value::Table(scenario);
    let mut found = Vec::new();
    claims(&scenario, &mut found);
    assert!(found.len() >= 12, "{} claims", found.len());
    let fits = fitted();
    for (name, table) in found {
        let made = meant(&fits, &name);
        let same = |key: &str| {
            let claimed = table.get(key);
            claimed.is_some() && claimed == made.get(key)
        };
        let laws = ["lognormal", "gamma", "weibull", "exponential", "metalog", "then", "ramp_up"];
        let keys: Vec<&&str> = laws.iter().filter(|key| table.contains_key(**key)).collect();
        assert!(!keys.is_empty(), "{name}: nothing fitted beside the note");
        for key in keys {
            assert!(same(key), "{name}: {key} is {:?} in the scenario and {:?} in fitted.toml", table.get(*key), made.get(*key));
        }
    }
}

#[test]
fn a_broken_table_is_told_line_by_line_and_nothing_is_written() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("broken.csv");
    fs::write(&file, "place,days,ended\na,3,1\nb,three,1\nc,-2,0\nd,4\n").expect("written");
    let out = folder.path().join("out");
    let run = adit().args(["fit", "durations"]).arg(&file).args(["--value", "days", "--ended", "ended", "--out"]).arg(&out).assert().code(2);
    let told = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
    for word in ["broken.csv:3:3", "broken.csv:4:3", "broken.csv:5:1", "expected a finite number", "expected a duration above 0", "3 errors"] {
        assert!(told.contains(word), "{word} in\n{told}");
    }
    assert!(run.get_output().stdout.is_empty() && !out.exists());
    let run = adit().args(["fit", "durations"]).arg(&file).args(["--value", "day", "--where", "plase=a"]).assert().code(2);
    let told = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
    assert!(told.contains("did you mean days?") && told.contains("did you mean place?"), "{told}");
    adit().args(["fit", "incidents"]).arg(&file).assert().code(2);
    adit().args(["fit", "durations", "no-such-file.csv"]).assert().code(2);
}

#[test]
fn the_same_table_gives_the_same_folder() {
    let folder = TempDir::new().expect("a folder");
    let make = |name: &str| {
        let out = folder.path().join(name);
        let run = adit()
            .args(["fit", "durations"])
            .arg(data().join("incident_outages.csv"))
            .args(["--where", "kind=closure", "--value", "outage_days", "--ended", "ended", "--unit", "days", "--replicates", "99", "--out"])
            .arg(&out)
            .assert()
            .success();
        assert!(out.join("report.html").is_file() && out.join("figures/survival.png").is_file() && out.join("chapter.json").is_file());
        let files = ["fit.toml", "fit.json", "figures/survival.svg", "data/survival.csv"];
        (run.get_output().stdout.clone(), files.map(|file| fs::read(out.join(file)).expect("a file")))
    };
    assert!(make("one") == make("two"));
}
