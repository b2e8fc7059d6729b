//! Keys, draws, samples, copulas and Hawkes offspring.

use adit::chance::{Copula, Distribution, Key, Sampler, offspring_delays, unit};
use rayon::prelude::*;

use super::{Case, Cdf, continuous, discrete_and_mixtures, kolmogorov};

/// Keys and words of published runs: a change here changes every result.
#[test]
fn keys_and_words_never_change() {
    let key = Key::of(42, "minerals.antimony.demand");
    // SHA-256 of 2a00000000000000 and the path, computed by another program.
    assert_eq!(key.bits(), 17_589_915_944_597_996_603);
    assert_eq!(Key::of(0, "").bits(), 8_794_265_229_978_523_055);
    assert_eq!([key.word(0), key.word(1), key.word(999_999)], [5_569_519_585_554_224_798, 492_457_361_296_185_200, 18_032_943_061_501_663_307]);
    assert_eq!(key.child(3).at(Key::of(42, "hazards.attack.classes.major.outage")), 17_250_337_982_648_278_736);
    assert_eq!(unit(key.word(0)).to_bits(), 4_599_110_603_888_173_718);
}

/// Draws of published runs, to the digits in which mathematical libraries agree.
#[test]
fn draws_never_change() {
    let pins = [
        (Distribution::pert(2.0, 4.0, 9.0), 0.3, 3.690_329_110_375_735),
        (Distribution::gamma(5.0, 2.0), 0.9, 7.672_805_759_231_483),
        (Distribution::lognormal_percentiles(2.0, 50.0), 0.01, 0.538_503_443_623_23),
        (Distribution::beta(0.85, 0.05), 0.999, 0.962_604_441_422_18),
    ];
    for (distribution, u, value) in pins {
        let draw = Sampler::new(&distribution.unwrap()).draw(u);
        assert!((draw / value - 1.0).abs() < 1e-12, "{draw:?}");
    }
}

/// D3. √n·D above 2.2 has a probability of 1.2·10⁻⁴ (Kolmogorov 1933), about 0.4 % in all 29 tests.
#[test]
fn samples_follow_independent_distribution_functions() {
    continuous().into_par_iter().chain(discrete_and_mixtures()).for_each(|Case { name, distribution, cdf }| {
        let (key, sampler) = (Key::of(1, name), Sampler::new(&distribution));
        let values = (0..1_000_000).map(|trial| sampler.draw(unit(key.word(trial)))).collect();
        let distance = kolmogorov(values, &cdf);
        assert!(distance < 2.2, "{name}: {distance}");
    });
}

/// N3: the larger of two standard normal draws (Clark 1961), within 4 standard errors (probability 6·10⁻⁵ each).
#[test]
fn larger_of_two_normals_has_its_known_moments() {
    let sampler = Sampler::new(&Distribution::normal(0.0, 1.0).unwrap());
    let keys = ["one", "other"].map(|path| Key::of(5, path));
    let n = 1_000_000;
    let values: Vec<f64> = (0..n)
        .map(|trial| {
            let [one, other] = keys.map(|key| sampler.draw(unit(key.word(trial))));
            one.max(other)
        })
        .collect();
    let size = values.len() as f64;
    let mean = values.iter().sum::<f64>() / size;
    let moment = |power| values.iter().map(|value| (value - mean).powi(power)).sum::<f64>() / size;
    let variance = moment(2);
    assert!((mean - 0.564_189_583_5).abs() < 4.0 * (variance / size).sqrt(), "{mean}");
    assert!((variance - 0.681_690_113_8).abs() < 4.0 * ((moment(4) - variance * variance) / size).sqrt(), "{variance}");
}

/// Comparison with the independent samplers of `rand_distr`. √(n/2)·D above 2.2 has a probability of 1.2·10⁻⁴ each.
#[test]
fn samples_agree_with_independent_samplers() {
    fn sample(sampler: &impl rand_distr::Distribution<f64>) -> Vec<f64> {
        let mut stream = Key::of(11, "theirs").stream();
        (0..100_000).map(|_| sampler.sample(&mut stream)).collect()
    }
    let pairs = [
        (Distribution::gamma(5.0, 12.5_f64.sqrt()), sample(&rand_distr::Gamma::new(2.0, 2.5).unwrap())),
        (Distribution::gamma(1.0, 2.0), sample(&rand_distr::Gamma::new(0.25, 4.0).unwrap())),
        (Distribution::beta(0.3, 0.1), sample(&rand_distr::Beta::new(6.0, 14.0).unwrap())),
        (Distribution::weibull(1.5, 12.0), sample(&rand_distr::Weibull::new(12.0, 1.5).unwrap())),
        (Distribution::lognormal_median(10.0, 0.9), sample(&rand_distr::LogNormal::new(10.0_f64.ln(), 0.9).unwrap())),
        (Distribution::triangular(2.0, 3.0, 9.0), sample(&rand_distr::Triangular::new(2.0, 9.0, 3.0).unwrap())),
        (Distribution::pert(2.0, 4.0, 9.0), sample(&rand_distr::Pert::new(2.0, 9.0).with_mode(4.0).unwrap())),
    ];
    for (distribution, mut theirs) in pairs {
        let distribution = distribution.unwrap();
        let (key, sampler) = (Key::of(11, "ours"), Sampler::new(&distribution));
        let mut ours: Vec<f64> = (0..100_000).map(|trial| sampler.draw(unit(key.word(trial)))).collect();
        ours.sort_unstable_by(f64::total_cmp);
        theirs.sort_unstable_by(f64::total_cmp);
        let count = |values: &[f64], x: f64| values.partition_point(|&value| value <= x) as f64;
        let distance = ours.iter().chain(&theirs).map(|&x| (count(&ours, x) - count(&theirs, x)).abs()).fold(0.0, f64::max) / 1e5;
        assert!(distance * 50_000.0_f64.sqrt() < 2.2, "{distribution:?}: {distance}");
    }
}

/// Spearman's rank correlation of the dependent uniform numbers, 12·E[(u − ½)(v − ½)], within 4 standard errors each.
#[test]
fn copula_gives_the_specified_rank_correlations() {
    let ranks = [(0, 1, 0.6), (1, 2, -0.4), (0, 3, 0.7), (2, 3, 0.1)];
    let copula = Copula::new(5, &ranks).unwrap();
    let keys = ["a", "b", "c", "d", "e"].map(|path| Key::of(8, path));
    let n = 200_000;
    let draws: Vec<[f64; 5]> = (0..n)
        .map(|trial| {
            let mut u = keys.map(|key| unit(key.word(trial)));
            copula.apply(&mut u);
            u
        })
        .collect();
    for i in 0..5 {
        let values = draws.iter().map(|u| u[i]).collect();
        // Each number remains uniform; the test fails with a probability of 1.2·10⁻⁴.
        assert!(kolmogorov(values, &(Box::new(|x: f64| x.clamp(0.0, 1.0)) as Cdf)) < 2.2, "{i}");
        for j in 0..i {
            let asked = ranks.iter().find(|&&(k, l, _)| (k, l) == (j, i)).map_or(0.0, |&(_, _, rank)| rank);
            let products: Vec<f64> = draws.iter().map(|u| 12.0 * (u[i] - 0.5) * (u[j] - 0.5)).collect();
            let achieved = products.iter().sum::<f64>() / n as f64;
            let variance = products.iter().map(|product| (product - achieved).powi(2)).sum::<f64>() / n as f64;
            assert!((achieved - asked).abs() < 4.0 * (variance / n as f64).sqrt(), "{j}, {i}: {achieved} for {asked}");
        }
    }
}

/// Counts are Poisson distributed (mean and variance) and delays exponentially distributed, within 4 standard errors (probability 6·10⁻⁵ each).
#[test]
fn offspring_have_their_moments() {
    for (branching, decay) in [(0.6, 3.0), (0.05, 40.0), (14.0, 1.0)] {
        let (key, mut delays, mut all) = (Key::of(9, "offspring"), Vec::new(), Vec::new());
        let n = 200_000;
        let counts: Vec<f64> = (0..n)
            .map(|incident| {
                offspring_delays(key.child(incident), branching, decay, &mut delays);
                all.extend_from_slice(&delays);
                delays.len() as f64
            })
            .collect();
        let size = n as f64;
        let mean = counts.iter().sum::<f64>() / size;
        let variance = counts.iter().map(|count| (count - mean).powi(2)).sum::<f64>() / size;
        assert!((mean - branching).abs() < 4.0 * (branching / size).sqrt(), "{mean} for {branching}");
        assert!((variance - branching).abs() < 4.0 * ((branching + 2.0 * branching * branching) / size).sqrt(), "{variance} for {branching}");
        let delay = all.iter().sum::<f64>() / all.len() as f64;
        assert!((delay - decay).abs() < 4.0 * decay / (all.len() as f64).sqrt(), "{delay} for {decay}");
        let cdf: Cdf = Box::new(move |x| -(-x / decay).exp_m1());
        assert!(kolmogorov(all, &cdf) < 2.2);
    }
}

/// For each key, words are uniform and adjacent trials are independent: a chi-squared test of 100 × 100 cells of (u, next u), with 9999 degrees of
/// freedom, within 4 of its standard deviations.
#[test]
fn neighbouring_trials_are_independent() {
    let key = Key::of(4, "pairs");
    let mut cells = vec![0_u32; 10_000];
    let n = 1_000_000;
    for trial in 0..n {
        let [one, next] = [trial, trial + 1].map(|trial| (unit(key.word(trial)) * 100.0) as usize);
        cells[100 * one + next] += 1;
    }
    let expected = n as f64 / 1e4;
    let chi: f64 = cells.iter().map(|&count| (f64::from(count) - expected).powi(2) / expected).sum();
    assert!((chi - 9999.0).abs() < 4.0 * (2.0 * 9999.0_f64).sqrt(), "{chi}");
}
