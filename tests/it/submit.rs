//! `adit submit` without a Slurm: what it writes, what it says to `sbatch` and `squeue`, and what it makes of what they say. `.ci/slurm` has a real one.
#![cfg(unix)]
#![allow(missing_docs)]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::contains;
use tempfile::TempDir;

const SCENARIO: &str = include_str!("../data/readme.toml");
/// Takes down its words and, where the folder `at-once` is there, runs the script: each task of an array but those that a file `fails-N` is for.
const SBATCH: &str = r#"#!/bin/sh
here=$(dirname "$0")
[ "$1" = --version ] && exit 0
number=$(($(cat "$here/number" 2>/dev/null || echo 40) + 1))
echo "$number" >"$here/number"
echo "$number"
tasks=
for word; do
  echo "$word" >>"$here/sbatch.log"
  case $word in --array=*) tasks=$(echo "${word#--array=}" | tr , '\n' | sed 's/-/ /') ;; esac
  script=$word
done
[ -d "$here/at-once" ] || exit 0
exec >>"$here/said.log" 2>&1
case $script in */merge.sh) sh "$script" || echo "merge: $?" ;; esac
echo "$tasks" | while read -r first last; do
  for task in $(seq ${first:-1} ${last:-${first:-0}}); do
    rm "$here/fails-$task" 2>/dev/null || SLURM_ARRAY_TASK_ID=$task sh "$script"
  done
done
exit 0
"#;
/// Says what stands in the file `queue`, and takes down how it was asked.
const SQUEUE: &str = r#"#!/bin/sh
here=$(dirname "$0")
echo "$*" >>"$here/squeue.log"
[ "$1" = --version ] || cat "$here/queue" 2>/dev/null
exit 0
"#;

/// A place with a scenario whose name needs quoting, and with the two programs.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        let place = tempfile::tempdir().unwrap();
        fs::create_dir(place.path().join("bin")).unwrap();
        for (name, text) in [("sbatch", SBATCH), ("squeue", SQUEUE)] {
            let path = place.path().join("bin").join(name);
            fs::write(&path, text).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        fs::create_dir(place.path().join("one's 5%")).unwrap();
        fs::write(place.path().join("one's 5%/a mine.toml"), SCENARIO).unwrap();
        Self(place)
    }

    /// The same, where submitted scripts run at once.
    fn at_once() -> Self {
        let place = Self::new();
        fs::create_dir(place.0.path().join("bin/at-once")).unwrap();
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join("one's 5%").join(name)
    }

    fn bin(&self, name: &str) -> PathBuf {
        self.0.path().join("bin").join(name)
    }

    fn adit(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_adit"));
        let path = format!("{}:{}", self.0.path().join("bin").display(), std::env::var("PATH").unwrap());
        command.current_dir(self.path("")).env("PATH", path).args(words);
        command
    }

    fn submit(&self, words: &[&str]) -> Command {
        self.adit(&[&["submit", "--slurm", "a mine.toml", "--trials", "500", "--parts", "4"], words].concat())
    }

    /// What `sbatch` was told, word by word.
    fn told(&self) -> Vec<String> {
        fs::read_to_string(self.bin("sbatch.log")).unwrap_or_default().lines().map(str::to_owned).collect()
    }
}

/// All files of a results folder but the manifest, which knows the time.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            all.extend(files(&path).into_iter().map(|(name, bytes)| (Path::new(path.file_name().unwrap()).join(name), bytes)));
        } else if path.file_name().unwrap() != "manifest.json" {
            all.insert(path.file_name().unwrap().into(), fs::read(&path).unwrap());
        }
    }
    all
}

#[test]
fn the_scripts_are_written_and_nothing_is_submitted() {
    let place = Place::new();
    let wishes = ["--partition", "long", "--time", "2:00:00", "--memory", "1G", "--threads", "2", "--sbatch=--comment=two words"];
    let asked = [&wishes[..], &["--set", "nodes.mine.capacity=4000", "--write-only", "--", "--figures", "arrival"]].concat();
    let by_hand = "4 of 4 parts are to be made. To submit them:\n  array=$(sbatch --parsable --array=1-4 '";
    place.submit(&asked).assert().success().stdout(contains(by_hand).and(contains("--dependency=afterok:${array%%;*}")));
    assert_eq!(place.told(), [""; 0]);
    assert!(!place.path("outputs/a mine").exists());
    let home = place.path("");
    let home = home.to_str().unwrap().trim_end_matches('/');
    let shell = home.replace('\'', r"'\''");
    let script = |name: &str| {
        let script = fs::read_to_string(place.path("outputs/a mine.slurm").join(name)).unwrap();
        let script = script.replace(&home.replace('%', "%%"), "HOME%%").replace(home, "HOME").replace(&shell, "HOME");
        script.replace(env!("CARGO_BIN_EXE_adit"), "ADIT")
    };
    insta::assert_snapshot!("array", script("array.sh"));
    insta::assert_snapshot!("merge", script("merge.sh"));
}

#[test]
fn the_merge_depends_on_the_array() {
    let place = Place::new();
    place.submit(&["--detach"]).assert().success().stderr(contains("job array 41 makes the parts, job 42 merges them"));
    let script = |name: &str| place.path("outputs/a mine.slurm").join(name).display().to_string();
    let expected = ["--parsable", "--array=1-4", &script("array.sh"), "--parsable", "--dependency=afterok:41", &script("merge.sh")];
    assert_eq!(place.told(), expected);

    // while they are in the queue nothing is submitted twice
    fs::write(place.bin("queue"), "41_1|RUNNING|None\n41_2|PENDING|Resources\n42|PENDING|Dependency\n").unwrap();
    place.submit(&["--detach"]).assert().success().stderr(contains("job array 41"));
    assert_eq!(place.told().len(), expected.len());
    let asked = fs::read_to_string(place.bin("squeue.log")).unwrap();
    assert_eq!(asked.lines().last(), Some("--noheader --array --states=all --format=%i|%T|%r --jobs=41,42"));
}

#[test]
fn parts_give_the_bytes_of_a_single_run() {
    let place = Place::at_once();
    let single = place.adit(&["run", "a mine.toml", "--trials", "500", "--out", "single"]).assert().success();
    let submitted = place.submit(&[]).assert().success().stderr(contains("results in"));
    assert_eq!(submitted.get_output().stdout, single.get_output().stdout);
    let (single, parted) = (files(&place.path("single")), files(&place.path("outputs/a mine")));
    assert_eq!(single.keys().collect::<Vec<_>>(), parted.keys().collect::<Vec<_>>());
    for (name, bytes) in single {
        assert!(parted[&name] == bytes, "{}", name.display());
    }
    // once more, it is only told again
    let told = place.told();
    place.submit(&[]).assert().success().stdout(submitted.get_output().stdout.clone());
    assert_eq!(place.told(), told);
}

#[test]
fn comparisons_attributions_and_sweeps_in_parts_give_the_bytes_of_one() {
    let commands: [(&str, &[&str], &[&str]); 3] = [
        ("compare", &["a mine.toml", "larger.toml"], &[]),
        ("causes", &["a mine.toml"], &[]),
        ("sweep", &["a mine.toml"], &["--vary", "nodes.mine.capacity=4000,6000"]),
    ];
    for (command, scenarios, wishes) in commands {
        let place = Place::at_once();
        fs::write(place.path("larger.toml"), "extends = \"a mine.toml\"\n[nodes.mine]\ncapacity = 6000\n").unwrap();
        let single = [&[command], scenarios, &["--trials", "400", "--out", "single"], wishes].concat();
        let single = place.adit(&single).assert().success();
        let parted = ["submit", "--slurm", "--command", command, "--trials", "400", "--parts", "3", "--out", "parted"];
        let parted = place.adit(&[&parted, scenarios, &["--"], wishes].concat()).assert().success();
        assert_eq!(parted.get_output().stdout, single.get_output().stdout, "{command}");
        assert_eq!(place.told().iter().filter(|word| *word == "--array=1-3").count(), 1, "{command}");
        let (single, parted) = (files(&place.path("single")), files(&place.path("parted")));
        assert_eq!(single.keys().collect::<Vec<_>>(), parted.keys().collect::<Vec<_>>(), "{command}");
        for (name, bytes) in single {
            assert!(parted[&name] == bytes, "{command}: {}", name.display());
        }
    }
}

#[test]
fn only_what_is_missing_or_damaged_is_submitted_again() {
    let place = Place::at_once();
    fs::write(place.bin("fails-3"), "").unwrap();
    fs::write(place.bin("queue"), "41_3|FAILED|NonZeroExitCode\n42|CANCELLED|Dependency\n").unwrap();
    place.submit(&["--resubmit", "0"]).assert().code(1).stderr(contains("part 3 is missing\npart 3: FAILED, ").and(contains("not complete")));
    let part = |number: u32| place.path("outputs/a mine.slurm/parts").join(format!("{number}.part"));
    let numbers = || [1, 2, 4].map(|number| fs::metadata(part(number)).map(|about| about.ino()).unwrap_or_default());
    let before = numbers();

    let mut bytes = fs::read(part(4)).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(part(4), bytes).unwrap();
    fs::write(place.bin("queue"), "").unwrap();
    place.submit(&[]).assert().success();
    assert_eq!(place.told()[7], "--array=3-4");
    assert_eq!(numbers()[..2], before[..2]);
    assert_ne!(numbers()[2], before[2]);
}

#[test]
fn what_failed_is_submitted_again_and_what_was_cancelled_is_not() {
    let place = Place::at_once();
    fs::write(place.bin("fails-2"), "").unwrap();
    place.submit(&[]).assert().success().stderr(contains("part 2 is missing").and(contains("job array 43 makes the parts")));
    let arrays: Vec<String> = place.told().into_iter().filter(|word| word.starts_with("--array=")).collect();
    assert_eq!(arrays, ["--array=1-4", "--array=2"]);

    let place = Place::at_once();
    fs::write(place.bin("fails-2"), "").unwrap();
    fs::write(place.bin("queue"), "41_2|CANCELLED|None\n42|CANCELLED|Dependency\n").unwrap();
    place.submit(&[]).assert().code(1).stderr(contains("part 2 is missing"));
    assert_eq!(place.told().iter().filter(|word| word.starts_with("--array=")).count(), 1);
}

#[test]
fn parts_of_another_run_are_left_alone() {
    let place = Place::new();
    place.submit(&["--write-only"]).assert().success();
    let refused = |words: &[&str], why: &str| {
        place.adit(&[&["submit", "--slurm", "a mine.toml", "--write-only"], words].concat()).assert().code(2).stderr(contains(why));
    };
    refused(&["--trials", "500", "--parts", "5"], "another run (cut into 4 parts)");
    refused(&["--trials", "501", "--parts", "4"], "another run (of adit run 'a mine.toml' --trials 500)");
    fs::write(place.path("a mine.toml"), SCENARIO.replace("share = 0.6", "share = 0.5")).unwrap();
    refused(&["--trials", "500", "--parts", "4"], "of the scenario before it was changed");
    fs::create_dir_all(place.path("here.slurm/mine")).unwrap();
    refused(&["--trials", "500", "--parts", "4", "--out", "here"], "is not a folder of parts");
}

#[test]
fn what_cannot_be_used_is_said_before_anything_is_written() {
    let place = Place::new();
    let nothing = || assert!(!place.path("outputs").exists());
    place.submit(&["--", "--figurs", "arrival"]).assert().code(2).stderr(contains("--figures"));
    place.submit(&["--set", "nodes.mine.capcity=1"]).assert().code(2).stderr(contains("capacity"));
    place.adit(&["submit", "a mine.toml", "--parts", "4"]).assert().code(2).stderr(contains("--slurm"));
    place.adit(&["submit", "--slurm", "a mine.toml", "--parts", "0"]).assert().code(2);
    nothing();
    fs::remove_file(place.bin("sbatch")).unwrap();
    let only_there = place.0.path().join("bin");
    place.submit(&[]).env("PATH", &only_there).assert().code(1).stderr(contains("sbatch is not on the PATH"));
    nothing();
}

#[test]
fn what_slurm_refuses_is_said_in_its_words() {
    let place = Place::new();
    let refusal = "#!/bin/sh\n[ \"$1\" = --version ] && exit 0\necho 'sbatch: error: invalid partition specified: lnog' >&2\nexit 1\n";
    fs::write(place.bin("sbatch"), refusal).unwrap();
    place.submit(&["--partition", "lnog"]).assert().code(1).stderr(contains("invalid partition specified: lnog"));

    // an array whose merge is refused is taken back: nobody would know of it
    let refusal =
        "#!/bin/sh\nfor word; do last=$word; done\ncase $last in */merge.sh) echo 'sbatch: error: no more jobs' >&2; exit 1 ;; esac\necho 41\n";
    fs::write(place.bin("sbatch"), refusal).unwrap();
    fs::write(place.bin("scancel"), "#!/bin/sh\necho \"$*\" >>\"$(dirname \"$0\")/scancel.log\"\n").unwrap();
    fs::set_permissions(place.bin("scancel"), fs::Permissions::from_mode(0o755)).unwrap();
    place.submit(&[]).assert().code(1).stderr(contains("no more jobs"));
    assert_eq!(fs::read_to_string(place.bin("scancel.log")).unwrap(), "41\n");
}
