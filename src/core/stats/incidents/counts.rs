//! Point processes fitted to counts of incidents in periods.

use std::f64::consts::TAU;

use statrs::function::gamma::ln_gamma;

use super::{Parameter, Process, ProcessFit, poisson_interval};
use crate::stats::optimization::{minimise, profile_interval};

/// Number of incidents in one period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Count {
    /// Number of incidents.
    pub count: u64,
    /// Length of the period in months.
    pub months: f64,
    /// Middle of the period in months since any fixed 1 January.
    pub middle: f64,
}

/// Maximum-likelihood fits of Poisson, trend, seasonal and negative binomial processes, the lowest AIC first. The seasonal process needs periods of
/// at most three months. With fewer than three periods or no incident only the Poisson process is fitted; without periods the result is empty.
#[must_use]
pub fn fit_counts(counts: &[Count]) -> Vec<ProcessFit> {
    let months: f64 = counts.iter().map(|c| c.months).sum();
    let total: u64 = counts.iter().map(|c| c.count).sum();
    if counts.is_empty() || months <= 0.0 {
        return Vec::new();
    }
    let rate = total as f64 / months;
    let [low, high] = poisson_interval(total).map(|count| 12.0 * count / months);
    let overall = Parameter { name: "rate", unit: "a year", value: 12.0 * rate, low, high };
    let mut fits = vec![fitted(Process::Poisson, vec![overall], poisson(counts, |_| rate))];
    if counts.len() >= 3 && total > 0 {
        fits.push(trend(counts, rate));
        if counts.len() >= 12 && counts.iter().all(|c| c.months <= 3.0) {
            fits.push(season(counts, rate, overall));
        }
        fits.extend(negative_binomial(counts, rate));
    }
    fits.sort_by(|a, b| a.aic.total_cmp(&b.aic));
    fits
}

fn fitted(process: Process, parameters: Vec<Parameter>, log_likelihood: f64) -> ProcessFit {
    let aic = 2.0 * process.parameters() - 2.0 * log_likelihood;
    ProcessFit { process, parameters, log_likelihood, aic, residuals: None }
}

/// Log-likelihood of independent Poisson counts with `rate` incidents a month at the middle of each period.
fn poisson(counts: &[Count], rate: impl Fn(&Count) -> f64) -> f64 {
    let term = |c: &Count| {
        let mean = rate(c) * c.months;
        (if c.count == 0 { 0.0 } else { c.count as f64 * mean.ln() }) - mean - ln_gamma(c.count as f64 + 1.0)
    };
    counts.iter().map(term).sum()
}

fn trend(counts: &[Count], rate: f64) -> ProcessFit {
    let first = counts.iter().map(|c| c.middle).fold(f64::INFINITY, f64::min);
    let latest = counts.iter().map(|c| c.middle).fold(f64::NEG_INFINITY, f64::max);
    let span = (latest - first).max(1.0);
    let cost = |p: &[f64]| -poisson(counts, |c| (p[0] + p[1] * (c.middle - first) / span).exp());
    let (best, least) = minimise(cost, &[rate.ln(), 0.0]);
    let [at_first, slope] = [0, 1].map(|which| profile_interval(cost, &best, least, which, 30.0));
    // The end of the last period as a parameter in place of the first period.
    let beyond = counts.iter().map(|c| (c.middle + c.months / 2.0 - first) / span).fold(f64::NEG_INFINITY, f64::max);
    let from_end = |p: &[f64]| cost(&[p[0] - p[1] * beyond, p[1]]);
    let at_end = best[0] + best[1] * beyond;
    let end = profile_interval(from_end, &[at_end, best[1]], least, 0, 30.0);
    let yearly = |x: f64| (12.0 * x / span).exp_m1();
    let monthly = |x: f64| 12.0 * x.exp();
    let parameters = vec![
        Parameter {
            name: "rate",
            unit: "a year in the first period",
            value: monthly(best[0]),
            low: at_first[0].map_or(0.0, monthly),
            high: at_first[1].map_or(f64::INFINITY, monthly),
        },
        Parameter {
            name: "trend",
            unit: "a year",
            value: yearly(best[1]),
            low: slope[0].map_or(-1.0, yearly),
            high: slope[1].map_or(f64::INFINITY, yearly),
        },
        Parameter {
            name: "rate at the end",
            unit: "a year",
            value: monthly(at_end),
            low: end[0].map_or(0.0, monthly),
            high: end[1].map_or(f64::INFINITY, monthly),
        },
    ];
    fitted(Process::Trend, parameters, -least)
}

fn season(counts: &[Count], rate: f64, overall: Parameter) -> ProcessFit {
    let height = |a: f64, b: f64, month: f64| a * (TAU * month / 12.0).cos() + b * (TAU * month / 12.0).sin();
    let cost = |p: &[f64]| -poisson(counts, |c| (p[0] + height(p[1], p[2], c.middle)).exp());
    let (best, least) = minimise(cost, &[rate.ln(), 0.0, 0.0]);
    let (swing, angle) = (best[1].hypot(best[2]), best[2].atan2(best[1]));
    let polar = |p: &[f64]| cost(&[p[0], p[1] * p[2].cos(), p[1] * p[2].sin()]);
    let [low, high] = profile_interval(polar, &[best[0], swing, angle], least, 1, 30.0);
    let parameters = vec![
        overall,
        Parameter { name: "swing", unit: "", value: swing, low: low.unwrap_or(0.0).max(0.0), high: high.unwrap_or(f64::INFINITY) },
        Parameter { name: "peak", unit: "months after 1 January", value: (angle / TAU * 12.0).rem_euclid(12.0), low: 0.0, high: 12.0 },
    ];
    fitted(Process::Season, parameters, -least)
}

/// Negative binomial counts with mean rate · months and variance mean + dispersion · mean² (Lawless 1987); `None` where the counts are not
/// overdispersed.
fn negative_binomial(counts: &[Count], rate: f64) -> Option<ProcessFit> {
    let likelihood = |ln_rate: f64, ln_dispersion: f64| -> f64 {
        let size = (-ln_dispersion).exp();
        let term = |c: &Count| {
            let (k, mean) = (c.count as f64, ln_rate.exp() * c.months);
            ln_gamma(k + size) - ln_gamma(size) - ln_gamma(k + 1.0) - size * (mean / size).ln_1p()
                + if c.count == 0 { 0.0 } else { k * (mean / (size + mean)).ln() }
        };
        counts.iter().map(term).sum()
    };
    // With a dispersion below e⁻¹⁵ the process equals a Poisson process to all digits.
    let cost = |p: &[f64]| if p[1] < -15.0 { (-15.0 - p[1]) - likelihood(p[0], -15.0) } else { -likelihood(p[0], p[1]) };
    let (best, least) = minimise(cost, &[rate.ln(), -1.0]);
    if best[1] < -12.0 {
        return None;
    }
    let [rate, dispersion] = [0, 1].map(|which| profile_interval(cost, &best, least, which, 14.0));
    let yearly = |x: f64| 12.0 * x.exp();
    let parameters = vec![
        Parameter {
            name: "rate",
            unit: "a year",
            value: yearly(best[0]),
            low: rate[0].map_or(0.0, yearly),
            high: rate[1].map_or(f64::INFINITY, yearly),
        },
        Parameter {
            name: "dispersion",
            unit: "",
            value: best[1].exp(),
            low: dispersion[0].map_or(0.0, f64::exp),
            high: dispersion[1].map_or(f64::INFINITY, f64::exp),
        },
    ];
    Some(fitted(Process::NegativeBinomial, parameters, -least))
}
