//! When goals and stages arrive, and what an arrival waited for.

use serde::{Deserialize, Serialize};

use super::{Estimate, Quantile, Share};

/// When a goal arrives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GoalFindings {
    /// Key in the file.
    pub name: String,
    /// Title, else the key.
    pub title: String,
    /// What is tested, in words: `antimony: arrivals from Pakistan at least 10% of demand over 12 months, for 12 months`.
    pub sentence: String,
    /// Mineral, where the goal tests just one.
    pub mineral: Option<String>,
    /// Origin, where the goal tests arrivals of one.
    pub origin: Option<String>,
    /// For `share_of_demand` with a constant threshold: that threshold.
    pub share_of_demand: Option<f64>,
    /// Months in a row.
    pub sustain: usize,
    /// P10, P50, P90 of the month of arrival over all trials.
    pub p10: Quantile<Option<usize>>,
    /// Median month.
    pub p50: Quantile<Option<usize>>,
    /// 90% month.
    pub p90: Quantile<Option<usize>>,
    /// Trials that have arrived by each month (cumulative), divided by trials: chance with interval, month by month.
    pub arrived_by: Vec<Share>,
    /// Chance that the test holds in each month.
    pub holds: Vec<Share>,
    /// Chance of never arriving within the horizon.
    pub never: Share,
    /// Share of all trials that arrive and lose it again.
    pub lost: Share,
    /// Share of trials in which it held from the first month it can (k = 11): already so at the start.
    pub at_start: Share,
    /// Mean month of those trials that arrive; `None` where none does.
    pub mean_arrival: Option<Estimate>,
    /// Whether the threshold lies beyond what the chain could ever carry, and by how much.
    pub ceiling: Option<Ceiling>,
    /// Stock that bridges the wait: shares of trials covered 0.5, 0.8, 0.9, 0.95, t; empty where the goal spans several minerals.
    pub bridge: Vec<(f64, Quantile<f64>)>,
    /// Mean of that stock, t.
    pub bridge_mean: Option<Estimate>,
    /// The same in USD at `price`; empty where a mineral has no price.
    pub bridge_cost: Vec<(f64, Quantile<f64>)>,
    /// Stock (t; USD where the goal spans several minerals) that covers each percent of trials, 1 to 99; empty where neither is known.
    pub bridge_curve: Vec<f64>,
    /// Cost in USD that covers each percent of trials, 1 to 99; empty where a mineral has no price.
    pub bridge_cost_curve: Vec<f64>,
}

/// The most that the chain could ever carry for a goal.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ceiling {
    /// Largest share of demand that the chain could carry year after year, all inputs at their most favourable, buffers aside.
    pub share: f64,
    /// Threshold asked, at its least demanding.
    pub asked: f64,
    /// Whether the threshold is out of reach: above that share, and met in no trial.
    pub beyond: bool,
}

/// When a stage starts and ends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StageFindings {
    /// `project.stage`.
    pub name: String,
    /// P10, P50, P90 of the month of its start, over all trials.
    pub start: [Option<usize>; 3],
    /// P10, P50, P90 of the month of its end, over all trials.
    pub end: [Option<usize>; 3],
    /// Chance that it does not end within the horizon.
    pub never: Share,
    /// Mean month of its end in the trials in which it ends.
    pub mean_end: Option<Estimate>,
    /// Start and end if all goes to plan, in months since the start (negative: before it); `None` = never.
    pub planned: [Option<f64>; 2],
    /// Share of trials in which it is on the longest path to the arrival of some goal.
    pub critical: Share,
}

/// The longest path to a goal: what its arrival waited for, one after the other.
///
/// Where the goal arrives and needs its chain, the months from the start to the arrival are those `before`, those of the stages on the path, and those
/// `after`: their means, each stage's counted over all these trials, add up to the mean month of arrival there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PathFindings {
    /// Goal.
    pub goal: String,
    /// Share of all trials in which it arrives and would not without what its routes brought: in each of them there is one path.
    pub needed: Share,
    /// Months there before the first stage of the path starts; `None` where there is no such trial.
    pub before: Option<Estimate>,
    /// Months there from the end of the last stage to the arrival: transit, ramp-up, the market, and the twelve months that the test looks back upon.
    pub after: Option<Estimate>,
    /// Share of all trials in which it never arrives and a stage that something on its routes waits for never ends.
    pub stuck: Share,
    /// Stages that are on the path in some trial, in the order of the file.
    pub stages: Vec<StagePath>,
}

/// A stage on the paths to a goal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StagePath {
    /// `project.stage`.
    pub stage: String,
    /// Share of all trials in which the goal arrives and the stage is on its path.
    pub arrived: Share,
    /// Months that it adds to the path in these trials; `None` where there is none.
    pub months: Option<Estimate>,
    /// Share of all trials in which the goal never arrives and the stage is on the path to the first one that never ends, itself included.
    pub stuck: Share,
    /// Share of all trials in which the goal never arrives, and this stage, never ending, keeps something on its routes closed, be it the first or not.
    pub blocks: Share,
}
