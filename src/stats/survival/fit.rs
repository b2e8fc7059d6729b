//! Laws fitted by maximum likelihood: an ended duration counts with its density, one still running with its chance of lasting longer.

use super::{End, Family, Law, Observed};
use crate::stats::optimum::{curvature, inverse, minimise};

/// Why nothing could be fitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FitError {
    /// A duration is not positive and finite; its place, counted from 0.
    NotPositive(usize),
    /// No duration has ended: nothing says how long they last.
    NoEvents,
    /// Fewer than two different ended durations: a law of two numbers cannot be told from a constant.
    TooFewEvents,
    /// The likelihood has no highest point inside: it rises towards a law without spread or without end.
    NoMaximum,
}

impl std::fmt::Display for FitError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotPositive(row) => write!(f, "duration number {} is not positive and finite", row + 1),
            Self::NoEvents => write!(f, "no duration has ended, so nothing says how long they last"),
            Self::TooFewEvents => write!(f, "fewer than two different ended durations: only the exponential law can be fitted"),
            Self::NoMaximum => write!(f, "the likelihood has no highest point: the durations are too few or too much alike"),
        }
    }
}

impl std::error::Error for FitError {}

/// A fitted law and how well its numbers are known.
#[derive(Clone, Debug, PartialEq)]
pub struct LawFit {
    /// The law at the highest likelihood.
    pub law: Law,
    /// ln of the likelihood there.
    pub log_likelihood: f64,
    /// Akaike's information criterion, 2 × parameters − 2 × ln likelihood (Akaike 1974): the least is best, and differences below 2 say little.
    pub aic: f64,
    /// Covariance of (ln scale, ln shape), the inverse of the observed information; the shape's entries are 0 for the exponential law.
    pub covariance: [[f64; 2]; 2],
    /// How many durations had ended in what was waited for.
    pub events: usize,
    /// How many durations there were.
    pub rows: usize,
}

impl LawFit {
    /// Standard errors of ln scale and ln shape: of 0.2, read "known within a fifth".
    #[must_use]
    pub fn standard_errors(&self) -> [f64; 2] {
        [self.covariance[0][0].sqrt(), self.covariance[1][1].sqrt()]
    }

    /// A law that the data might as well have come from: the fitted one moved by two independent standard normal numbers, so that ln scale and ln
    /// shape have the covariance of the fit.
    #[must_use]
    pub fn displaced(&self, z: [f64; 2]) -> Law {
        let [[vv, vw], [_, ww]] = self.covariance;
        let first = vv.sqrt();
        let (across, own) = if first > 0.0 { (vw / first, (ww - vw * vw / vv).max(0.0).sqrt()) } else { (0.0, ww.sqrt()) };
        Law { family: self.law.family, scale: self.law.scale * (first * z[0]).exp(), shape: self.law.shape * (across * z[0] + own * z[1]).exp() }
    }
}

/// ln of the likelihood of `law`; competing ends count as "longer than", as censored ones do.
#[must_use]
pub(super) fn log_likelihood(law: &Law, observed: &[Observed]) -> f64 {
    observed.iter().map(|o| if o.end == End::Event { law.ln_density(o.value) } else { law.ln_survival(o.value) }).sum()
}

/// The law at a point of the search: (ln scale, ln shape), for gamma (ln mean, ln shape), whose estimates hardly depend on each other.
pub(super) fn at(family: Family, point: &[f64]) -> Law {
    let shape = point.get(1).map_or(1.0, |ln| ln.exp());
    let scale = point[0].exp();
    Law { family, scale: if family == Family::Gamma { scale / shape } else { scale }, shape }
}

/// Fits one law by maximum likelihood.
///
/// Competing ends are taken as censored, so the law is that of durations *were nothing cancelled*; what share ends how is for
/// [`super::cumulative_incidence`].
///
/// # Errors
/// When the durations cannot carry that law; see [`FitError`].
pub fn fit(family: Family, observed: &[Observed]) -> Result<LawFit, FitError> {
    if let Some(row) = observed.iter().position(|o| !(o.value > 0.0 && o.value.is_finite())) {
        return Err(FitError::NotPositive(row));
    }
    let ended: Vec<f64> = observed.iter().filter(|o| o.is_event()).map(|o| o.value).collect();
    let Some(&one) = ended.first() else { return Err(FitError::NoEvents) };
    let (events, rows) = (ended.len(), observed.len());
    let total: f64 = observed.iter().map(|o| o.value).sum();
    // Searched in units of the mean, so that every start is near.
    let unit = total / events as f64;
    let scaled: Vec<Observed> = observed.iter().map(|o| Observed { value: o.value / unit, end: o.end }).collect();
    let cost = |point: &[f64]| -log_likelihood(&at(family, point), &scaled);
    let (point, least) = if family == Family::Exponential {
        (vec![0.0], cost(&[0.0]))
    } else {
        if ended.iter().all(|value| value.total_cmp(&one).is_eq()) {
            return Err(FitError::TooFewEvents);
        }
        minimise(cost, &start(family, &scaled))
    };
    if !least.is_finite() || point.iter().any(|x| x.abs() > 20.0) {
        return Err(FitError::NoMaximum);
    }
    let law = at(family, &point);
    let natural = |p: &[f64]| -log_likelihood(&Law { family, scale: p[0].exp(), shape: p.get(1).map_or(1.0, |ln| ln.exp()) }, &scaled);
    let place = if family == Family::Exponential { vec![law.scale.ln()] } else { vec![law.scale.ln(), law.shape.ln()] };
    let inverse = inverse(&curvature(natural, &place, 1e-3)).ok_or(FitError::NoMaximum)?;
    let covariance = [[inverse[0][0], inverse[0].get(1).copied().unwrap_or(0.0)], inverse.get(1).map_or([0.0; 2], |row| [row[0], row[1]])];
    let log_likelihood = -least - events as f64 * unit.ln();
    let aic = 2.0 * family.parameters() as f64 - 2.0 * log_likelihood;
    Ok(LawFit { law: Law { scale: law.scale * unit, ..law }, log_likelihood, aic, covariance, events, rows })
}

/// Where to begin: from mean and spread of the ended durations' logarithms.
fn start(family: Family, scaled: &[Observed]) -> [f64; 2] {
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

/// Every law that can be fitted, best first by AIC.
///
/// # Errors
/// When none can.
pub fn fit_all(observed: &[Observed]) -> Result<Vec<LawFit>, FitError> {
    let results = Family::ALL.map(|family| fit(family, observed));
    let mut fits: Vec<LawFit> = results.iter().filter_map(|result| result.as_ref().ok().cloned()).collect();
    fits.sort_by(|a, b| a.aic.total_cmp(&b.aic));
    if fits.is_empty() { results.into_iter().find_map(Result::err).map_or(Err(FitError::NoEvents), Err) } else { Ok(fits) }
}
