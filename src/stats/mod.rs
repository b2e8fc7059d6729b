//! Statistics of trials: counts and sums that merge exactly, and estimates with their uncertainty.
//!
//! All that is gathered is integers, so that a run cut into any ranges of trials and merged in any order gives the same bytes. Confidence
//! intervals are 95 % ones.

mod bins;
mod fixed;
mod group_sequential;
pub mod incidents;
mod mean;
mod months;
pub mod optimum;
mod predictive;
mod proportion;
mod rank_correlation;
mod ranks;
mod replicates;
mod scores;
mod sobol;
pub mod survival;
mod weighted;
mod zero_runs;

pub use bins::{Bins, CoarseBins, FineBins, bin_index};
pub(crate) use bins::{FIRST_EXPONENT, LEAST, OCTAVES};
pub use fixed::FixedSum;
pub(crate) use fixed::{HALF, Halves, MOST, ROUNDER};
pub use group_sequential::confidence_of_each;
pub use mean::Mean;
pub use months::MonthCounts;
pub use predictive::LognormalPredictive;
pub use proportion::{Proportion, beta_interval};
pub use rank_correlation::{PartialRanks, partial_interval, ranks, spearman, spearman_interval};
pub use ranks::{Ranks, quantile_rank, quantile_ranks, quantile_ranks_at, trials_for_bound, trials_for_interval};
pub use replicates::Spread;
pub use scores::{Seen, binomial_range, brier, covered, crps, mass, mean_crps, pit, pit_histogram};
pub use sobol::{Index, Indices, PickFreezeSums, resamples};
pub use weighted::WeightedChance;
