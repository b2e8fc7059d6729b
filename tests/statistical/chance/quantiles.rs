//! Quantile functions, their tables, and moments.

use adit::chance::{Distribution, Key, LANES, Sampler, unit};
use rayon::prelude::*;

use super::{Case, continuous, discrete_and_mixtures, uniforms};

/// D3. From 10⁻¹² to 1 − 10⁻⁹, to the accuracy of a double near the quantile.
#[test]
fn quantiles_invert_distribution_functions() {
    continuous().into_par_iter().for_each(|Case { name, distribution, .. }| {
        for u in uniforms().filter(|&u| (1e-12..=1.0 - 1e-9).contains(&u)) {
            let x = distribution.quantile(u);
            // Tolerance: a few units in the last place of x and of 1 − p, or ten digits of the nearer tail probability.
            let (ulps, tolerance) = (4.0 * f64::EPSILON * x.abs(), 1e-10 * u.min(1.0 - u) + if u > 0.5 { 1e-15 } else { 0.0 });
            let [below, above] = [x - ulps, x + ulps].map(|x| distribution.cdf(x));
            assert!(below - tolerance <= u && u <= above + tolerance, "{name} at {u:e}: {x} stands for {below:e} to {above:e}");
        }
        assert_eq!([distribution.quantile(0.0), distribution.quantile(1.0)], distribution.support(), "{name}");
        assert!(
            distribution.quantile(-0.1).is_nan()
                && distribution.quantile(1.1).is_nan()
                && distribution.quantile(f64::NAN).is_nan()
                && distribution.cdf(f64::NAN).is_nan()
        );
    });
}

/// Quantiles from 50-digit arithmetic, far into the tails.
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
    for (distribution, p, x) in known {
        let quantile = distribution.unwrap().quantile(p);
        assert!((quantile / x - 1.0).abs() < 1e-12, "{p}: {quantile:e} for {x:e}");
    }
}

#[test]
fn quantiles_of_discrete_distributions_and_mixtures_are_the_smallest_values_with_enough_probability() {
    for Case { name, distribution, cdf } in discrete_and_mixtures() {
        for step in 1..400 {
            let p = f64::from(step) / 400.0;
            let x = distribution.quantile(p);
            // The tolerance covers the last bits of the components' own functions.
            assert!(cdf(x) >= p - 1e-9 && cdf(x - 1e-9) < p + 1e-9, "{name} at {p}: {x}");
            assert!((distribution.cdf(x) - cdf(x)).abs() < 1e-9, "{name} at {p}");
        }
    }
}

/// D3. Tables against the quantile functions from which they are made, between their nodes and in both tails.
#[test]
fn samplers_have_the_documented_accuracy() {
    continuous().into_par_iter().for_each(|Case { name, distribution, .. }| {
        let sampler = Sampler::new(&distribution);
        let scale = distribution.quantile(0.001).abs().max(distribution.quantile(0.999).abs());
        let [low, high] = distribution.support();
        let floor = if low >= 0.0 || high <= 0.0 { 1e-6 * scale } else { 0.1 * scale };
        let mut last = f64::NEG_INFINITY;
        let mut sorted: Vec<f64> = uniforms().collect();
        sorted.sort_by(f64::total_cmp);
        for u in sorted {
            let (draw, exact) = (sampler.draw(u), distribution.quantile(u));
            assert!((draw - exact).abs() <= 1e-6 * exact.abs().max(floor), "{name} at {u:e}: {draw} for {exact}");
            assert!(low <= draw && draw <= high && draw.is_finite() && draw >= last, "{name} at {u:e}: {draw} after {last}");
            last = draw;
        }
    });
}

#[test]
fn draws_are_finite_within_the_support_and_increase() {
    let extreme = [
        Distribution::gamma(1.0, 10.0),
        Distribution::gamma(1e-300, 1e-305),
        Distribution::gamma(1e12, 1e-2),
        Distribution::beta(0.5, 0.4925),
        Distribution::beta(1e-6, 1e-7),
        Distribution::beta(0.999_999, 1e-4),
        Distribution::lognormal_median(1e-3, 6.0),
        Distribution::weibull(0.05, 1.0),
        Distribution::weibull(500.0, 1.0),
        Distribution::pert(1e9, 1e9, 1e9 + 1e-3),
        Distribution::pert(-1e-300, 0.0, 1e300),
        Distribution::metalog(1.0, 1.17, 2.0, None, None),
    ];
    for distribution in extreme {
        let distribution = distribution.unwrap();
        let sampler = Sampler::new(&distribution);
        let [low, high] = distribution.support();
        let key = Key::of(3, "awkward");
        let ends = [f64::NAN, f64::NEG_INFINITY, -1.0, 0.0, 0.5, 1.0, 2.0, f64::INFINITY];
        for u in (0..20_000).map(|trial| unit(key.word(trial))).chain(uniforms()).chain(ends) {
            let draw = sampler.draw(u);
            assert!(draw.is_finite() && low <= draw && draw <= high, "{distribution:?} at {u}: {draw}");
        }
        let rising: Vec<f64> = (0..100_000).map(|step| sampler.draw((f64::from(step) + 0.5) / 1e5)).collect();
        // Adjacent cubics agree to within rounding.
        for pair in rising.windows(2) {
            assert!(pair[1] >= pair[0] - 1e-14 * pair[0].abs(), "{distribution:?}: {} after {}", pair[1], pair[0]);
        }
    }
}

#[test]
fn lanes_draw_the_same_bits() {
    let distributions =
        continuous().into_iter().chain(discrete_and_mixtures()).map(|case| case.distribution).chain([Distribution::constant(4.0).unwrap()]);
    for distribution in distributions {
        let (key, sampler) = (Key::of(2, "lanes"), Sampler::new(&distribution));
        for batch in 0..200 {
            let u: [f64; LANES] = std::array::from_fn(|lane| unit(key.word(batch * LANES as u64 + lane as u64)));
            assert_eq!(sampler.draw_lanes(&u).map(f64::to_bits), u.map(|u| sampler.draw(u).to_bits()), "{distribution:?}");
        }
    }
}

/// Mean and standard deviation against sums over the quantile function in 2·10⁵ equal cells, which are less accurate for wide tails.
#[test]
fn moments_are_those_of_the_quantile_function() {
    continuous().into_par_iter().chain(discrete_and_mixtures()).for_each(|Case { name, distribution, .. }| {
        let sampler = Sampler::new(&distribution);
        let cells = 200_000;
        let values: Vec<f64> = (0..cells).map(|cell| sampler.draw((f64::from(cell) + 0.5) / f64::from(cells))).collect();
        let mean = values.iter().sum::<f64>() / f64::from(cells);
        let sd = (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / f64::from(cells)).sqrt();
        let tolerance = if name.contains("wide") { 0.4 } else { 0.01 };
        assert!((mean - distribution.mean()).abs() <= 0.1 * tolerance * distribution.sd(), "{name}: mean {} for {mean}", distribution.mean());
        if !name.contains("wide") {
            assert!((sd / distribution.sd() - 1.0).abs() <= tolerance, "{name}: sd {} for {sd}", distribution.sd());
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

/// D2, through the public interface.
#[test]
fn metalog_has_its_known_quantiles() {
    let metalog = Distribution::metalog(35.0, 50.0, 75.0, None, None).unwrap();
    for (p, x) in [(0.01, 20.9828), (0.05, 30.7365), (0.25, 41.5625), (0.75, 61.5625), (0.95, 84.3393), (0.99, 104.636)] {
        assert!((metalog.quantile(p) - x).abs() < 6e-4, "{p}");
        assert!((Sampler::new(&metalog).draw(p) - x).abs() < 6e-4, "{p}");
    }
    assert!((metalog.mean() - 52.844_497_583).abs() < 5e-10);
}
