//! Quantities: where each number of a trial stands and how it is drawn.

use crate::chance::{Distribution, DistributionError, Sampler};
use crate::scenario::{DistributionSpec, Lognormal};

/// Place of a quantity in the table of a trial's values: constants first, then what is drawn once a trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slot(pub usize);

/// A path whose random stream is keyed; the key itself depends on the seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyId(pub usize);

/// How a quantity comes about before scaling.
#[derive(Clone, Debug)]
pub enum Base {
    /// Always the same.
    Constant(f64),
    /// Another quantity's own draw: a driver.
    Slot(Slot),
    /// A draw of its own.
    Distribution(Sampler),
}

/// A quantity drawn once a trial.
#[derive(Clone, Debug)]
pub struct Draw {
    /// Path in the scenario.
    pub path: String,
    /// Stream.
    pub key: KeyId,
    /// Group of causes.
    pub group: String,
    /// Where the value goes.
    pub slot: Slot,
    /// Before scaling.
    pub base: Base,
    /// Drivers that multiply it.
    pub scale: Vec<Slot>,
    /// Bounds, applied last.
    pub clamp: Option<[f64; 2]>,
    /// Its value if all goes to plan, the drivers that scale it as planned too.
    pub planned: f64,
    /// Whether the file says what was planned.
    pub announced: bool,
}

/// Whether something happens once in a trial: where a uniform number of its own is below the probability. With a common factor F and a loading w it
/// is where Φ(w·F + √(1 − w²)·Φ⁻¹(u)) is, which has the same probability.
#[derive(Clone, Copy, Debug)]
pub struct ChancePlan {
    /// Stream that decides.
    pub happens: KeyId,
    /// Probability.
    pub probability: Slot,
    /// Factor and loading.
    pub tied: Option<(Slot, Slot)>,
    /// Index of the mineral whose price affects the probability, and the elasticity.
    pub price: Option<(usize, Slot)>,
}

/// A quantity drawn each time something happens: at an entry into a regime's state, at an incident.
#[derive(Clone, Debug)]
pub struct Occasional {
    /// Stream.
    pub key: KeyId,
    /// Before scaling.
    pub base: Base,
    /// Drivers that multiply it.
    pub scale: Vec<Slot>,
    /// Bounds, applied last.
    pub clamp: Option<[f64; 2]>,
    /// What it can be, scaling and clamp included.
    pub support: [f64; 2],
    /// Rough mean, drivers at their means.
    pub mean: f64,
    /// Its value if all goes to plan, the drivers that scale it as planned too.
    pub planned: f64,
}

/// The distribution that a distribution of the file stands for.
///
/// # Errors
/// Where the parameters give none; a driver's reference has none of its own and counts as the constant 0.
pub fn distribution(spec: &DistributionSpec) -> Result<Distribution, DistributionError> {
    match spec {
        DistributionSpec::Constant(value) => Distribution::constant(*value),
        DistributionSpec::Driver(_) => Distribution::constant(0.0),
        DistributionSpec::Uniform([low, high]) => Distribution::uniform(*low, *high),
        DistributionSpec::Loguniform([low, high]) => Distribution::loguniform(*low, *high),
        DistributionSpec::Triangular([low, mode, high]) => Distribution::triangular(*low, *mode, *high),
        DistributionSpec::Pert([low, mode, high]) => Distribution::pert(*low, *mode, *high),
        DistributionSpec::Normal { mean, sd } => Distribution::normal(*mean, *sd),
        DistributionSpec::Lognormal(Lognormal::Median { median, sigma }) => Distribution::lognormal_median(*median, *sigma),
        DistributionSpec::Lognormal(Lognormal::Mean { mean, sd }) => Distribution::lognormal_mean(*mean, *sd),
        DistributionSpec::Lognormal(Lognormal::Percentiles { p10, p90 }) => Distribution::lognormal_percentiles(*p10, *p90),
        DistributionSpec::Gamma { mean, sd } => Distribution::gamma(*mean, *sd),
        DistributionSpec::Beta { mean, sd } => Distribution::beta(*mean, *sd),
        DistributionSpec::Exponential { mean } => Distribution::exponential(*mean),
        DistributionSpec::Weibull { shape, scale } => Distribution::weibull(*shape, *scale),
        DistributionSpec::Metalog { p10, p50, p90, min, max } => Distribution::metalog(*p10, *p50, *p90, *min, *max),
        DistributionSpec::Discrete(values) => Distribution::discrete(values),
        DistributionSpec::Empirical { values, .. } => Distribution::empirical(values),
        DistributionSpec::Mixture(parts) => {
            let parts: Result<Vec<_>, _> = parts.iter().map(|(spec, weight)| distribution(spec).map(|part| (part, *weight))).collect();
            Distribution::mixture(parts?)
        }
    }
}

/// Support of a product of independent or shared quantities: the extremes over the corners.
#[must_use]
pub fn product(a: [f64; 2], b: [f64; 2]) -> [f64; 2] {
    let times = |x: f64, y: f64| if x == 0.0 || y == 0.0 { 0.0 } else { x * y };
    let corners = [times(a[0], b[0]), times(a[0], b[1]), times(a[1], b[0]), times(a[1], b[1])];
    [corners.into_iter().fold(f64::INFINITY, f64::min), corners.into_iter().fold(f64::NEG_INFINITY, f64::max)]
}
