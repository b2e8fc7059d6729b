//! Censored durations. The data are the remissions, in weeks, of 21 leukaemia patients under 6-mercaptopurine (Freireich et al. 1963, Blood 21), on
//! which survival analysis has been taught since. Figures marked scipy were computed with scipy 1.17 (minimisation of −Σ logpdf − Σ logsf by
//! Nelder–Mead to 1e-12, profile by bounded search and Brent's root) and agree with lifelines 0.30.

use adit::stats::survival::{End, Family, Observed, SurvivalDistribution, cumulative_incidence, fit, fit_all, goodness, kaplan_meier};

use super::uniforms;

const WEEKS: [(f64, bool); 21] = [
    (6.0, true),
    (6.0, true),
    (6.0, true),
    (6.0, false),
    (7.0, true),
    (9.0, false),
    (10.0, true),
    (10.0, false),
    (11.0, false),
    (13.0, true),
    (16.0, true),
    (17.0, false),
    (19.0, false),
    (20.0, false),
    (22.0, true),
    (23.0, true),
    (25.0, false),
    (32.0, false),
    (32.0, false),
    (34.0, false),
    (35.0, false),
];

fn remissions() -> Vec<Observed> {
    WEEKS.iter().map(|&(weeks, event)| Observed::new(weeks, event)).collect()
}

fn near(found: f64, known: f64, what: &str) {
    assert!((found / known - 1.0).abs() < 5e-5, "{what}: {found} instead of {known}");
}

#[test]
fn five_laws_agree_with_scipy() {
    let data = remissions();
    // Scale, shape, ln likelihood, standard error of ln scale, median with its 95 % profile interval, 90 % quantile. The exponential's scale is
    // 359/9 weeks, as in any textbook.
    let known = [
        (Family::Exponential, [39.888_888, 1.0, -42.174_880, 0.333_333, 27.648_871, 15.337_479, 57.540_361, 91.847_560]),
        (Family::Weibull, [33.765_152, 1.353_735, -41.658_678, 0.273_369, 25.756_503, 16.247_097, 51.402_424, 62.522_516]),
        (Family::Lognormal, [24.607_903, 0.978_725, -40.680_156, 0.286_132, 24.607_903, 15.215_953, 54.846_793, 86.258_960]),
        (Family::Gamma, [18.541_384, 1.677_009, -41.439_416, 0.608_001, 25.179_135, 16.251_666, 48.562_812, 63.064_850]),
        (Family::LogLogistic, [24.265_953, 1.683_961, -41.144_104, 0.281_753, 24.265_953, 14.794_703, 52.049_453, 89.466_971]),
    ];
    for (family, [scale, shape, likelihood, error, median, low, high, late]) in known {
        let fitted = fit(family, &data).expect("a fit");
        let interval = fitted.quantile_interval(&data, 0.5);
        let name = family.name();
        near(fitted.distribution.scale, scale, name);
        near(fitted.distribution.shape, shape, name);
        near(fitted.log_likelihood, likelihood, name);
        near(fitted.standard_errors()[0], error, name);
        near(interval.value, median, name);
        near(interval.low, low, name);
        near(interval.high, high, name);
        near(fitted.distribution.quantile(0.9), late, name);
        assert_eq!((fitted.events, fitted.rows), (9, 21));
        near(fitted.aic, 2.0 * family.parameters() as f64 - 2.0 * likelihood, name);
    }
    let order: Vec<Family> = fit_all(&data).expect("fits").iter().map(|fit| fit.distribution.family).collect();
    assert_eq!(order, [Family::Lognormal, Family::LogLogistic, Family::Exponential, Family::Gamma, Family::Weibull]);
}

#[test]
fn product_limit_is_the_published_one() {
    // Kalbfleisch & Prentice 1980; the band as lifelines gives it (log-log, Greenwood).
    let known = [
        (6.0, 21, 0.857_143, 0.619_718, 0.951_552),
        (7.0, 17, 0.806_723, 0.563_147, 0.922_809),
        (10.0, 15, 0.752_941, 0.503_200, 0.889_362),
        (13.0, 12, 0.690_196, 0.431_610, 0.849_066),
        (16.0, 11, 0.627_451, 0.367_511, 0.804_912),
        (22.0, 7, 0.537_815, 0.267_779, 0.746_791),
        (23.0, 6, 0.448_179, 0.188_052, 0.680_143),
    ];
    let estimate = kaplan_meier(&remissions());
    assert_eq!(estimate.steps.len(), known.len());
    for (step, (time, at_risk, survival, low, high)) in estimate.steps.iter().zip(known) {
        assert!((step.time - time).abs() < 1e-12 && step.at_risk == at_risk);
        assert!((step.survival - survival).abs() < 1e-6 && (step.low - low).abs() < 1e-6 && (step.high - high).abs() < 1e-6, "{step:?}");
    }
    assert!((estimate.survival(6.5) - 0.857_143).abs() < 1e-6 && (estimate.survival(1.0) - 1.0).abs() < 1e-15);
    assert_eq!((estimate.quantile(0.5), estimate.quantile(0.6), estimate.last), (Some(23.0), None, 35.0));
}

#[test]
fn cancelled_is_not_censored() {
    // Four of the running ones declared cancelled, at 9, 11, 17 and 25 weeks; the reference is a direct sum in Python over the published formulas.
    let data: Vec<Observed> = remissions()
        .into_iter()
        .map(|o| if !o.is_event() && [9.0, 11.0, 17.0, 25.0].contains(&o.value) { Observed { end: End::Competing, ..o } } else { o })
        .collect();
    let incidence = cumulative_incidence(&data);
    let (event, competing) = (incidence.event.last().expect("steps"), incidence.competing.last().expect("steps"));
    assert!((event.share - 0.491_919_845).abs() < 1e-8 && (event.standard_error - 0.121_048_143).abs() < 1e-8, "{event:?}");
    assert!((competing.share - 0.228_829_994).abs() < 1e-8 && (competing.standard_error - 0.101_579_770).abs() < 1e-8, "{competing:?}");
    // One less the product-limit estimate, which takes the cancelled for censored, says too much.
    assert!(1.0 - kaplan_meier(&data).survival(25.0) > event.share + 0.05);
    // Without censoring both are plain shares.
    let plain: Vec<Observed> =
        (1..=10).map(|i| Observed { value: f64::from(i), end: if i % 3 == 0 { End::Competing } else { End::Event } }).collect();
    let incidence = cumulative_incidence(&plain);
    let (event, competing) = (incidence.event.last().expect("steps"), incidence.competing.last().expect("steps"));
    assert!((event.share - 0.7).abs() < 1e-12 && (competing.share - 0.3).abs() < 1e-12);
    assert!((event.standard_error - 0.021_f64.sqrt()).abs() < 1e-12, "binomial: {event:?}");
}

/// `rows` durations of `law`, censored at a uniform time up to `last`.
fn simulated(law: &SurvivalDistribution, rows: usize, last: f64, uniform: &mut impl FnMut() -> f64) -> Vec<Observed> {
    (0..rows)
        .map(|_| {
            let (ended, seen) = (law.quantile(uniform()), last * uniform());
            Observed::new(ended.min(seen), ended <= seen)
        })
        .collect()
}

#[test]
fn intervals_cover_the_truth() {
    const FITS: usize = 600;
    for (seed, family, shape) in [(2, Family::Weibull, 1.5), (3, Family::Lognormal, 0.8), (5, Family::LogLogistic, 2.0)] {
        let truth = SurvivalDistribution { family, scale: 10.0, shape };
        let mut uniform = uniforms(seed);
        let covered = (0..FITS)
            .filter(|_| {
                let data = simulated(&truth, 60, 40.0, &mut uniform);
                let interval = fit(family, &data).expect("a fit").quantile_interval(&data, 0.5);
                interval.low <= truth.quantile(0.5) && truth.quantile(0.5) <= interval.high
            })
            .count();
        // 95 % of 600, give or take two standard errors of 0.9 points.
        let share = covered as f64 / FITS as f64;
        assert!((0.93..=0.97).contains(&share), "{}: {share}", family.name());
    }
}

#[test]
fn displaced_laws_spread_as_the_fit_says() {
    let fitted = fit(Family::Gamma, &remissions()).expect("a fit");
    let mut uniform = uniforms(11);
    let normal = |u: f64| SurvivalDistribution { family: Family::Lognormal, scale: 1.0, shape: 1.0 }.quantile(u).ln();
    let laws: Vec<SurvivalDistribution> = (0..4000).map(|_| fitted.displaced([normal(uniform()), normal(uniform())])).collect();
    let cross: f64 =
        laws.iter().map(|law| (law.scale / fitted.distribution.scale).ln() * (law.shape / fitted.distribution.shape).ln()).sum::<f64>() / 4000.0;
    // Covariance by scipy: −0.22570; its own error here is near 0.005.
    assert!((cross + 0.2257).abs() < 0.02, "{cross}");
}

#[test]
fn goodness_tells_a_right_law_from_a_wrong_one() {
    let data = remissions();
    let fitted = fit(Family::Lognormal, &data).expect("a fit");
    let once = goodness(&fitted, &data, 200, uniforms(7));
    assert!(once.kolmogorov_smirnov_p > 0.1 && once.anderson_darling_p > 0.1, "{once:?}");
    assert_eq!(once, goodness(&fitted, &data, 200, uniforms(7)));
    // Durations that are all much alike are no exponential law.
    let alike = simulated(&SurvivalDistribution { family: Family::Weibull, scale: 10.0, shape: 6.0 }, 40, 30.0, &mut uniforms(8));
    let wrong = goodness(&fit(Family::Exponential, &alike).expect("a fit"), &alike, 200, uniforms(9));
    assert!(wrong.kolmogorov_smirnov_p < 0.02 && wrong.anderson_darling_p < 0.02, "{wrong:?}");
}

#[test]
fn a_true_law_is_rejected_as_rarely_as_it_should() {
    let truth = SurvivalDistribution { family: Family::Weibull, scale: 10.0, shape: 1.5 };
    let mut uniform = uniforms(21);
    let rejected = (0..150)
        .filter(|_| {
            let data = simulated(&truth, 25, 30.0, &mut uniform);
            goodness(&fit(Family::Weibull, &data).expect("a fit"), &data, 59, &mut uniform).anderson_darling_p <= 0.1
        })
        .count();
    // A tenth of 150, give or take three standard errors of 3.7.
    assert!((4..=26).contains(&rejected), "{rejected}");
}

#[test]
fn what_cannot_be_fitted_says_why() {
    let running = [Observed::new(3.0, false), Observed::new(5.0, false)];
    assert!(fit_all(&running).expect_err("nothing ended").to_string().contains("no duration has ended"));
    let one = [Observed::new(3.0, true), Observed::new(5.0, false)];
    let fits = fit_all(&one).expect("the exponential");
    assert_eq!((fits.len(), fits[0].distribution.family, fits[0].distribution.scale), (1, Family::Exponential, 8.0));
    assert!(fit(Family::Weibull, &[Observed::new(0.0, true)]).expect_err("no duration").to_string().contains("number 1"));
}
