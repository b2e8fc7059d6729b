//! A sweep in parts is the sweep.

use std::fs;
use std::path::Path;

use predicates::str::contains;

use super::command::{adit, place};
use super::{CLEARANCE, EXPOSURE};

/// All files of a folder but the manifest, which knows the time.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let name = entry.file_name().unwrap().to_string_lossy().into_owned();
        if entry.is_dir() {
            all.extend(files(&entry).into_iter().map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)));
        } else if name != "manifest.json" {
            all.push((name, fs::read(&entry).unwrap()));
        }
    }
    all.sort();
    all
}

#[test]
fn parts_give_the_very_bytes_of_the_whole() {
    let place = place();
    let (clearance, exposure) = (format!("{CLEARANCE}=0,24"), format!("{EXPOSURE}=0.1,0.9"));
    let words =
        ["sweep", "one.toml", "--trials", "500", "--vary", &clearance, "--vary", &exposure, "--by", "2032", "--set", "nodes.mine.capacity=4000"];
    let whole = adit(place.path()).args(words).assert().success();
    for part in ["1/3", "2/3", "3/3"] {
        let file = format!("{}.part", &part[..1]);
        adit(place.path()).args(words).args(["--part", part, "--out", &file]).assert().success().stdout("");
    }
    let merged = adit(place.path()).args(["merge", "3.part", "1.part", "2.part", "--out", "merged"]).assert().success();
    assert_eq!(merged.get_output().stdout, whole.get_output().stdout);
    let [once, together] = ["outputs/one-sweep", "merged"].map(|folder| files(&place.path().join(folder)));
    assert_eq!(once.iter().map(|(name, _)| name).collect::<Vec<_>>(), together.iter().map(|(name, _)| name).collect::<Vec<_>>());
    for ((name, one), (_, other)) in once.iter().zip(&together) {
        assert!(one == other, "{name}");
    }
    adit(place.path()).args(["merge", "1.part", "3.part"]).assert().code(2).stderr(contains("part 2 of 3 is missing"));
    // A part of a sweep over other points is none of this one.
    let other = format!("{CLEARANCE}=0,25");
    adit(place.path())
        .args(["sweep", "one.toml", "--trials", "500", "--vary", &other, "--vary", &exposure, "--by", "2032", "--set", "nodes.mine.capacity=4000"])
        .args(["--part", "2/3", "--out", "other.part"])
        .assert()
        .success();
    adit(place.path())
        .args(["merge", "1.part", "other.part", "3.part"])
        .assert()
        .code(2)
        .stderr(contains("other.part: it is a part of something else"));
}
