//! Whether the durations could have come from the fitted law at all: its distance from the product-limit estimate against the distances of data
//! simulated from that law and fitted anew.

use super::{End, KaplanMeier, Law, LawFit, Observed, fit, kaplan_meier};

/// The distances of a law from the data, and how often data from that law lie farther.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Goodness {
    /// Kolmogorov–Smirnov: the greatest gap between the two survival curves, up to the last duration watched.
    pub kolmogorov_smirnov: f64,
    /// The share of simulated data with a gap at least as great; small is bad.
    pub kolmogorov_smirnov_p: f64,
    /// Anderson–Darling: n times the squared gap, weighted by 1/(F·(1 − F)) and so minding the tails, integrated over the law up to the last ended
    /// duration.
    pub anderson_darling: f64,
    /// The share of simulated data with a statistic at least as great.
    pub anderson_darling_p: f64,
    /// How many data sets were simulated.
    pub replicates: usize,
}

/// The goodness of `fitted` on the durations that it was fitted to, from `replicates` data sets simulated by a parametric bootstrap in which each
/// running duration keeps its own time of last sight and each ended one draws it from those after its end (Davison & Hinkley 1997, algorithm 3.3).
///
/// `uniform` gives numbers strictly between 0 and 1; the same numbers give the same answer.
#[must_use]
pub fn goodness(fitted: &LawFit, observed: &[Observed], replicates: usize, mut uniform: impl FnMut() -> f64) -> Goodness {
    let (gap, squared) = distances(&fitted.law, &kaplan_meier(observed));
    let unseen: Vec<Observed> = observed.iter().map(|o| Observed::new(o.value, !o.is_event())).collect();
    let sight = kaplan_meier(&unseen);
    let (mut farther, mut heavier, mut done) = (0_usize, 0_usize, 0_usize);
    for _ in 0..replicates {
        let simulated: Vec<Observed> = observed
            .iter()
            .map(|o| {
                let last_seen = if o.is_event() { after(&sight, o.value, uniform()) } else { o.value };
                let ended = fitted.law.quantile(uniform());
                if ended <= last_seen { Observed { value: ended, end: End::Event } } else { Observed { value: last_seen, end: End::Censored } }
            })
            .collect();
        let Ok(again) = fit(fitted.law.family, &simulated) else { continue };
        let (simulated_gap, simulated_squared) = distances(&again.law, &kaplan_meier(&simulated));
        done += 1;
        farther += usize::from(simulated_gap >= gap);
        heavier += usize::from(simulated_squared >= squared);
    }
    let share = |count: usize| (count + 1) as f64 / (done + 1) as f64;
    Goodness {
        kolmogorov_smirnov: gap,
        kolmogorov_smirnov_p: share(farther),
        anderson_darling: squared,
        anderson_darling_p: share(heavier),
        replicates: done,
    }
}

/// A time of last sight later than `value`, drawn by its own product-limit estimate; never, where the estimate does not come down to the draw.
fn after(sight: &KaplanMeier, value: f64, uniform: f64) -> f64 {
    let target = sight.survival(value) * uniform;
    sight.steps.iter().find(|step| step.time > value && step.survival <= target).map_or(f64::INFINITY, |step| step.time)
}

/// The Kolmogorov–Smirnov and Anderson–Darling distances of a law from a product-limit estimate.
fn distances(law: &Law, estimate: &KaplanMeier) -> (f64, f64) {
    let rows = estimate.steps.first().map_or(0, |step| step.at_risk) as f64;
    let clamped = |t: f64| law.cdf(t).clamp(1e-12, 1.0 - 1e-12);
    // Between two steps the estimate's share ended, c, is constant, and ∫ (c − u)²/(u(1 − u)) du = c²·ln u − (1 − c)²·ln(1 − u) − u.
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
