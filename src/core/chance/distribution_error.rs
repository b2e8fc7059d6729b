//! Errors of distribution parameters.

use std::fmt;

use super::families::LEAST_BETA_SIZE;

/// The error of parameters that make no distribution. `Display` describes the error, [`help`](Self::help) the correction.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum DistributionError {
    /// A parameter is not a finite number.
    NotFinite {
        /// The parameter's name.
        what: &'static str,
        /// Its value.
        value: f64,
    },
    /// A parameter that must be above 0 is not.
    NotPositive {
        /// The parameter's name.
        what: &'static str,
        /// Its value.
        value: f64,
    },
    /// A measure of spread is below 0.
    Negative {
        /// The parameter's name.
        what: &'static str,
        /// Its value.
        value: f64,
    },
    /// Bounds or percentiles are not in order.
    Unordered {
        /// The parameters in the order in which their values must not decrease.
        names: &'static [&'static str],
        /// Their values.
        values: Vec<f64>,
    },
    /// The mean of a beta distribution lies outside [0, 1].
    MeanOutsideUnit {
        /// The mean.
        mean: f64,
    },
    /// No distribution on [0, 1] with this mean has so large a standard deviation.
    TooWideForUnit {
        /// The mean.
        mean: f64,
        /// The standard deviation.
        sd: f64,
    },
    /// A bound of a metalog distribution does not lie outside its percentiles.
    BoundInside {
        /// `min` or `max`.
        what: &'static str,
        /// The bound.
        bound: f64,
        /// The percentile next to it.
        percentile: f64,
    },
    /// The percentiles of a metalog distribution are so asymmetric that its quantile function would decrease somewhere.
    Infeasible {
        /// The median given.
        median: f64,
        /// Open interval of medians that the other parameters allow.
        allowed: [f64; 2],
        /// Whether the metalog distribution has a bound.
        bounded: bool,
    },
    /// There are no values, or none has a positive weight.
    Empty {
        /// What is missing: `values`, `rows`, `components` or `weights`.
        what: &'static str,
    },
    /// A weight is below 0 or not finite.
    Weight {
        /// Index of the weight, counted from 0.
        index: usize,
        /// The weight.
        weight: f64,
    },
    /// The tails reach numbers too large for double precision.
    Overflow,
}

impl fmt::Display for DistributionError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFinite { what, value } => write!(out, "{what} is {value}, not a finite number"),
            Self::NotPositive { what, value } => write!(out, "{what} is {value}, but must be above 0"),
            Self::Negative { what, value } => write!(out, "{what} is {value}, but cannot be below 0"),
            Self::Unordered { names, values } => {
                write!(out, "{} must not fall, but are ", names.join(", "))?;
                for (index, value) in values.iter().enumerate() {
                    write!(out, "{}{value}", if index == 0 { "" } else { ", " })?;
                }
                Ok(())
            }
            Self::MeanOutsideUnit { mean } => write!(out, "a beta distribution lies in [0, 1] and cannot have the mean {mean}"),
            Self::TooWideForUnit { mean, sd } => {
                write!(
                    out,
                    "a beta distribution of mean {mean} has a standard deviation of {sd}: nearly all its weight would be at 0 and 1, or more than all"
                )
            }
            Self::BoundInside { what, bound, percentile } => {
                let side = if *what == "min" { "below" } else { "above" };
                write!(out, "{what} is {bound}, but must lie {side} the percentile {percentile}")
            }
            Self::Infeasible { median, .. } => write!(out, "no three-term metalog has its p50 at {median} between this p10 and p90: too asymmetric"),
            Self::Empty { what } => write!(out, "there are no {what}"),
            Self::Weight { index, weight } => write!(out, "weight number {} is {weight}, but must be a finite number of at least 0", index + 1),
            Self::Overflow => write!(out, "so wide that its draws exceed the largest number there is"),
        }
    }
}

impl std::error::Error for DistributionError {}

impl DistributionError {
    /// The correction that the user should make.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::NotFinite { what, .. } => format!("write a plain number for {what}, such as 12.5"),
            Self::NotPositive { what, .. } => format!("write a {what} above 0; for a quantity that is known to be 0 write the number 0 alone"),
            Self::Negative { what, .. } => format!("write a {what} above 0, or 0 for a constant"),
            Self::Unordered { names, values } => {
                let mut sorted = values.clone();
                sorted.sort_by(f64::total_cmp);
                let sorted: Vec<String> = sorted.iter().map(f64::to_string).collect();
                format!("write them as {}, in rising order: {}", names.join(", "), sorted.join(", "))
            }
            Self::MeanOutsideUnit { .. } => "write the mean as a share between 0 and 1 (0.85 for 85 %)".into(),
            Self::TooWideForUnit { mean, .. } => format!(
                "write an sd below {:.4}; what is either 0 or 1 is discrete = [[0, {}], [1, {mean}]]",
                (mean * (1.0 - mean) / (1.0 + LEAST_BETA_SIZE)).sqrt(),
                ((1.0 - mean) * 1e6).round() / 1e6
            ),
            Self::BoundInside { what, .. } if *what == "min" => "lower min below p10, or leave it out".into(),
            Self::BoundInside { .. } => "raise max above p90, or leave it out".into(),
            Self::Infeasible { allowed: [low, high], bounded, .. } => {
                let move_bound = if *bounded { ", or move or leave out the bound" } else { ", or give a min or max if the quantity has one" };
                format!("write a p50 between {low:.6} and {high:.6}{move_bound}")
            }
            Self::Empty { what } => format!("list at least one of the {what}, with a weight above 0 where it takes one"),
            Self::Weight { .. } => "write weights of 0 or more; only their proportions count".into(),
            Self::Overflow => "write a smaller sd or sigma, a larger shape, or give it bounds".into(),
        }
    }
}
