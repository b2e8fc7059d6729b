//! Point processes fitted to the times of incidents in one observation window.

use super::season::season;
use super::{Hawkes, Parameter, Process, ProcessFit, hawkes_compensator, hawkes_log_likelihood, poisson_interval, residuals};
use crate::stats::optimization::{minimise, profile_interval};

/// Smallest number of incidents for fits of more than one parameter.
const FEW: usize = 5;

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

/// A fit with its residual analysis.
pub(super) fn fitted(process: Process, parameters: Vec<Parameter>, log_likelihood: f64, compensator: &[f64]) -> ProcessFit {
    let aic = 2.0 * process.parameters() - 2.0 * log_likelihood;
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
    let from_end = |p: &[f64]| cost(&[p[0] - p[1], p[1]]);
    let at_end = profile_interval(from_end, &[best[0] + best[1], best[1]], least, 0, 30.0);
    let monthly = |x: f64| 12.0 * x.exp();
    let (low, high) = ends(rate, &monthly, 0.0);
    let (low_end, high_end) = ends(at_end, &monthly, 0.0);
    let (least_trend, most_trend) = ends(slope, &yearly, -1.0);
    let parameters = vec![
        Parameter { name: "rate", unit: "a year at the start", value: 12.0 * best[0].exp(), low, high },
        Parameter { name: "trend", unit: "a year", value: yearly(best[1]), low: least_trend, high: most_trend },
        Parameter { name: "rate at the end", unit: "a year", value: monthly(best[0] + best[1]), low: low_end, high: high_end },
    ];
    let compensator: Vec<f64> = times.iter().map(|&t| best[0].exp() * integral(best[1] / end, t)).collect();
    fitted(Process::Trend, parameters, -least, &compensator)
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
