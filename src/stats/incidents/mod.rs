//! When incidents happen: from their times or their counts to the process that fits best, and whether the data can tell at all.

mod counts;
mod hawkes;
mod residuals;
mod times;

pub use counts::{Count, fit_counts};
pub use hawkes::{Hawkes, hawkes_compensator, hawkes_log_likelihood};
pub use residuals::{Residuals, kolmogorov_p, residuals};
pub use times::fit_times;

/// What kind of process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Process {
    /// The same rate throughout, each incident by itself.
    Poisson,
    /// A rate that grows or falls by the same share every year.
    Trend,
    /// A rate that swings once a year.
    Season,
    /// Counts that vary more than a Poisson process's, for whatever reason (times cannot be told by it).
    NegativeBinomial,
    /// A rate that each incident raises for a while (Hawkes 1971).
    Hawkes,
}

impl Process {
    /// Its name.
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
}

/// A number of a process with its 95 % interval by profile likelihood (of a Poisson rate the exact one of Garwood 1936).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameter {
    /// `rate`, `background`, `trend`, `swing`, `peak`, `dispersion`, `branching` or `decay`.
    pub name: &'static str,
    /// Its unit, empty for a pure number.
    pub unit: &'static str,
    /// The estimate.
    pub value: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end; infinite where the data set none.
    pub high: f64,
}

/// A fitted process.
#[derive(Clone, Debug, PartialEq)]
pub struct ProcessFit {
    /// Which.
    pub process: Process,
    /// Its numbers.
    pub parameters: Vec<Parameter>,
    /// ln of the likelihood.
    pub log_likelihood: f64,
    /// Akaike's information criterion; the least is best, differences below 2 say little.
    pub aic: f64,
    /// For times: how well the process accounts for their spacing.
    pub residuals: Option<Residuals>,
}

impl ProcessFit {
    /// One of its numbers by name.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|parameter| parameter.name == name)
    }
}

/// The exact 95 % interval of the mean of a Poisson count (Garwood 1936).
#[must_use]
pub fn poisson_interval(count: u64) -> [f64; 2] {
    use statrs::distribution::{ContinuousCDF, Gamma};
    let quantile = |shape: f64, p: f64| Gamma::new(shape, 1.0).map_or(f64::NAN, |gamma| gamma.inverse_cdf(p));
    let n = count as f64;
    [if count == 0 { 0.0 } else { quantile(n, 0.025) }, quantile(n + 1.0, 0.975)]
}
