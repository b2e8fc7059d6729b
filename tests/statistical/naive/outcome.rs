//! What one trial came to, by name.

use std::collections::{BTreeMap, BTreeSet};

use adit::chance::Key;

/// A whole trial. Months are indices k = 0 … T−1, times are months since the start, quantities are tonnes a month.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Every input that is drawn once a trial, by its path, scaled and clamped; chances of what happens once by `…!happens`.
    pub drawn: BTreeMap<String, f64>,
    /// Every regime's entries, in order.
    pub regimes: BTreeMap<String, Vec<Entry>>,
    /// Every hazard's incidents inside the horizon, by time.
    pub incidents: BTreeMap<String, Vec<Incident>>,
    /// Availability of every stage (`projects.P.stages.S`) and node (`nodes.N`) by month.
    pub availability: BTreeMap<String, Vec<f64>>,
    /// Every stage, by `project.stage`.
    pub stages: BTreeMap<String, StageTimes>,
    /// When each node opens; before all time without `opens`, `None` = never.
    pub openings: BTreeMap<String, Option<f64>>,
    /// What each node did.
    pub nodes: BTreeMap<String, NodeMonths>,
    /// What each mineral's market did.
    pub minerals: BTreeMap<String, MineralMonths>,
    /// Where each mineral's tonnes went.
    pub tonnes: BTreeMap<String, Balance>,
    /// Every goal.
    pub goals: BTreeMap<String, GoalOutcome>,
}

/// A stay in a state of a regime.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The state.
    pub state: String,
    /// When it was entered.
    pub from: f64,
    /// When it was left; infinite where it lasts for ever, possibly past the horizon.
    pub to: f64,
    /// Key of what is drawn at this entry.
    pub occurrence: Key,
}

/// One incident of a hazard.
#[derive(Clone, Debug)]
pub struct Incident {
    /// Class.
    pub class: String,
    /// When.
    pub time: f64,
    /// End of the outage.
    pub outage_end: f64,
    /// Share lost meanwhile.
    pub loss: f64,
    /// Exposures that it hit, by path: a project's as a whole, a stage's or a node's own.
    pub hits: BTreeSet<String>,
    /// Stages and nodes struck thereby, by `projects.P.stages.S` and `nodes.N`.
    pub struck: BTreeSet<String>,
    /// Suspensions that follow, by `projects.P` or `nodes.N`: from when to when.
    pub suspensions: BTreeMap<String, (f64, f64)>,
}

/// When a stage ran.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StageTimes {
    /// `None` = never; before all time where it is given as done.
    pub start: Option<f64>,
    /// `None` = never.
    pub end: Option<f64>,
}

/// A node, month by month, in contained tonnes of all minerals.
#[derive(Clone, Debug, Default)]
pub struct NodeMonths {
    /// What passed into the process.
    pub entered: Vec<f64>,
    /// What left, after yield and lag.
    pub left: Vec<f64>,
    /// What its buffer holds at the end of the month.
    pub contents: Vec<f64>,
}

/// The market of one mineral, month by month.
#[derive(Clone, Debug, Default)]
pub struct MineralMonths {
    /// Demand.
    pub demand: Vec<f64>,
    /// Arrivals of routes by origin, before displacement.
    pub arrivals: BTreeMap<String, Vec<f64>>,
    /// Supply by origin of suppliers and routes, after displacement.
    pub supply: BTreeMap<String, Vec<f64>>,
    /// Free supply of suppliers and routes, before displacement.
    pub free: Vec<f64>,
    /// Controlled supply of suppliers and routes, after displacement.
    pub controlled: Vec<f64>,
    /// Demand still uncovered.
    pub shortage: Vec<f64>,
    /// Herfindahl–Hirschman index of the supply, 0 to 10 000.
    pub hhi: Vec<f64>,
    /// What the controls held back.
    pub withheld: Vec<f64>,
    /// Level of the commercial inventory at the end of the month.
    pub inventory: Vec<f64>,
    /// What a market that clears adds; `None` where quantities do not react.
    pub clearing: Option<ClearingMonths>,
}

/// A market that clears, month by month.
#[derive(Clone, Debug, Default)]
pub struct ClearingMonths {
    /// Price index.
    pub price: Vec<f64>,
    /// Bought.
    pub bought: Vec<f64>,
    /// Given up.
    pub given_up: Vec<f64>,
    /// Stock that keeps the price index at what is tolerated.
    pub bridge: Vec<f64>,
    /// What comes back free and controlled.
    pub returned: [Vec<f64>; 2],
}

/// Where a mineral's tonnes went over the whole horizon, by-products left out.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Balance {
    /// Taken from sources.
    pub mined: f64,
    /// Left the last node of a route, before `offtake`.
    pub delivered: f64,
    /// Not recovered in nodes.
    pub lost_in_yields: f64,
    /// Under way in lagged nodes at the horizon.
    pub in_transit: f64,
    /// In buffers at the horizon.
    pub in_buffers: f64,
    /// Left a lagged node and was taken by nobody.
    pub lost_after_lag: f64,
}

/// A goal in one trial.
#[derive(Clone, Debug)]
pub struct GoalOutcome {
    /// Whether its test holds in month k; never before k = 11.
    pub holds: Vec<bool>,
    /// First month of the first run of `sustain` months; `None` = never.
    pub arrival: Option<usize>,
    /// Whether it was lost again.
    pub lost: bool,
    /// Shortage summed before arrival, t, of the minerals that its measures name.
    pub bridging: f64,
}
