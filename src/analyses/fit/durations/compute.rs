//! Durations: five distributions fitted to them, nonparametric estimates, and goodness of fit.

use serde::Serialize;

use super::read::{Ends, Length, read};
use crate::analyses::fit::tables::Tables;
use crate::analyses::fit::{DurationsArgs, known, uniforms};
use crate::driver::Failure;
use crate::stats::survival::{
    CumulativeIncidence, DistributionFit, End, FitError, IncidenceStep, Interval, Observed, SurvivalDistribution, cumulative_incidence, fit_all,
    goodness, kaplan_meier,
};
use crate::units::{Quantity, Unit};

/// Points of a curve from 0 to the longest duration.
const POINTS: u32 = 120;

/// Fitted distribution.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FittedDistribution {
    /// Name.
    pub distribution: &'static str,
    /// Scale (mean of the exponential, median of the lognormal and log-logistic, scale of the Weibull and gamma distributions).
    pub scale: Quantity,
    /// Shape (sigma of the lognormal distribution); `None` for the exponential.
    pub shape: Option<Quantity>,
    /// Median.
    pub median: Quantity,
    /// 90% quantile.
    pub p90: Quantity,
    /// 10% quantile.
    pub p10: f64,
    /// Mean; `None` where it is infinite.
    pub mean: Option<f64>,
    /// Standard error of ln scale.
    pub ln_scale_error: f64,
    /// Standard error of ln median.
    pub ln_median_error: f64,
    /// Log-likelihood.
    pub log_likelihood: f64,
    /// Akaike's information criterion.
    pub aic: f64,
    /// AIC above that of the best distribution.
    pub worse_by: f64,
    /// Kolmogorov–Smirnov distance from the product-limit estimate.
    pub kolmogorov_smirnov: f64,
    /// Share of simulated data sets with at least this distance.
    pub kolmogorov_smirnov_p: f64,
    /// Anderson–Darling distance.
    pub anderson_darling: f64,
    /// Share of simulated data sets with at least this distance.
    pub anderson_darling_p: f64,
    /// Share that lasts longer, at each of [`DurationsFit::times`].
    pub survival: Vec<f64>,
}

/// Step of a nonparametric estimate.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StepRow {
    /// Time.
    pub time: f64,
    /// Number at risk just before it.
    pub at_risk: usize,
    /// Share after it.
    pub share: Quantity,
}

/// Fits to durations.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DurationsFit {
    /// Unit of the durations.
    pub unit: String,
    /// Rows used.
    pub rows: usize,
    /// Rows that ended.
    pub events: usize,
    /// Rows that still ran when last seen.
    pub censored: usize,
    /// Rows that ended otherwise.
    pub competing: usize,
    /// Words of the column of ends with the number of rows and their meaning.
    pub words: Vec<(String, usize, &'static str)>,
    /// Durations up to this one are missing, and all others are given as their excess over it; 0 where none are missing.
    pub above: f64,
    /// Data sets simulated for each share of the goodness of fit.
    pub replicates: usize,
    /// Distributions that could be fitted, the best first.
    pub distributions: Vec<FittedDistribution>,
    /// Times at which their curves are given.
    pub times: Vec<f64>,
    /// Product-limit estimate of the survival function.
    pub kaplan_meier: Vec<StepRow>,
    /// Longest duration observed.
    pub last: f64,
    /// Cumulative incidence of the end; empty without competing ends.
    pub ended: Vec<StepRow>,
    /// Cumulative incidence of the competing end.
    pub ended_otherwise: Vec<StepRow>,
    /// Durations in the order of the rows.
    #[serde(skip)]
    pub observed: Vec<Observed>,
}

/// Reads the durations of the table and fits them.
///
/// # Errors
/// Where the table has a problem, or no distribution, or not the one asked for, can be fitted.
pub fn compute(tables: &mut Tables, args: &DurationsArgs) -> Result<DurationsFit, Failure> {
    let length = match (&args.from, &args.to) {
        (Some(from), Some(to)) => Length::Dates { from: from.clone(), to: to.clone(), last: args.last.clone(), planned: args.planned.clone() },
        _ => Length::Column(args.value.clone()),
    };
    let DurationsArgs { completed, censored, competing, .. } = args;
    let ends = Ends { column: args.ended.clone(), completed: completed.clone(), censored: censored.clone(), competing: competing.clone() };
    let read = read(&tables.table, &length, &ends, &mut tables.left_out, &mut tables.problems);
    tables.check()?;
    let unit = args.unit.as_deref().unwrap_or(if args.planned.is_some() { "ratio" } else { "months" });
    let observed: Vec<Observed> = read.observed.iter().map(|one| Observed { value: one.value - args.above, ..*one }).collect();
    if let Some(short) = read.observed.iter().zip(&observed).find(|(_, excess)| excess.value <= 0.0) {
        return Err(Failure::Input(format!(
            "a duration is {}, but --above {} says that those up to it are missing; select rows with --where",
            short.0.value, args.above
        )));
    }
    let mut found = fit_durations(&observed, unit, args.table.replicates(), args.table.seed).map_err(|error| Failure::Input(error.to_string()))?;
    if args.above > 0.0 {
        found.above = args.above;
        found.distributions.retain(|fitted| fitted.distribution == "exponential");
        found.distributions.iter_mut().for_each(|fitted| fitted.worse_by = 0.0);
    }
    if let Some(name) = args.distribution.as_deref().filter(|name| found.distributions.iter().all(|fitted| fitted.distribution != *name)) {
        return Err(Failure::Input(format!(
            "the {name} distribution cannot be fitted to these durations: they are too few or too similar, or --above is given"
        )));
    }
    Ok(DurationsFit { words: read.words, ..found })
}

/// Fits the five distributions to durations in `unit`; goodness of fit by `replicates` data sets for each, simulated with `seed`.
///
/// # Errors
/// Where no distribution can be fitted; see [`FitError`].
pub fn fit_durations(observed: &[Observed], unit: &str, replicates: usize, seed: u64) -> Result<DurationsFit, FitError> {
    let fits = fit_all(observed)?;
    let estimate = kaplan_meier(observed);
    let times: Vec<f64> = (0..=POINTS).map(|i| 1.15 * estimate.last * f64::from(i) / f64::from(POINTS)).collect();
    let best = fits.first().map_or(0.0, |fit| fit.aic);
    let count = |end| observed.iter().filter(|o| o.end == end).count();
    let competing = count(End::Competing);
    let CumulativeIncidence { event, competing: other } = if competing > 0 { cumulative_incidence(observed) } else { CumulativeIncidence::default() };
    let row = |(time, at_risk): (f64, usize), share: f64, error: f64, ends: [f64; 2]| StepRow {
        time,
        at_risk,
        share: Quantity::new(share, error, ends, Unit::SHARE, 0),
    };
    let steps = estimate.steps.iter().map(|s| row((s.time, s.at_risk), s.survival, s.standard_error, [s.low, s.high]));
    let shares = |steps: Vec<IncidenceStep>| steps.iter().map(|s| row((s.time, s.at_risk), s.share, s.standard_error, [s.low, s.high])).collect();
    Ok(DurationsFit {
        unit: unit.to_owned(),
        rows: observed.len(),
        events: count(End::Event),
        censored: count(End::Censored),
        competing,
        words: Vec::new(),
        above: 0.0,
        replicates,
        distributions: fits.iter().map(|fit| fitted(fit, observed, unit, best, &times, (replicates, seed))).collect(),
        times,
        kaplan_meier: steps.collect(),
        last: estimate.last,
        ended: shares(event),
        ended_otherwise: shares(other),
        observed: observed.to_vec(),
    })
}

fn fitted(
    fit: &DistributionFit,
    observed: &[Observed],
    unit: &str,
    best: f64,
    times: &[f64],
    (replicates, seed): (usize, u64),
) -> FittedDistribution {
    let distribution = &fit.distribution;
    let interval = |interval: Interval, unit: &str| known(interval.value, [interval.low, interval.high], unit);
    let good = goodness(fit, observed, replicates, uniforms(seed, distribution.family.name()));
    // ln median = ln scale + ln of the standard median, whose slope in ln shape follows by a small step.
    let slope = {
        let moved = |by: f64| SurvivalDistribution { shape: distribution.shape * f64::exp(by), ..*distribution }.quantile(0.5).ln();
        (moved(1e-4) - moved(-1e-4)) / 2e-4
    };
    let [[vv, vw], [_, ww]] = fit.covariance;
    FittedDistribution {
        distribution: distribution.family.name(),
        scale: interval(fit.scale_interval(observed), unit),
        shape: (distribution.family.parameters() > 1).then(|| interval(fit.shape_interval(observed), "")),
        median: interval(fit.quantile_interval(observed, 0.5), unit),
        p90: interval(fit.quantile_interval(observed, 0.9), unit),
        p10: distribution.quantile(0.1),
        mean: Some(distribution.mean()).filter(|mean| mean.is_finite()),
        ln_scale_error: fit.standard_errors()[0],
        ln_median_error: (vv + 2.0 * slope * vw + slope * slope * ww).max(0.0).sqrt(),
        log_likelihood: fit.log_likelihood,
        aic: fit.aic,
        worse_by: fit.aic - best,
        kolmogorov_smirnov: good.kolmogorov_smirnov,
        kolmogorov_smirnov_p: good.kolmogorov_smirnov_p,
        anderson_darling: good.anderson_darling,
        anderson_darling_p: good.anderson_darling_p,
        survival: times.iter().map(|&t| distribution.survival(t)).collect(),
    }
}
