//! The room `chance` against what is known of it: fixed keys, independent distribution functions, other people's samplers, exact moments.
//!
//! Seeds are fixed. Where a test is statistical, the chance of its failing for a right program, had the seed not been fixed, is said.

#![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::float_cmp, reason = "small counts, and exact values")]

use adit::chance::{Copula, Distribution, Key, LANES, Sampler, offspring_delays, unit};
use rayon::prelude::*;
use statrs::distribution::ContinuousCDF;

type Cdf = Box<dyn Fn(f64) -> f64 + Send + Sync>;

/// A distribution, its name, and its distribution function by other means than ours.
struct Case {
    name: &'static str,
    law: Distribution,
    cdf: Cdf,
}

fn case(name: &'static str, law: Distribution, cdf: impl Fn(f64) -> f64 + Send + Sync + 'static) -> Case {
    Case { name, law, cdf: Box::new(cdf) }
}

/// A distribution function from statrs.
fn known(name: &'static str, law: Distribution, cdf: impl ContinuousCDF<f64, f64> + Send + Sync + 'static) -> Case {
    case(name, law, move |x| cdf.cdf(x))
}

/// A distribution function from statrs of the value put onto another scale.
fn between(name: &'static str, law: Distribution, low: f64, high: f64, cdf: impl ContinuousCDF<f64, f64> + Send + Sync + 'static) -> Case {
    case(name, law, move |x| cdf.cdf((x - low) / (high - low)))
}

/// A metalog's distribution function by bisection of its quantile function as printed in Keelin 2016, through the 10, 50 and 90 % quantiles of
/// `transform`ed values.
fn metalog(percentiles: [f64; 3], transform: impl Fn(f64) -> f64 + Send + Sync + 'static) -> impl Fn(f64) -> f64 + Send + Sync {
    let [low, middle, high] = percentiles.map(&transform);
    let r = (middle - low) / (high - low);
    let (a2, a3) = ((high - low) / (2.0 * 9.0_f64.ln()), (1.0 - 2.0 * r) * (high - low) / (0.8 * 9.0_f64.ln()));
    move |x| {
        let z = transform(x);
        let (mut below, mut above) = (0.0, 1.0);
        for _ in 0..60 {
            let p = f64::midpoint(below, above);
            let odds = (p / (1.0 - p)).ln();
            if middle + a2 * odds + a3 * (p - 0.5) * odds < z { below = p } else { above = p }
        }
        f64::midpoint(below, above)
    }
}

/// Continuous distributions of every family, ordinary and awkward.
fn continuous() -> Vec<Case> {
    use statrs::distribution::{Beta, Exp, Gamma, LogNormal, Normal, Triangular, Uniform, Weibull};
    let ok = |law: Result<Distribution, adit::chance::DistributionError>| law.unwrap();
    let metalog_of = |min, max| ok(Distribution::metalog(35.0, 50.0, 75.0, min, max));
    let percentiles = [35.0, 50.0, 75.0];
    vec![
        known("uniform", ok(Distribution::uniform(2.0, 5.0)), Uniform::new(2.0, 5.0).unwrap()),
        known("triangular", ok(Distribution::triangular(2.0, 3.0, 9.0)), Triangular::new(2.0, 9.0, 3.0).unwrap()),
        known("triangular, peak below", ok(Distribution::triangular(2.0, 2.0, 9.0)), Triangular::new(2.0, 9.0, 2.0).unwrap()),
        between("pert", ok(Distribution::pert(2.0, 4.0, 9.0)), 2.0, 9.0, Beta::new(1.0 + 8.0 / 7.0, 1.0 + 20.0 / 7.0).unwrap()),
        between("pert, peak below", ok(Distribution::pert(2.0, 2.0, 9.0)), 2.0, 9.0, Beta::new(1.0, 5.0).unwrap()),
        between("pert, peak above", ok(Distribution::pert(2.0, 9.0, 9.0)), 2.0, 9.0, Beta::new(5.0, 1.0).unwrap()),
        between("pert, both signs", ok(Distribution::pert(-3.0, 4.0, 9.0)), -3.0, 9.0, Beta::new(1.0 + 7.0 / 3.0, 1.0 + 5.0 / 3.0).unwrap()),
        known("normal", ok(Distribution::normal(10.0, 3.0)), Normal::new(10.0, 3.0).unwrap()),
        known("normal about zero", ok(Distribution::normal(0.0, 1.0)), Normal::new(0.0, 1.0).unwrap()),
        known("lognormal by median", ok(Distribution::lognormal_median(10.0, 0.4)), LogNormal::new(10.0_f64.ln(), 0.4).unwrap()),
        // ln(1 + (6/10)²) = 0.307484699747960…
        known(
            "lognormal by mean",
            ok(Distribution::lognormal_mean(10.0, 6.0)),
            LogNormal::new(10.0_f64.ln() - 0.307_484_699_747_961 / 2.0, 0.307_484_699_747_961_f64.sqrt()).unwrap(),
        ),
        known(
            "lognormal by percentiles",
            ok(Distribution::lognormal_percentiles(2.0, 50.0)),
            LogNormal::new(10.0_f64.ln(), 25.0_f64.ln() / 2.563_103_131_089_201).unwrap(),
        ),
        known("lognormal, wide", ok(Distribution::lognormal_median(1.0, 3.0)), LogNormal::new(0.0, 3.0).unwrap()),
        known("gamma", ok(Distribution::gamma(5.0, 12.5_f64.sqrt())), Gamma::new(2.0, 0.4).unwrap()),
        known("gamma, shape below 1", ok(Distribution::gamma(1.0, 2.0)), Gamma::new(0.25, 0.25).unwrap()),
        known("gamma, narrow", ok(Distribution::gamma(100.0, 1.0)), Gamma::new(10_000.0, 100.0).unwrap()),
        known("beta", ok(Distribution::beta(0.3, 0.1)), Beta::new(6.0, 14.0).unwrap()),
        known("beta, two-peaked", ok(Distribution::beta(0.5, 0.4)), Beta::new(0.281_25, 0.281_25).unwrap()),
        known("beta, narrow", ok(Distribution::beta(0.95, 0.005)), Beta::new(1804.05, 94.95).unwrap()),
        known("exponential", ok(Distribution::exponential(12.0)), Exp::new(1.0 / 12.0).unwrap()),
        known("weibull", ok(Distribution::weibull(1.5, 12.0)), Weibull::new(1.5, 12.0).unwrap()),
        known("weibull, shape below 1", ok(Distribution::weibull(0.5, 12.0)), Weibull::new(0.5, 12.0).unwrap()),
        case("metalog", metalog_of(None, None), metalog(percentiles, |x| x)),
        case("metalog, min", metalog_of(Some(0.0), None), metalog(percentiles, f64::ln)),
        case("metalog, max", metalog_of(None, Some(100.0)), metalog(percentiles, |x| -(100.0 - x).ln())),
        case("metalog, both", metalog_of(Some(0.0), Some(100.0)), metalog(percentiles, |x| (x / (100.0 - x)).ln())),
    ]
}

/// Distributions with steps, and mixtures, whose draws do not rise with the uniform number.
fn others() -> Vec<Case> {
    use statrs::distribution::{Exp, Normal};
    let values = [(1.0, 1.0), (7.0, 2.0), (2.0, 5.0)];
    let rows: Vec<f64> = (0..37).map(|row| f64::from(row * row % 23)).collect();
    let counted = rows.clone();
    let (exponential, normal) = (Exp::new(0.5).unwrap(), Normal::new(20.0, 2.0).unwrap());
    let mixture = Distribution::mixture(vec![
        (Distribution::normal(20.0, 2.0).unwrap(), 1.0),
        (Distribution::constant(5.0).unwrap(), 1.0),
        (Distribution::exponential(2.0).unwrap(), 2.0),
    ]);
    vec![
        case("discrete", Distribution::discrete(&values).unwrap(), |x| {
            if x < 1.0 { 0.0 } else { [0.125, 0.75, 1.0][usize::from(x >= 2.0) + usize::from(x >= 7.0)] }
        }),
        case("empirical", Distribution::empirical(&rows).unwrap(), move |x| counted.iter().filter(|&&row| row <= x).count() as f64 / 37.0),
        case("mixture", mixture.unwrap(), move |x| 0.25 * normal.cdf(x) + if x >= 5.0 { 0.25 } else { 0.0 } + 0.5 * exponential.cdf(x)),
    ]
}

/// √n times the greatest distance between a sample's distribution function and another, looked at on either side of each value (for steps), at
/// every hundredth value in order, which misses at most 100/√n of it.
fn kolmogorov(mut values: Vec<f64>, cdf: &Cdf) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let n = values.len() as f64;
    let mut distance = 0.0_f64;
    for &x in values.iter().step_by(100) {
        let (below, up_to) = (values.partition_point(|&value| value < x), values.partition_point(|&value| value <= x));
        distance = distance.max((up_to as f64 / n - cdf(x)).abs()).max((below as f64 / n - cdf(x.next_down())).abs());
    }
    distance * n.sqrt()
}

/// The keys and words of published runs: a change here changes every result there is.
#[test]
fn keys_and_words_never_change() {
    let key = Key::of(42, "minerals.antimony.demand");
    // SHA-256 of 2a00000000000000 and the path, by another program.
    assert_eq!(key.bits(), 17_589_915_944_597_996_603);
    assert_eq!(Key::of(0, "").bits(), 8_794_265_229_978_523_055);
    assert_eq!([key.word(0), key.word(1), key.word(999_999)], [5_569_519_585_554_224_798, 492_457_361_296_185_200, 18_032_943_061_501_663_307]);
    assert_eq!(key.child(3).at(Key::of(42, "hazards.attack.classes.major.outage")), 17_250_337_982_648_278_736);
    assert_eq!(unit(key.word(0)).to_bits(), 4_599_110_603_888_173_718);
}

/// Draws of published runs, to the last bits that mathematical libraries agree on.
#[test]
fn draws_never_change() {
    let pins = [
        (Distribution::pert(2.0, 4.0, 9.0), 0.3, 3.690_329_110_375_735),
        (Distribution::gamma(5.0, 2.0), 0.9, 7.672_805_759_231_483),
        (Distribution::lognormal_percentiles(2.0, 50.0), 0.01, 0.538_503_443_623_23),
        (Distribution::beta(0.85, 0.05), 0.999, 0.962_604_441_422_18),
    ];
    for (law, u, value) in pins {
        let draw = Sampler::new(&law.unwrap()).draw(u);
        assert!((draw / value - 1.0).abs() < 1e-12, "{draw:?}");
    }
}

/// D3. √n·D above 2.2 has a chance of 1.2·10⁻⁴ (Kolmogorov 1933), some 0.4 % in all 29 together.
#[test]
fn samples_follow_independent_distribution_functions() {
    continuous().into_par_iter().chain(others()).for_each(|Case { name, law, cdf }| {
        let (key, sampler) = (Key::of(1, name), Sampler::new(&law));
        let values = (0..1_000_000).map(|trial| sampler.draw(unit(key.word(trial)))).collect();
        let distance = kolmogorov(values, &cdf);
        assert!(distance < 2.2, "{name}: {distance}");
    });
}

/// Tail probabilities from 2⁻⁵³ to ½, three an octave, at either end.
fn uniforms() -> impl Iterator<Item = f64> {
    (0..157_i32).flat_map(|step| {
        let tail = (0.5_f64.powi(53) * 2.0_f64.powf(f64::from(step) / 3.0)).min(0.5);
        [tail, 1.0 - tail]
    })
}

/// D3. From 10⁻¹² to 1 − 10⁻⁹, as exactly as a double near the quantile can tell.
#[test]
fn quantiles_go_round_through_distribution_functions() {
    continuous().into_par_iter().for_each(|Case { name, law, .. }| {
        for u in uniforms().filter(|&u| (1e-12..=1.0 - 1e-9).contains(&u)) {
            let x = law.quantile(u);
            // A few units in the last place of x, in which p may be hidden, and of 1 − p; else ten digits of the nearer tail.
            let (ulps, tolerance) = (4.0 * f64::EPSILON * x.abs(), 1e-10 * u.min(1.0 - u) + if u > 0.5 { 1e-15 } else { 0.0 });
            let [below, above] = [x - ulps, x + ulps].map(|x| law.cdf(x));
            assert!(below - tolerance <= u && u <= above + tolerance, "{name} at {u:e}: {x} stands for {below:e} to {above:e}");
        }
        assert_eq!([law.quantile(0.0), law.quantile(1.0)], law.support(), "{name}");
        assert!(law.quantile(-0.1).is_nan() && law.quantile(1.1).is_nan() && law.quantile(f64::NAN).is_nan() && law.cdf(f64::NAN).is_nan());
    });
}

/// Quantiles from 50-digit arithmetic, deep into the tails.
#[test]
fn quantiles_agree_with_high_precision() {
    let known = [
        (Distribution::gamma(1.0, 2.0), 1e-15, 2.699_879_157_244_693e-60),
        (Distribution::gamma(1.0, 2.0), 1e-06, 2.699_879_157_244_691_6e-24),
        (Distribution::gamma(1.0, 2.0), 0.3, 0.021_965_209_897_101_934),
        (Distribution::gamma(1.0, 2.0), 1.0 - 0.5_f64.powi(30), 69.307_632_572_910_82),
        (Distribution::gamma(5.0, 2.0), 1e-15, 0.009_859_711_925_217_255),
        (Distribution::gamma(5.0, 2.0), 1e-06, 0.284_694_356_728_932_4),
        (Distribution::gamma(5.0, 2.0), 0.3, 3.791_758_366_678_256_4),
        (Distribution::gamma(5.0, 2.0), 1.0 - 0.5_f64.powi(30), 27.435_017_743_131_87),
        (Distribution::gamma(100.0, 4.0), 1e-15, 71.461_589_697_816_72),
        (Distribution::gamma(100.0, 4.0), 1e-06, 82.124_318_297_360_19),
        (Distribution::gamma(100.0, 4.0), 0.3, 97.864_362_443_117_43),
        (Distribution::gamma(100.0, 4.0), 1.0 - 0.5_f64.powi(30), 125.939_894_971_507_94),
        (Distribution::beta(0.3, 0.1), 1e-15, 0.000_577_500_324_800_334_2),
        (Distribution::beta(0.3, 0.1), 1e-06, 0.018_898_234_508_169_128),
        (Distribution::beta(0.3, 0.1), 0.3, 0.241_352_588_799_882_36),
        (Distribution::beta(0.3, 0.1), 1.0 - 0.5_f64.powi(30), 0.878_906_152_389_299_1),
        (Distribution::beta(0.95, 0.02), 1e-15, 0.650_712_422_507_189_2),
        (Distribution::beta(0.95, 0.02), 1e-06, 0.802_103_765_381_215_2),
        (Distribution::beta(0.95, 0.02), 0.3, 0.941_569_088_381_435_6),
        (Distribution::beta(0.95, 0.02), 1.0 - 0.5_f64.powi(30), 0.999_235_709_194_866_7),
        (Distribution::beta(2e-4, 4e-5), 1e-15, 2.281_185_843_619_355e-5),
        (Distribution::beta(2e-4, 4e-5), 1.0 - 0.5_f64.powi(30), 0.000_540_303_720_254_572),
        (Distribution::beta(0.5, 0.45), 1e-15, 3.983_720_289_290_184e-126),
        (Distribution::beta(0.5, 0.45), 1e-06, 2.173_356_361_988_764_5e-49),
        (Distribution::beta(0.5, 0.45), 0.3, 0.010_791_344_777_831_08),
        (Distribution::beta(0.5, 0.45), 1.0 - 0.5_f64.powi(30), 1.0),
    ];
    for (law, p, x) in known {
        let quantile = law.unwrap().quantile(p);
        assert!((quantile / x - 1.0).abs() < 1e-12, "{p}: {quantile:e} for {x:e}");
    }
}

#[test]
fn quantiles_of_steps_and_mixtures_are_the_smallest_values_that_do() {
    for Case { name, law, cdf } in others() {
        for step in 1..400 {
            let p = f64::from(step) / 400.0;
            let x = law.quantile(p);
            // The last bits of the components' own functions decide by how much.
            assert!(cdf(x) >= p - 1e-9 && cdf(x - 1e-9) < p + 1e-9, "{name} at {p}: {x}");
            assert!((law.cdf(x) - cdf(x)).abs() < 1e-9, "{name} at {p}");
        }
    }
}

/// D3. Tables against the quantile functions that they are made of, between their nodes and into both tails.
#[test]
fn samplers_are_as_exact_as_they_say() {
    continuous().into_par_iter().for_each(|Case { name, law, .. }| {
        let sampler = Sampler::new(&law);
        let scale = law.quantile(0.001).abs().max(law.quantile(0.999).abs());
        let [low, high] = law.support();
        let floor = if low >= 0.0 || high <= 0.0 { 1e-6 * scale } else { 0.1 * scale };
        let mut last = f64::NEG_INFINITY;
        let mut sorted: Vec<f64> = uniforms().collect();
        sorted.sort_by(f64::total_cmp);
        for u in sorted {
            let (draw, exact) = (sampler.draw(u), law.quantile(u));
            assert!((draw - exact).abs() <= 1e-6 * exact.abs().max(floor), "{name} at {u:e}: {draw} for {exact}");
            assert!(low <= draw && draw <= high && draw.is_finite() && draw >= last, "{name} at {u:e}: {draw} after {last}");
            last = draw;
        }
    });
}

#[test]
fn draws_stay_finite_in_the_support_and_rise_whatever_the_number() {
    let awkward = [
        Distribution::gamma(1.0, 10.0),
        Distribution::gamma(1e-300, 1e-305),
        Distribution::gamma(1e12, 1e-2),
        Distribution::beta(0.5, 0.499),
        Distribution::beta(1e-6, 1e-7),
        Distribution::beta(0.999_999, 1e-4),
        Distribution::lognormal_median(1e-3, 6.0),
        Distribution::weibull(0.05, 1.0),
        Distribution::weibull(500.0, 1.0),
        Distribution::pert(1e9, 1e9, 1e9 + 1e-3),
        Distribution::pert(-1e-300, 0.0, 1e300),
        Distribution::metalog(1.0, 1.17, 2.0, None, None),
    ];
    for law in awkward {
        let law = law.unwrap();
        let sampler = Sampler::new(&law);
        let [low, high] = law.support();
        let key = Key::of(3, "awkward");
        let ends = [f64::NAN, f64::NEG_INFINITY, -1.0, 0.0, 0.5, 1.0, 2.0, f64::INFINITY];
        for u in (0..20_000).map(|trial| unit(key.word(trial))).chain(uniforms()).chain(ends) {
            let draw = sampler.draw(u);
            assert!(draw.is_finite() && low <= draw && draw <= high, "{law:?} at {u}: {draw}");
        }
        let rising: Vec<f64> = (0..100_000).map(|step| sampler.draw((f64::from(step) + 0.5) / 1e5)).collect();
        // Cubics meet to within rounding.
        for pair in rising.windows(2) {
            assert!(pair[1] >= pair[0] - 1e-14 * pair[0].abs(), "{law:?}: {} after {}", pair[1], pair[0]);
        }
    }
}

#[test]
fn lanes_draw_the_same_bits() {
    let laws = continuous().into_iter().chain(others()).map(|case| case.law).chain([Distribution::constant(4.0).unwrap()]);
    for law in laws {
        let (key, sampler) = (Key::of(2, "lanes"), Sampler::new(&law));
        for batch in 0..200 {
            let u: [f64; LANES] = std::array::from_fn(|lane| unit(key.word(batch * LANES as u64 + lane as u64)));
            assert_eq!(sampler.draw_lanes(&u).map(f64::to_bits), u.map(|u| sampler.draw(u).to_bits()), "{law:?}");
        }
    }
}

/// Mean and standard deviation as stated, against the distribution's own quantile function over 2·10⁵ equal cells; wide tails cost accuracy there.
#[test]
fn moments_are_those_of_the_quantile_function() {
    continuous().into_par_iter().chain(others()).for_each(|Case { name, law, .. }| {
        let sampler = Sampler::new(&law);
        let cells = 200_000;
        let values: Vec<f64> = (0..cells).map(|cell| sampler.draw((f64::from(cell) + 0.5) / f64::from(cells))).collect();
        let mean = values.iter().sum::<f64>() / f64::from(cells);
        let sd = (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / f64::from(cells)).sqrt();
        let tolerance = if name.contains("wide") { 0.4 } else { 0.01 };
        assert!((mean - law.mean()).abs() <= 0.1 * tolerance * law.sd(), "{name}: mean {} for {mean}", law.mean());
        if !name.contains("wide") {
            assert!((sd / law.sd() - 1.0).abs() <= tolerance, "{name}: sd {} for {sd}", law.sd());
        }
    });
}

/// D1.
#[test]
fn pert_has_its_known_moments() {
    let pert = Distribution::pert(2.0, 4.0, 9.0).unwrap();
    assert!((pert.mean() - 4.5).abs() < 1e-14);
    assert!((pert.sd().powi(2) - 1.607_142_857_142_857).abs() < 1e-14);
}

/// D2, through the public door.
#[test]
fn metalog_has_its_known_quantiles() {
    let metalog = Distribution::metalog(35.0, 50.0, 75.0, None, None).unwrap();
    for (p, x) in [(0.01, 20.9828), (0.05, 30.7365), (0.25, 41.5625), (0.75, 61.5625), (0.95, 84.3393), (0.99, 104.636)] {
        assert!((metalog.quantile(p) - x).abs() < 6e-4, "{p}");
        assert!((Sampler::new(&metalog).draw(p) - x).abs() < 6e-4, "{p}");
    }
    assert!((metalog.mean() - 52.844_497_583).abs() < 5e-10);
}

/// N3: the larger of two standard normal draws (Clark 1961), within 4 standard errors (6·10⁻⁵ each).
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

/// Against `rand_distr`'s samplers, which share nothing with ours. √(n/2)·D above 2.2 has a chance of 1.2·10⁻⁴ each.
#[test]
fn samples_agree_with_other_peoples_samplers() {
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
    for (law, mut theirs) in pairs {
        let law = law.unwrap();
        let (key, sampler) = (Key::of(11, "ours"), Sampler::new(&law));
        let mut ours: Vec<f64> = (0..100_000).map(|trial| sampler.draw(unit(key.word(trial)))).collect();
        ours.sort_unstable_by(f64::total_cmp);
        theirs.sort_unstable_by(f64::total_cmp);
        let count = |values: &[f64], x: f64| values.partition_point(|&value| value <= x) as f64;
        let distance = ours.iter().chain(&theirs).map(|&x| (count(&ours, x) - count(&theirs, x)).abs()).fold(0.0, f64::max) / 1e5;
        assert!(distance * 50_000.0_f64.sqrt() < 2.2, "{law:?}: {distance}");
    }
}

/// Spearman's rank correlation of the dependent numbers, which are uniform, is 12·E[(u − ½)(v − ½)]; within 4 standard errors each.
#[test]
fn copula_gives_the_rank_correlations_asked_for() {
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
        // Each alone stays uniform: a chance of 1.2·10⁻⁴.
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

/// Counts are Poisson (mean and variance) and delays exponential; within 4 standard errors, 6·10⁻⁵ each.
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

/// Key by key, words are uniform and neighbouring trials independent: 100 × 100 cells of (u, next u), chi-squared with 9999 degrees of freedom
/// within 4 of its standard deviations.
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

#[test]
fn distributions_of_no_width_are_constants() {
    let constants = [
        (Distribution::uniform(3.0, 3.0), 3.0),
        (Distribution::triangular(3.0, 3.0, 3.0), 3.0),
        (Distribution::pert(3.0, 3.0, 3.0), 3.0),
        (Distribution::normal(-3.0, 0.0), -3.0),
        (Distribution::lognormal_median(3.0, 0.0), 3.0),
        (Distribution::lognormal_mean(3.0, 0.0), 3.0),
        (Distribution::gamma(3.0, 0.0), 3.0),
        (Distribution::beta(1.0, 0.0), 1.0),
        (Distribution::metalog(3.0, 3.0, 3.0, Some(0.0), None), 3.0),
        (Distribution::discrete(&[(3.0, 1.0), (3.0, 2.0), (4.0, 0.0)]), 3.0),
        (Distribution::empirical(&[3.0, 3.0]), 3.0),
        (Distribution::mixture(vec![(Distribution::constant(3.0).unwrap(), 1.0), (Distribution::constant(3.0).unwrap(), 2.0)]), 3.0),
    ];
    for (law, value) in constants {
        let law = law.unwrap();
        assert_eq!(law.as_constant(), Some(value), "{law:?}");
        assert_eq!((law.mean(), law.sd(), law.support()), (value, 0.0, [value; 2]));
        assert_eq!((Sampler::new(&law).draw(0.1), law.quantile(0.9), law.cdf(value), law.cdf(value.next_down())), (value, value, 1.0, 0.0));
    }
    assert_eq!(Distribution::lognormal_percentiles(4.0, 4.0).unwrap().as_constant(), Some(4.0));
    assert_eq!(Distribution::pert(1.0, 2.0, 3.0).unwrap().as_constant(), None);
}

#[test]
fn impossible_distributions_are_refused_with_help() {
    let nan = f64::NAN;
    let refused = [
        (Distribution::constant(f64::INFINITY), "finite"),
        (Distribution::uniform(5.0, 2.0), "rising order: 2, 5"),
        (Distribution::uniform(nan, 2.0), "plain number"),
        (Distribution::uniform(-1e308, 1e308), "smaller"),
        (Distribution::triangular(2.0, 10.0, 9.0), "low, mode, high"),
        (Distribution::pert(2.0, 1.0, 9.0), "1, 2, 9"),
        (Distribution::normal(1.0, -1.0), "sd above 0"),
        (Distribution::normal(1.0, nan), "plain number for sd"),
        (Distribution::lognormal_median(0.0, 1.0), "median above 0"),
        (Distribution::lognormal_median(1.0, 200.0), "smaller"),
        (Distribution::lognormal_mean(-1.0, 1.0), "mean above 0"),
        (Distribution::lognormal_percentiles(50.0, 2.0), "2, 50"),
        (Distribution::lognormal_percentiles(0.0, 2.0), "p10 above 0"),
        (Distribution::gamma(0.0, 1.0), "number 0 alone"),
        (Distribution::beta(1.2, 0.1), "share between 0 and 1"),
        (Distribution::beta(0.5, 0.5), "below 0.5000"),
        (Distribution::beta(0.0, 0.1), "below 0.0000"),
        (Distribution::exponential(0.0), "mean above 0"),
        (Distribution::weibull(0.0, 1.0), "shape above 0"),
        (Distribution::weibull(0.001, 1.0), "larger shape"),
        (Distribution::metalog(10.0, 11.0, 90.0, None, None), "p50 between 23."),
        (Distribution::metalog(10.0, 50.0, 90.0, Some(10.0), None), "lower min"),
        (Distribution::metalog(10.0, 50.0, 90.0, None, Some(80.0)), "raise max"),
        (Distribution::metalog(10.0, 50.0, 40.0, None, None), "p10, p50, p90"),
        (Distribution::discrete(&[]), "at least one"),
        (Distribution::discrete(&[(1.0, -1.0)]), "0 or more"),
        (Distribution::empirical(&[]), "at least one"),
        (Distribution::mixture(vec![(Distribution::constant(1.0).unwrap(), 0.0)]), "weight above 0"),
    ];
    for (law, words) in refused {
        let error = law.unwrap_err();
        assert!(format!("{error}: {}", error.help()).contains(words), "{error}: {}", error.help());
    }
}

#[test]
fn what_the_help_for_a_metalog_says_works() {
    assert!(Distribution::metalog(10.0, 23.4, 90.0, None, None).is_ok());
    assert!(Distribution::metalog(10.0, 23.2, 90.0, None, None).is_err());
    assert!(Distribution::metalog(10.0, 11.0, 90.0, Some(9.5), None).is_ok());
}
