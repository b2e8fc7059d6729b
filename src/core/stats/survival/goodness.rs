//! Goodness of fit of a survival distribution: its distances from the Kaplan–Meier estimate, compared with those of simulated data in a parametric
//! bootstrap.

use super::{DistributionFit, End, KaplanMeier, Observed, SurvivalDistribution, fit, kaplan_meier};

/// Goodness-of-fit statistics with their p-values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Goodness {
    /// Kolmogorov–Smirnov statistic: the largest difference between the two survival functions up to the longest duration observed.
    pub kolmogorov_smirnov: f64,
    /// Its p-value: the share of simulated data with a statistic at least as large.
    pub kolmogorov_smirnov_p: f64,
    /// Anderson–Darling statistic: n times the squared difference, weighted by 1/(F·(1 − F)), which emphasises the tails, integrated over the
    /// distribution up to the longest ended duration.
    pub anderson_darling: f64,
    /// Its p-value: the share of simulated data with a statistic at least as large.
    pub anderson_darling_p: f64,
    /// Number of data sets simulated.
    pub replicates: usize,
}

/// Goodness of fit of `fitted` on the durations to which it was fitted, from `replicates` data sets of a parametric bootstrap. Each censored duration
/// keeps its censoring time, and each ended duration draws one from the censoring times after its end (Davison & Hinkley 1997, algorithm 3.3).
///
/// `uniform` returns numbers strictly between 0 and 1; the same numbers give the same result.
#[must_use]
pub fn goodness(fitted: &DistributionFit, observed: &[Observed], replicates: usize, mut uniform: impl FnMut() -> f64) -> Goodness {
    let (gap, squared) = distances(&fitted.distribution, &kaplan_meier(observed));
    let reversed: Vec<Observed> = observed.iter().map(|o| Observed::new(o.value, !o.is_event())).collect();
    let censoring = kaplan_meier(&reversed);
    let (mut ks_exceeded, mut ad_exceeded, mut done) = (0_usize, 0_usize, 0_usize);
    for _ in 0..replicates {
        let simulated: Vec<Observed> = observed
            .iter()
            .map(|o| {
                let censored_at = if o.is_event() { later_censoring_time(&censoring, o.value, uniform()) } else { o.value };
                let ended = fitted.distribution.quantile(uniform());
                if ended <= censored_at { Observed { value: ended, end: End::Event } } else { Observed { value: censored_at, end: End::Censored } }
            })
            .collect();
        let Ok(again) = fit(fitted.distribution.family, &simulated) else { continue };
        let (simulated_gap, simulated_squared) = distances(&again.distribution, &kaplan_meier(&simulated));
        done += 1;
        ks_exceeded += usize::from(simulated_gap >= gap);
        ad_exceeded += usize::from(simulated_squared >= squared);
    }
    let share = |count: usize| (count + 1) as f64 / (done + 1) as f64;
    Goodness {
        kolmogorov_smirnov: gap,
        kolmogorov_smirnov_p: share(ks_exceeded),
        anderson_darling: squared,
        anderson_darling_p: share(ad_exceeded),
        replicates: done,
    }
}

/// A censoring time later than `value`, drawn from the Kaplan–Meier estimate of the censoring times; infinite where the estimate does not reach the
/// draw.
fn later_censoring_time(censoring: &KaplanMeier, value: f64, uniform: f64) -> f64 {
    let target = censoring.survival(value) * uniform;
    censoring.steps.iter().find(|step| step.time > value && step.survival <= target).map_or(f64::INFINITY, |step| step.time)
}

/// Kolmogorov–Smirnov and Anderson–Darling statistics of a distribution relative to a Kaplan–Meier estimate.
fn distances(distribution: &SurvivalDistribution, estimate: &KaplanMeier) -> (f64, f64) {
    let rows = estimate.steps.first().map_or(0, |step| step.at_risk) as f64;
    let clamped = |t: f64| distribution.cdf(t).clamp(1e-12, 1.0 - 1e-12);
    // Between two steps the estimated share ended, c, is constant, and ∫ (c − u)²/(u(1 − u)) du = c²·ln u − (1 − c)²·ln(1 − u) − u.
    let integral = |c: f64, u: f64| c * c * u.ln() - (1.0 - c).powi(2) * (-u).ln_1p() - u;
    let (mut gap, mut squared) = (0.0_f64, 0.0);
    let (mut ended, mut before) = (0.0, 1e-12_f64);
    for step in &estimate.steps {
        let reached = clamped(step.time);
        squared += integral(ended, reached) - integral(ended, before);
        gap = gap.max((reached - ended).abs());
        ended = 1.0 - step.survival;
        gap = gap.max((reached - ended).abs());
        before = reached;
    }
    (gap.max((clamped(estimate.last) - ended).abs()), rows * squared)
}
