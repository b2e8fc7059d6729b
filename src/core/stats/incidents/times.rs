//! Point processes fitted to the times of incidents in one observation window.

use std::f64::consts::TAU;

use super::{Hawkes, Parameter, Process, ProcessFit, hawkes_compensator, hawkes_log_likelihood, poisson_interval, residuals};
use crate::stats::optimization::{minimise, profile_interval};

/// Smallest number of incidents for fits of more than one parameter.
const FEW: usize = 5;

/// Number of points per year for the integral of the seasonal intensity.
const STEPS: u32 = 24;

/// Maximum-likelihood fits of Poisson, trend, seasonal and Hawkes processes to increasing `times` in (0, `end`] in months, the lowest AIC first;
/// `start` is the month of the year at time 0 (0.0 is 1 January). The decay of a Hawkes process is at least `resolution`, the resolution of the times
/// (a day). With fewer than five incidents only the Poisson process is fitted; without incidents the result is empty.
#[must_use]
pub fn fit_times(times: &[f64], end: f64, start: f64, resolution: f64) -> Vec<ProcessFit> {
    if times.is_empty() {
        return Vec::new();
    }
    let mut fits = vec![poisson(times, end)];
    if times.len() >= FEW {
        fits.push(trend(times, end));
        if end >= 12.0 {
            fits.push(season(times, end, start));
        }
        fits.push(self_exciting(times, end, resolution));
    }
    fits.sort_by(|a, b| a.aic.total_cmp(&b.aic));
    fits
}

/// A fit with as many parameters as listed.
fn fitted(process: Process, parameters: Vec<Parameter>, log_likelihood: f64, compensator: &[f64]) -> ProcessFit {
    let aic = 2.0 * parameters.len() as f64 - 2.0 * log_likelihood;
    ProcessFit { process, parameters, log_likelihood, aic, residuals: Some(residuals(compensator)) }
}

fn poisson(times: &[f64], end: f64) -> ProcessFit {
    let n = times.len() as f64;
    let rate = n / end;
    let [low, high] = poisson_interval(times.len() as u64).map(|count| 12.0 * count / end);
    let parameters = vec![Parameter { name: "rate", unit: "a year", value: 12.0 * rate, low, high }];
    let compensator: Vec<f64> = times.iter().map(|t| rate * t).collect();
    fitted(Process::Poisson, parameters, n * rate.ln() - n, &compensator)
}

/// Trend: intensity rate · exp(slope · t), where the rate is that at the start.
fn trend(times: &[f64], end: f64) -> ProcessFit {
    let integral = |slope: f64, t: f64| if (slope * t).abs() < 1e-9 { t } else { (slope * t).exp_m1() / slope };
    // The slope is multiplied by the length of the window, so that the parameter is of order one.
    let cost = |p: &[f64]| -> f64 {
        let slope = p[1] / end;
        p[0].exp() * integral(slope, end) - times.iter().map(|t| p[0] + slope * t).sum::<f64>()
    };
    let (best, least) = minimise(cost, &[(times.len() as f64 / end).ln(), 0.0]);
    let yearly = |x: f64| (12.0 * x / end).exp_m1();
    let [rate, slope] = [0, 1].map(|which| profile_interval(cost, &best, least, which, 30.0));
    let ends = |ends: [Option<f64>; 2], of: &dyn Fn(f64) -> f64, floor: f64| (ends[0].map_or(floor, of), ends[1].map_or(f64::INFINITY, of));
    let (low, high) = ends(rate, &|x| 12.0 * x.exp(), 0.0);
    let (least_trend, most_trend) = ends(slope, &yearly, -1.0);
    let parameters = vec![
        Parameter { name: "rate", unit: "a year at the start", value: 12.0 * best[0].exp(), low, high },
        Parameter { name: "trend", unit: "a year", value: yearly(best[1]), low: least_trend, high: most_trend },
    ];
    let compensator: Vec<f64> = times.iter().map(|&t| best[0].exp() * integral(best[1] / end, t)).collect();
    fitted(Process::Trend, parameters, -least, &compensator)
}

/// Season: intensity rate · exp(swing · cos(2π(month − peak)/12)), divided by its mean over a year.
fn season(times: &[f64], end: f64, start: f64) -> ProcessFit {
    let height = |a: f64, b: f64, month: f64| a * (TAU * month / 12.0).cos() + b * (TAU * month / 12.0).sin();
    let steps = (f64::from(STEPS) * end / 12.0).ceil();
    let width = end / steps;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some hundred steps")]
    let grid: Vec<f64> = (0..steps as usize).map(|i| start + (i as f64 + 0.5) * width).collect();
    let cost = |p: &[f64]| -> f64 {
        let integral: f64 = grid.iter().map(|&month| height(p[1], p[2], month).exp()).sum::<f64>() * width;
        p[0].exp() * integral - times.iter().map(|t| p[0] + height(p[1], p[2], start + t)).sum::<f64>()
    };
    let (best, least) = minimise(cost, &[(times.len() as f64 / end).ln(), 0.0, 0.0]);
    let swing = best[1].hypot(best[2]);
    let peak = (best[2].atan2(best[1]) / TAU * 12.0).rem_euclid(12.0);
    // Polar coordinates give the swing a profile_interval of its own; a swing of 0 is a Poisson process.
    let polar = |p: &[f64]| cost(&[p[0], p[1] * p[2].cos(), p[1] * p[2].sin()]);
    let [low, high] = profile_interval(polar, &[best[0], swing, best[2].atan2(best[1])], least, 1, 30.0);
    let mean = grid.iter().map(|&month| height(best[1], best[2], month).exp()).sum::<f64>() / grid.len() as f64;
    let rate = 12.0 * best[0].exp() * mean;
    let [least_rate, most_rate] = poisson_interval(times.len() as u64).map(|count| 12.0 * count / end);
    let parameters = vec![
        Parameter { name: "rate", unit: "a year", value: rate, low: least_rate, high: most_rate },
        Parameter { name: "swing", unit: "", value: swing, low: low.unwrap_or(0.0).max(0.0), high: high.unwrap_or(f64::INFINITY) },
        Parameter { name: "peak", unit: "months after 1 January", value: peak, low: 0.0, high: 12.0 },
    ];
    let mut sum = 0.0;
    let mut next = 0;
    let compensator: Vec<f64> = times
        .iter()
        .map(|&t| {
            while next < grid.len() && (next + 1) as f64 * width <= t {
                sum += best[0].exp() * height(best[1], best[2], grid[next]).exp() * width;
                next += 1;
            }
            sum + best[0].exp() * height(best[1], best[2], start + t).exp() * (t - next as f64 * width)
        })
        .collect();
    fitted(Process::Season, parameters, -least, &compensator)
}

fn self_exciting(times: &[f64], end: f64, resolution: f64) -> ProcessFit {
    // ln background, logit of branching, ln of (decay − resolution); clamped where further changes have no effect.
    let process = |p: &[f64]| Hawkes {
        background: p[0].exp(),
        branching: (1.0 + (-p[1].clamp(-12.0, 12.0)).exp()).recip(),
        decay: resolution + p[2].clamp(-8.0, 8.0).exp(),
    };
    let cost = |p: &[f64]| -hawkes_log_likelihood(&process(p), times, end);
    let rate = times.len() as f64 / end;
    let starts = [0.1_f64, 1.0, 6.0].map(|decay| minimise(cost, &[(0.7 * rate).ln(), -0.8, decay.ln()]));
    let mut best = starts[0].clone();
    for other in &starts[1..] {
        if other.1 < best.1 {
            best = other.clone();
        }
    }
    let (point, least) = best;
    let found = process(&point);
    let [background, branching, decay] = [0, 1, 2].map(|which| profile_interval(cost, &point, least, which, 12.0));
    let share = |logit: f64| (1.0 + (-logit).exp()).recip();
    let parameters = vec![
        Parameter {
            name: "background",
            unit: "a year",
            value: 12.0 * found.background,
            low: background[0].map_or(0.0, |x| 12.0 * x.exp()),
            high: background[1].map_or(f64::INFINITY, |x| 12.0 * x.exp()),
        },
        Parameter {
            name: "branching",
            unit: "",
            value: found.branching,
            low: branching[0].map_or(0.0, share),
            high: branching[1].map_or(1.0, share),
        },
        Parameter {
            name: "decay",
            unit: "months",
            value: found.decay,
            low: decay[0].map_or(resolution, |x| resolution + x.exp()),
            high: decay[1].map_or(f64::INFINITY, |x| resolution + x.exp()),
        },
    ];
    fitted(Process::Hawkes, parameters, hawkes_log_likelihood(&found, times, end), &hawkes_compensator(&found, times))
}
