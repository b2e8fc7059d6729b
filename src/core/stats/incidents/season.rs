//! Poisson process with a yearly cycle, fitted to the times of incidents in one observation window.

use std::f64::consts::TAU;

use super::times::fitted;
use super::{Parameter, Process, ProcessFit, poisson_interval};
use crate::stats::optimization::{minimise, profile_interval};

/// Largest swing: the season is then narrower than two days, and the likelihood nearly flat.
const MAX_SWING: f64 = 1e5;

/// Fit of the intensity rate · exp(swing · cos(2π(month − peak)/12)), divided by its mean over the window; `start` is the month of the year at time 0.
///
/// The rate of maximum likelihood is the number of incidents over the length of the window, so that only swing and peak are searched for.
pub(super) fn season(times: &[f64], end: f64, start: f64) -> ProcessFit {
    let n = times.len() as f64;
    // −ln likelihood with the best rate; in polar coordinates a swing of 0 is a Poisson process.
    let polar = |p: &[f64]| {
        if p[0].abs() > MAX_SWING {
            return f64::INFINITY;
        }
        let cycle = Cycle { swing: p[0], peak: p[1] };
        let heights: f64 = times.iter().map(|t| cycle.ln_height(start + t)).sum();
        n - n * n.ln() - heights + n * cycle.integral(start, start + end).ln()
    };
    // From a swing of 1 at the mean angle; a narrow season has a large swing, reached over several restarts of the simplex.
    let mean = |of: fn(f64) -> f64| times.iter().map(|t| of(TAU * (start + t) / 12.0)).sum::<f64>() / n;
    let (cosine, sine) = (mean(f64::cos), mean(f64::sin));
    let (length, angle) = (cosine.hypot(sine).min(0.999_999), sine.atan2(cosine));
    // Approximation of the swing by the mean resultant length (Best & Fisher 1981).
    let guess = if length < 0.53 { 2.0 * length + length.powi(3) } else { 0.5 / (1.0 - length) };
    let scaled = |p: &[f64]| polar(&[p[0].exp(), p[1]]);
    let (found, _) = minimise(scaled, &[guess.max(1e-3).ln(), angle]);
    let (best, least) = ([found[0].exp(), found[1]], scaled(&found));
    let [low, high] = if best[0] < 1.0 {
        profile_interval(polar, &best, least, 0, 30.0)
    } else {
        let down = polar(&[0.0, best[1]]) - least > crate::stats::optimization::PROFILE_DROP;
        let [low, high] = profile_interval(scaled, &found, least, 0, 12.0).map(|end| end.map(f64::exp));
        [low.filter(|_| down), high]
    };
    let cycle = Cycle { swing: best[0], peak: best[1] };
    let total = cycle.integral(start, start + end);
    let compensator: Vec<f64> = times.iter().map(|t| n * cycle.integral(start, start + t) / total).collect();
    let [least_rate, most_rate] = poisson_interval(times.len() as u64).map(|count| 12.0 * count / end);
    let parameters = vec![
        Parameter { name: "rate", unit: "a year", value: 12.0 * n / end, low: least_rate, high: most_rate },
        Parameter { name: "swing", unit: "", value: best[0], low: low.unwrap_or(0.0).max(0.0), high: high.unwrap_or(f64::INFINITY) },
        Parameter { name: "peak", unit: "months after 1 January", value: (best[1] / TAU * 12.0).rem_euclid(12.0), low: 0.0, high: 12.0 },
    ];
    fitted(Process::Season, parameters, -least, &compensator)
}

/// The cycle exp(swing · (cos(2π month/12 − peak) − 1)), at most 1.
struct Cycle {
    swing: f64,
    /// Angle of the peak.
    peak: f64,
}

impl Cycle {
    fn ln_height(&self, month: f64) -> f64 {
        let angle = TAU * month / 12.0 - self.peak;
        if self.swing >= 0.0 { self.swing * (angle.cos() - 1.0) } else { self.swing * (angle.cos() + 1.0) }
    }

    /// Integral over whole years by the trapezoidal rule, whose error for a periodic function is exp(−N²/2·swing), about 1e-17; over the rest by
    /// Simpson's rule with steps of a tenth of the width of the peak.
    fn integral(&self, from: f64, to: f64) -> f64 {
        let years = ((to - from) / 12.0).floor();
        let width = self.swing.abs().sqrt();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most some thousand")]
        let steps = |per_year: f64, share: f64| (16.0 + per_year * width * share).ceil() as u32;
        let points = steps(9.0, 1.0);
        let height = |month: f64| self.ln_height(month).exp();
        let whole = if years > 0.0 {
            years * 12.0 * (0..points).map(|i| height(12.0 * f64::from(i) / f64::from(points))).sum::<f64>() / f64::from(points)
        } else {
            0.0
        };
        let begin = from + 12.0 * years;
        let rest = to - begin;
        let pairs = steps(32.0, rest / 12.0);
        let step = rest / f64::from(2 * pairs);
        let weight = |i: u32| if i == 0 || i == 2 * pairs { 1.0 } else { f64::from(2 + 2 * (i % 2)) };
        whole + (0..=2 * pairs).map(|i| weight(i) * height(begin + step * f64::from(i))).sum::<f64>() * step / 3.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 12 I₀(κ) exp(−κ) over a year: I₀(1) = 1.266 065 877 752, I₀(100) exp(−100) = 0.039 944 379 (scipy.special.ive).
    #[test]
    fn integrals_are_bessel_functions() {
        for (swing, scaled) in [(1.0, 1.266_065_877_752_008 * (-1.0_f64).exp()), (100.0, 0.039_944_379_299)] {
            let cycle = Cycle { swing, peak: 2.0 };
            assert!((cycle.integral(0.0, 24.0) / (24.0 * scaled) - 1.0).abs() < 1e-8, "{swing}");
            // A part and the rest of a year are a year.
            for split in [0.3, 4.0, 9.7] {
                let parts = cycle.integral(0.0, split) + cycle.integral(split, 12.0);
                assert!((parts / (12.0 * scaled) - 1.0).abs() < 1e-5, "{swing} {split}: {parts}");
            }
        }
    }
}
