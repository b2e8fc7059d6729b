//! The command: results folders, answers and errors.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::contains;
use serde_json::Value;

use super::{CLEARANCE, EXPOSURE, REFERENCE};

pub(super) fn adit(place: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_adit"));
    command.current_dir(place).env_remove("NO_COLOR").env_remove("TERM");
    command
}

pub(super) fn place() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("one.toml"), REFERENCE).unwrap();
    place
}

/// The answer of a sweep with few trials.
fn answer(place: &Path, words: &[&str]) -> String {
    let run = adit(place).args(["sweep", "one.toml", "--trials", "500"]).args(words).assert().success();
    String::from_utf8(run.get_output().stdout.clone()).unwrap()
}

#[test]
fn it_answers_as_it_always_did() {
    let place = place();
    let (clearance, exposure) = (format!("{CLEARANCE}=0,12,200"), format!("{EXPOSURE}=0.1,0.9"));
    insta::assert_snapshot!("square", answer(place.path(), &["--vary", &clearance, "--vary", &exposure, "--by", "2032", "--by", "2035"]));
    insta::assert_snapshot!("line", answer(place.path(), &["--vary", &clearance]));
    let (low, high) = (format!("{CLEARANCE}=0..36"), format!("{EXPOSURE}=0.1..0.9"));
    insta::assert_snapshot!("cloud", answer(place.path(), &["--design", "latin-hypercube", "--points", "5", "--vary", &low, "--vary", &high]));
}

#[test]
fn it_leaves_a_whole_folder_that_can_be_made_again() {
    let place = place();
    let words = ["--design", "latin-hypercube", "--points", "3", "--vary", "nodes.mine.capacity=1000..9000", "--by", "2032"];
    let first = answer(place.path(), &words);
    let folder = place.path().join("outputs/one-sweep");
    for name in ["sweep.json", "sweep.csv", "differences.csv", "points.csv", "chapter.json", "report.html", "scenario.toml", "manifest.json"] {
        assert!(folder.join(name).is_file(), "{name}");
    }
    assert!(fs::read_dir(folder.join("figures")).unwrap().count() >= 4);
    let lines = |name: &str| fs::read_to_string(folder.join(name)).unwrap().lines().count();
    // four points with 16 quantities, three differences of 7, and the heading
    assert_eq!((lines("sweep.csv"), lines("differences.csv"), lines("points.csv")), (1 + 4 * 16, 1 + 3 * 7, 4));
    let heading = "point,nodes.mine.capacity,goal,quantity,value,standard_error,low,high,unit,trials";
    assert_eq!(fs::read_to_string(folder.join("sweep.csv")).unwrap().lines().next(), Some(heading));
    let read = |folder: &Path| fs::read(folder.join("sweep.csv")).unwrap();
    let before = read(&folder);
    // The points that were drawn, as a table, give the same.
    fs::copy(folder.join("points.csv"), place.path().join("points.csv")).unwrap();
    adit(place.path()).args(["sweep", "one.toml", "--trials", "500", "--points", "points.csv", "--by", "2032", "--out", "again"]).assert().success();
    assert_eq!(before, read(&place.path().join("again")));
    let manifest = fs::read_to_string(place.path().join("again/manifest.json")).unwrap();
    assert!(manifest.contains("points.csv"), "{manifest}");
    // On other threads, too, page by page.
    for threads in ["1", "3"] {
        assert_eq!(first, answer(place.path(), &[&words[..], &["--threads", threads, "--out", "threads"]].concat()));
        for name in ["sweep.json", "sweep.csv", "differences.csv", "chapter.json"] {
            assert_eq!(fs::read(folder.join(name)).unwrap(), fs::read(place.path().join("threads").join(name)).unwrap(), "{name}");
        }
    }
}

#[test]
fn a_table_of_points_holds_numbers_words_and_laws() {
    let place = place();
    let table =
        "# by hand\nregimes.licensing.initial,nodes.mine.capacity\nban,3000\n\"{ ban = 0.5, eased = 0.5 }\",\"{ pert = [3_000, 5_000, 8_000] }\"\n";
    fs::write(place.path().join("points.csv"), table).unwrap();
    let run = adit(place.path()).args(["sweep", "one.toml", "--trials", "64", "--points", "points.csv", "--format", "json"]).assert().success();
    let json: Value = serde_json::from_slice(&run.get_output().stdout).unwrap();
    assert_eq!((json["layout"].as_str(), json["format"].as_u64(), json["points"].as_array().unwrap().len()), (Some("table"), Some(3), 2));
    assert_eq!(json["points"][1]["values"][0], "{ ban = 0.5, eased = 0.5 }");
    assert!(json["points"][0]["goals"][0]["arrived_by"]["2035"]["value"].is_number());
}

#[test]
fn all_that_is_wrong_is_said_at_once_and_nothing_is_written() {
    let place = place();
    fs::write(place.path().join("points.csv"), "nodes.mine.capcity,seed\n1,2\n3,\n").unwrap();
    fs::write(place.path().join("broken.csv"), "nodes.mine.capcity,nodes.mine.capacity\n1,-2\n3,4\n").unwrap();
    let cases: [(&[&str], &[&str]); 12] = [
        (
            &["--vary", "nodes.mine.capcity=1,2", "--vary", "nodes.corridor.capacity=-5,6"],
            &["at every point: no such path", "did you mean `nodes.mine.capacity`?", "at points 1, 3: `capacity` of node `corridor` is -5"],
        ),
        (&["--vary", "projects.refinery.stages.commissioning.cancels=0.1,2"], &["at point 2 (projects.refinery.stages.commissioning.cancels=2): "]),
        (&["--vary", "nodes.mine.capacity={ normal = { mean = 9, sd = 9 } }"], &["at point 1 (nodes.mine.capacity={ normal", "must be 0 or more"]),
        (&["--points", "broken.csv"], &["broken.csv:1:12", "at every point: no such path", "at point 1 (", "is -2"]),
        (&["--points", "points.csv"], &["`seed` is the same at all points", "a value is missing"]),
        (&["--vary", "trials=1,2", "--vary", "nodes.mine.capacity=1..5"], &["write --trials N", "how many values"]),
        (&["--vary", "end=2040-12,2045-12"], &["point 1 runs over other months"]),
        (&[], &["nothing is varied"]),
        (&["--vary", "nodes.mine.capacity=1,2", "--points", "4"], &["add --design latin-hypercube"]),
        (&["--vary", "nodes.mine.capacity=1..2", "--design", "latin-hypercube"], &["needs --points N"]),
        (
            &["--vary", "goals.antimony.sustain=1..24", "--design", "latin-hypercube", "--points", "4"],
            &["expected a whole number", "list whole numbers, as in 1..24 step 1"],
        ),
        (&["--vary", "nodes.mine.capacity=1,2", "--goal", "antimoni"], &["did you mean antimony?"]),
    ];
    for (words, said) in cases {
        let run = adit(place.path()).args(["sweep", "one.toml", "--trials", "64"]).args(words).assert().code(2).stdout("");
        for part in said {
            assert!(
                contains(*part).eval(&String::from_utf8_lossy(&run.get_output().stderr)),
                "{words:?}: {part}: {}",
                String::from_utf8_lossy(&run.get_output().stderr)
            );
        }
    }
    assert!(!place.path().join("outputs").exists() || fs::read_dir(place.path().join("outputs")).unwrap().next().is_none());
}
