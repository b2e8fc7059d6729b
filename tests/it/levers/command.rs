//! The command `adit levers`, and that other commands ignore levers.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::contains;
use serde_json::Value;

use super::CHAIN;

const LEVERS: &str = "[levers.quick]\ntitle = \"Quick permits\"\ncost = { uniform = [1e6, 3e6] }\nset.projects.mine.stages.permits.duration = 8\n\
    [levers.big]\ncost = 9e6\nlead_time = 4\nset.projects.mine.stages.construction.duration = { uniform = [4, 9] }\n";

fn adit(place: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_adit"));
    command.current_dir(place).env_remove("NO_COLOR").env_remove("TERM");
    command
}

#[test]
fn it_answers_and_leaves_a_whole_folder() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("mine.toml"), format!("{CHAIN}{LEVERS}")).unwrap();
    let output = adit(place.path()).args(["levers", "mine.toml", "--goal", "half", "--by", "2028", "--trials", "200"]).assert().success();
    let text = String::from_utf8_lossy(&output.get_output().stdout).into_owned();
    assert!(text.lines().all(|line| line.chars().count() <= 100) && !text.contains("NaN"), "{text}");
    output
        .stdout(contains("Quick permits").and(contains("VALUE OF INFORMATION")).and(contains("PAIRS OF LEVERS")))
        .stderr(contains("results in outputs/mine-levers"));
    let folder = place.path().join("outputs/mine-levers");
    for name in
        ["levers.json", "levers.csv", "levers-pairs.csv", "levers-information.csv", "chapter.json", "report.html", "scenario.toml", "manifest.json"]
    {
        assert!(folder.join(name).is_file(), "{name}");
    }
    for name in ["levers-ranking", "levers-costs", "levers-pairs", "levers-information"] {
        assert!(
            folder.join("figures").join(format!("{name}.svg")).is_file() && folder.join("figures").join(format!("{name}.png")).is_file(),
            "{name}"
        );
    }
    let json: Value = serde_json::from_slice(&fs::read(folder.join("levers.json")).unwrap()).unwrap();
    assert_eq!((json["choices"].as_array().unwrap().len(), json["pairs"].as_array().unwrap().len()), (3, 1));
    assert_eq!((&json["choices"][1]["lever"], &json["choices"][1]["months_gained_p50"]["value"]), (&Value::from("quick"), &Value::from(12.0)));
    let csv = fs::read_to_string(folder.join("levers.csv")).unwrap();
    assert!(csv.starts_with("rank,lever,title,quantity,value,standard_error,low,high,unit,trials\n1,quick,Quick permits,"), "{csv}");
    assert_eq!(csv.lines().count(), 1 + 3 * 17, "17 quantities of three choices");
    // The scenario as run gives the same again.
    let again = adit(place.path())
        .args(["levers", "outputs/mine-levers/scenario.toml", "--goal", "half", "--by", "2028", "--format", "json"])
        .assert()
        .success();
    let mut again: Value = serde_json::from_slice(&again.get_output().stdout).unwrap();
    again["scenario"] = json["scenario"].clone(); // the name of the file
    assert_eq!(again, json);
}

#[test]
fn runs_take_no_notice_of_levers() {
    let place = tempfile::tempdir().unwrap();
    let reference = include_str!("../../../scenarios/one-refinery.toml");
    let lever =
        "\n[levers.guard]\ncost = 1e6\nset.nodes.corridor.exposure.balochistan = 0\n[levers.more]\ncost = 1\nset.nodes.corridor.capacity = 99_000\n";
    for (folder, text) in [("with", format!("{reference}{lever}")), ("without", reference.to_owned())] {
        fs::create_dir(place.path().join(folder)).unwrap();
        fs::write(place.path().join(folder).join("one.toml"), text).unwrap();
        adit(&place.path().join(folder)).args(["run", "one.toml", "--trials", "1000", "--trials-csv", "--figures", "ladder"]).assert().success();
    }
    for name in ["summary.json", "arrivals.csv", "bands.csv", "trials.csv"] {
        let [with, without] = ["with", "without"].map(|folder| fs::read(place.path().join(folder).join("outputs/one").join(name)).unwrap());
        assert!(with == without, "{name}");
    }
}

#[test]
fn what_it_cannot_use_ends_with_2_and_leaves_nothing() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("none.toml"), CHAIN).unwrap();
    fs::write(place.path().join("mine.toml"), format!("{CHAIN}{LEVERS}")).unwrap();
    // Only compiling finds that a distribution can leave its range.
    let wide = format!("{CHAIN}[levers.wide]\ncost = 1\nset.projects.mine.stages.permits.duration = {{ normal = {{ mean = 9, sd = 3 }} }}\n");
    fs::write(place.path().join("wide.toml"), wide).unwrap();
    for (words, said) in [
        (&["levers", "none.toml"][..], "none.toml has no levers"),
        (&["levers", "mine.toml", "--goal", "halve"], "did you mean half?"),
        (&["levers", "mine.toml", "--by", "1999"], "from 2026-01 to 2035-12"),
        (&["levers", "mine.toml", "--worth", "much"], "US dollars"),
        (&["levers", "wide.toml"], "with lever `wide`: projects.mine.stages.permits.duration can leave its range"),
        (&["check", "wide.toml"], "can leave its range"),
    ] {
        adit(place.path()).args(words).assert().code(2).stderr(contains(said)).stdout("");
    }
    assert!(!place.path().join("outputs").exists() || fs::read_dir(place.path().join("outputs")).unwrap().next().is_none());
}

#[test]
fn sources_of_levers_are_asked_for() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("mine.toml"), format!("{CHAIN}{LEVERS}")).unwrap();
    adit(place.path()).args(["check", "mine.toml"]).assert().success().stdout(contains("levers: 2"));
    let listed = adit(place.path()).args(["check", "mine.toml", "--sources"]).assert().code(2);
    listed.stdout(contains("levers.quick.cost").and(contains("levers.quick: projects.mine.stages.permits.duration")));
}
