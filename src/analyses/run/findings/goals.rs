//! Findings about goals: when they arrive, what bridges the wait, and their critical paths.

use serde::{Deserialize, Serialize};

use crate::units::Quantity;

/// Arrival of a goal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GoalFindings {
    /// Key in the file.
    pub name: String,
    /// Title, else the key.
    pub title: String,
    /// Test in words: `antimony: arrivals from Pakistan at least 10% of demand over 12 months, for 12 months`.
    pub sentence: String,
    /// Mineral, where the goal tests only one.
    pub mineral: Option<String>,
    /// Title of the mineral, empty where there is none.
    pub mineral_title: String,
    /// Origin, where the goal tests arrivals of one.
    pub origin: Option<String>,
    /// Title of the origin, empty where there is none.
    pub origin_title: String,
    /// For `share_of_demand` with a constant threshold: that threshold.
    pub share_of_demand: Option<f64>,
    /// Months in a row.
    pub sustain: usize,
    /// Month for which it was announced, in months since the start.
    pub announced: Option<f64>,
    /// Whether its arrival can end a shortage, so that a stock that lasts until then is a bridge: it tests the shortage or the free supply, or asks for
    /// a share of demand at least as large as the mean shortage.
    pub ends_shortage: bool,
    /// 10% quantile of the month of arrival over all trials.
    pub p10: Quantity,
    /// Median month of arrival.
    pub p50: Quantity,
    /// 90% quantile of the month of arrival.
    pub p90: Quantity,
    /// Probability of having arrived by each month.
    pub arrived_by: Vec<Quantity>,
    /// Probability that the test holds in each month.
    pub holds: Vec<Quantity>,
    /// Parts of a goal that combines several, in the order of the file; empty for other goals.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<PartFindings>,
    /// Probability of never arriving within the horizon.
    pub never: Quantity,
    /// Probability of arriving and being lost again.
    pub lost: Quantity,
    /// Share of the trials that arrive in which it is lost again; without a value where none arrives.
    pub lost_of_arrivals: Quantity,
    /// Probability that it is not lost in so many years from its arrival, over the trials that arrive (Kaplan–Meier); without a value where no trial
    /// is seen for so long.
    pub kept: Vec<(u32, Quantity)>,
    /// Probability of holding from the first month in which the test can hold (k = 11), so that there is no wait.
    pub at_start: Quantity,
    /// Mean month of arrival of the trials that arrive.
    pub mean_arrival: Quantity,
    /// Largest share of demand that the chain can carry, against the threshold.
    pub ceiling: Option<Ceiling>,
    /// Bridging stock that suffices in a share of trials (0.5, 0.8, 0.9, 0.95), t; empty where the goal spans several minerals.
    pub bridge: Vec<(f64, Quantity)>,
    /// Mean bridging stock, t.
    pub bridge_mean: Quantity,
    /// Cost of the bridging stock in USD at `price`, times `tolerates` where the market clears; empty where a mineral has no price.
    pub bridge_cost: Vec<(f64, Quantity)>,
    /// Bridging stock (t; USD where the goal spans several minerals) for each percent of trials, 1 to 99; empty where neither is known.
    pub bridge_curve: Vec<f64>,
    /// Cost in USD for each percent of trials, 1 to 99; empty where a mineral has no price.
    pub bridge_cost_curve: Vec<f64>,
    /// Premium paid without such a stock from the start to the month before arrival that is not exceeded in a share of trials, USD; empty where no market
    /// clears or a mineral has no price.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub premium: Vec<(f64, Quantity)>,
}

/// Part of a goal that combines several: how often it is what is missing over the last twelve months of the scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PartFindings {
    /// Test in words, or the title of the goal that the part refers to.
    pub test: String,
    /// Probability that the part does not hold then.
    pub unmet: Quantity,
    /// Probability that the part does not hold then and the goal would hold if it did: it is the only part that is missing.
    pub decides: Quantity,
}

impl GoalFindings {
    /// Title, else the sentence of the test.
    #[must_use]
    pub fn shown_title(&self) -> &str {
        if self.title == self.name { &self.sentence } else { &self.title }
    }

    /// Whether a stock that lasts until its arrival is a bridge.
    #[must_use]
    pub fn has_bridge(&self) -> bool {
        self.ends_shortage && !(self.bridge_curve.is_empty() && self.bridge_cost_curve.is_empty())
    }

    /// Largest share of demand that the chain can carry, where the threshold exceeds it and no trial arrives.
    #[must_use]
    pub fn beyond(&self) -> Option<f64> {
        self.ceiling.filter(|ceiling| ceiling.beyond).map(|ceiling| ceiling.share)
    }
}

/// Capacity of the chain for a goal.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ceiling {
    /// Largest share of demand that the chain can carry year after year, with all inputs at their most favourable, without buffers.
    pub share: f64,
    /// Threshold of the goal, at its least demanding.
    pub asked: f64,
    /// Whether the threshold exceeds that share and no trial arrives.
    pub beyond: bool,
}

/// Critical path of a goal: what its arrival waited for, one after the other.
///
/// Where the goal arrives and needs its chain, the months from the start to the arrival are those `before`, those of the stages on the path, and those
/// `after`: their means, each stage's counted over all these trials, add up to the mean month of arrival there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PathFindings {
    /// Key of the goal.
    pub goal: String,
    /// Probability that the goal arrives and would not without its routes: in each of these trials there is one path.
    pub needed: Quantity,
    /// Months before the first stage of the path starts, over these trials.
    pub before: Quantity,
    /// Months from the end of the last stage to the arrival: transit, ramp-up, the market, and the twelve months of the test.
    pub after: Quantity,
    /// Probability that the goal never arrives and a stage that something on its routes waits for never ends.
    pub stuck: Quantity,
    /// Stages that are on the path in some trial, in the order of the file.
    pub stages: Vec<StagePath>,
}

/// Stage on the paths to a goal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StagePath {
    /// `project.stage`.
    pub stage: String,
    /// Probability that the goal arrives and the stage is on its path.
    pub arrived: Quantity,
    /// Months that the stage adds to the path in these trials.
    pub months: Quantity,
    /// Probability that the goal never arrives and the stage is on the path to the first one that never ends, itself included.
    pub stuck: Quantity,
    /// Probability that the goal never arrives, and this stage, which never ends, keeps something on its routes closed.
    pub blocks: Quantity,
}

/// Interval of the quantity that decided how long the run went on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Precision {
    /// Key of the goal.
    pub goal: String,
    /// Its title.
    pub title: String,
    /// Quantity, as the scenario names it.
    pub quantity: String,
    /// Unit of the half widths: `months`, `share of trials` or `t`.
    pub unit: String,
    /// Half width asked for.
    pub asked: f64,
    /// Half width when the run stopped; `None` where an end of the interval is open.
    pub half_width: Option<f64>,
    /// Whether the interval was narrow enough; else the budget was spent.
    pub enough: bool,
    /// Confidence of the interval, whatever made the run stop.
    pub confidence: f64,
    /// Confidence of each single look.
    pub each: f64,
    /// Looks made, and looks possible.
    pub looks: [usize; 2],
    /// Trials made, and trials possible.
    pub trials: [u64; 2],
    /// Estimate; its interval has the confidence of each look.
    pub found: Quantity,
}
