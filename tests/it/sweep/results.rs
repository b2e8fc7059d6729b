//! Results at a point, and differences from the scenario as written.

use std::fs;

use serde_json::Value;

use super::command::{adit, place};
use super::{CLEARANCE, EXPOSURE, asked, counted, drawn, grid, swept};

const TRIALS: u64 = 2_000;

#[test]
fn a_point_agrees_with_the_run_and_the_comparison_with_that_value_set() {
    let place = place();
    let set = format!("{CLEARANCE}=24");
    fs::write(place.path().join("point.toml"), "extends = \"one.toml\"\n[projects.refinery.stages.clearance]\nduration = 24\n").unwrap();
    let json = |words: &[&str]| -> Value {
        let run = adit(place.path()).args(words).args(["--trials", "2000", "--seed", "1", "--format", "json"]).assert().success();
        serde_json::from_slice(&run.get_output().stdout).unwrap()
    };
    let sweep = json(&["sweep", "one.toml", "--vary", &set, "--by", "2032", "--by", "2035"]);
    for (at, file) in [(&sweep["points"][0]["goals"][0], "point.toml"), (&sweep["as_written"][0], "one.toml")] {
        let run = &json(&["run", file])["goals"]["antimony"];
        for key in ["p10", "p50", "p90", "never", "lost"] {
            assert_eq!(at[key], run[key], "{key}");
        }
        for year in ["2032", "2035"] {
            assert_eq!(at["arrived_by"][year], run["by_december"][year], "{year}");
        }
        for (key, covered) in [("p50", "0.5"), ("p80", "0.8"), ("p90", "0.9"), ("p95", "0.95")] {
            assert_eq!(at["bridge"][key], run["bridge"][covered], "{key}");
            assert_eq!(at["bridge_cost"][key], run["bridge_cost"][covered], "{key}");
        }
        assert_eq!(at["bridge"]["mean"], run["bridge_mean"]);
    }
    let compared = json(&["compare", "one.toml", "point.toml"]);
    let (paired, difference) = (&compared["goals"]["antimony"]["differences"]["point"], &sweep["points"][0]["goals"][0]["difference"]);
    assert_eq!(
        [&paired["months"], &paired["earlier"], &paired["later"]],
        [&difference["months_later"], &difference["earlier"], &difference["later"]]
    );
    assert!((paired["probability"]["value"].as_f64().unwrap() + difference["never"]["value"].as_f64().unwrap()).abs() < 1e-15);
}

#[test]
fn a_longer_stage_makes_nothing_earlier() {
    let found = swept(grid(&[&format!("{CLEARANCE}=30..60 step 10")]), &[2032, 2035], TRIALS);
    for (shorter, longer) in found.points.iter().zip(&found.points[1..]) {
        let (shorter, longer) = (&shorter.goals[0], &longer.goals[0]);
        assert!(shorter.arrived_by.iter().all(|(year, share)| share.value >= longer.arrived_by[year].value));
        assert!(shorter.never.value <= longer.never.value);
        let [shorter, longer] = [shorter, longer].map(|at| at.difference.as_ref().unwrap());
        assert!(shorter.months_later.value < longer.months_later.value);
        // on the same draws, so that a trial that arrives earlier with the longer stage does so with the shorter one
        assert!(shorter.earlier.value >= longer.earlier.value);
    }
    let none = swept(grid(&[&format!("{CLEARANCE}=200")]), &[2035], TRIALS);
    let at = &none.points[0].goals[0];
    assert_eq!((at.difference.as_ref().unwrap().earlier.value, at.arrived_by[&2035].value), (Some(0.0), Some(0.0)));
}

#[test]
fn the_value_as_written_changes_nothing() {
    let found = swept(grid(&[&format!("{EXPOSURE}=0.3,0.9")]), &[2035], TRIALS);
    let [same, other] = [0, 1].map(|point: usize| found.points[point].goals[0].difference.as_ref().unwrap());
    let means =
        [&same.months_later, &same.arrived_by[&2035], &same.never, same.bridge_mean.as_ref().unwrap(), same.bridge_cost_mean.as_ref().unwrap()];
    assert!(means.iter().all(|mean| (mean.value, mean.standard_error) == (Some(0.0), Some(0.0))), "{means:?}");
    assert_eq!((same.earlier.value, same.later.value), (Some(0.0), Some(0.0)));
    assert!(other.later.number() > 0.1 && other.earlier.number() == 0.0);
    // the paired error is smaller than that of the probability
    assert!(other.arrived_by[&2035].standard_error.unwrap() < 0.8 * found.as_written[0].arrived_by[&2035].standard_error.unwrap());
    assert_eq!((found.levels(0), found.numbers(0)), (vec!["0.3", "0.9"], Some(vec![0.3, 0.9])));
}

#[test]
fn the_same_on_any_threads_and_in_any_cut_of_trials() {
    let (plans, task) = asked(drawn(&[&format!("{CLEARANCE}=0..40"), &format!("{EXPOSURE}=0.1..0.9")], 4), &[2032, 2035]);
    let whole = counted(&plans, &task, 0..700, 1);
    for threads in [2, 7] {
        assert_eq!(whole, counted(&plans, &task, 0..700, threads));
    }
    let mut merged = counted(&plans, &task, 300..700, 2);
    for range in [100..300, 0..100] {
        assert!(merged.merge(counted(&plans, &task, range, 2)));
    }
    assert_eq!(whole, merged);
    // counts of other points are rejected
    let (plans, task) = asked(grid(&[&format!("{CLEARANCE}=1,2")]), &[2035]);
    assert!(!merged.merge(counted(&plans, &task, 0..8, 1)) && whole == merged && !merged.fits(&task));
}
