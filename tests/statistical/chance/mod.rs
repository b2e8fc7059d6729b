//! Tests of the module `chance` against fixed keys, independent distribution functions, independent samplers and exact moments.
//!
//! Seeds are fixed. Each statistical test states the probability that it would fail for a correct program with a random seed.

#![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::float_cmp, reason = "small counts, and exact values")]

mod parameters;
mod quantiles;
mod samples;

use adit::chance::Distribution;
use statrs::distribution::ContinuousCDF;

type Cdf = Box<dyn Fn(f64) -> f64 + Send + Sync>;

/// A distribution with its name and an independent cumulative distribution function.
struct Case {
    name: &'static str,
    distribution: Distribution,
    cdf: Cdf,
}

fn case(name: &'static str, distribution: Distribution, cdf: impl Fn(f64) -> f64 + Send + Sync + 'static) -> Case {
    Case { name, distribution, cdf: Box::new(cdf) }
}

/// A case with a distribution function from statrs.
fn known(name: &'static str, distribution: Distribution, cdf: impl ContinuousCDF<f64, f64> + Send + Sync + 'static) -> Case {
    case(name, distribution, move |x| cdf.cdf(x))
}

/// A case with a distribution function from statrs of the value scaled to [0, 1].
fn between(name: &'static str, distribution: Distribution, low: f64, high: f64, cdf: impl ContinuousCDF<f64, f64> + Send + Sync + 'static) -> Case {
    case(name, distribution, move |x| cdf.cdf((x - low) / (high - low)))
}

/// Cumulative distribution function of a metalog by bisection of its quantile function (Keelin 2016), through the 10, 50 and 90 % quantiles of values
/// under `transform`.
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

/// Continuous distributions of every family, with ordinary and with extreme parameters.
fn continuous() -> Vec<Case> {
    use statrs::distribution::{Beta, Exp, Gamma, LogNormal, Normal, Triangular, Uniform, Weibull};
    let ok = |distribution: Result<Distribution, adit::chance::DistributionError>| distribution.unwrap();
    let metalog_of = |min, max| ok(Distribution::metalog(35.0, 50.0, 75.0, min, max));
    let percentiles = [35.0, 50.0, 75.0];
    vec![
        known("uniform", ok(Distribution::uniform(2.0, 5.0)), Uniform::new(2.0, 5.0).unwrap()),
        case("loguniform", ok(Distribution::loguniform(0.02, 5.0)), |x| ((x / 0.02).ln() / 250.0_f64.ln()).clamp(0.0, 1.0)),
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

/// Discrete distributions and mixtures, whose draws do not increase with the uniform number.
fn discrete_and_mixtures() -> Vec<Case> {
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

/// Kolmogorov–Smirnov statistic √n·D of a sample, evaluated on both sides of every hundredth value in increasing order, which underestimates it by at
/// most 100/√n.
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

/// Tail probabilities from 2⁻⁵³ to ½ in both tails, three per octave.
fn uniforms() -> impl Iterator<Item = f64> {
    (0..157_i32).flat_map(|step| {
        let tail = (0.5_f64.powi(53) * 2.0_f64.powf(f64::from(step) / 3.0)).min(0.5);
        [tail, 1.0 - tail]
    })
}
