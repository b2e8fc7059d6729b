//! Scenario discovery: boxes that are known are found, and none is found in noise.
#![allow(missing_docs, clippy::cast_possible_truncation)] // points are few

use adit::analyses::discover::{Limit, Peeling, Sample, Search, Searched, Side, paste, peel, quasi_p, search};

/// Uniform numbers, the same everywhere (`SplitMix64`).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((word ^ (word >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Points uniform in the unit cube, of interest as told.
fn cube(points: usize, dimensions: usize, seed: u64, is_hit: impl Fn(&[f64], f64) -> bool) -> Sample {
    let mut dice = Dice(seed);
    let mut sample = Sample { values: vec![Vec::new(); dimensions], hits: Vec::new() };
    for _ in 0..points {
        let point: Vec<f64> = (0..dimensions).map(|_| dice.roll()).collect();
        sample.hits.push(is_hit(&point, dice.roll()));
        sample.values.iter_mut().zip(point).for_each(|(column, value)| column.push(value));
    }
    sample
}

fn searched(dimensions: usize, seed: u64, is_hit: impl Fn(&[f64], f64) -> bool) -> (Searched, [Sample; 3]) {
    let parts = [6_000, 3_000, 3_000].map(|points| cube(points, dimensions, seed * 7 + points as u64, &is_hit));
    let all: Vec<usize> = (0..dimensions).collect();
    (search(&parts, &all, &Search::default(), None), parts)
}

fn limit_of(limits: &[Limit], dimension: usize, side: Side) -> f64 {
    limits.iter().find(|limit| (limit.dimension, limit.side) == (dimension, side)).unwrap_or_else(|| panic!("{limits:?}")).value
}

/// 90% of interest inside x0 > 0.7, x1 < 0.4, x4 > 0.5 of ten dimensions, 3% outside.
#[test]
fn a_box_in_ten_dimensions_is_recovered() {
    for seed in 1..=4 {
        let inside = |x: &[f64]| x[0] > 0.7 && x[1] < 0.4 && x[4] > 0.5;
        let (found, parts) = searched(10, seed, |x, noise| noise < if inside(x) { 0.9 } else { 0.03 });
        let limits = &found.boxes[0].limits;
        assert_eq!(limits.len(), 3, "seed {seed}: {limits:?}");
        for (dimension, side, expected) in [(0, Side::Above, 0.7), (1, Side::Below, 0.4), (4, Side::Above, 0.5)] {
            let value = limit_of(limits, dimension, side);
            assert!((value - expected).abs() < 0.06, "seed {seed}: {dimension} {value} for {expected}");
        }
        let told = parts[2].count(limits);
        let interval = told.proportion();
        assert!(interval.low < 0.9 && interval.high > 0.8, "seed {seed}: {interval:?}");
        assert!(found.boxes[0].again.iter().all(|again| again[0] >= 9 && again[1] == 10), "{:?}", found.boxes[0].again);
        assert!(found.boxes[0].quasi_p.iter().all(|&p| p < 1e-6));
    }
}

/// Both sides of one dimension, and a flag that matters among flags that do not.
#[test]
fn an_interval_and_a_flag_are_recovered() {
    let flag = |x: f64| f64::from(u8::from(x > 0.6));
    let flags = |mut sample: Sample| {
        sample.values[3].iter_mut().for_each(|x| *x = flag(*x));
        sample.values[4].iter_mut().for_each(|x| *x = flag(*x));
        sample
    };
    let is_hit = |x: &[f64], noise: f64| noise < if (0.3..0.6).contains(&x[2]) && x[3] > 0.6 { 0.85 } else { 0.05 };
    let parts = [8_000, 4_000, 4_000].map(|points| flags(cube(points, 6, points as u64, is_hit)));
    let found = search(&parts, &[0, 1, 2, 3, 4, 5], &Search::default(), None);
    let limits = &found.boxes[0].limits;
    assert_eq!(limits.len(), 3, "{limits:?}");
    assert!((limit_of(limits, 2, Side::Above) - 0.3).abs() < 0.04 && (limit_of(limits, 2, Side::Below) - 0.6).abs() < 0.04, "{limits:?}");
    assert!(limit_of(limits, 3, Side::Above).abs() < 1e-12, "yes is above 0: {limits:?}");
}

/// Two boxes apart from each other: the second is found outside the first.
#[test]
fn several_boxes_cover() {
    let first = |x: &[f64]| x[0] > 0.7 && x[1] > 0.6;
    let second = |x: &[f64]| x[2] < 0.3 && x[3] < 0.3 && !first(x);
    let (found, parts) = searched(5, 3, |x, noise| noise < if first(x) || second(x) { 0.95 } else { 0.02 });
    assert!(found.boxes.len() >= 2, "{found:?}");
    let of = |i: usize| {
        let mut dimensions: Vec<usize> = found.boxes[i].limits.iter().map(|limit| limit.dimension).collect();
        dimensions.sort_unstable();
        dimensions
    };
    assert_eq!([of(0), of(1)], [vec![0, 1], vec![2, 3]]);
    let covered = parts[2].outside(&found.boxes.iter().map(|found| found.limits.clone()).collect::<Vec<_>>()).count(&[]).hits as f64;
    assert!(covered / (parts[2].count(&[]).hits as f64) < 0.25);
}

/// In noise a box is claimed in at most one of twenty samples; the interval that decides is one of 95%, one-sided 2.5%.
#[test]
fn noise_holds_no_box() {
    let claimed = (0..20).filter(|seed| !searched(8, 100 + seed, |_, noise| noise < 0.25).0.boxes.is_empty()).count();
    assert!(claimed <= 1, "{claimed} of 20");
    let (found, _) = searched(8, 5, |_, noise| noise < 0.25);
    assert!(found.boxes.is_empty() && found.end.contains("the search did not use"), "{}", found.end);
}

#[test]
fn too_few_points_of_interest_say_so() {
    let (found, _) = searched(3, 1, |x, _| x[0] > 0.995);
    assert!(found.boxes.is_empty() && found.end.contains("too few"), "{}", found.end);
}

#[test]
fn peeling_takes_thin_slices_and_keeps_its_least() {
    let sample = cube(4_000, 4, 9, |x, noise| noise < 0.1 + 0.8 * x[0]);
    let steps = peel(&sample, &[0, 1, 2, 3], &Peeling { alpha: 0.05, least: 200 });
    assert!(steps.len() > 20 && steps[0].limits.is_empty());
    for pair in steps.windows(2) {
        let share = 1.0 - pair[1].inside.points as f64 / pair[0].inside.points as f64;
        assert!(share > 0.0 && share <= 0.0501, "{share}");
        assert!(pair[1].inside.density() > pair[0].inside.density());
        assert_eq!(sample.count(&pair[1].limits), pair[1].inside);
    }
    assert!(steps.last().unwrap().inside.points >= 200);
}

#[test]
fn never_is_above_every_number() {
    let mut sample = cube(3_000, 2, 4, |x, noise| noise < if x[0] > 0.8 { 0.9 } else { 0.1 });
    sample.values[0].iter_mut().filter(|x| **x > 0.8).for_each(|x| *x = f64::INFINITY);
    let steps = peel(&sample, &[0, 1], &Peeling { alpha: 0.05, least: 300 });
    let last = steps.iter().find(|step| step.inside.density() > 0.85).unwrap();
    assert!(last.limits.iter().any(|limit| limit.dimension == 0 && limit.side == Side::Above && limit.value > 0.7 && limit.value <= 0.8), "{last:?}");
}

/// A limit set far too tight is moved back out; what lies beyond is denser down to 0.5, so it stops there.
#[test]
fn pasting_gives_back_what_was_taken_too_much() {
    let sample = cube(20_000, 3, 8, |x, noise| {
        noise
            < if x[0] > 0.9 {
                0.5
            } else if x[0] > 0.5 {
                0.9
            } else {
                0.05
            }
    });
    let tight = [Limit { dimension: 0, side: Side::Above, value: 0.9 }];
    let wide = paste(&sample, &tight, &Peeling { alpha: 0.05, least: 100 });
    let density = |limits: &[Limit]| sample.count(limits).density();
    assert!(density(&wide) >= density(&tight) && sample.count(&wide).points > sample.count(&tight).points, "{wide:?}");
    assert!((0.48..0.56).contains(&wide[0].value), "{wide:?}");
}

/// Exact: of 10 points in the box 9 are of interest; without the limit 10 of 20. P(Bin(10, 0.5) ≥ 9) = 11/1024.
#[test]
fn quasi_p_is_the_binomial_tail() {
    let values: Vec<f64> = (0..20).map(f64::from).collect();
    let hits: Vec<bool> = (0..20).map(|point| (10..19).contains(&point) || point == 0).collect();
    let sample = Sample { values: vec![values], hits };
    let p = quasi_p(&sample, &[Limit { dimension: 0, side: Side::Above, value: 9.0 }], 0);
    assert!((p - 11.0 / 1024.0).abs() < 1e-12, "{p}");
}
