//! The container of parts: what is written is read back, and whatever is wrong with a part is found and named.
#![allow(missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use adit::plan::{self, Plan};
use adit::scenario;
use adit::stats::{FineBins, FixedSum};
use adit::store::{PartError, PartHeader, PartScenario, Parts, read_part, write_part};
use adit::study::{Attached, Cut, Keeper, Ranges, RunCounts, RunTally, StoppingRule, Tally, TallyCounts};
use adit::units::Bundle;
use serde_json::json;
use sha2::{Digest, Sha256};

const TRIALS: u64 = 1_000;

fn header(part: u64, parts: u64) -> PartHeader {
    let scenario = PartScenario::new("mine.toml", "title = \"a mine\"\n", Bundle::default());
    PartHeader::new("run", vec![scenario], 7, TRIALS).with(json!({ "figures": [] }), &[], Vec::new()).part(part, Cut::of_trials(TRIALS, parts))
}

fn payload(part: u64) -> (Vec<u64>, i128, Option<String>) {
    ((0..50).map(|i| i * i * part).collect(), -(1_i128 << 90) * i128::from(part), Some("Nickel\n".repeat(3)))
}

fn written(place: &Path, name: &str, header: &PartHeader) -> PathBuf {
    let path = place.join(name);
    write_part(&path, header, &payload(header.part)).unwrap();
    path
}

fn problems(paths: &[PathBuf]) -> Vec<String> {
    Parts::read(paths).map(drop).unwrap_err()
}

type ChangeOfHeader = fn(&mut PartHeader);
type ChangeOfCounts = fn(&mut TallyCounts);
type ChangeOfRun = fn(&mut RunCounts);

#[test]
fn what_is_written_is_read_back_and_nothing_is_left_beside_it() {
    let place = tempfile::tempdir().unwrap();
    let path = written(place.path(), "deep/er/a.part", &header(2, 5));
    assert_eq!(read_part(&path).unwrap(), (header(2, 5), payload(2)));
    assert_eq!(header(2, 5).done, Cut::of_trials(TRIALS, 5).range(2));
    write_part(&path, &header(3, 5), &payload(3)).unwrap(); // in place of the one of before
    assert_eq!(read_part(&path).unwrap(), (header(3, 5), payload(3)));
    assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
}

#[test]
fn every_flipped_byte_and_every_cut_is_found() {
    let place = tempfile::tempdir().unwrap();
    let path = written(place.path(), "a.part", &header(1, 2));
    let whole = fs::read(&path).unwrap();
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        fs::write(&path, &bytes).unwrap();
        let read = read_part::<(Vec<u64>, i128, Option<String>)>(&path);
        assert!(matches!(read, Err(PartError::Damaged | PartError::NotAPart)), "{at}: {read:?}");
    }
    for length in 0..whole.len() {
        fs::write(&path, &whole[..length]).unwrap();
        assert!(Parts::read(std::slice::from_ref(&path)).is_err(), "{length}");
    }
    fs::write(&path, &whole).unwrap();
    assert!(matches!(read_part::<(Vec<u64>, i128)>(&path), Err(PartError::Unreadable(_)))); // whole, but not what was asked for
    assert!(matches!(read_part::<u64>(&place.path().join("none")), Err(PartError::Io(_))));
}

#[test]
fn a_part_of_another_layout_is_named_by_its_version() {
    let place = tempfile::tempdir().unwrap();
    let path = written(place.path(), "old.part", &header(1, 1));
    let bytes = fs::read(&path).unwrap();
    let mut old = bytes[..bytes.len() - 32].to_vec();
    old["adit part, layout ".len()] = b'1';
    let hash = Sha256::digest(&old);
    old.extend(hash);
    fs::write(&path, &old).unwrap();
    let said = problems(&[path]);
    let version = env!("CARGO_PKG_VERSION");
    assert!(said[0].contains(&format!("it has layout 1 of adit {version}, and this version reads layout 6 only")), "{said:?}");
}

#[test]
fn what_is_no_part_is_never_written_over() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("thesis");
    fs::write(&path, "years of work").unwrap();
    assert!(matches!(write_part(&path, &header(1, 1), &0), Err(PartError::Foreign)));
    assert!(matches!(write_part(place.path(), &header(1, 1), &0), Err(PartError::Foreign)));
    assert!(matches!(write_part(&path.join("below"), &header(1, 1), &0), Err(PartError::Io(_))));
    assert_eq!(fs::read_to_string(&path).unwrap(), "years of work");
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
}

#[test]
fn parts_in_any_order_are_put_in_order() {
    let place = tempfile::tempdir().unwrap();
    for parts in [1, 2, 5, 40] {
        let mut paths: Vec<PathBuf> = (1..=parts).map(|part| written(place.path(), &format!("{part}.part"), &header(part, parts))).collect();
        paths.reverse();
        let middle = paths.len() / 2;
        paths.swap(0, middle);
        let whole = Parts::read(&paths).unwrap();
        assert_eq!(whole.parts().iter().map(|part| part.header.part).collect::<Vec<_>>(), (1..=parts).collect::<Vec<_>>());
        assert_eq!(whole.parts().last().unwrap().payload::<(Vec<u64>, i128, Option<String>)>().unwrap(), payload(parts));
    }
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let place = tempfile::tempdir().unwrap();
    let made = |name: &str, header: &PartHeader| written(place.path(), name, header);
    let good = [made("1", &header(1, 5)), made("2", &header(2, 5))];
    let twice = made("2-again", &header(2, 5));
    let other_range = made("3", &header(3, 5).done(384..640));
    let beyond = made("9", &header(9, 5));
    let damaged = made("4", &header(4, 5));
    fs::write(&damaged, &fs::read(&damaged).unwrap()[1..]).unwrap();
    let mut foreign = header(5, 5);
    foreign.seed = 8;
    foreign.version = "0.0.9".to_owned();
    foreign.scenarios[0] = PartScenario::new("mine.toml", "title = \"another mine\"\n", Bundle::default());
    let foreign = made("5", &foreign);
    let none = place.path().join("none");
    let said = problems(&[good[0].clone(), good[1].clone(), twice, other_range, beyond, damaged, foreign, none]);
    let expect = [
        ["4: ", "not a part"],
        ["none: ", "No such file"],
        ["5: ", "seed is 8, not 7"],
        ["5: ", "program is adit 0.0.9"],
        ["5: ", "mine.toml is another one (hash "],
        ["3: ", "it holds 384 to 640, part 3 is "],
        ["9: ", "there is no part 9 of 5"],
        ["2-again", "both are part 2 of 5"],
        ["parts 4 to 5 of 5", "are missing"],
    ];
    for [one, other] in expect {
        assert!(said.iter().any(|line| line.contains(one) && line.contains(other)), "{one} {other}\n{said:#?}");
    }
    assert_eq!(said.len(), 7, "{said:#?}");
}

#[test]
fn a_part_of_other_work_is_told_by_what_differs() {
    let place = tempfile::tempdir().unwrap();
    let all: Vec<PathBuf> = (1..=2).map(|part| written(place.path(), &part.to_string(), &header(part, 3))).collect();
    let third = place.path().join("third");
    let changes: [(&str, ChangeOfHeader); 8] = [
        ("its trials are 2000, not 1000", |header| header.trials = 2000),
        ("its number of parts is 4, not 3", |header| header.parts = 4),
        ("its command is causes, not run", |header| header.command = "causes".to_owned()),
        ("its platform is elsewhere", |header| header.platform = "elsewhere".to_owned()),
        ("its options are {\"figures\":[1]}", |header| header.options = json!({ "figures": [1] })),
        ("though it runs the same", |header| header.overrides = vec!["a=1".to_owned()]),
        ("its work is 999 units", |header| header.units = 999),
        ("its scenario files are other.toml, not mine.toml", |header| header.scenarios[0].file = "other.toml".to_owned()),
    ];
    for (why, change) in changes {
        let mut other = header(3, 3);
        change(&mut other);
        write_part(&third, &other, &payload(3)).unwrap();
        let said = problems(&[all[0].clone(), third.clone(), all[1].clone()]);
        assert!(said[0].starts_with(&third.display().to_string()) && said[0].contains(why), "{said:#?}");
        assert_eq!(said[1..], ["part 3 of 3 is missing"]);
    }
    assert!(problems(&[]).is_empty());
}

fn plan_of(overrides: &[&str]) -> Plan {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/one-refinery.toml");
    let overrides: Vec<String> = overrides.iter().map(ToString::to_string).collect();
    plan::compile(&scenario::load(&path, &overrides).scenario.unwrap()).0.unwrap()
}

/// Counts trials with a look after every 4 096 of them, kept as often as can be, from what was counted before.
fn counted(plan: &Plan, before: Option<RunTally>, enough: &dyn Fn(&Tally) -> bool, keep: &mut dyn FnMut(&RunTally)) -> RunTally {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap();
    let keeper = Some(Keeper { every: Duration::ZERO, keep });
    let looks: Vec<u64> = (1..8).map(|look| 4_096 * look).collect();
    let stopping = Some(StoppingRule { looks: &looks, enough });
    let attached = Attached { before, keeper, rows: None };
    Ranges { plan, seed: 3, pool: &pool, progress: &|_| (), stopping }.count(0..30_000, attached).unwrap()
}

#[test]
fn where_a_run_stops_depends_on_its_counts_alone() {
    let plan = plan_of(&[]);
    let mut kept = Vec::new();
    let whole = counted(&plan, None, &|_| false, &mut |tally| kept.push(tally.clone()));
    assert!(whole.tally.trials == 30_000 && kept.len() >= 4, "{}", kept.len());
    for before in kept {
        assert_eq!(counted(&plan, Some(before), &|_| false, &mut |_| ()), whole);
    }
    let enough = |tally: &Tally| tally.trials > 9_000;
    let stopped = counted(&plan, None, &enough, &mut |_| ());
    assert_eq!(stopped.tally.trials, 12_288);
    let mut first = None;
    counted(&plan, None, &enough, &mut |tally| first = first.take().or_else(|| Some(tally.clone())));
    assert_eq!(counted(&plan, first, &enough, &mut |_| ()), stopped);
}

#[test]
fn counts_are_read_back_and_those_of_another_scenario_are_refused() {
    let condition = r#"report.given=[{ where = "stages.refinery.construction.end < 2032" }]"#;
    let (plan, other) = (plan_of(&[condition]), plan_of(&["end=2040-12"]));
    let run = counted(&plan, None, &|tally| tally.trials > 0, &mut |_| ());
    let bytes = postcard::to_stdvec(&run.counts()).unwrap();
    let read = || postcard::from_bytes::<RunCounts>(&bytes).unwrap();
    assert!(RunTally::with_counts(&plan, read()).unwrap() == run);
    assert!(RunTally::with_counts(&other, read()).is_none());
    let wrong: [(&str, ChangeOfRun); 6] = [
        ("arrivals under a condition", |counts| counts.given.to_mut().counts[0][0].goals[0].counts[3] = u64::MAX),
        ("trials under a condition", |counts| counts.given.to_mut().trials = 7),
        ("flows", |counts| _ = counts.flows.to_mut().passages.pop()),
        ("scale", |counts| counts.flows.to_mut().arrives[0][0] = FixedSum::new(3)),
        ("mineral", |counts| counts.examples.to_mut().0[0].mineral = 9),
        ("months", |counts| _ = counts.examples.to_mut().0[1].free.pop()),
    ];
    for (what, change) in wrong {
        let mut counts = read();
        change(&mut counts);
        assert!(RunTally::with_counts(&plan, counts).is_none(), "{what}");
    }

    let tally = run.tally;
    let text = serde_json::to_string(&tally.counts()).unwrap();
    let read = || serde_json::from_str::<TallyCounts>(&text).unwrap();
    let again = Tally::with_counts(&plan, read()).unwrap();
    assert_eq!(again, tally);
    assert!(Tally::with_counts(&other, read()).is_none());

    // one list shorter, one scale other, one window of bins elsewhere: refused wherever it is, never a panic
    let wrong: [(&str, ChangeOfCounts); 12] = [
        ("goals", |counts| _ = counts.goals.to_mut().pop()),
        ("months", |counts| _ = counts.goals.to_mut()[0].arrivals.counts.pop()),
        ("bridge", |counts| counts.goals.to_mut()[0].bridge = None),
        ("window", |counts| counts.goals.to_mut()[0].bridge = Some((window(1), FixedSum::new(0)))),
        ("far window", |counts| counts.goals.to_mut()[0].bridge.as_mut().unwrap().0 = window(4_294_967_232)),
        ("stages", |counts| _ = counts.stages.to_mut().pop()),
        ("years", |counts| _ = counts.yearly.to_mut()[0][0].pop()),
        ("scale", |counts| counts.yearly.to_mut()[0][0][0] = FixedSum::new(3)),
        ("bands", |counts| _ = counts.bands.series.pop()),
        ("more trials in a band than there are", |counts| counts.bands.series[0].0.to_mut()[5].add_index(700, u64::MAX)),
        ("paths", |counts| _ = counts.paths.to_mut().pop()),
        ("regimes", |counts| _ = counts.regimes.to_mut()[0][0].pop()),
    ];
    for (what, change) in wrong {
        let mut counts = read();
        change(&mut counts);
        assert!(Tally::with_counts(&plan, counts).is_none(), "{what}");
    }
}

/// Fine bins that count from this bin on.
fn window(first: u32) -> FineBins {
    serde_json::from_value(json!({ "zero": 0, "counts": [1, 0, 62], "first": first })).unwrap()
}
