//! Value of information against the closed forms for a choice between nothing and a normal benefit (Raiffa & Schlaifer 1961, chapter 5).

use adit::analyses::levers::{LeverQuestion, LeverSet, gains, perfect_information, worth_knowing};
use adit::plan;
use adit::study::RunOptions;
use adit::units::Quantity;

use super::{CHAIN, read};

/// Standard normal numbers by Box and Muller from a fixed generator.
struct Normals(u64);

impl Normals {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (f64::from(u32::try_from(self.0 >> 32).unwrap()) + 0.5) / 4_294_967_296.0
    }

    fn next(&mut self) -> f64 {
        (-2.0 * self.unit().ln()).sqrt() * (std::f64::consts::TAU * self.unit()).cos()
    }
}

/// E[max(0, N(mean, sd))] − max(0, mean): the unit normal loss.
fn closed_form(mean: f64, sd: f64) -> f64 {
    let z = -mean.abs() / sd;
    let density = (-0.5 * z * z).exp() / std::f64::consts::TAU.sqrt();
    sd * (density + z * 0.5 * erfc(-z / std::f64::consts::SQRT_2))
}

/// erfc by the continued fraction's rational fit of Abramowitz & Stegun 7.1.26, good to 1.5e-7.
fn erfc(x: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.327_591_1 * x.abs());
    let poly = t * (0.254_829_592 + t * (-0.284_496_736 + t * (1.421_413_741 + t * (-1.453_152_027 + t * 1.061_405_429))));
    let tail = poly * (-x * x).exp();
    if x >= 0.0 { tail } else { 2.0 - tail }
}

/// Inputs x and z, and the benefits of nothing and of mean + 3x + 4z.
fn linear(trials: usize, mean: f64, seed: u64) -> ([Vec<f64>; 2], [Vec<f64>; 2]) {
    let mut normals = Normals(seed);
    let x: Vec<f64> = (0..trials).map(|_| normals.next()).collect();
    let z: Vec<f64> = (0..trials).map(|_| normals.next()).collect();
    let benefit = x.iter().zip(&z).map(|(x, z)| mean + 3.0 * x + 4.0 * z).collect();
    ([x, z], [vec![0.0; trials], benefit])
}

#[test]
fn the_linear_normal_choice_has_its_closed_form() {
    for mean in [0.0, 1.5, -2.0] {
        let ([x, z], benefits) = linear(40_000, mean, 1);
        for (found, sd) in [(perfect_information(&benefits), 5.0), (worth_knowing(&x, &benefits), 3.0), (worth_knowing(&z, &benefits), 4.0)] {
            let expected = closed_form(mean, sd);
            assert!((found.value / expected - 1.0).abs() < 0.06, "mean {mean}, sd {sd}: {found:?}, expected {expected}");
            assert!(found.low <= expected && expected <= found.high, "mean {mean}, sd {sd}: {found:?}, expected {expected}");
        }
    }
    assert!((closed_form(0.0, 5.0) - 5.0 / std::f64::consts::TAU.sqrt()).abs() < 1e-6);
}

/// An input that has nothing to do with the choice is worth nothing: the interval reaches 0 in 97.5% of runs at least (194 of 200 leave a margin of
/// two standard errors), though the choice in each of ten bins of a hundred trials always finds something.
#[test]
fn chance_is_not_taken_for_worth() {
    let worthless = (0..200).filter(|&seed| {
        let (_, benefits) = linear(1_000, 0.2, seed);
        let mut normals = Normals(seed + 10_000);
        let noise: Vec<f64> = (0..1_000).map(|_| normals.next()).collect();
        worth_knowing(&noise, &benefits).low == 0.0
    });
    let count = worthless.count();
    assert!(count >= 190, "{count} of 200");
}

/// The interval of a small run holds the closed form in at least 95% of runs, where the choice without knowing is a draw too: it reaches from the lower end
/// of an estimate that errs downwards to the upper end of one that errs upwards (184 of 200 leave a margin of two standard errors).
#[test]
fn intervals_of_small_runs_hold_the_answer() {
    for mean in [0.0, 0.5, -1.0] {
        let expected = closed_form(mean, 3.0);
        let holds = (0..200).filter(|&seed| {
            let ([x, _], benefits) = linear(600, mean, 1_000_003 * (seed + 1));
            let found = worth_knowing(&x, &benefits);
            found.low <= expected && expected <= found.high
        });
        let count = holds.count();
        assert!(count >= 184, "{count} of 200 at mean {mean}");
    }
}

#[test]
#[expect(clippy::float_cmp, reason = "nothing is exactly nothing")]
fn a_choice_that_is_clear_is_worth_no_knowledge() {
    let ([x, _], mut benefits) = linear(2_000, 0.0, 4);
    benefits[1].iter_mut().for_each(|benefit| *benefit += 1e3);
    assert_eq!((worth_knowing(&x, &benefits).value, perfect_information(&benefits).value), (0.0, 0.0));
    let two: Vec<f64> = x.iter().map(|x| f64::from(u8::from(*x > 0.0))).collect();
    let (_, benefits) = linear(2_000, 0.0, 4);
    assert!(worth_knowing(&two, &benefits).low > 0.5, "an input of two values has two bins");
    assert_eq!(worth_knowing(&vec![1.0; 2_000], &benefits).low, 0.0, "a constant tells nothing");
}

/// A lever brings the mine forward by 12 months of 50 t at 10,000 USD, if construction is not cancelled: 6 million USD in half of the trials, for 1 million.
/// It gains 2 million on average; who knows whether construction is cancelled gains 2.5 million. Decided on after 5 of 20 months of permits it brings 9 months:
/// 1.25 million without and 1.75 million with this knowledge.
#[test]
fn an_unknown_cancellation_has_the_value_of_knowing_it_now_and_later() {
    let base = CHAIN.replace("duration = 10, after = \"permits\"", "duration = 10, after = \"permits\", cancels = 0.5, unknown = true");
    let loaded = read(
        &base,
        "[levers.quick]\ncost = 1e6\nset.projects.mine.stages.permits.duration = 8\n[levers.stock]\ncost = 9e6\nset.minerals.antimony.inventory = 1\n",
    );
    assert!(!loaded.problems.any_error(), "{:?}", loaded.problems.sorted());
    let set = LeverSet::of(&loaded, plan::compile(loaded.scenario.as_ref().unwrap()).0.unwrap()).unwrap().waiting(&loaded, 5);
    let options = RunOptions { trials: 4_000, seed: 3, threads: Some(2) };
    let found = gains(&set, &LeverQuestion { goal: 0, year: 2028, worth: None }, &options, &|_| ()).unwrap();
    // Half a million per percentage point of trials without cancellation, and 0.8 points of standard error.
    let near = |found: &Quantity, million: f64| assert!((found.number() - million * 1e6).abs() < 0.2e6, "{found:?} is not {million} million");
    let cancellation = |inputs: &[adit::analyses::levers::InputInformation]| {
        inputs.iter().find(|input| input.input.ends_with("construction.cancellation")).unwrap().value.clone()
    };
    near(&cancellation(&found.inputs), 0.5);
    let waiting = found.waiting.unwrap();
    assert_eq!((waiting.month.as_str(), waiting.best.is_some()), ("2026-06", true));
    near(&waiting.cost, 0.75);
    near(&cancellation(&waiting.inputs), 0.5);
    assert!(waiting.left_out == ["stock"], "{:?}", waiting.left_out);
}
