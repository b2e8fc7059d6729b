//! A number of the scenario, as written: its distribution and parameters, and the drivers, sources and bounds that go with it.

use crate::scenario::place::{At, Name, Named};
use crate::scenario::tables::TiedChance;
use crate::units::{Date, Place};

/// A number of the scenario: a constant, a distribution or a driver, with what qualifies it.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// The whole value.
    pub place: Place,
    /// How it is drawn.
    pub distribution: DistributionSpec,
    /// Drivers that multiply it.
    pub scale: Vec<Name>,
    /// Bounds to which what lies outside is moved, after scaling.
    pub clamp: Option<[f64; 2]>,
    /// What was announced or intended.
    pub planned: Option<f64>,
    /// Keys of `[sources]`, its own or else those of the table it stands in.
    pub source: Vec<Name>,
    /// Why this figure, its own or else that of the table it stands in.
    pub note: Option<String>,
    /// Group of causes, where the input names one itself.
    pub group: Option<Name>,
}

/// The distribution of an input, its parameters as written.
#[derive(Clone, Debug, PartialEq)]
pub enum DistributionSpec {
    /// A plain number, or `{ value = x }`.
    Constant(f64),
    /// `"@name"`: the driver's own draw.
    Driver(Name),
    /// `{ uniform = [low, high] }`.
    Uniform([f64; 2]),
    /// `{ loguniform = [low, high] }`.
    Loguniform([f64; 2]),
    /// `{ triangular = [low, mode, high] }`.
    Triangular([f64; 3]),
    /// `{ pert = [low, mode, high] }`.
    Pert([f64; 3]),
    /// `{ normal = { mean, sd } }`.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        sd: f64,
    },
    /// `{ lognormal = … }`.
    Lognormal(Lognormal),
    /// `{ gamma = { mean, sd } }`.
    Gamma {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        sd: f64,
    },
    /// `{ beta = { mean, sd } }` on [0, 1].
    Beta {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        sd: f64,
    },
    /// `{ exponential = { mean } }`.
    Exponential {
        /// Mean.
        mean: f64,
    },
    /// `{ weibull = { shape, scale } }`.
    Weibull {
        /// Shape.
        shape: f64,
        /// Scale.
        scale: f64,
    },
    /// `{ metalog = { p10, p50, p90, min, max } }`, bounds optional.
    Metalog {
        /// 10% quantile.
        p10: f64,
        /// Median.
        p50: f64,
        /// 90% quantile.
        p90: f64,
        /// Lower bound.
        min: Option<f64>,
        /// Upper bound.
        max: Option<f64>,
    },
    /// `{ discrete = [[value, weight], …] }`.
    Discrete(Vec<(f64, f64)>),
    /// `{ empirical = "file.csv", column = "x" }`; the values were read with the scenario.
    Empirical {
        /// File beside the scenario, as written.
        file: String,
        /// Column.
        column: String,
        /// Its values, in the file's order.
        values: Vec<f64>,
    },
    /// `{ mixture = [[{ … }, weight], …] }`.
    Mixture(Vec<(DistributionSpec, f64)>),
}

/// The three ways to give a lognormal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Lognormal {
    /// Median and standard deviation of the logarithm.
    Median {
        /// Median.
        median: f64,
        /// Standard deviation of the natural logarithm.
        sigma: f64,
    },
    /// Mean and standard deviation of the variable itself.
    Mean {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        sd: f64,
    },
    /// 10% and 90% quantiles.
    Percentiles {
        /// 10% quantile.
        p10: f64,
        /// 90% quantile.
        p90: f64,
    },
}

/// A table of factors by regime and state: `{ licensing = { ban = 1.2, eased = 0.9 } }`.
pub type RegimeFactors = Vec<Named<Vec<Named<Input>>>>;

/// A probability, by itself or tied to a common factor.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "one for each cancellation and risk, nearly all by themselves")]
pub enum Chance {
    /// By itself.
    Alone(Input),
    /// With the factor on which it depends.
    Tied(Box<TiedChance>),
}

impl Chance {
    /// The probability itself.
    #[must_use]
    pub fn probability(&self) -> &Input {
        match self {
            Self::Alone(input) => input,
            Self::Tied(tied) => &tied.probability,
        }
    }
}

/// One figure for all minerals, or one for each named mineral.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "one for each node at most")]
pub enum PerMineral {
    /// For all that passes.
    All(Input),
    /// By mineral; a mineral not named has the default.
    Each(Vec<Named<Input>>),
}

/// When something opens or closes.
#[derive(Clone, Debug, PartialEq)]
pub enum When {
    /// The end of a stage, `project.stage`.
    Stage(Name),
    /// A date.
    Date(At<Date>),
}
