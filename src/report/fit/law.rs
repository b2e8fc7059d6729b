//! A fitted law in the scenario's language.

use super::digits;
use crate::study::fit::LawRow;

/// The law with its times multiplied by `unit`: `lognormal = { median = 0.25, sigma = 0.93 }`.
///
/// The language has no log-logistic law by name; the three-term metalog with a lower bound of 0 through its quantiles is that very law (ln of the
/// quantile is linear in the log odds).
pub(super) fn law_toml(law: &LawRow, unit: f64) -> String {
    let (scale, shape) = (law.scale.value * unit, law.shape.map_or(1.0, |shape| shape.value));
    match law.law {
        "exponential" => format!("exponential = {{ mean = {} }}", digits(scale)),
        "weibull" => format!("weibull = {{ shape = {}, scale = {} }}", digits(shape), digits(scale)),
        "lognormal" => format!("lognormal = {{ median = {}, sigma = {} }}", digits(scale), digits(shape)),
        "gamma" => format!("gamma = {{ mean = {}, sd = {} }}", digits(scale * shape), digits(scale * shape.sqrt())),
        _ => {
            let [p10, p50, p90] = [law.p10, law.median.value, law.p90.value].map(|x| format!("{:.6}", x * unit));
            format!("metalog = {{ p10 = {p10}, p50 = {p50}, p90 = {p90}, min = 0 }}")
        }
    }
}

/// `median 7.6, sigma 0.93` in the unit of the data.
pub(super) fn in_words(law: &LawRow) -> String {
    let shape = law.shape.map_or_else(String::new, |shape| super::interval(&shape));
    let scale = super::interval(&law.scale);
    match law.law {
        "exponential" => format!("mean {scale}"),
        "lognormal" => format!("median {scale}, sigma {shape}"),
        "log-logistic" => format!("median {scale}, shape {shape}"),
        _ => format!("shape {shape}, scale {scale}"),
    }
}
