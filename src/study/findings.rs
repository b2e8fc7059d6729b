//! What a run found: plain data, every number with its unit, its uncertainty and the trials behind it.
//!
//! Months are counted from 0, the first month of the scenario; `None` in place of a month means never (within the horizon).
//! `Estimate` is a mean with its standard error; `Share` a chance with its 95% interval; `Quantile` a quantile with its 95% interval.

use serde::{Deserialize, Serialize};

use super::number::{Written, or_undefined};
use crate::units::MonthGrid;

/// A mean over trials with its standard error, both in the unit of the series it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// Mean over trials.
    #[serde(deserialize_with = "or_undefined")]
    pub mean: f64,
    /// Standard error of that mean.
    #[serde(deserialize_with = "or_undefined")]
    pub standard_error: f64,
}

/// A chance with its standard error and 95% interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// Share of trials.
    pub share: f64,
    /// Its standard error.
    #[serde(deserialize_with = "or_undefined")]
    pub standard_error: f64,
    /// Lower end of the 95% interval.
    pub low: f64,
    /// Upper end of the 95% interval.
    pub high: f64,
}

/// A quantile with its 95% interval; in months `None` is never, later than any month.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "T: Written"))]
pub struct Quantile<T> {
    /// The smallest value with at least the asked share of trials at or below it.
    #[serde(deserialize_with = "Written::read")]
    pub value: T,
    /// Lower end of the 95% interval.
    #[serde(deserialize_with = "Written::read")]
    pub low: T,
    /// Upper end of the 95% interval.
    #[serde(deserialize_with = "Written::read")]
    pub high: T,
}

/// P5, P25, P50, P75, P95 and the mean of a monthly series.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Band {
    /// 5% quantile.
    pub p5: f64,
    /// 25% quantile.
    pub p25: f64,
    /// Median.
    pub p50: f64,
    /// 75% quantile.
    pub p75: f64,
    /// 95% quantile.
    pub p95: f64,
    /// Mean.
    pub mean: f64,
}

/// All that a run found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Findings {
    /// Title of the scenario.
    pub title: String,
    /// Its grid of months.
    pub grid: MonthGrid,
    /// Seed.
    pub seed: u64,
    /// Trials.
    pub trials: u64,
    /// How the trials cover the inputs, where they are not drawn at random: errors and intervals are then those of the replicates' spread.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub design: Option<DesignFindings>,
    /// Trials that monthly bands and monthly means are of: the first ones, and a part of those after them.
    pub band_trials: u64,
    /// Goals in the order of the file.
    pub goals: Vec<GoalFindings>,
    /// Minerals in the order of the file.
    pub minerals: Vec<MineralFindings>,
    /// Stages in the order of the file, `project.stage`.
    pub stages: Vec<StageFindings>,
    /// The longest path to each goal, in the order of the goals.
    pub paths: Vec<PathFindings>,
    /// What each origin of routes earns.
    pub origins: Vec<OriginFindings>,
    /// Regimes: chance of each state in each month.
    pub regimes: Vec<RegimeFindings>,
    /// Hazards: incidents.
    pub hazards: Vec<HazardFindings>,
    /// Inputs on which the answer hinges most: rank correlation with arrival, strongest first.
    pub hinges: Vec<Hinge>,
    /// The physical chain: mean tonnes through each passage by year.
    pub flows: Flows,
    /// The interval that the run went on for, where the scenario asks for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision: Option<super::precision::Reached>,
}

/// How designed trials cover the inputs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DesignFindings {
    /// `latin-hypercube` or `sobol`.
    pub sampling: String,
    /// Independent samples into which the trials are split evenly.
    pub replicates: u64,
}

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

/// Yearly estimates: calendar year and value.
pub type Yearly = Vec<(i32, Estimate)>;

/// What happens on one mineral's market.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MineralFindings {
    /// Key in the file.
    pub name: String,
    /// Mean demand by month, t a month.
    pub demand: Vec<f64>,
    /// t a year that arrive over all routes.
    pub arrivals: Yearly,
    /// The same by origin.
    pub arrivals_by_origin: Vec<(String, Yearly)>,
    /// t a year of controlled supply, after displacement.
    pub controlled: Yearly,
    /// t a year of demand uncovered.
    pub shortage: Yearly,
    /// Mean concentration index of the year, 0 to 10 000.
    pub hhi: Yearly,
    /// Mean free share of demand of the year.
    pub free_share: Yearly,
    /// t a year by origin after displacement.
    pub supply_by_origin: Vec<(String, Yearly)>,
    /// t a year lost after lagged nodes for want of room.
    pub lost_in_chain: Yearly,
    /// Monthly bands: arrivals over all routes (t a month).
    pub arrivals_band: Vec<Band>,
    /// Monthly bands by origin of routes (t a month).
    pub arrivals_by_origin_band: Vec<(String, Vec<Band>)>,
    /// Controlled supply (t a month).
    pub controlled_band: Vec<Band>,
    /// Shortage (t a month).
    pub shortage_band: Vec<Band>,
    /// Concentration index.
    pub hhi_band: Vec<Band>,
    /// Free supply as a share of demand.
    pub free_share_band: Vec<Band>,
    /// Supply by origin after displacement (t a month).
    pub supply_by_origin_band: Vec<(String, Vec<Band>)>,
    /// Arrivals as a share of demand, of those origins that a goal asks about.
    pub arrival_share_band: Vec<(String, Vec<Band>)>,
    /// Demand by year, t.
    pub demand_yearly: Yearly,
    /// Three single trials (numbers 0, 1 and 2), month by month.
    pub lines: Vec<TrialLine>,
}

/// One trial's months on one mineral's market.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrialLine {
    /// Number of the trial.
    pub trial: u64,
    /// Arrivals by route origin (t a month), in the order of `arrivals_by_origin`.
    pub arrivals_by_origin: Vec<Vec<f64>>,
    /// Demand (t a month).
    pub demand: Vec<f64>,
    /// Free supply as a share of demand.
    pub free_share: Vec<f64>,
    /// Shortage (t a month).
    pub shortage: Vec<f64>,
    /// Concentration index.
    pub hhi: Vec<f64>,
}

/// Mean tonnes through the chain, from a separate pass over the first trials.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Flows {
    /// Trials that it is the mean of.
    pub trials: u64,
    /// Nodes in chain order: name and kind.
    pub nodes: Vec<(String, String)>,
    /// Routes.
    pub routes: Vec<RouteFlow>,
}

/// One route's tonnes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RouteFlow {
    /// Name.
    pub name: String,
    /// Mineral.
    pub mineral: String,
    /// Origin.
    pub origin: String,
    /// Nodes in order, by their place among [`Flows::nodes`], each with contained t that enter it and t that leave it, by year.
    pub passages: Vec<PassageFlow>,
    /// t that arrive, by year.
    pub arrives: Yearly,
}

/// One route's tonnes through one node, by year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PassageFlow {
    /// The node's place among [`Flows::nodes`].
    pub node: usize,
    /// Contained t that enter (at a buffer: that are processed).
    pub enters: Yearly,
    /// Contained t that leave, after yield and lag.
    pub leaves: Yearly,
    /// Contained t that left it and found no room further on.
    pub lost: Yearly,
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

/// What an origin country earns from its routes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OriginFindings {
    /// Origin.
    pub name: String,
    /// USD a year of exports, to whomever they go; `None` where a mineral carried has no price.
    pub export_revenue: Option<Yearly>,
    /// USD a year of royalty, where routes state one.
    pub royalty: Option<Yearly>,
    /// Job-years by year, where stages or nodes of its routes state `jobs`.
    pub job_years: Option<Yearly>,
}

/// Chance of each state over time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RegimeFindings {
    /// Key in the file.
    pub name: String,
    /// States in the order of the file, each with the share of trials that are in it at the middle of each month.
    pub states: Vec<(String, Vec<f64>)>,
    /// What was observed before the start: months since the start (negative) and the state entered then, in order.
    pub history: Vec<(f64, String)>,
}

/// Incidents of a hazard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HazardFindings {
    /// Key in the file.
    pub name: String,
    /// Incidents a year.
    pub incidents: Estimate,
    /// Incidents a year that struck at least one target.
    pub struck: Estimate,
}

/// How an input moves with the answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hinge {
    /// Path of the input.
    pub input: String,
    /// Goal.
    pub goal: String,
    /// Spearman rank correlation between the input and the month of arrival (never = latest), over the first trials.
    #[serde(deserialize_with = "or_undefined")]
    pub rank_correlation: f64,
    /// Its approximate standard error.
    #[serde(deserialize_with = "or_undefined")]
    pub standard_error: f64,
    /// Trials it rests on.
    pub trials: u64,
}

/// Several scenarios on common random numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// What each found, in the order given; the first is what the others are compared with.
    pub findings: Vec<Findings>,
    /// Names of the scenarios (file stems).
    pub names: Vec<String>,
    /// For each goal that all share: paired differences of each later scenario from the first.
    pub goals: Vec<GoalComparison>,
}

/// One goal across scenarios.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GoalComparison {
    /// Key in the files.
    pub name: String,
    /// Title.
    pub title: String,
    /// One entry for each scenario after the first.
    pub differences: Vec<PairedDifference>,
}

/// How much later a goal arrives than in the first scenario, trial by trial on the same draws.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PairedDifference {
    /// Mean difference in months within the horizon (an arrival that never comes counts as the horizon), positive = later.
    pub months: Estimate,
    /// Mean difference in months over the trials in which both arrive; `None` where no trial does.
    pub months_if_both: Option<Estimate>,
    /// Share of trials in which both arrive.
    pub both: Share,
    /// Share of trials in which it arrives earlier than in the first.
    pub earlier: Share,
    /// Share of trials in which it arrives later, or never where the first arrives.
    pub later: Share,
    /// Difference of the chance of arriving within the horizon, with the paired standard error.
    pub chance: Estimate,
}
