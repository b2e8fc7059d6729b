//! The variance of arrivals shared out: known answers of test functions through the very design that the command runs, and the laws of the command's
//! own analysis.

#![allow(clippy::many_single_char_names, reason = "counts of trials; formulas as they are written")]

use std::f64::consts::PI;
use std::ops::Range;

use adit::chance::{Key, unit};
use adit::plan::{Plan, compile};
use adit::scenario::load_text;
use adit::stats::{Index, PartialRankCorrelations, partial_interval, ranks};
use adit::study::RunOptions;
use adit::study::sensitivity::{Analysis, Design, PickFreeze, Sensitivity, SensitivityOptions, Units, Variation, sensitivity};

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

fn analyse(model: &dyn PickFreeze, rows: u64, groups: &[Vec<usize>], singles: usize, leading: usize) -> Analysis {
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

fn found(plan: &Plan, threads: usize) -> Sensitivity {
    sensitivity(plan, &options(threads), &|_| ()).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn any_number_of_threads_finds_the_same() {
    let plan = plan(&small());
    let one = found(&plan, 1);
    assert_eq!(one, found(&plan, 2));
    assert_eq!(one, found(&plan, 7));
    let run = std::sync::atomic::AtomicU64::new(0);
    let progress = |done| {
        run.fetch_add(done, std::sync::atomic::Ordering::Relaxed);
    };
    sensitivity(&plan, &options(2), &progress).expect("it runs");
    assert_eq!(run.into_inner(), one.evaluations);
    assert_eq!(adit::study::sensitivity::sensitivity_trials(&plan, &options(1)), one.evaluations, "what the progress bar was promised");
}

#[test]
fn what_does_not_vary_is_said_to_and_correlated_drivers_are_one() {
    let plan = plan(&small());
    let found = found(&plan, 2);
    let goal = |name: &str| found.goals.iter().find(|goal| goal.name == name).expect("a goal");
    for name in ["always", "out_of_reach"] {
        let goal = goal(name);
        assert_eq!((&goal.months.shares, &goal.by_year.shares), (&Variation::Constant, &Variation::Constant), "{name}");
        assert!(!goal.speaks && goal.correlations.is_empty());
    }
    let tenth = goal("tenth");
    assert!(tenth.speaks && tenth.by_year.mean.mean > 0.05 && tenth.by_year.mean.mean < 0.95);
    let shares = tenth.months.shares().expect("it varies");
    let both = |causes: &[adit::study::sensitivity::Cause]| causes.iter().any(|cause| cause.name == "drivers.a + drivers.b" && cause.elements == 2);
    assert!(both(&found.groups) && (both(&found.leading) || both(&found.rest)), "they stand in two groups, so beside them");
    assert!(found.groups.iter().all(|group| group.kind == "group" || group.name == "drivers.a + drivers.b"));
    // no group takes part in more than all of them do, and totals are never negative
    assert!(shares.groups.iter().all(|indices| indices.total.value >= 0.0 && indices.total.value < 1.3 && indices.first.value < 1.2), "{shares:?}");
    assert!(found.inputs.iter().any(|input| input == "drivers.a") && tenth.correlations.len() == found.inputs.len());
    assert!(tenth.correlations.iter().all(|one| one.partial.is_some_and(|[r, low, high]| -1.0 <= low && low <= r && r <= high && high <= 1.0)));
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let plan = plan(&small());
    let ask = |year: Option<i32>, goals: &[&str]| {
        let goals = goals.iter().map(|&goal| goal.to_owned()).collect();
        sensitivity(&plan, &SensitivityOptions { year, goals, ..options(1) }, &|_| ()).expect_err("it cannot be asked").to_string()
    };
    assert_eq!(ask(Some(2099), &[]), "--by 2099 lies outside the scenario: name a year from 2026 to 2040");
    assert_eq!(ask(None, &["tenth", "tent"]), "there is no goal tent; name one of tenth, always, out_of_reach");
}

/// Every stream belongs to one element, and all elements together are all that is drawn: exchanging every one is running the other seed.
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
fn figures_are_fit_to_be_read() {
    let mut found = found(&plan(&small()), 2);
    let goal = found.goals.iter().position(|goal| goal.name == "tenth").expect("a goal");
    for long in [false, true] {
        if long {
            found.goals[goal].title = format!("<More> & \"more\" {}", "than half of all that was ever asked ".repeat(9));
            for cause in found.groups.iter_mut().chain(&mut found.leading) {
                cause.name =
                    format!("projects.{}.stages.aword_without_any_room_for_a_break_that_never_wants_to_end.{}", cause.name, "again_".repeat(20));
            }
            found.inputs.iter_mut().for_each(|input| *input += &"_and_on".repeat(30));
        }
        crate::checker::check(&adit::report::charts::indices(&found, &found.goals[goal], "small.toml · 512 trials · seed 1"));
        crate::checker::check(
            &adit::report::charts::rank_tornado(&found, &found.goals[goal], "small.toml · 512 trials · seed 1").expect("inputs that move it"),
        );
    }
}

#[test]
fn the_command_leaves_its_pages_and_refuses_what_it_does_not_know() {
    let place = tempfile::tempdir().expect("a folder");
    std::fs::write(place.path().join("small.toml"), small()).expect("a file");
    let adit = |words: &[&str]| {
        let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_adit"));
        command.current_dir(place.path()).args(["sensitivity", "small.toml", "--trials", "256", "--leading", "5"]).args(words).assert()
    };
    let told = adit(&[]).success();
    let told = String::from_utf8_lossy(&told.get_output().stdout).into_owned();
    for word in
        ["by group", "single elements", "others together", "Drivers that a correlation joins", "always, out_of_reach: the same in all 512 trials"]
    {
        assert!(told.contains(word), "{word} in {told}");
    }
    assert!(told.lines().all(|line| line.chars().count() <= 100) && !told.contains("NaN"), "{told}");
    let folder = place.path().join("outputs/small-sensitivity");
    for name in ["sensitivity.json", "sensitivity.csv", "correlations.csv", "chapter.json", "report.html", "scenario.toml", "manifest.json"] {
        assert!(folder.join(name).is_file(), "{name}");
    }
    assert!(folder.join("figures/sobol-tenth.svg").is_file() && folder.join("figures/tornado-tenth.png").is_file());
    let read = |folder: &str, name: &str| std::fs::read(place.path().join(folder).join(name)).expect("a file");
    adit(&["--threads", "1", "--out", "again"]).success();
    for name in ["sensitivity.json", "sensitivity.csv", "correlations.csv", "chapter.json", "report.html"] {
        assert_eq!(read("outputs/small-sensitivity", name), read("again", name), "{name}");
    }
    adit(&["--goal", "none", "--out", "nothing"]).code(2);
    adit(&["--by", "1999", "--out", "nothing"]).code(2);
    assert!(!place.path().join("nothing").exists());
}
