//! Pages made of findings: every one well-formed, none wider or larger than its paper, nothing lost on the way.
#![allow(missing_docs)]

use std::collections::BTreeSet;

use crate::common;
use crate::common::{findings, grid};
use adit::analyses::run::{Findings, TrialsTable, arrivals_csv, bands_csv, summary, text};
use adit::analyses::trial::{Event, EventLog, event_log_json, event_log_text};
use adit::plan::StageId;
use adit::store::write_json;
use adit::study::{Process, ProcessColumn, TrialColumns, TrialRow};
use serde_json::Value;

const SCENARIO: &str = "pakistan-baseline.toml";

fn page(of: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    of(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

/// Ninety goals: seven minerals with a ladder each, and other questions with long titles.
fn ninety() -> Findings {
    let mut many = findings();
    many.goals.clear();
    for (i, mineral) in ["antimony", "copper", "gold", "tungsten", "rare_earths_heavy", "rare_earths_light", "cobalt"].into_iter().enumerate() {
        many.goals.extend(common::ladder(mineral, 1.0 - 0.13 * f64::from(u32::try_from(i).unwrap())));
        many.goals.extend((0..5).map(|j| {
            let title = format!("Question {j} on {mineral}, asked at some length so that no column of a table could ever hold it");
            common::goal(&format!("{mineral}_{j}"), &title, Some(mineral), 0.9, 60.0)
        }));
    }
    many.goals.extend((0..6).map(|j| common::goal(&format!("basket_{j}"), &format!("basket_{j}"), None, 0.1, 150.0)));
    many.minerals = many
        .goals
        .iter()
        .filter_map(|goal| goal.mineral.clone())
        .collect::<BTreeSet<_>>()
        .iter()
        .map(|name| common::mineral(name, 24_000.0))
        .collect();
    many
}

#[test]
fn the_tables_are_as_they_were() {
    insta::assert_snapshot!("text", text(&findings(), SCENARIO));
}

#[test]
fn no_table_is_wider_than_its_page() {
    let mut long = findings();
    long.key_inputs[0].input = "projects.a_project_with_a_long_name.stages.a_stage_with_a_long_name.risks.a_risk_with_a_name.probability".to_owned();
    for series in common::series(&mut long.minerals[0], "arrivals_by_origin") {
        series.origin = Some("Democratic Republic of the Congo, Kolwezi and Likasi".to_owned());
    }
    let many = ninety();
    assert_eq!(many.goals.len(), 90);
    for findings in [findings(), many, long] {
        for line in text(&findings, SCENARIO).lines() {
            let is_one_word = line.split_whitespace().count() == 1 && !line.contains('─');
            assert!(line.chars().count() <= 100 || is_one_word, "{} columns: {line}", line.chars().count());
        }
    }
}

#[test]
fn every_goal_is_told() {
    let many = ninety();
    let told = text(&many, SCENARIO);
    for goal in many.goals.iter().filter(|goal| goal.share_of_demand.is_none()) {
        let words: Vec<&str> = goal.title.split_whitespace().take(4).collect();
        assert!(told.contains(&words.join(" ")) || told.contains(&goal.sentence), "{}", goal.title);
    }
}

#[test]
fn the_summary_has_the_names_and_shape_of_the_reference() {
    let page = page(|out| write_json(&summary(&findings(), SCENARIO), out));
    let summary: Value = serde_json::from_str(&page).unwrap();
    for key in ["scenario", "title", "trials", "seed", "months", "start", "goals", "minerals", "stages"] {
        assert!(summary.get(key).is_some(), "{key}");
    }
    let goal = &summary["goals"]["antimony_0.05"];
    for key in ["p10", "p50", "p90", "by_december", "never", "mean_arrival", "lost", "cdf", "bridge", "bridge_mean"] {
        assert!(goal.get(key).is_some(), "{key}");
    }
    let fields = ["value", "standard_error", "low", "high", "unit", "trials"];
    for key in ["p10", "p50", "p90", "never", "mean_arrival", "lost", "bridge_mean"] {
        assert_eq!(keys(&goal[key]), fields.into(), "{key}");
    }
    assert_eq!((&goal["p50"]["value"], &goal["p50"]["standard_error"]), (&Value::Null, &Value::Null)); // never, without a standard error
    assert_eq!(goal["cdf"].as_array().unwrap().len(), 240);
    assert_eq!(keys(&goal["bridge"]), ["0.5", "0.8", "0.9", "0.95"].into());
    assert_eq!(keys(&goal["by_december"]).len(), 20);
    assert_eq!(goal["calendar"]["p10"], "2033-02");
    let mineral = &summary["minerals"]["antimony"];
    for key in ["arrivals", "shortage", "controlled", "hhi"] {
        assert_eq!(keys(&mineral[key]["2035"]), fields.into(), "{key}");
    }
    insta::assert_snapshot!("summary_goal", serde_json::to_string_pretty(&without_series(goal)).unwrap());
}

/// The same without what has a figure a month or a year.
fn without_series(goal: &Value) -> Value {
    let mut goal = goal.clone();
    let entries = goal.as_object_mut().unwrap();
    entries.retain(|key, _| !["cdf", "holds", "by_december", "holds_in_december"].contains(&key.as_str()));
    goal
}

#[test]
fn floats_of_the_summary_read_back_as_the_same_bits() {
    let findings = findings();
    let page = page(|out| write_json(&summary(&findings, SCENARIO), out));
    assert!(!page.contains("NaN") && !page.contains("inf"));
    let series = page.lines().filter_map(|line| line.trim().strip_prefix("\"cdf\": [")).nth(3).unwrap();
    let read: Vec<u64> = series.trim_end_matches("],").split(", ").map(|figure| figure.parse::<f64>().unwrap().to_bits()).collect();
    assert_eq!(read, findings.goals[3].arrived_by.iter().map(|arrived| arrived.number().to_bits()).collect::<Vec<_>>());
}

#[test]
fn arrivals_and_bands_have_a_row_for_each_month_and_quantity() {
    let findings = findings();
    let arrivals = arrivals_csv(&findings);
    assert_eq!(arrivals.lines().count(), 1 + findings.goals.len() * 2 * 240);
    let bands = bands_csv(&findings);
    assert_eq!(bands.lines().count(), 1 + 2 * (1 + 2 + 1 + 4 + 1) * 6 * 240);
    assert!(!bands.contains("NaN") && !arrivals.contains("NaN"));
    let some = |page: &str| page.lines().take(1).chain(page.lines().skip(100).step_by(801).take(12)).collect::<Vec<_>>().join("\n");
    insta::assert_snapshot!("arrivals_and_bands", format!("{}\n\n{}", some(&arrivals), some(&bands)));
}

#[test]
fn a_trial_has_every_input_and_every_goal() {
    let column = |name: &str, unit, process| ProcessColumn { name: name.to_owned(), unit, group: "projects", process };
    let columns = TrialColumns {
        inputs: vec!["nodes.mine.capacity".to_owned(), "drivers.a, b".to_owned()],
        processes: vec![
            column("end", "year", Process::End(StageId(0))),
            column("delay", "months", Process::Delay(StageId(0))),
            column("cancelled", "", Process::Cancelled(StageId(0))),
        ],
        goals: vec!["one".to_owned(), "two".to_owned()],
    };
    let row = TrialRow {
        trial: 7,
        inputs: vec![0.1, 5e-7],
        processes: vec![66.0, f64::INFINITY, 1.0],
        arrivals: vec![Some(63), None],
        lost: vec![true, false],
        bridge: vec![12.5, f64::NAN],
    };
    let mut table = TrialsTable::new(grid(), &columns, Vec::new()).unwrap();
    table.row(&row).unwrap();
    let page = String::from_utf8(table.finish().unwrap()).unwrap();
    let expected = "trial,nodes.mine.capacity,\"drivers.a, b\",end,delay,cancelled,goals.one,goals.one year,goals.one lost,goals.one bridge,\
                    goals.two,goals.two year,goals.two lost,goals.two bridge\n\
                    7,0.1,0.0000005,2031.5,never,yes,2031-04,2031.25,yes,12.5,never,never,no,\n";
    assert_eq!(page, expected);
}

#[test]
fn an_event_log_is_dated_and_fits_its_page() {
    let event = |month: f64, kind: &'static str, text: &str| Event {
        month,
        kind,
        subject: "refinery".to_owned(),
        text: text.to_owned(),
        until: None,
        detail: String::new(),
    };
    let events =
        vec![event(-4.0, "stage", "ends"), event(63.4, "opening", "opens"), event(63.9, "incident", &"a long account of what happened ".repeat(8))];
    let log = EventLog { trial: 12_345, inputs: vec![("nodes.mine.capacity".to_owned(), 5_432.1)], events, goals: Vec::new(), markets: Vec::new() };
    let told = event_log_text(&log, grid(), "Reference", 1);
    assert!(told.contains("before start  stage") && told.contains("2031-04       opening"), "{told}");
    assert!(told.lines().all(|line| line.chars().count() <= 100), "{told}");
    let json = event_log_json(&log, grid(), "Reference", 1);
    assert_eq!(json["events"][1]["calendar"], "2031-04");
    assert_eq!(json["inputs"]["nodes.mine.capacity"], 5_432.1);
}

/// A figure for a publication: width of a column, labels replaced, no title and small print, a caption with the source.
#[test]
fn a_figure_is_drawn_for_a_publication() {
    let place = tempfile::tempdir().unwrap();
    let adit = |args: &[&str], code: i32| {
        let done = std::process::Command::new(env!("CARGO_BIN_EXE_adit")).args(args).current_dir(place.path()).output().unwrap();
        assert_eq!(done.status.code(), Some(code), "{}", String::from_utf8_lossy(&done.stderr));
        [done.stdout, done.stderr].map(|text| String::from_utf8_lossy(&text).into_owned())
    };
    let reference = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/one-refinery.toml");
    adit(&["run", reference, "--trials", "400", "--out", "run"], 0);
    let name = std::fs::read_dir(place.path().join("run/figures")).unwrap().filter_map(Result::ok).map(|entry| entry.file_name());
    let names = name.map(|name| name.to_string_lossy().into_owned());
    let name = names.filter(|name| name.starts_with("arrival")).find_map(|name| name.strip_suffix(".svg").map(str::to_owned)).unwrap();
    let name = name.as_str();
    std::fs::write(place.path().join("labels.toml"), "\"never\" = \"nie\"\n").unwrap();
    let [caption, _] = adit(&["figure", "run", name, "--width", "84mm", "--plain", "--labels", "labels.toml", "--to", "paper"], 0);
    assert!(caption.contains("400 trials") && caption.contains("seed") && caption.contains("Method"), "{caption}");
    let [svg, whole] = ["paper", "run/figures"].map(|folder| std::fs::read_to_string(place.path().join(folder).join(format!("{name}.svg"))).unwrap());
    assert!(svg.contains("width=\"84mm\"") && svg.contains(">nie</text>") && !svg.contains(">never</text>"));
    assert!(whole.contains("400 trials") && !svg.split("</desc>").nth(1).unwrap().contains("400 trials"));
    let png = std::fs::read(place.path().join(format!("paper/{name}.png"))).unwrap();
    let wide = u32::from_be_bytes(png[16..20].try_into().unwrap());
    assert!((985..=1000).contains(&wide), "{wide} pixels are not 84 mm at 300 to the inch");
    std::fs::write(place.path().join("labels.toml"), "\"nobody says this\" = \"x\"\n").unwrap();
    let [_, told] = adit(&["figure", "run", name, "--labels", "labels.toml", "--font", "labels.toml", "--to", "other"], 2);
    assert!(told.contains("nobody says this") && told.contains("font"), "{told}");
    assert!(!place.path().join("other").exists());
    let [_, told] = adit(&["figure", "run", "arrival-nothing"], 2);
    assert!(told.contains(name), "{told}");
}
