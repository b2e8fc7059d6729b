//! Statistics of trials: counts and sums that merge exactly, and estimates with confidence intervals.
//!
//! All accumulators hold integers, so that a run divided into any ranges of trials and merged in any order gives the same bytes. Confidence intervals
//! have a confidence of 95 % unless said otherwise.

mod auc;
mod bins;
mod cholesky;
mod fixed_point;
mod group_sequential;
mod importance_sampling;
pub mod incidents;
mod mean;
mod month_counts;
pub mod optimization;
mod order_statistics;
mod predictive;
mod proportion;
mod proportion_difference;
mod rank_correlation;
mod replicates;
mod run_length;
mod scores;
mod sobol_indices;
pub mod survival;

pub use auc::auc;
pub use bins::{Bins, CoarseBins, FineBins, bin_index};
pub(crate) use bins::{COARSE_BITS, FIRST_EXPONENT, MIN_BINNED, OCTAVES, half_bin};
pub use fixed_point::FixedSum;
pub(crate) use fixed_point::{HALF_BITS, Halves, MAX_UNITS, ROUNDING_CONSTANT};
pub use group_sequential::confidence_of_each;
pub use importance_sampling::WeightedProbability;
pub use mean::Mean;
pub use month_counts::MonthCounts;
pub use order_statistics::{QuantileRanks, quantile_rank, quantile_ranks, quantile_ranks_at, trials_for_bound, trials_for_interval};
pub use predictive::LognormalPredictive;
pub use proportion::{Proportion, beta_interval};
pub use proportion_difference::proportion_difference;
pub use rank_correlation::{PartialRankCorrelations, partial_interval, ranks, spearman, spearman_interval};
pub use replicates::ReplicateSpread;
pub use scores::{ForecastOutcome, binomial_power, binomial_range, brier, covered, crps, mass, mean_crps, pit, pit_histogram};
pub use sobol_indices::{Index, Indices, PickFreezeSums, resamples};

/// Standard normal 97.5 % quantile: the half width of a 95 % interval in standard errors.
const NORMAL_975: f64 = 1.959_963_984_540_054;
