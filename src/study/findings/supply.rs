//! Tonnes and dollars: what arrives on each market, through which nodes, and who earns from it.

use serde::{Deserialize, Serialize};

use super::{Band, Yearly};

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
    /// Further series of a market that clears; empty where quantities do not react.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cleared: Vec<ClearedSeries>,
}

/// One series of a market that clears.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClearedSeries {
    /// Name: `price_index`, `bought`, `given_up`, `premium_paid`, `stock_to_bridge`, `diverted` or `leaked`.
    pub name: String,
    /// Unit of a year's figure: `index` (the mean of the months), `t` or `USD`.
    pub unit: String,
    /// By year.
    pub yearly: Yearly,
    /// By month.
    pub band: Vec<Band>,
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
