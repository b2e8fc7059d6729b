//! Designed trials: the same whatever the threads and the cut, even within replicates, and with intervals that cover the truth.
#![allow(missing_docs, clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::float_cmp, clippy::doc_markdown)]

use std::fs;

use adit::analyses::run::{Findings, findings};
use adit::engine::{Keys, Tally, outcomes, replay, rows, simulate};
use adit::plan::{Base, Design, Plan, Sampling, Spread, compile};
use adit::scenario::{Scenario, load_text, to_toml};
use adit::stats::binomial_range;
use adit::study::{self, RunOptions};
use assert_cmd::Command;
use serde_json::Value;

const PROGRAM: &str = env!("CARGO_BIN_EXE_adit");

/// A mine that comes late or never, one policy, and a market: numbers, regimes, a risk and a cancellation, few months.
const SMALL: &str = r#"
title = "A small mine"
start = "2026-01"
end   = "2031-12"
[drivers]
pace = { lognormal = { p10 = 0.8, p90 = 1.4 } }
grade = { uniform = [0.6, 1.2] }
[[correlations]]
between = ["pace", "grade"]
rank = 0.3
[minerals.tin]
demand = { uniform = [1000, 1400] }
price  = 20_000
[minerals.tin.suppliers]
Home   = { share = { uniform = [0.6, 0.9] } }
Abroad = { share = 0.1, controlled_by = "licensing" }
[regimes.licensing]
initial = { open = 0.6, shut = 0.4 }
[regimes.licensing.states]
open = { lasts = { exponential = { mean = 20 } }, then = "shut" }
shut = { lasts = { exponential = { mean = 10 } }, then = "open", passes = 0 }
[projects.mine.stages]
permits = { duration = { uniform = [2, 16], scale = "@pace" }, cancels = 0.15 }
works   = { duration = { pert = [6, 10, 20], scale = "@pace" }, after = "permits" }
[nodes.mine]
opens    = "mine.works"
capacity = { uniform = [150, 600], scale = "@grade" }
[[routes]]
mineral = "tin"
via     = ["mine"]
origin  = "Far"
[goals.tenth]
mineral         = "tin"
origin          = "Far"
share_of_demand = 0.1
sustain         = 3
"#;

fn scenario() -> Scenario {
    let loaded = load_text("small.toml", SMALL, None, &[]);
    assert!(!loaded.problems.any_error(), "{:#?}", loaded.problems);
    loaded.scenario.unwrap()
}

fn designed(sampling: Sampling, replicates: u64, points: u64) -> Plan {
    let scenario = Scenario { sampling, replicates: Some(replicates), trials: replicates * points, ..scenario() };
    let mut plan = compile(&scenario).0.unwrap();
    plan.design = Design::of(&scenario);
    plan
}

fn pool(threads: usize) -> rayon::ThreadPool {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap()
}

fn counted(plan: &Plan, seed: u64, trials: u64) -> Tally {
    simulate(plan, seed, 0..trials, &pool(1), &|_| ())
}

const DESIGNS: [Sampling; 2] = [Sampling::LatinHypercube, Sampling::Sobol];

#[test]
fn trials_are_the_same_on_any_thread_in_any_range() {
    for sampling in DESIGNS {
        let plan = designed(sampling, 5, 64);
        let whole = counted(&plan, 3, 320);
        assert_eq!((whole.trials, whole.replicates.len()), (320, 5));
        assert!(whole.replicates.iter().all(|replicate| replicate.trials == 64));
        for threads in [2, 7] {
            assert!(simulate(&plan, 3, 0..320, &pool(threads), &|_| ()) == whole, "{sampling:?} on {threads} threads");
        }
        let mut cut = Tally::new(&plan);
        for range in [201..320, 0..5, 5..37, 37..201] {
            let part = simulate(&plan, 3, range, &pool(2), &|_| ());
            cut.merge(&Tally::with_counts(&plan, part.counts()).unwrap()); // as a part that was kept and read back
        }
        assert!(cut == whole, "{sampling:?} in parts");
        assert!(Tally::with_counts(&designed(sampling, 4, 64), whole.counts()).is_none(), "of other replicates");
        let all = rows(&plan, 3, 0..320, &pool(2));
        assert_eq!(rows(&plan, 3, 37..90, &pool(1)), all[37..90]);
        let found = outcomes(&plan, &Keys::new(&plan, 3), 5..90, &pool(2), true);
        assert!((5..90).all(|trial| found.arrivals[0][trial - 5] == all[trial].arrivals[0] && found.inputs[0][trial - 5] == all[trial].inputs[0]));
        for trial in [0, 13, 319] {
            assert_eq!(replay(&plan, 3, trial as u64).inputs, all[trial].inputs);
        }
    }
}

#[test]
fn sobol_trials_do_not_depend_on_how_many_there_are_and_seeds_differ() {
    let [few, many] = [32, 64].map(|points| rows(&designed(Sampling::Sobol, 4, points), 1, 0..128, &pool(1)));
    assert_eq!(few, many);
    assert_ne!(few[0].inputs, rows(&designed(Sampling::Sobol, 4, 32), 2, 0..1, &pool(1))[0].inputs);
}

#[test]
fn every_replicate_covers_every_number_evenly() {
    for sampling in DESIGNS {
        let plan = designed(sampling, 3, 64);
        let design = plan.design.unwrap();
        let rows = rows(&plan, 9, 0..192, &pool(1));
        // A number that no correlation joins and no driver scales: its distribution is uniform, so that its value tells the stratum.
        let place = plan.draws.iter().position(|draw| draw.path == "minerals.tin.demand").unwrap();
        for replicate in 0..3 {
            let own = rows.iter().filter(|row| design.replicate(row.trial) == replicate);
            let mut strata: Vec<u32> = own.map(|row| ((row.inputs[place] - 1000.0) / 400.0 * 64.0).floor() as u32).collect();
            strata.sort_unstable();
            assert_eq!(strata, (0..64).collect::<Vec<_>>(), "{sampling:?}");
        }
    }
}

#[test]
fn dimensions_begin_with_the_regimes_and_drivers() {
    let plan = designed(Sampling::Sobol, 2, 8);
    let names: Vec<String> = plan.spread().iter().map(|one| one.path(&plan)).collect();
    let begin =
        ["regimes.licensing.initial", "regimes.licensing!0.0", "regimes.licensing!1.0", "regimes.licensing!2.0", "drivers.pace", "drivers.grade"];
    assert_eq!(names[..6], begin);
    assert_eq!(names[6], "projects.mine.stages.permits.cancels!happens");
    // The scenario with all its defaults written out has the same.
    let again = compile(&load_text("again.toml", &to_toml(&scenario()), None, &[]).scenario.unwrap()).0.unwrap();
    assert_eq!(again.spread().iter().map(|one| one.path(&again)).collect::<Vec<_>>(), names);
    // Each once, and all that has a distribution.
    let laws = plan.draws.iter().filter(|draw| matches!(draw.base, Base::Distribution(_))).count();
    assert_eq!(plan.spread().iter().filter(|one| matches!(one, Spread::Draw(_))).count(), laws);
    assert_eq!(names.iter().collect::<std::collections::BTreeSet<_>>().len(), names.len());
}

/// What a run says of a few figures: whether its 95% intervals hold the truth, and their widths.
fn figures(found: &Findings) -> [(f64, [f64; 2]); 5] {
    let goal = &found.goals[0];
    let all = |of: &adit::units::Quantity| {
        let [value, low, high] = [of.value, of.low, of.high].map(|month| month.unwrap_or(f64::INFINITY));
        (value, [low, high])
    };
    let t = 2.131_45; // of 15 degrees of freedom
    let mean = |of: &adit::units::Quantity| (of.number(), [-1.0, 1.0].map(|side| of.number() + side * t * of.standard_error.unwrap()));
    let shortage = &found.minerals[0].yearly("shortage")[4].1;
    [all(&goal.arrived_by[30]), all(&goal.never), all(&goal.p50), mean(&goal.bridge_mean), mean(shortage)]
}

#[test]
fn intervals_cover_the_truth_as_often_as_they_say_and_are_narrower() {
    let plan = compile(&scenario()).0.unwrap();
    let truth = figures(&findings(&plan, 99, &simulate(&plan, 99, 0..120_000, &pool(2), &|_| ()))).map(|(value, _)| value);
    let width = |found: &[(f64, [f64; 2]); 5]| found.map(|(_, [low, high])| high - low);
    let at_random = width(&figures(&findings(&plan, 1, &counted(&plan, 1, 256))));
    // 95% of 300 runs, and what one in 10 000 binomial counts is beyond; a quantile in whole months covers more.
    let [least, most] = binomial_range(300, 0.95, 0.9999);
    for sampling in DESIGNS {
        let plan = designed(sampling, 16, 16);
        let (mut covered, mut widths) = ([0; 5], [0.0; 5]);
        for seed in 0..300 {
            let found = figures(&findings(&plan, seed, &counted(&plan, seed, 256)));
            for (i, (_, [low, high])) in found.iter().enumerate() {
                covered[i] += u64::from((*low..=*high).contains(&truth[i]));
                widths[i] += (high - low) / 300.0;
            }
        }
        for (i, covered) in covered.into_iter().enumerate() {
            assert!(covered >= least && (covered <= most || i == 2), "{sampling:?}, figure {i}: {covered} of 300, allowed {least} to {most}");
        }
        // The means are told at least a quarter closer than by as many trials at random.
        assert!(widths[3] < 0.75 * at_random[3] && widths[4] < 0.75 * at_random[4], "{sampling:?}: {widths:?} {at_random:?}");
    }
}

#[test]
fn the_file_says_it_and_is_told_what_is_wrong() {
    let with = |keys: &str| load_text("small.toml", &SMALL.replacen("end ", &format!("{keys}\nend "), 1), None, &[]);
    let found = with("sampling = \"sobol\"").scenario.unwrap();
    assert_eq!((found.sampling, found.replicates), (Sampling::Sobol, None));
    assert!(to_toml(&found).contains("sampling = \"sobol\"\nreplicates = 16\n"));
    let found = with("sampling = \"latin-hypercube\"\nreplicates = 8").scenario.unwrap();
    assert_eq!((found.sampling, found.replicates), (Sampling::LatinHypercube, Some(8)));
    assert!(to_toml(&scenario()).contains("sampling = \"random\"\n") && !to_toml(&scenario()).contains("replicates"));
    for (keys, message, help) in [
        ("sampling = \"sobl\"", "`sampling` of", "did you mean \"sobol\"?"),
        ("sampling = \"sobol\"\nreplicates = 1", "is 1", ""),
        ("smapling = \"sobol\"", "unknown key `smapling`", "did you mean `sampling`?"),
    ] {
        let problems = with(keys).problems;
        assert!(problems.any_error(), "{keys}");
        let first = problems.sorted()[0].clone();
        assert!(first.message.contains(message) || message == "`sampling` of" && first.message.contains("`sampling`"), "{first:?}");
        assert!(first.help.clone().unwrap_or_default().contains(help), "{first:?}");
    }
    let idle = with("replicates = 8").problems;
    assert!(!idle.any_error() && idle.sorted()[0].message.contains("`replicates` has no effect"), "{idle:?}");
}

#[test]
fn the_program_rounds_up_says_so_and_tells_the_same_trials() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("small.toml"), SMALL).unwrap();
    let adit = |words: &str| {
        let output = Command::new(PROGRAM).current_dir(place.path()).args(words.split_whitespace()).output().unwrap();
        let said = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        assert!(output.status.success(), "{words}: {said:?}");
        said
    };
    let [page, said] = adit("run small.toml --trials 100 --sampling sobol --replicates 4 --trials-csv --figures ladder");
    assert!(said.contains("100 trials are made 128: 4 replicates of 32 points"), "{said}");
    assert!(page.contains("128 trials (sobol, 4 replicates)"), "{page}");
    let read = |name: &str| fs::read_to_string(place.path().join("outputs/small").join(name)).unwrap();
    assert!(read("scenario.toml").contains("trials = 128\nseed = 1\nsampling = \"sobol\"\nreplicates = 4\n"));
    assert!(read("report.html").contains("128 trials (sobol, 4 replicates) · seed 1"));
    let manifest: Value = serde_json::from_str(&read("manifest.json")).unwrap();
    assert_eq!(manifest["trials"], 128);
    let summary: Value = serde_json::from_str(&read("summary.json")).unwrap();
    assert_eq!(summary["sampling"]["replicates"], 4);
    // The list takes the run's table as its own only where the trials are drawn alike.
    let set = "--set sampling=sobol --set replicates=4";
    adit(&format!("trials small.toml {set} --table outputs/small/trials.csv --format csv"));
    let random =
        Command::new(PROGRAM).current_dir(place.path()).args(["trials", "small.toml", "--table", "outputs/small/trials.csv"]).output().unwrap();
    assert_eq!(random.status.code(), Some(2));
    // In parts and merged: the very figures.
    for part in 1..=2 {
        adit(&format!("run small.toml --trials 100 {set} --trials-csv --figures ladder --part {part}/2 --out {part}.part"));
    }
    adit("merge 1.part 2.part --out merged");
    for name in ["findings.json", "summary.json", "trials.csv", "scenario.toml"] {
        assert_eq!(read(name), fs::read_to_string(place.path().join("merged").join(name)).unwrap(), "{name}");
    }
    // Other commands draw at random, and say so.
    let [_, said] = adit(&format!("sources small.toml {set} --trials 64"));
    assert!(said.contains("`adit sources` draws its trials at random"), "{said}");
}

#[test]
fn trials_are_rounded_up_and_it_is_said() {
    let text = "title='t'\nstart='2026-01'\nend='2027-12'\nsampling='sobol'\nreplicates=4\ntrials=100\n[minerals.tin]\ndemand={uniform=[1,2]}\n";
    let mut scenario = load_text("t.toml", text, None, &[]).scenario.unwrap();
    let mut plan = compile(&scenario).0.unwrap();
    assert_eq!(plan.design, None);
    let mut options = RunOptions { trials: 100, seed: 1, threads: None };
    let notes = study::design(&mut plan, Design::of(&scenario), &mut options);
    assert_eq!((options.trials, plan.design.unwrap().points), (128, 32));
    assert_eq!(notes, ["100 trials are made 128: 4 replicates of 32 points, a whole multiple of eight each"]);
    (scenario.trials, options.trials) = (4 * 48, 4 * 48);
    assert_eq!(
        study::design(&mut plan, Design::of(&scenario), &mut options),
        ["Sobol' points are most even where each replicate has a power of two of them: with 128 or 256 trials"]
    );
    scenario.sampling = Sampling::Random;
    options.trials = 100;
    assert!(study::design(&mut plan, Design::of(&scenario), &mut options).is_empty() && plan.design.is_none() && options.trials == 100);
}
