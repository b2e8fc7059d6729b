//! A results folder is whole or it is not there; what stood there before survives every failure.
#![allow(missing_docs)]

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use adit::store::{FolderError, InputFile, Manifest, ResultsFolder};

fn manifest() -> Manifest {
    let as_run = InputFile::new("scenario.toml", "");
    Manifest::new(vec!["adit".to_owned()], "x.toml".to_owned(), Vec::new(), as_run, jiff::Timestamp::UNIX_EPOCH)
}

fn fill(folder: &ResultsFolder, text: &str) {
    folder.write("figures/one.svg", |out| out.write_all(text.as_bytes())).unwrap();
    folder.write_manifest(&manifest()).unwrap();
}

fn made(target: &Path, text: &str) {
    let folder = ResultsFolder::open(target).unwrap();
    fill(&folder, text);
    folder.finish().unwrap();
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn it_appears_at_the_end_and_leaves_nothing_beside_it() {
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("deep/er/results");
    let folder = ResultsFolder::open(&target).unwrap();
    fill(&folder, "a");
    assert!(!target.exists());
    assert!(folder.making().file_name().unwrap().to_string_lossy().starts_with(".results.unfinished-"));
    folder.finish().unwrap();
    assert_eq!(names(target.parent().unwrap()), ["results"]);
    assert_eq!(fs::read_to_string(target.join("figures/one.svg")).unwrap(), "a");
}

#[test]
fn results_of_before_are_replaced_as_a_whole() {
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("results");
    made(&target, "a");
    made(&target, "b");
    assert_eq!(names(place.path()), ["results"]);
    assert_eq!(names(&target), ["figures", "manifest.json"]);
    assert_eq!(fs::read_to_string(target.join("figures/one.svg")).unwrap(), "b");
}

#[test]
fn a_failed_write_leaves_the_results_of_before() {
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("results");
    made(&target, "a");
    let folder = ResultsFolder::open(&target).unwrap();
    fill(&folder, "b");
    let error = folder.write::<()>("summary.json", |out| {
        out.write_all(b"half")?;
        Err(io::ErrorKind::StorageFull.into())
    });
    assert!(error.unwrap_err().to_string().contains("summary.json"));
    drop(folder);
    assert_eq!(names(place.path()), ["results"]);
    assert_eq!(fs::read_to_string(target.join("figures/one.svg")).unwrap(), "a");
}

#[test]
fn a_failed_move_puts_the_results_of_before_back() {
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("results");
    made(&target, "a");
    let folder = ResultsFolder::open(&target).unwrap();
    fs::remove_dir_all(folder.making()).unwrap();
    assert!(matches!(folder.finish(), Err(FolderError::Io(..))));
    assert_eq!(names(place.path()), ["results"]);
    assert_eq!(fs::read_to_string(target.join("figures/one.svg")).unwrap(), "a");
}

#[test]
fn what_is_not_ours_is_refused_at_once_and_at_the_end() {
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("thesis");
    fs::create_dir(&target).unwrap();
    let folder = ResultsFolder::open(&target).unwrap(); // empty: nothing is lost
    fill(&folder, "a");
    fs::write(target.join("chapter-1.txt"), "years of work").unwrap();
    assert!(matches!(ResultsFolder::open(&target), Err(FolderError::Foreign(..))));
    assert!(matches!(folder.finish(), Err(FolderError::Foreign(..))));
    assert_eq!(names(&target), ["chapter-1.txt"]);
    assert_eq!(names(place.path()), ["thesis"]);

    let file = place.path().join("file");
    fs::write(&file, "x").unwrap();
    assert!(matches!(ResultsFolder::open(&file), Err(FolderError::Foreign(..))));
    assert!(matches!(ResultsFolder::open(&file.join("below")), Err(FolderError::Io(..))));
    assert!(matches!(ResultsFolder::open(Path::new("/")), Err(FolderError::Nameless(_))));
}

#[cfg(unix)]
#[test]
fn behind_a_link_the_folder_itself_is_replaced() {
    let place = tempfile::tempdir().unwrap();
    let (target, link) = (place.path().join("disk/results"), place.path().join("link"));
    made(&target, "a");
    std::os::unix::fs::symlink(&target, &link).unwrap();
    made(&link, "b");
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(target.join("figures/one.svg")).unwrap(), "b");
}

#[test]
fn a_folder_removed_while_it_is_made_is_an_error() {
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("results");
    let folder = ResultsFolder::open(&target).unwrap();
    fill(&folder, "a");
    fs::rename(folder.making(), place.path().join("elsewhere")).unwrap();
    let again = folder.write("figures/two.svg", |out| out.write_all(b"b"));
    assert!(matches!(again, Err(FolderError::Io("write", ..))), "{again:?}");
    assert!(folder.finish().is_err_and(|error| error.to_string().contains("was removed while they were made")));
    assert_eq!(names(place.path()), ["elsewhere"]);
}

#[test]
fn a_file_removed_while_the_folder_is_made_is_an_error() {
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("results");
    made(&target, "a");
    let folder = ResultsFolder::open(&target).unwrap();
    fill(&folder, "b");
    fs::remove_file(folder.making().join("figures/one.svg")).unwrap();
    assert!(matches!(folder.finish(), Err(FolderError::Lost(path)) if path.ends_with("results/figures/one.svg")));
    assert_eq!(fs::read_to_string(target.join("figures/one.svg")).unwrap(), "a");
}
