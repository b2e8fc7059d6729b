//! Variance-based sensitivity analysis: known indices of test functions through the design that the command runs, and properties of the command's
//! findings.

#![allow(clippy::many_single_char_names, reason = "counts of trials; formulas as they are written")]

use std::f64::consts::PI;
use std::ops::Range;

use adit::analyses::sensitivity::{
    CauseIndices, Decomposition, Design, DesignIndices, PickFreeze, SensitivityFindings, SensitivityOptions, Units, analyse as analyse_plan,
    correlation_figure, index_figure, trials_of_design,
};
use adit::chance::{Key, unit};
use adit::driver::Failure;
use adit::plan::{Plan, compile};
use adit::scenario::load_text;
use adit::stats::{Index, PartialRankCorrelations, partial_interval, ranks};
use adit::study::RunOptions;
use adit::units::Quantity;

/// Standard errors allowed: what one of some sixty comparisons exceeds by chance once in ten thousand suites.
const ALLOWED: f64 = 4.5;

/// A function of independent uniform numbers, each a unit.
struct Function {
    inputs: usize,
    of: fn(&[f64]) -> f64,
}

impl PickFreeze for Function {
    fn evaluate(&self, rows: Range<u64>, from_b: &dyn Fn(usize) -> bool) -> Vec<Vec<f64>> {
        let keys: Vec<Key> = (0..self.inputs).map(|input| Key::of(if from_b(input) { 2 } else { 1 }, &format!("x{input}"))).collect();
        vec![rows.map(|row| (self.of)(&keys.iter().map(|key| unit(key.word(row))).collect::<Vec<_>>())).collect()]
    }
}

fn analyse(model: &dyn PickFreeze, rows: u64, groups: &[Vec<usize>], singles: usize, leading: usize) -> DesignIndices {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().expect("threads");
    let design = Design { rows, screening: 256, leading, seed: 1, pool: &pool, progress: &|_| () };
    let runs = [model.evaluate(0..rows, &|_| false), model.evaluate(0..rows, &|_| true)];
    let singles: Vec<Vec<usize>> = (0..singles).map(|single| vec![single]).collect();
    design.analyse(model, [&runs[0], &runs[1]], groups, &singles)
}

fn near(what: &str, found: &Index, expected: f64, coarsest: f64) {
    let z = (found.value - expected) / found.standard_error;
    assert!(z.abs() <= ALLOWED, "{what}: {found:?}, expected {expected}, z = {z:.2}");
    assert!(found.standard_error < coarsest, "{what}: {found:?} is too coarse to tell");
    assert!(found.low <= found.value && found.value <= found.high && found.high - found.low < 5.0 * found.standard_error, "{what}: {found:?}");
}

fn ishigami(u: &[f64]) -> f64 {
    let x: Vec<f64> = u.iter().map(|u| PI * (2.0 * u - 1.0)).collect();
    x[0].sin() + 7.0 * x[1].sin().powi(2) + 0.1 * x[2].powi(4) * x[0].sin()
}

/// Ishigami & Homma 1990, a = 7, b = 0.1. Groups: the interacting pair, and the one that stands alone.
#[test]
fn s1_ishigami() {
    let model = Function { inputs: 3, of: ishigami };
    let found = analyse(&model, 16_384, &[vec![0, 2], vec![1]], 3, 3);
    assert_eq!((found.leading.as_slice(), found.rest.len(), found.evaluations), ([0, 1, 2].as_slice(), 0, 7 * 16_384));
    let shares = found.quantities[0].as_ref().expect("it varies");
    let (first, total) = ([0.313_905_191, 0.442_411_145, 0.0], [0.557_588_855, 0.442_411_145, 0.243_683_664]);
    for (i, indices) in shares.leading.iter().enumerate() {
        near(&format!("first-order index of x{}", i + 1), &indices.first, first[i], 0.02);
        near(&format!("total index of x{}", i + 1), &indices.total, total[i], 0.012);
    }
    for (group, expected) in shares.groups.iter().zip([0.557_588_855, 0.442_411_145]) {
        near("first-order index of a group", &group.first, expected, 0.02);
        near("total index of a group", &group.total, expected, 0.012);
    }
    near("what goes with groups alone", &shares.alone, 1.0, 0.02);
}

/// Coefficients of Sobol' g.
const G: [f64; 8] = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0];

fn sobol_g(u: &[f64]) -> f64 {
    u.iter().zip(G).map(|(u, a)| ((4.0 * u - 2.0).abs() + a) / (1.0 + a)).product()
}

/// Partial variance of one factor.
fn alone(a: f64) -> f64 {
    1.0 / (3.0 * (1.0 + a) * (1.0 + a))
}

/// Saltelli 2010, the last five screened out together.
#[test]
fn s2_sobol_g() {
    let model = Function { inputs: 8, of: sobol_g };
    let groups: Vec<Vec<usize>> = (0..8).map(|i| vec![i]).collect();
    let found = analyse(&model, 16_384, &groups, 8, 3);
    assert_eq!((found.leading.as_slice(), found.rest.as_slice()), ([0, 1, 2].as_slice(), [3, 4, 5, 6, 7].as_slice()));
    assert_eq!(found.evaluations, 16_384 * (2 + 8 + 3 + 1) + 256 * 9);
    let shares = found.quantities[0].as_ref().expect("it varies");
    let variance = G.map(|a| 1.0 + alone(a)).iter().product::<f64>() - 1.0;
    let published = [0.716_5, 0.179_1, 0.023_7, 0.007_2, 0.000_1, 0.000_1, 0.000_1, 0.000_1];
    for (i, indices) in shares.groups.iter().enumerate() {
        // published to four digits, of which the first index's last is off: 1/3 / 0.465424 is .7162
        assert!((alone(G[i]) / variance - published[i]).abs() < 4e-4, "the closed form is the published one");
        near(&format!("first-order index of x{}", i + 1), &indices.first, alone(G[i]) / variance, 0.02);
        let others: f64 = G.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, &a)| 1.0 + alone(a)).product();
        near(&format!("total index of x{}", i + 1), &indices.total, alone(G[i]) * others / variance, 0.015);
    }
    assert_eq!(shares.leading, shares.groups[..3], "the same runs, whether by group or alone");
    let out: f64 = G[3..].iter().map(|&a| 1.0 + alone(a)).product();
    let kept: f64 = G[..3].iter().map(|&a| 1.0 + alone(a)).product();
    near("total index of what was left out", &shares.rest.expect("five were left out").total, (out - 1.0) * kept / variance, 0.002);
}

/// What the intervals promise: 95% cover, over 300 small designs on draws of their own. The error of the share itself is 1.3%.
#[test]
fn intervals_cover() {
    struct Shifted(u64);
    impl PickFreeze for Shifted {
        fn evaluate(&self, rows: Range<u64>, from_b: &dyn Fn(usize) -> bool) -> Vec<Vec<f64>> {
            Function { inputs: 3, of: ishigami }.evaluate(rows.start + self.0..rows.end + self.0, from_b)
        }
    }
    let (designs, rows) = (300_u32, 512_u64);
    let mut covered = [0_u32; 4];
    for design in 0..designs {
        let found = analyse(&Shifted(u64::from(design) * rows), rows, &[], 3, 3);
        let shares = found.quantities[0].as_ref().expect("it varies");
        let within = |index: &Index, truth: f64| u32::from(index.low <= truth && truth <= index.high);
        covered[0] += within(&shares.leading[0].first, 0.313_905_191);
        covered[1] += within(&shares.leading[0].total, 0.557_588_855);
        covered[2] += within(&shares.leading[1].first, 0.442_411_145);
        covered[3] += within(&shares.leading[2].total, 0.243_683_664);
    }
    let covered = covered.map(|count| f64::from(count) / f64::from(designs));
    assert!(covered.iter().all(|share| (0.90..=0.985).contains(share)), "{covered:?}");
}

/// A rank model whose answer is known: of two normal numbers with Pearson's correlation r, Spearman's is 6/π·asin(r/2) (Pearson 1907); y = 2a − b + e.
#[test]
fn partial_rank_correlations_of_a_linear_model() {
    let n = 20_000;
    let normals = |name: &str| -> Vec<f64> {
        let (radius, angle) = (Key::of(3, name), Key::of(4, name));
        (0..n).map(|row| (-2.0 * unit(radius.word(row)).ln()).sqrt() * (2.0 * PI * unit(angle.word(row))).cos()).collect()
    };
    let (a, b, e) = (normals("a"), normals("b"), normals("e"));
    let y: Vec<f64> = (0..a.len()).map(|i| (2.0 * a[i] - b[i] + e[i]).exp()).collect();
    let inputs = [&a, &b].map(|input| ranks(input)).to_vec();
    let found = PartialRankCorrelations::new(&inputs).expect("independent inputs").with_output(&ranks(&y));
    let spearman = |r: f64| 6.0 / PI * (r / 2.0).asin();
    let [with_a, with_b] = [spearman(2.0 / 6_f64.sqrt()), spearman(-1.0 / 6_f64.sqrt())];
    let partial = |own: f64, other: f64| own / (1.0 - other * other).sqrt();
    for (found, expected) in found.into_iter().zip([partial(with_a, with_b), partial(with_b, with_a)]) {
        let [low, high] = partial_interval(found, a.len(), 1);
        let error = (high - low) / (2.0 * 1.96);
        assert!(((found - expected) / error).abs() < ALLOWED && error < 0.01, "{found} ± {error}, expected {expected}");
    }
}

fn plan(text: &str) -> Plan {
    let loaded = load_text("sensitivity.toml", text, None, &[]);
    assert!(!loaded.problems.any_error(), "{:#?}", loaded.problems);
    let (plan, problems) = compile(&loaded.scenario.expect("no error"));
    plan.unwrap_or_else(|| panic!("{problems:#?}"))
}

/// The small scenario of the manual, with one goal that holds from the start, one out of reach, and two drivers that are correlated.
fn small() -> String {
    let text = std::fs::read_to_string("tests/data/readme.toml").expect("the manual's scenario");
    let text =
        text.replace("demand = 25_400", "demand = { value = 25_400, scale = \"@b\" }").replace("lag      = 2", "lag = { value = 2, scale = \"@a\" }");
    text + "\n[goals.always]\nmineral = \"antimony\"\nfree_share_of_demand = 0.1\n\
            [goals.out_of_reach]\nmineral = \"antimony\"\norigin = \"Pakistan\"\nshare_of_demand = 0.9\n\
            [drivers.a]\nuniform = [0.8, 1.2]\ngroup = \"mine\"\n[drivers.b]\nuniform = [0.8, 1.2]\ngroup = \"market\"\n\
            [[correlations]]\nbetween = [\"a\", \"b\"]\nrank = 0.5\n"
}

fn options(threads: usize) -> SensitivityOptions {
    SensitivityOptions { run: RunOptions { trials: 512, seed: 1, threads: Some(threads) }, year: None, leading: 6, goals: Vec::new() }
}

fn found(plan: &Plan, threads: usize) -> SensitivityFindings {
    analyse_plan(plan, &options(threads), &|_| ()).unwrap_or_else(|error| panic!("{error:?}"))
}

#[test]
fn findings_do_not_depend_on_the_number_of_threads() {
    let plan = plan(&small());
    let one = found(&plan, 1);
    assert_eq!(one, found(&plan, 2));
    assert_eq!(one, found(&plan, 7));
    let run = std::sync::atomic::AtomicU64::new(0);
    let progress = |done| {
        run.fetch_add(done, std::sync::atomic::Ordering::Relaxed);
    };
    analyse_plan(&plan, &options(2), &progress).expect("it runs");
    assert_eq!(run.into_inner(), one.total_trials);
    assert_eq!(trials_of_design(&plan, &options(1)), one.total_trials, "length of the progress bar");
}

#[test]
fn constant_goals_have_no_indices_and_correlated_drivers_are_one_unit() {
    let plan = plan(&small());
    let found = found(&plan, 2);
    let goal = |name: &str| found.goals.iter().find(|goal| goal.goal == name).expect("a goal");
    for name in ["always", "out_of_reach"] {
        let goal = goal(name);
        let decompositions = (&goal.months_until_arrival.decomposition, &goal.arrived_by_year.decomposition);
        assert_eq!(decompositions, (&Decomposition::Constant, &Decomposition::Constant), "{name}");
        assert!(!goal.detailed && goal.correlations.is_empty());
    }
    let tenth = goal("tenth");
    assert!(tenth.detailed && tenth.arrived_by_year.mean.number() > 0.05 && tenth.arrived_by_year.mean.number() < 0.95);
    let indices = tenth.months_until_arrival.indices().expect("it varies");
    let both =
        |causes: &[adit::analyses::sensitivity::Cause]| causes.iter().any(|cause| cause.name == "drivers.a + drivers.b" && cause.elements == 2);
    assert!(both(&found.groups) && (both(&found.elements) || both(&found.left_out)), "they belong to two groups, so they form one of their own");
    assert!(found.groups.iter().all(|group| group.kind == "group" || group.name == "drivers.a + drivers.b"));
    // The total index of a group is at most 1 but for sampling error, and never negative.
    let within = |one: &CauseIndices| one.total.number() >= 0.0 && one.total.number() < 1.3 && one.first_order.number() < 1.2;
    assert!(indices.groups.iter().all(within), "{indices:?}");
    assert!(tenth.correlations.iter().any(|one| one.input == "drivers.a"));
    let bounded = |of: &Quantity| -1.0 <= of.low.unwrap() && of.low <= of.value && of.value <= of.high && of.high.unwrap() <= 1.0;
    assert!(tenth.correlations.iter().all(|one| one.partial.as_ref().is_some_and(bounded)));
}

#[test]
fn unknown_goals_and_years_are_refused() {
    let plan = plan(&small());
    let refusal = |year: Option<i32>, goals: &[&str]| {
        let goals = goals.iter().map(|&goal| goal.to_owned()).collect();
        match analyse_plan(&plan, &SensitivityOptions { year, goals, ..options(1) }, &|_| ()) {
            Err(Failure::Input(message)) => message,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(refusal(Some(2099), &[]), "the scenario runs from 2026-01 to 2040-12; 2099 lies outside");
    assert_eq!(refusal(None, &["tenth", "tent"]), "there is no goal tent; did you mean tenth?");
}

/// Every stream belongs to one element, and the elements own all streams: exchanging all elements gives the run under the other seed.
#[test]
fn elements_own_every_stream() {
    use adit::engine::{Keys, outcomes};
    let plan = plan(&std::fs::read_to_string("scenarios/pakistan-baseline.toml").expect("the baseline"));
    let units = Units::new(&plan);
    let owners = |key: adit::plan::KeyId| units.elements.iter().filter(|element| element.keys.contains(&key)).count();
    assert!((0..plan.paths.len()).all(|key| owners(adit::plan::KeyId(key)) <= 1));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let mixed = outcomes(&plan, &Keys::mixed(&plan, 1, 2, &|key| owners(key) == 1), 0..64, &pool, true);
    let (same, other) = (outcomes(&plan, &Keys::new(&plan, 2), 0..64, &pool, true), outcomes(&plan, &Keys::new(&plan, 1), 0..64, &pool, true));
    assert!(mixed.arrivals == same.arrivals && mixed.inputs == same.inputs && mixed.arrivals != other.arrivals);
    let joined: Vec<&str> = units.singles.iter().filter(|unit| unit.elements.len() > 1).map(|unit| unit.name.as_str()).collect();
    assert_eq!(
        joined,
        ["drivers.approval_time + drivers.mou_attrition", "drivers.schedule_corridor + drivers.schedule_reko_diq + drivers.schedule_ussm"]
    );
    let in_groups: usize = units.groups.iter().map(|unit| unit.elements.len()).sum();
    assert_eq!(in_groups, units.elements.len(), "each element in one group");
}

#[test]
fn figures_have_readable_labels() {
    let mut found = found(&plan(&small()), 2);
    let goal = found.goals.iter().position(|goal| goal.goal == "tenth").expect("a goal");
    for long in [false, true] {
        let goal = &mut found.goals[goal];
        if long {
            goal.title = format!("<More> & \"more\" {}", "than half of all that was ever asked ".repeat(9));
            let Decomposition::Indices(indices) = &mut goal.months_until_arrival.decomposition else { panic!("it varies") };
            for CauseIndices { cause, .. } in indices.groups.iter_mut().chain(&mut indices.elements) {
                cause.name =
                    format!("projects.{}.stages.aword_without_any_room_for_a_break_that_never_wants_to_end.{}", cause.name, "again_".repeat(20));
            }
            goal.correlations.iter_mut().for_each(|one| one.input += &"_and_on".repeat(30));
        }
        crate::checker::check(&index_figure(goal, "small.toml · 512 trials · seed 1"));
        crate::checker::check(&correlation_figure(goal, "small.toml · 512 trials · seed 1").expect("correlated inputs"));
    }
}

#[test]
fn command_writes_its_files_and_refuses_unknown_goals_and_years() {
    let place = tempfile::tempdir().expect("a folder");
    std::fs::write(place.path().join("small.toml"), small()).expect("a file");
    let adit = |words: &[&str]| {
        let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_adit"));
        command.current_dir(place.path()).args(["sensitivity", "small.toml", "--trials", "256", "--leading", "5"]).args(words).assert()
    };
    let output = adit(&[]).success();
    let output = String::from_utf8_lossy(&output.get_output().stdout).into_owned();
    let on_one_line = output.split_whitespace().collect::<Vec<_>>().join(" ");
    for text in [
        "first-order index",
        "all 3 other elements together",
        "Correlated drivers form one unit",
        "partial rank correlation",
        "always, out_of_reach: the same in all 512 trials",
    ] {
        assert!(on_one_line.contains(text), "{text} in {output}");
    }
    assert!(output.lines().all(|line| line.chars().count() <= 100) && !output.contains("NaN"), "{output}");
    let folder = place.path().join("outputs/small-sensitivity");
    let files = [
        "sensitivity.json",
        "sensitivity.csv",
        "sensitivity-correlations.csv",
        "data/tenth.csv",
        "chapter.json",
        "report.html",
        "scenario.toml",
        "manifest.json",
    ];
    for name in files {
        assert!(folder.join(name).is_file(), "{name}");
    }
    let json: serde_json::Value = serde_json::from_slice(&std::fs::read(folder.join("sensitivity.json")).expect("a file")).expect("JSON");
    assert_eq!(
        (json["trials"].as_u64(), json["total_trials"].as_u64(), json["elements"].as_array().map(Vec::len)),
        (Some(256), Some(3_648), Some(5))
    );
    let csv = std::fs::read_to_string(folder.join("sensitivity.csv")).expect("a file");
    assert!(csv.starts_with("goal,explained_quantity,cause,kind,group,quantity,value,standard_error,low,high,unit,trials\n"), "{csv}");
    // Two quantities of one goal, four groups, five elements and the others together, two indices each.
    assert_eq!(csv.lines().count(), 1 + 2 * (4 + 5 + 1) * 2);
    assert!(folder.join("figures/sobol-tenth.svg").is_file() && folder.join("figures/tornado-tenth.png").is_file());
    let read = |folder: &str, name: &str| std::fs::read(place.path().join(folder).join(name)).expect("a file");
    adit(&["--threads", "1", "--out", "again"]).success();
    for name in ["sensitivity.json", "sensitivity.csv", "sensitivity-correlations.csv", "chapter.json", "report.html"] {
        assert_eq!(read("outputs/small-sensitivity", name), read("again", name), "{name}");
    }
    adit(&["--goal", "none", "--out", "nothing"]).code(2);
    adit(&["--by", "1999", "--out", "nothing"]).code(2);
    assert!(!place.path().join("nothing").exists());
}
