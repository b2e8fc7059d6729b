//! A run in parts, merged, and a run that was stopped and went on, leave the very bytes of a single, undisturbed run.
#![allow(missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command as Process, Output, Stdio};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_adit");
const REFERENCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/one-refinery.toml");
const EVERY_KEY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/every-key.toml");

fn place() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn command(place: &TempDir, args: &[&str]) -> Process {
    let mut command = Process::new(PROGRAM);
    command.current_dir(place.path()).args(args).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn ended(place: &TempDir, args: &[&str], code: i32) -> Output {
    let output = command(place, args).output().unwrap();
    assert_eq!(output.status.code(), Some(code), "{args:?}\n{}", String::from_utf8_lossy(&output.stderr));
    output
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// All files below a folder with their bytes, by their names; of the manifest what does not tell of time, command and threads.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let (mut all, mut folders) = (Vec::new(), vec![folder.to_path_buf()]);
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let mut bytes = fs::read(&path).unwrap();
            if path.ends_with("manifest.json") {
                let mut manifest: Value = serde_json::from_slice(&bytes).unwrap();
                for key in ["command", "threads", "started", "seconds"] {
                    manifest.as_object_mut().unwrap().remove(key).unwrap();
                }
                bytes = manifest.to_string().into_bytes();
            }
            all.push((path.strip_prefix(folder).unwrap().to_path_buf(), bytes));
        }
    }
    all.sort();
    all
}

fn same(place: &TempDir, one: &str, two: &str) {
    let [one, two] = [one, two].map(|name| files(&place.path().join(name)));
    assert_eq!(one.iter().map(|(name, _)| name).collect::<Vec<_>>(), two.iter().map(|(name, _)| name).collect::<Vec<_>>());
    for ((name, bytes), (_, others)) in one.iter().zip(&two) {
        assert!(bytes == others, "{} differs", name.display());
    }
}

fn names(place: &TempDir) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(place.path()).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Makes all parts of a command; gives their names.
fn parts(place: &TempDir, args: &[&str], count: usize) -> Vec<String> {
    let names: Vec<String> = (1..=count).map(|part| format!("{part}-of-{count}.part")).collect();
    for (i, name) in names.iter().enumerate() {
        let part = format!("{}/{count}", i + 1);
        ended(place, &[args, &["--part", &part, "--out", name]].concat(), 0);
    }
    names
}

/// Parts of a command merged are the command done at once, in what it leaves and what it answers.
fn merge_to_the_same(place: &TempDir, args: &[&str], counts: &[usize]) {
    let once = ended(place, &[args, &["--out", "once"]].concat(), 0);
    for &count in counts {
        let mut parts = parts(place, args, count);
        parts.reverse();
        parts.rotate_left(count / 3);
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let merged = ended(place, &[&["merge", "--out", "merged"], parts.as_slice()].concat(), 0);
        assert_eq!(merged.stdout, once.stdout);
        same(place, "once", "merged");
    }
}

const RUN: [&str; 11] =
    ["run", REFERENCE, "--trials", "300", "--seed", "4", "--set", "nodes.corridor.capacity=8000", "--figures", "ladder", "--trials-csv"];

#[test]
fn any_cut_into_parts_merges_to_a_single_run() {
    merge_to_the_same(&place(), &RUN, &[1, 2, 5, 16]); // there are five blocks of trials
}

#[test]
fn a_part_needs_no_file_beside_it() {
    let place = place();
    fs::create_dir(place.path().join("there")).unwrap();
    for file in ["outages.csv", "overlay.toml"] {
        fs::copy(Path::new(EVERY_KEY).with_file_name(file), place.path().join("there").join(file)).unwrap();
    }
    // Where a run stops by itself it cannot be cut.
    let text = fs::read_to_string(EVERY_KEY).unwrap();
    let text: String = text.split_inclusive('\n').filter(|line| !line.starts_with("precision")).collect();
    fs::write(place.path().join("there/every-key.toml"), text).unwrap();
    fs::write(place.path().join("over.toml"), "extends = \"there/every-key.toml\"\ntitle = \"Laid over\"\n").unwrap();
    let run = ["run", "over.toml", "--trials", "300"];
    ended(&place, &[run.as_slice(), &["--out", "once"]].concat(), 0);
    let parts = parts(&place, &run, 2);
    fs::remove_dir_all(place.path().join("there")).unwrap();
    fs::remove_file(place.path().join("over.toml")).unwrap();
    ended(&place, &["merge", &parts[0], &parts[1], "--threads", "1"], 0);
    same(&place, "once", "outputs/over");
}

#[test]
fn parts_that_do_not_belong_together_are_all_named_and_nothing_is_written() {
    let place = place();
    let run = ["run", REFERENCE, "--trials", "640", "--figures", "ladder"];
    let own = parts(&place, &run, 4);
    let others: [(&str, &[&str]); 5] = [
        ("seed.part", &["--seed", "9"]),
        ("trials.part", &["--trials", "641"]),
        ("changed.part", &["--set", "nodes.corridor.capacity=8000"]),
        ("figures.part", &["--figures", "fan"]),
        ("rows.part", &["--trials-csv"]),
    ];
    for (name, options) in others {
        let args: Vec<&str> = match options {
            ["--trials", trials] => vec!["run", REFERENCE, "--figures", "ladder", "--trials", trials],
            ["--figures", _] => [["run", REFERENCE, "--trials", "640"].as_slice(), options].concat(),
            _ => [run.as_slice(), options].concat(),
        };
        ended(&place, &[args.as_slice(), &["--part", "3/4", "--out", name]].concat(), 0);
    }
    ended(&place, &[run.as_slice(), &["--part", "3/5", "--out", "five.part"]].concat(), 0);
    let broken = fs::read(place.path().join(&own[3])).unwrap();
    fs::write(place.path().join("broken.part"), &broken[..broken.len() - 1]).unwrap();
    fs::write(place.path().join("notes.txt"), "no part").unwrap();
    fs::copy(place.path().join(&own[0]), place.path().join("again.part")).unwrap();
    let before = names(&place);
    let given = [
        "merge",
        &own[0],
        &own[1],
        "again.part",
        "seed.part",
        "trials.part",
        "changed.part",
        "figures.part",
        "rows.part",
        "five.part",
        "broken.part",
        "notes.txt",
        "none.part",
    ];
    let told = ended(&place, &given, 2);
    assert!(told.stdout.is_empty());
    let told = said(&told);
    for expected in [
        "seed.part: it is a part of something else than the others: its seed is 9, not 1",
        "trials.part: it is a part of something else than the others: its trials are 641, not 640",
        "changed.part: it is a part of something else than the others: its scenario",
        "figures.part: it is a part of something else than the others: its options are {",
        "rows.part: it is a part of something else than the others: its options are {",
        "five.part: it is a part of something else than the others: its number of parts is 5, not 4",
        "broken.part: it is damaged",
        "notes.txt: it is not a part",
        "none.part: No such file",
        "again.part: both are part 1 of 4",
        "parts 3 to 4 of 4 are missing",
    ] {
        assert!(told.contains(expected), "{expected}\n{told}");
    }
    assert!(!told.contains("panicked"));
    assert_eq!(names(&place), before);
}

#[test]
fn a_part_is_refused_before_the_run_where_it_cannot_stand() {
    let place = place();
    fs::write(place.path().join("thesis"), "years of work").unwrap();
    let long = ["run", REFERENCE, "--trials", "1000000000"]; // hours
    for (options, code) in [
        (&["--part", "1/2", "--out", "thesis"][..], 2),
        (&["--part", "1/2", "--out", "thesis/below"], 1),
        (&["--part", "0/2", "--out", "x"], 2),
        (&["--part", "3/2", "--out", "x"], 2),
        (&["--part", "1/2"], 2),
        (&["--part", "1/2", "--resume", "x"], 2),
        (&["--out", "y", "--resume", "x"], 2),
    ] {
        ended(&place, &[long.as_slice(), options].concat(), code);
    }
    ended(&place, &["merge"], 2);
    assert_eq!(names(&place), ["thesis"]);
}

/// Trials enough for some tens of saves.
const LONG: [&str; 6] = ["run", REFERENCE, "--trials", "60000", "--figures", "ladder"];

/// A run that saves as often as it can, on its way for at least `saves` saves.
fn on_its_way(place: &TempDir, saves: usize) -> Child {
    let mut run = command(place, &[LONG.as_slice(), &["--out", "here", "--save-every", "0"]].concat()).spawn().unwrap();
    let save = |n: usize| place.path().join(format!(".here.unfinished-ranges/ranges-{n}.part"));
    while !(1..=saves).all(|n| save(n).is_file()) {
        assert!(run.try_wait().unwrap().is_none(), "it ended by itself");
        std::thread::sleep(Duration::from_millis(1));
    }
    run
}

fn resumed(place: &TempDir) -> String {
    let told = said(&ended(place, &[LONG.as_slice(), &["--resume", "here"]].concat(), 0));
    same(place, "once", "here");
    assert_eq!(names(place), ["here", "once"], "{told}");
    fs::remove_dir_all(place.path().join("here")).unwrap();
    told
}

#[test]
fn a_killed_run_goes_on_to_the_same_bytes() {
    let place = place();
    ended(&place, &[LONG.as_slice(), &["--out", "once"]].concat(), 0);
    let mut run = on_its_way(&place, 1);
    run.kill().unwrap();
    run.wait().unwrap();
    assert!(resumed(&place).contains("going on after "));

    // the power fails while a save is written: the one before is used, and what is half written goes
    let mut run = on_its_way(&place, 2);
    run.kill().unwrap();
    run.wait().unwrap();
    let saves = place.path().join(".here.unfinished-ranges");
    let torn = |name: &str| {
        let bytes = fs::read(saves.join(name)).unwrap();
        fs::write(saves.join(name), &bytes[..bytes.len() / 2]).unwrap();
    };
    torn("ranges-1.part");
    fs::write(saves.join(".ranges-2.part.unfinished-abc"), "half").unwrap();
    let told = resumed(&place);
    assert!(told.contains("ranges-1.part: it is damaged") && told.contains("going on after "), "{told}");

    // both are lost: from the first trial on
    let mut run = on_its_way(&place, 2);
    run.kill().unwrap();
    run.wait().unwrap();
    torn("ranges-1.part");
    torn("ranges-2.part");
    let told = resumed(&place);
    assert!(told.contains("ranges-2.part: it is damaged") && told.contains("beginning with the first"), "{told}");
    assert!(resumed(&place).contains("no trials are saved for here"));
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_says_how_to_go_on_and_nobody_else_may() {
    let place = place();
    ended(&place, &[LONG.as_slice(), &["--out", "once"]].concat(), 0);
    let run = on_its_way(&place, 1);
    let told = said(&ended(&place, &[LONG.as_slice(), &["--resume", "here"]].concat(), 2));
    assert!(told.contains("another run is at work on it"), "{told}");
    assert!(Process::new("kill").args(["-INT", &run.id().to_string()]).status().unwrap().success());
    let stopped = run.wait_with_output().unwrap();
    assert_eq!(stopped.status.code(), Some(130));
    assert!(said(&stopped).contains("of 60,000 trials are saved: go on with the same command and --resume here in place of --out"), "{stopped:?}");
    assert_eq!(names(&place), [".here.unfinished-ranges", "once"]);

    for (options, why) in
        [(&["--seed", "2"][..], "its seed is 1, not 2"), (&["--set", "nodes.corridor.capacity=8000"], "one-refinery.toml is another one")]
    {
        let told = said(&ended(&place, &[LONG.as_slice(), options, &["--resume", "here"]].concat(), 2));
        assert!(told.contains("was being made by another run") && told.contains(why), "{told}");
    }
    let told = said(&ended(&place, &["run", REFERENCE, "--trials", "300000", "--resume", "here"], 2));
    assert!(told.contains("its trials are 60000, not 300000"), "{told}");
    assert_eq!(names(&place), [".here.unfinished-ranges", "once"]);
    resumed(&place);
}

#[test]
fn where_nothing_can_be_saved_the_run_goes_on_and_says_so() {
    let place = place();
    ended(&place, &[LONG.as_slice(), &["--out", "once"]].concat(), 0);
    fs::write(place.path().join(".here.unfinished-ranges"), "in the way").unwrap();
    let told = said(&ended(&place, &[LONG.as_slice(), &["--out", "here", "--save-every", "0"]].concat(), 0));
    assert_eq!(told.matches("finished trials cannot be saved, the run goes on without: ").count(), 1, "{told}");
    same(&place, "once", "here");
}

#[test]
fn where_the_results_cannot_be_written_the_finished_trials_stay() {
    let place = place();
    ended(&place, &[LONG.as_slice(), &["--out", "once"]].concat(), 0);
    let run = on_its_way(&place, 1);
    let making = names(&place).into_iter().find(|name| name.contains("unfinished-") && !name.ends_with("ranges")).unwrap();
    fs::remove_dir_all(place.path().join(&making)).unwrap();
    fs::write(place.path().join(&making), "in the way").unwrap();
    let ended = run.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(1));
    assert!(said(&ended).contains("finished trials are still saved: go on with the same command and --resume here"), "{ended:?}");
    fs::remove_file(place.path().join(&making)).unwrap();
    assert!(resumed(&place).contains("going on after "));
}

#[test]
fn a_run_shorter_than_the_time_between_saves_leaves_nothing_behind() {
    let place = place();
    ended(&place, &[LONG.as_slice(), &["--out", "here"]].concat(), 0);
    assert_eq!(names(&place), ["here"]);
}

#[test]
fn a_comparison_in_parts_merges_to_that_done_at_once() {
    let place = place();
    let text = fs::read_to_string(REFERENCE).unwrap();
    fs::write(place.path().join("one.toml"), &text).unwrap();
    fs::write(place.path().join("two.toml"), text.replace("capacity = 6_000", "capacity = 3_000")).unwrap();
    let compare = ["compare", "one.toml", "two.toml", "--trials", "500", "--seed", "3"];
    merge_to_the_same(&place, &compare, &[1, 3]);
    let parts = parts(&place, &compare, 2);
    ended(&place, &["run", "one.toml", "--trials", "500", "--seed", "3", "--part", "2/2", "--out", "run.part"], 0);
    let told = said(&ended(&place, &["merge", &parts[0], "run.part"], 2));
    assert!(told.contains("run.part: it is a part of something else than the others: its command is run, not compare"), "{told}");
}

#[test]
fn causes_in_parts_merge_to_those_found_at_once() {
    merge_to_the_same(&place(), &["causes", REFERENCE, "--trials", "300", "--causes", "3"], &[1, 3, 9]);
}
