//! Durations, fitted: five laws, what stands without a law, and whether the laws fit.

mod read;

use serde::Serialize;

use super::{Known, uniforms};
use crate::stats::survival::{
    CumulativeIncidence, DistributionFit, End, FitError, IncidenceStep, Interval, Observed, SurvivalDistribution, cumulative_incidence, fit_all,
    goodness, kaplan_meier,
};

pub use read::{Columns, EndsColumns, Length, read_durations};

/// Points of a curve from 0 to the longest duration.
const POINTS: u32 = 120;

/// A law as fitted.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LawRow {
    /// Its name.
    pub law: &'static str,
    /// Its scale (mean of the exponential, median of the lognormal and log-logistic laws, scale of the Weibull and gamma laws).
    pub scale: Known,
    /// Its shape (sigma of the lognormal law); `None` for the exponential.
    pub shape: Option<Known>,
    /// The duration by which half have ended.
    pub median: Known,
    /// The duration by which nine tenths have ended.
    pub p90: Known,
    /// The duration by which a tenth has ended.
    pub p10: f64,
    /// The mean; `None` where it is infinite.
    pub mean: Option<f64>,
    /// Standard error of ln scale.
    pub ln_scale_error: f64,
    /// Standard error of ln median.
    pub ln_median_error: f64,
    /// ln of the likelihood.
    pub log_likelihood: f64,
    /// Akaike's information criterion.
    pub aic: f64,
    /// AIC above the best law's.
    pub worse_by: f64,
    /// Kolmogorov–Smirnov distance from the product-limit estimate.
    pub kolmogorov_smirnov: f64,
    /// Share of simulated data farther away.
    pub kolmogorov_smirnov_p: f64,
    /// Anderson–Darling distance.
    pub anderson_darling: f64,
    /// Share of simulated data farther away.
    pub anderson_darling_p: f64,
    /// The share lasting longer at each of [`DurationsFit::times`].
    pub survival: Vec<f64>,
}

/// A step of an estimate without a law.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct StepRow {
    /// When.
    pub time: f64,
    /// How many were watched just before.
    pub at_risk: usize,
    /// The share after it.
    pub share: f64,
    /// Standard error.
    pub standard_error: Option<f64>,
    /// Lower end of its 95 % interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

/// What durations say.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DurationsFit {
    /// Unit of the durations.
    pub unit: String,
    /// Rows used.
    pub rows: usize,
    /// Of these ended.
    pub events: usize,
    /// Still running when last seen.
    pub censored: usize,
    /// Ended otherwise.
    pub competing: usize,
    /// Simulated data sets behind each share of the goodness of fit.
    pub replicates: usize,
    /// The laws that could be fitted, best first.
    pub laws: Vec<LawRow>,
    /// Where the laws' curves are given.
    pub times: Vec<f64>,
    /// The product-limit estimate.
    pub kaplan_meier: Vec<StepRow>,
    /// The longest duration watched.
    pub last: f64,
    /// Cumulative incidence of the end waited for; empty without competing ends.
    pub ended: Vec<StepRow>,
    /// Cumulative incidence of the other.
    pub ended_otherwise: Vec<StepRow>,
    /// The durations, in the order of the rows.
    #[serde(skip)]
    pub observed: Vec<Observed>,
}

/// Fits the five laws to durations in `unit`; goodness by `replicates` simulated data sets per law, drawn under `seed`.
///
/// # Errors
/// Where no law can be fitted; see [`FitError`].
pub fn fit_durations(observed: &[Observed], unit: &str, replicates: usize, seed: u64) -> Result<DurationsFit, FitError> {
    let fits = fit_all(observed)?;
    let estimate = kaplan_meier(observed);
    let last = estimate.last;
    let times: Vec<f64> = (0..=POINTS).map(|i| 1.15 * last * f64::from(i) / f64::from(POINTS)).collect();
    let best = fits.first().map_or(0.0, |fit| fit.aic);
    let laws = fits.iter().map(|fit| law_row(fit, observed, best, &times, replicates, seed)).collect();
    let count = |end| observed.iter().filter(|o| o.end == end).count();
    let competing = count(End::Competing);
    let CumulativeIncidence { event, competing: other } = if competing > 0 { cumulative_incidence(observed) } else { CumulativeIncidence::default() };
    let known = |x: f64| Some(x).filter(|x| x.is_finite());
    let row = |(time, at_risk, share): (f64, usize, f64), [standard_error, low, high]: [f64; 3]| StepRow {
        time,
        at_risk,
        share,
        standard_error: known(standard_error),
        low: known(low),
        high: known(high),
    };
    let steps = estimate.steps.iter().map(|s| row((s.time, s.at_risk, s.survival), [s.standard_error, s.low, s.high]));
    let shares = |steps: Vec<IncidenceStep>| -> Vec<StepRow> {
        steps.iter().map(|s| row((s.time, s.at_risk, s.share), [s.standard_error, s.low, s.high])).collect()
    };
    Ok(DurationsFit {
        unit: unit.to_owned(),
        rows: observed.len(),
        events: count(End::Event),
        censored: count(End::Censored),
        competing,
        replicates,
        laws,
        times,
        kaplan_meier: steps.collect(),
        last,
        ended: shares(event),
        ended_otherwise: shares(other),
        observed: observed.to_vec(),
    })
}

fn law_row(fit: &DistributionFit, observed: &[Observed], best: f64, times: &[f64], replicates: usize, seed: u64) -> LawRow {
    let law = &fit.distribution;
    let interval = |interval: Interval| Known::new(interval.value, interval.low, interval.high);
    let good = goodness(fit, observed, replicates, uniforms(seed, law.family.name()));
    // ln median = ln scale + ln of the standard median, whose slope in ln shape follows by a small step.
    let slope = {
        let moved = |by: f64| SurvivalDistribution { shape: law.shape * f64::exp(by), ..*law }.quantile(0.5).ln();
        (moved(1e-4) - moved(-1e-4)) / 2e-4
    };
    let [[vv, vw], [_, ww]] = fit.covariance;
    LawRow {
        law: law.family.name(),
        scale: interval(fit.scale_interval(observed)),
        shape: (law.family.parameters() > 1).then(|| interval(fit.shape_interval(observed))),
        median: interval(fit.quantile_interval(observed, 0.5)),
        p90: interval(fit.quantile_interval(observed, 0.9)),
        p10: law.quantile(0.1),
        mean: Some(law.mean()).filter(|mean| mean.is_finite()),
        ln_scale_error: fit.standard_errors()[0],
        ln_median_error: (vv + 2.0 * slope * vw + slope * slope * ww).max(0.0).sqrt(),
        log_likelihood: fit.log_likelihood,
        aic: fit.aic,
        worse_by: fit.aic - best,
        kolmogorov_smirnov: good.kolmogorov_smirnov,
        kolmogorov_smirnov_p: good.kolmogorov_smirnov_p,
        anderson_darling: good.anderson_darling,
        anderson_darling_p: good.anderson_darling_p,
        survival: times.iter().map(|&t| law.survival(t)).collect(),
    }
}
