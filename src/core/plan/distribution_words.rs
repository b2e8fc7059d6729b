//! Distributions in words, for the table of assumptions.

use crate::scenario::{DistributionSpec, Lognormal};

/// Largest number of values of a discrete distribution that are listed.
const CASES: usize = 6;

/// A distribution in words, such as `PERT from 24 via 36 to 60`.
#[must_use]
pub fn distribution_words(spec: &DistributionSpec) -> String {
    match spec {
        DistributionSpec::Constant(value) => number(*value),
        DistributionSpec::Driver(name) => format!("driver {}", name.value),
        DistributionSpec::Uniform([low, high]) => format!("uniform from {} to {}", number(*low), number(*high)),
        DistributionSpec::Loguniform([low, high]) => format!("loguniform from {} to {}", number(*low), number(*high)),
        DistributionSpec::Triangular([low, mode, high]) => format!("triangular from {} via {} to {}", number(*low), number(*mode), number(*high)),
        DistributionSpec::Pert([low, mode, high]) => format!("PERT from {} via {} to {}", number(*low), number(*mode), number(*high)),
        DistributionSpec::Normal { mean, sd } => moments("normal", *mean, *sd),
        DistributionSpec::Lognormal(Lognormal::Median { median, sigma }) => {
            format!("lognormal, median {}, sigma {}", number(*median), number(*sigma))
        }
        DistributionSpec::Lognormal(Lognormal::Mean { mean, sd }) => moments("lognormal", *mean, *sd),
        DistributionSpec::Lognormal(Lognormal::Percentiles { p10, p90 }) => format!("lognormal, P10 {}, P90 {}", number(*p10), number(*p90)),
        DistributionSpec::Gamma { mean, sd } => moments("gamma", *mean, *sd),
        DistributionSpec::Beta { mean, sd } => moments("beta", *mean, *sd),
        DistributionSpec::Exponential { mean } => format!("exponential, mean {}", number(*mean)),
        DistributionSpec::Weibull { shape, scale } => format!("Weibull, shape {}, scale {}", number(*shape), number(*scale)),
        DistributionSpec::Metalog { p10, p50, p90, min, max } => {
            let bound = |word: &str, bound: &Option<f64>| bound.map_or_else(String::new, |bound| format!(", {word} {}", number(bound)));
            format!("metalog, P10 {}, P50 {}, P90 {}{}{}", number(*p10), number(*p50), number(*p90), bound("at least", min), bound("at most", max))
        }
        DistributionSpec::Discrete(cases) => listed("one of", cases.iter().map(|(value, weight)| (number(*value), *weight))),
        DistributionSpec::Empirical { file, column, values } => format!("one of {} values, column {column} of {file}", values.len()),
        DistributionSpec::Mixture(parts) => {
            listed("a mixture of", parts.iter().map(|(part, weight)| (format!("({})", distribution_words(part)), *weight)))
        }
    }
}

fn moments(name: &str, mean: f64, sd: f64) -> String {
    format!("{name}, mean {}, standard deviation {}", number(mean), number(sd))
}

fn listed(lead: &str, cases: impl ExactSizeIterator<Item = (String, f64)>) -> String {
    let more = cases.len().saturating_sub(CASES);
    let mut cases: Vec<String> = cases.take(CASES).map(|(case, weight)| format!("{case} (weight {})", number(weight))).collect();
    if more > 0 {
        cases.push(format!("{more} more"));
    }
    format!("{lead} {}", cases.join(", "))
}

/// A number in its shortest form that reads back exactly, with thousands separators from 10 000 on.
pub(super) fn number(value: f64) -> String {
    if value != 0.0 && value.abs() < 1e-4 || value.abs() >= 1e15 {
        return format!("{value:e}");
    }
    let text = value.to_string();
    let (whole, part) = text.split_once('.').map_or((text.as_str(), None), |(whole, part)| (whole, Some(part)));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("−", digits));
    let mut out = sign.to_owned();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && digits.len() > 4 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    part.map_or(out.clone(), |part| format!("{out}.{part}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distributions_are_described_in_full() {
        assert_eq!(distribution_words(&DistributionSpec::Pert([24.0, 36.5, 12_000.0])), "PERT from 24 via 36.5 to 12,000");
        assert_eq!(distribution_words(&DistributionSpec::Discrete(vec![(1.0, 0.25), (-3.0, 0.75)])), "one of 1 (weight 0.25), −3 (weight 0.75)");
        let metalog = DistributionSpec::Metalog { p10: 1.0, p50: 2.0, p90: 4.0, min: Some(0.0), max: None };
        assert_eq!(distribution_words(&metalog), "metalog, P10 1, P50 2, P90 4, at least 0");
        let many = DistributionSpec::Discrete((0..9).map(|i| (f64::from(i), 1.0)).collect());
        assert!(distribution_words(&many).ends_with("5 (weight 1), 3 more"));
        assert_eq!(number(2.5e-7), "2.5e-7");
    }
}
