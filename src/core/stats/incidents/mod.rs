//! Point processes of incidents, fitted to incident times or counts by maximum likelihood and compared by AIC.

mod counts;
mod hawkes;
mod residuals;
mod season;
mod times;

pub use counts::{Count, fit_counts};
pub use hawkes::{Hawkes, hawkes_compensator, hawkes_log_likelihood};
pub use residuals::{Residuals, kolmogorov_p, residuals};
pub use times::fit_times;

/// Type of point process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Process {
    /// Homogeneous Poisson process: a constant rate and independent incidents.
    Poisson,
    /// Poisson process whose rate changes by the same share every year.
    Trend,
    /// Poisson process whose rate has a yearly cycle.
    Season,
    /// Overdispersed counts with a negative binomial distribution; only fitted to counts.
    NegativeBinomial,
    /// Hawkes process: each incident raises the rate for some time (Hawkes 1971).
    Hawkes,
}

impl Process {
    /// Name for display.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Poisson => "Poisson",
            Self::Trend => "Poisson with trend",
            Self::Season => "Poisson with season",
            Self::NegativeBinomial => "negative binomial",
            Self::Hawkes => "Hawkes",
        }
    }

    /// Number of free parameters, for AIC.
    pub(super) const fn parameters(self) -> f64 {
        match self {
            Self::Poisson => 1.0,
            Self::Trend | Self::NegativeBinomial => 2.0,
            Self::Season | Self::Hawkes => 3.0,
        }
    }
}

/// Parameter of a process with its 95 % profile-likelihood interval (for a Poisson rate the exact interval of Garwood 1936).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameter {
    /// `rate`, `rate at the end`, `background`, `trend`, `swing`, `peak`, `dispersion`, `branching` or `decay`.
    pub name: &'static str,
    /// Unit; empty for a dimensionless parameter.
    pub unit: &'static str,
    /// Estimate.
    pub value: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval; infinite where the data give no upper end.
    pub high: f64,
}

/// Fitted process.
#[derive(Clone, Debug, PartialEq)]
pub struct ProcessFit {
    /// Type of process.
    pub process: Process,
    /// Parameters.
    pub parameters: Vec<Parameter>,
    /// Log-likelihood at the estimates.
    pub log_likelihood: f64,
    /// Akaike's information criterion; the lowest is the best, and differences below 2 are weak evidence.
    pub aic: f64,
    /// Residual analysis; only for fits to times.
    pub residuals: Option<Residuals>,
}

impl ProcessFit {
    /// The parameter with this name.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|parameter| parameter.name == name)
    }
}

/// Exact 95 % interval of the mean of a Poisson count (Garwood 1936).
#[must_use]
pub fn poisson_interval(count: u64) -> [f64; 2] {
    use statrs::distribution::{ContinuousCDF, Gamma};
    let quantile = |shape: f64, p: f64| Gamma::new(shape, 1.0).map_or(f64::NAN, |gamma| gamma.inverse_cdf(p));
    let n = count as f64;
    [if count == 0 { 0.0 } else { quantile(n, 0.025) }, quantile(n + 1.0, 0.975)]
}
