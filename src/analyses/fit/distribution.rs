//! A fitted distribution in the scenario language, and in words.

use super::durations::FittedDistribution;
use super::text::{digits, interval};
use crate::units::Quantity;

/// The distribution with its times multiplied by `unit`: `lognormal = { median = 0.25, sigma = 0.93 }`.
///
/// The language has no log-logistic distribution by name; the three-term metalog with a lower bound of 0 through its quantiles is the same distribution
/// (ln of the quantile is linear in the log odds).
pub(super) fn toml(fitted: &FittedDistribution, unit: f64) -> String {
    let (scale, shape) = (fitted.scale.number() * unit, fitted.shape.as_ref().map_or(1.0, Quantity::number));
    match fitted.distribution {
        "exponential" => format!("exponential = {{ mean = {} }}", digits(scale)),
        "weibull" => format!("weibull = {{ shape = {}, scale = {} }}", digits(shape), digits(scale)),
        "lognormal" => format!("lognormal = {{ median = {}, sigma = {} }}", digits(scale), digits(shape)),
        "gamma" => format!("gamma = {{ mean = {}, sd = {} }}", digits(scale * shape), digits(scale * shape.sqrt())),
        _ => {
            let [p10, p50, p90] = [fitted.p10, fitted.median.number(), fitted.p90.number()].map(|x| format!("{:.6}", x * unit));
            format!("metalog = {{ p10 = {p10}, p50 = {p50}, p90 = {p90}, min = 0 }}")
        }
    }
}

/// `median 7.6 [4.2, 13], sigma 0.93 [0.5, 2.1]` in the unit of the data.
pub(super) fn in_words(fitted: &FittedDistribution) -> String {
    let shape = fitted.shape.as_ref().map_or_else(String::new, interval);
    let scale = interval(&fitted.scale);
    match fitted.distribution {
        "exponential" => format!("mean {scale}"),
        "lognormal" => format!("median {scale}, sigma {shape}"),
        "log-logistic" => format!("median {scale}, shape {shape}"),
        _ => format!("shape {shape}, scale {scale}"),
    }
}

/// The distribution of this name, otherwise the best by AIC.
pub(super) fn chosen<'a>(fitted: &'a [FittedDistribution], name: Option<&str>) -> Option<&'a FittedDistribution> {
    name.and_then(|name| fitted.iter().find(|one| one.distribution == name)).or_else(|| fitted.first())
}
