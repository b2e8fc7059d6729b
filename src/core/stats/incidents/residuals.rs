//! Residual analysis of a fitted point process by the time change of its compensator (Ogata 1988, JASA 83).

/// Goodness of fit of a point process to the intervals between incidents.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Residuals {
    /// Kolmogorov–Smirnov distance of the transformed intervals from the uniform distribution.
    pub kolmogorov_smirnov: f64,
    /// Probability of at least this distance if the process is correct; somewhat too large, because the process was fitted to the same times.
    pub p: f64,
    /// Correlation of each transformed interval with the next; positive where incidents cluster more than in the process.
    pub serial_correlation: f64,
}

/// The residual analysis of a process whose compensator has the values `compensator` at the incidents.
#[must_use]
pub fn residuals(compensator: &[f64]) -> Residuals {
    let mut before = 0.0;
    let uniform: Vec<f64> = compensator
        .iter()
        .map(|&sum| {
            let u = -(-(sum - before)).exp_m1();
            before = sum;
            u
        })
        .collect();
    let n = uniform.len() as f64;
    let mut sorted = uniform.clone();
    sorted.sort_by(f64::total_cmp);
    let gap = sorted.iter().enumerate().map(|(i, u)| (u - i as f64 / n).max((i + 1) as f64 / n - u)).fold(0.0, f64::max);
    let mean = uniform.iter().sum::<f64>() / n;
    let variance: f64 = uniform.iter().map(|u| (u - mean).powi(2)).sum();
    let serial: f64 = uniform.windows(2).map(|pair| (pair[0] - mean) * (pair[1] - mean)).sum();
    Residuals { kolmogorov_smirnov: gap, p: kolmogorov_p(gap, uniform.len()), serial_correlation: serial / variance }
}

/// Probability that the empirical distribution of `n` uniform numbers has a Kolmogorov–Smirnov distance of at least `gap` (Kolmogorov's series with
/// the correction of Stephens 1970, accurate to about 0.01 for n ≥ 5).
#[must_use]
pub fn kolmogorov_p(gap: f64, n: usize) -> f64 {
    let root = (n as f64).sqrt();
    let x = (root + 0.12 + 0.11 / root) * gap;
    if x < 0.2 {
        return 1.0;
    }
    let sum: f64 = (1..=100).map(|k| f64::from(1 - 2 * ((k + 1) % 2)) * (-2.0 * f64::from(k * k) * x * x).exp()).sum();
    (2.0 * sum).clamp(0.0, 1.0)
}
