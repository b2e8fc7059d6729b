//! Incident processes. The 76 times were simulated once (background 0.5 a month, branching 0.7, decay 0.4 months, 60 months); what they should give
//! was computed with scipy 1.17 from the likelihood as a double sum over all pairs of incidents, minimised by Nelder–Mead to 1e-12.

use adit::stats::incidents::{Count, Hawkes, Process, ProcessFit, fit_counts, fit_times, hawkes_log_likelihood};

use super::uniforms;

#[rustfmt::skip]
const TIMES: [f64; 76] = [
    0.07, 1.11, 2.72, 2.93, 3.24, 3.28, 3.38, 3.65, 3.85, 12.2, 13.64, 14.07, 16.29, 16.34, 16.93, 16.95, 17.15, 19.5, 23.0, 23.54, 24.14, 24.15, 24.51,
    26.1, 26.2, 26.66, 27.21, 28.17, 29.58, 30.2, 30.56, 30.61, 30.92, 33.34, 34.5, 39.14, 39.64, 39.92, 40.31, 40.6, 40.75, 41.08, 41.13, 41.33, 41.44,
    41.78, 42.08, 42.45, 42.77, 42.97, 43.15, 43.82, 44.8, 48.37, 50.65, 52.21, 52.33, 52.78, 53.14, 53.73, 53.79, 53.86, 53.91, 54.06, 54.35, 54.38,
    54.43, 54.52, 54.53, 54.54, 54.71, 54.76, 55.03, 58.45, 59.49, 59.95,
];

fn of(fits: &[ProcessFit], process: Process) -> &ProcessFit {
    fits.iter().find(|fit| fit.process == process).expect("a fit")
}

fn value(fit: &ProcessFit, name: &str) -> f64 {
    fit.parameter(name).expect("a parameter").value
}

fn near(found: f64, known: f64, what: &str) {
    assert!((found / known - 1.0).abs() < 5e-5, "{what}: {found} instead of {known}");
}

#[test]
fn processes_of_times_agree_with_scipy() {
    let fits = fit_times(&TIMES, 60.0, 0.0, 1e-9);
    let hawkes = of(&fits, Process::Hawkes);
    near(value(hawkes, "background"), 7.257_917, "background");
    near(value(hawkes, "branching"), 0.531_688_4, "branching");
    near(value(hawkes, "decay"), 0.501_591_7, "decay");
    near(hawkes.log_likelihood, -42.457_916, "Hawkes");
    let branching = hawkes.parameter("branching").expect("branching");
    near(branching.low, 0.311_747_5, "branching from");
    near(branching.high, 0.789_859_4, "branching to");
    let poisson = of(&fits, Process::Poisson);
    let rate = poisson.parameter("rate").expect("a rate");
    near(poisson.log_likelihood, -58.034_453, "Poisson");
    near(rate.value, 15.2, "rate");
    near(rate.low, 11.975_871, "rate from");
    near(rate.high, 19.025_067, "rate to");
    let trend = of(&fits, Process::Trend);
    near(value(trend, "rate"), 9.075_432, "rate at the start");
    near(value(trend, "trend"), 0.210_672_1, "trend");
    near(trend.log_likelihood, -55.205_590, "trend");
    let season = of(&fits, Process::Season);
    assert!((value(season, "swing") - 0.888_440_96).abs() < 2e-4 && (value(season, "peak") - 4.921_056).abs() < 2e-3, "{season:?}");
    assert!((season.log_likelihood + 44.972_893).abs() < 1e-3);
    assert_eq!(fits[0].process, Process::Hawkes);
    // Time change: scipy's kstest on the transformed spacings.
    let (right, wrong) = (hawkes.residuals.expect("residuals"), poisson.residuals.expect("residuals"));
    assert!((right.kolmogorov_smirnov - 0.101_742_3).abs() < 1e-5 && (right.p - 0.385).abs() < 0.01, "{right:?}");
    assert!((wrong.kolmogorov_smirnov - 0.204_783_5).abs() < 1e-5 && (wrong.p - 0.0028).abs() < 0.001, "{wrong:?}");
    assert!((wrong.serial_correlation - 0.395_832_4).abs() < 1e-5);
}

#[test]
fn the_recursion_is_the_double_sum() {
    let process = Hawkes { background: 0.4, branching: 0.6, decay: 1.3 };
    let pair = |gap: f64| process.branching / process.decay * (-gap / process.decay).exp();
    let direct: f64 = (0..TIMES.len())
        .map(|i| {
            let excited: f64 = TIMES[..i].iter().map(|before| pair(TIMES[i] - before)).sum();
            (process.background + excited).ln() - process.branching * (1.0 - (-(60.0 - TIMES[i]) / process.decay).exp())
        })
        .sum::<f64>()
        - process.background * 60.0;
    assert!((hawkes_log_likelihood(&process, &TIMES, 60.0) - direct).abs() < 1e-9);
}

#[test]
fn counts_agree_with_scipy() {
    // Monthly attacks in Balochistan as one institute counted them in sixteen months between 2016 and 2026; months that were not found are left out.
    let attacks = [25, 13, 22, 11, 13, 17, 28, 9, 33, 57, 11, 49, 32, 35, 28, 27];
    let counts: Vec<Count> = attacks.iter().zip(0..).map(|(&count, i)| Count { count, months: 1.0, middle: f64::from(i) + 0.5 }).collect();
    let fits = fit_counts(&counts);
    let (negative, poisson) = (of(&fits, Process::NegativeBinomial), of(&fits, Process::Poisson));
    near(negative.log_likelihood, -62.594_946, "negative binomial");
    near(poisson.log_likelihood, -93.074_791, "Poisson");
    let (rate, dispersion) = (negative.parameter("rate").expect("a rate"), negative.parameter("dispersion").expect("a dispersion"));
    for (found, known) in [
        (rate.value, 307.5),
        (rate.low, 237.484_837),
        (rate.high, 405.469_0),
        (dispersion.value, 0.225_374_6),
        (dispersion.low, 0.103_515_7),
        (dispersion.high, 0.519_696_5),
    ] {
        near(found, known, "negative binomial");
    }
}

#[test]
fn counts_that_vary_too_little_are_no_negative_binomial() {
    let counts: Vec<Count> = (0..12).map(|i| Count { count: 4 + (i % 2), months: 1.0, middle: i as f64 }).collect();
    assert!(fit_counts(&counts).iter().all(|fit| fit.process != Process::NegativeBinomial));
    assert!(fit_counts(&[]).is_empty());
    let none = fit_counts(&[Count { count: 0, months: 6.0, middle: 3.0 }]);
    // None in half a year: at most 3.69 in that time, 7.38 a year.
    assert!((none[0].parameters[0].high - 7.377_8).abs() < 1e-3 && none[0].parameters[0].low == 0.0, "{none:?}");
}

#[test]
fn times_without_clusters_seldom_look_excited() {
    let mut uniform = uniforms(31);
    let mut excited = 0;
    for _ in 0..60 {
        let mut times: Vec<f64> = (0..30).map(|_| 48.0 * uniform()).collect();
        times.sort_by(f64::total_cmp);
        let fits = fit_times(&times, 48.0, 0.0, 0.03);
        let branching = *of(&fits, Process::Hawkes).parameter("branching").expect("branching");
        excited += usize::from(branching.low > 0.0);
    }
    // At the edge of what is possible the nominal 5 % are an upper bound for each decay; three standard errors above: 8 of 60.
    assert!(excited <= 8, "{excited}");
}
