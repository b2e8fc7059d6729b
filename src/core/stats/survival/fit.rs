//! Maximum-likelihood fits of survival distributions: an ended duration contributes its density, a censored one its survival probability.

use super::{End, Family, Observed, SurvivalDistribution};
use crate::stats::optimization::{hessian, inverse, minimise};

/// The error of durations to which a distribution cannot be fitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FitError {
    /// A duration is not positive and finite; its index, counted from 0.
    NotPositive(usize),
    /// No duration has ended.
    NoEvents,
    /// Fewer than two different ended durations, so that two parameters cannot be estimated.
    TooFewEvents,
    /// The likelihood has no maximum: it increases towards a distribution of zero or infinite spread.
    NoMaximum,
}

impl std::fmt::Display for FitError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotPositive(row) => write!(f, "duration number {} is not positive and finite", row + 1),
            Self::NoEvents => write!(f, "no duration has ended, so no distribution can be fitted"),
            Self::TooFewEvents => write!(f, "fewer than two different ended durations: only the exponential distribution can be fitted"),
            Self::NoMaximum => write!(f, "the likelihood has no maximum: the durations are too few or too similar"),
        }
    }
}

impl std::error::Error for FitError {}

/// Fitted distribution with the uncertainty of its parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct DistributionFit {
    /// Distribution of maximum likelihood.
    pub distribution: SurvivalDistribution,
    /// Log-likelihood at the maximum.
    pub log_likelihood: f64,
    /// Akaike's information criterion, 2 × parameters − 2 × log-likelihood (Akaike 1974): the lowest is the best, and differences below 2 are weak
    /// evidence.
    pub aic: f64,
    /// Covariance matrix of (ln scale, ln shape), the inverse of the observed information; entries of the shape are 0 for the exponential
    /// distribution.
    pub covariance: [[f64; 2]; 2],
    /// Number of durations that ended with the event.
    pub events: usize,
    /// Number of durations.
    pub rows: usize,
}

impl DistributionFit {
    /// Standard errors of ln scale and ln shape; they are approximately relative standard errors of scale and shape.
    #[must_use]
    pub fn standard_errors(&self) -> [f64; 2] {
        [self.covariance[0][0].sqrt(), self.covariance[1][1].sqrt()]
    }

    /// A distribution drawn from the sampling distribution of the fit: `z` are two independent standard normal numbers, and ln scale and ln shape
    /// vary with the covariance of the fit.
    #[must_use]
    pub fn displaced(&self, z: [f64; 2]) -> SurvivalDistribution {
        let [[vv, vw], [_, ww]] = self.covariance;
        let first = vv.sqrt();
        let (across, own) = if first > 0.0 { (vw / first, (ww - vw * vw / vv).max(0.0).sqrt()) } else { (0.0, ww.sqrt()) };
        SurvivalDistribution {
            family: self.distribution.family,
            scale: self.distribution.scale * (first * z[0]).exp(),
            shape: self.distribution.shape * (across * z[0] + own * z[1]).exp(),
        }
    }
}

/// Log-likelihood of `distribution`; competing ends count as censored.
#[must_use]
pub(super) fn log_likelihood(distribution: &SurvivalDistribution, observed: &[Observed]) -> f64 {
    observed.iter().map(|o| if o.end == End::Event { distribution.ln_density(o.value) } else { distribution.ln_survival(o.value) }).sum()
}

/// The distribution at a point of the search: (ln scale, ln shape), or (ln mean, ln shape) for gamma distributions, whose estimates are then nearly
/// uncorrelated.
pub(super) fn distribution_at(family: Family, point: &[f64]) -> SurvivalDistribution {
    let shape = point.get(1).map_or(1.0, |ln| ln.exp());
    let scale = point[0].exp();
    SurvivalDistribution { family, scale: if family == Family::Gamma { scale / shape } else { scale }, shape }
}

/// Fits one family by maximum likelihood.
///
/// Competing ends count as censored, so that the result is the distribution of durations in the absence of competing ends. For the shares of both
/// ends see [`super::cumulative_incidence`].
///
/// # Errors
/// When the durations do not determine the parameters; see [`FitError`].
pub fn fit(family: Family, observed: &[Observed]) -> Result<DistributionFit, FitError> {
    if let Some(row) = observed.iter().position(|o| !(o.value > 0.0 && o.value.is_finite())) {
        return Err(FitError::NotPositive(row));
    }
    let ended: Vec<f64> = observed.iter().filter(|o| o.is_event()).map(|o| o.value).collect();
    let Some(&one) = ended.first() else { return Err(FitError::NoEvents) };
    let (events, rows) = (ended.len(), observed.len());
    let total: f64 = observed.iter().map(|o| o.value).sum();
    // The search is in units of the mean, so that its starting point is near the maximum.
    let unit = total / events as f64;
    let scaled: Vec<Observed> = observed.iter().map(|o| Observed { value: o.value / unit, end: o.end }).collect();
    let cost = |point: &[f64]| -log_likelihood(&distribution_at(family, point), &scaled);
    let (point, least) = if family == Family::Exponential {
        (vec![0.0], cost(&[0.0]))
    } else {
        if ended.iter().all(|value| value.total_cmp(&one).is_eq()) {
            return Err(FitError::TooFewEvents);
        }
        minimise(cost, &starting_point(family, &scaled))
    };
    if !least.is_finite() || point.iter().any(|x| x.abs() > 20.0) {
        return Err(FitError::NoMaximum);
    }
    let distribution = distribution_at(family, &point);
    let natural =
        |p: &[f64]| -log_likelihood(&SurvivalDistribution { family, scale: p[0].exp(), shape: p.get(1).map_or(1.0, |ln| ln.exp()) }, &scaled);
    let place = if family == Family::Exponential { vec![distribution.scale.ln()] } else { vec![distribution.scale.ln(), distribution.shape.ln()] };
    let inverse = inverse(&hessian(natural, &place, 1e-3)).ok_or(FitError::NoMaximum)?;
    let covariance = [[inverse[0][0], inverse[0].get(1).copied().unwrap_or(0.0)], inverse.get(1).map_or([0.0; 2], |row| [row[0], row[1]])];
    let log_likelihood = -least - events as f64 * unit.ln();
    let aic = 2.0 * family.parameters() as f64 - 2.0 * log_likelihood;
    Ok(DistributionFit {
        distribution: SurvivalDistribution { scale: distribution.scale * unit, ..distribution },
        log_likelihood,
        aic,
        covariance,
        events,
        rows,
    })
}

/// Starting point of the search, from mean and standard deviation of the logarithms of the ended durations.
fn starting_point(family: Family, scaled: &[Observed]) -> [f64; 2] {
    let logs: Vec<f64> = scaled.iter().filter(|o| o.is_event()).map(|o| o.value.ln()).collect();
    let n = logs.len() as f64;
    let mean = logs.iter().sum::<f64>() / n;
    let spread = (logs.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n).sqrt().max(0.05);
    match family {
        Family::Exponential => [0.0, 0.0],
        Family::Weibull => [mean + 0.45 * spread, -(0.78 * spread).ln()],
        Family::Lognormal => [mean, spread.ln()],
        Family::Gamma => [0.0, (-2.0 * spread.ln()).clamp(-2.0, 5.0)],
        Family::LogLogistic => [mean, -(0.55 * spread).ln()],
    }
}

/// Fits of all families that can be fitted, the lowest AIC first.
///
/// # Errors
/// When no family can be fitted.
pub fn fit_all(observed: &[Observed]) -> Result<Vec<DistributionFit>, FitError> {
    let results = Family::ALL.map(|family| fit(family, observed));
    let mut fits: Vec<DistributionFit> = results.iter().filter_map(|result| result.as_ref().ok().cloned()).collect();
    fits.sort_by(|a, b| a.aic.total_cmp(&b.aic));
    if fits.is_empty() { results.into_iter().find_map(Result::err).map_or(Err(FitError::NoEvents), Err) } else { Ok(fits) }
}
