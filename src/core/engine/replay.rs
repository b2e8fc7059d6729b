//! Replay of one trial: everything that happened in it, as plain numbers.

use super::batch::Batch;
use super::draw::Keys;
use super::lanes::Lanes;
use super::security::Strike;
use crate::plan::Plan;

/// One stay of a regime in a state, months since the start.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stay {
    /// State, by its place in the regime.
    pub state: usize,
    /// Entered.
    pub from: f64,
    /// Left; beyond the horizon where it is not.
    pub to: f64,
}

/// What happened on one mineral's market, month by month (t a month).
#[derive(Clone, Debug, PartialEq)]
pub struct MineralTrace {
    /// Demand.
    pub demand: Vec<f64>,
    /// Arrivals before displacement, by origin in the order of `MineralPlan::route_origins`.
    pub arrivals_by_origin: Vec<Vec<f64>>,
    /// Free supply and free arrivals before displacement.
    pub free: Vec<f64>,
    /// Controlled supply after displacement.
    pub controlled: Vec<f64>,
    /// Supply by origin after displacement.
    pub supply_by_origin: Vec<Vec<f64>>,
    /// Demand uncovered.
    pub shortage: Vec<f64>,
    /// Concentration index, 0 to 10 000.
    pub concentration: Vec<f64>,
    /// What the controls held back; empty where no goal asks.
    pub withheld: Vec<f64>,
    /// Lost after lagged nodes.
    pub lost: Vec<f64>,
    /// Figures of a market that clears; `None` where quantities do not react.
    pub clearing: Option<ClearingTrace>,
}

/// What happened on a market that clears, month by month.
#[derive(Clone, Debug, PartialEq)]
pub struct ClearingTrace {
    /// Price index; 1 is the price of the scenario.
    pub price: Vec<f64>,
    /// Bought, t.
    pub bought: Vec<f64>,
    /// Demand given up, t; below 0 where more is bought than demand.
    pub given_up: Vec<f64>,
    /// Premium paid for what is bought, USD; empty where the mineral has no price.
    pub premium: Vec<f64>,
    /// Stock that keeps the price index at what is tolerated, t.
    pub bridge: Vec<f64>,
    /// What comes back of what was held back, as free supply and as controlled supply, t; empty where nothing does.
    pub returned: [Vec<f64>; 2],
    /// Inventory at the end of the month, t.
    pub inventory: Vec<f64>,
}

/// Outcome of a goal.
#[derive(Clone, Debug, PartialEq)]
pub struct GoalTrace {
    /// Whether its test holds, by month.
    pub holds: Vec<bool>,
    /// Month of arrival.
    pub arrival: Option<usize>,
    /// Whether it is lost again.
    pub lost: bool,
    /// Shortage until arrival, summed over the minerals that its measures name, t.
    pub bridge: f64,
}

/// Mass of one route over the whole horizon, contained t.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RouteTrace {
    /// Taken from the source.
    pub mined: f64,
    /// Left the last node.
    pub delivered: f64,
    /// Lost in yields.
    pub lost_in_yields: f64,
    /// Lost after lagged nodes because nothing downstream takes it.
    pub lost_after_lags: f64,
    /// In buffers at the end.
    pub in_buffers: f64,
    /// In transit at the end.
    pub in_transit: f64,
}

/// All of one trial.
#[derive(Clone, Debug, PartialEq)]
pub struct TrialTrace {
    /// Values in the order of `Plan::draws`.
    pub inputs: Vec<f64>,
    /// Stays by regime.
    pub regimes: Vec<Vec<Stay>>,
    /// Incidents in order of time.
    pub strikes: Vec<Strike>,
    /// Start, end, and whether it was cancelled, by stage; infinite = never, negative infinity = before the scenario.
    pub stages: Vec<(f64, f64, bool)>,
    /// Opening and closing by node; infinite = never.
    pub nodes: Vec<[f64; 2]>,
    /// Openings of expansions by node.
    pub expansions: Vec<Vec<f64>>,
    /// Markets.
    pub minerals: Vec<MineralTrace>,
    /// Goals.
    pub goals: Vec<GoalTrace>,
    /// Mass by route.
    pub routes: Vec<RouteTrace>,
}

/// Simulates trial number `trial` again.
#[must_use]
pub fn replay(plan: &Plan, seed: u64, trial: u64) -> TrialTrace {
    let keys = Keys::new(plan, seed);
    let mut batch = Batch::new(plan, true);
    batch.run(plan, &keys, trial, &mut |_, _| ());
    let first = |column: &[Lanes]| -> Vec<f64> { column.iter().map(|month| month.0[0]).collect() };
    let each = |columns: &[Vec<Lanes>]| -> Vec<Vec<f64>> { columns.iter().map(|column| first(column)).collect() };
    let mut strikes = batch.security.strikes.take().unwrap_or_default();
    strikes.sort_by(|a, b| a.time.total_cmp(&b.time));
    TrialTrace {
        inputs: plan.draws.iter().map(|draw| batch.values[draw.slot.0].0[0]).collect(),
        regimes: batch
            .policy
            .entries
            .iter()
            .map(|entries| entries.iter().filter(|e| e.lane == 0).map(|e| Stay { state: e.state, from: e.from, to: e.to }).collect())
            .collect(),
        strikes,
        stages: (0..plan.schedule.stages.len())
            .map(|s| (batch.schedule.starts[s].0[0], batch.schedule.ends[s].0[0], batch.schedule.cancelled[s] & 1 == 1))
            .collect(),
        nodes: (0..plan.chain.nodes.len())
            .map(|n| {
                let (mut opens, closes) = batch.chain.moments(n);
                [opens.next().map_or(f64::INFINITY, |opens| opens.0[0]), closes.0[0]]
            })
            .collect(),
        expansions: (0..plan.chain.nodes.len()).map(|n| batch.chain.moments(n).0.skip(1).map(|opens| opens.0[0]).collect()).collect(),
        minerals: batch
            .minerals
            .iter()
            .zip(&plan.minerals)
            .map(|(run, mineral)| MineralTrace {
                demand: first(&run.demand),
                arrivals_by_origin: (0..mineral.route_origins.len()).map(|origin| first(run.arrivals_from(origin))).collect(),
                free: first(&run.free),
                controlled: first(&run.controlled),
                supply_by_origin: each(&run.supply_by_origin),
                shortage: first(&run.shortage),
                concentration: first(&run.concentration),
                withheld: first(&run.withheld),
                lost: first(&run.lost),
                clearing: run.clearing.as_ref().map(|clearing| ClearingTrace {
                    price: first(&clearing.price),
                    bought: first(&clearing.bought),
                    given_up: first(&clearing.given_up),
                    premium: first(&clearing.premium),
                    bridge: first(&clearing.bridge),
                    returned: run.returned.each_ref().map(|column| first(column)),
                    inventory: first(&clearing.inventory),
                }),
            })
            .collect(),
        goals: batch
            .goals
            .goals
            .iter()
            .map(|run| GoalTrace {
                holds: run.holds.iter().map(|bits| bits & 1 == 1).collect(),
                arrival: run.arrival[0],
                lost: run.lost & 1 == 1,
                bridge: run.bridge.iter().map(|bridge| bridge.0[0]).sum(),
            })
            .collect(),
        routes: (0..plan.chain.routes.len()).map(|r| route_trace(plan, &batch, r)).collect(),
    }
}

fn route_trace(plan: &Plan, batch: &Batch, r: usize) -> RouteTrace {
    let [mined, lost_in_yields] = batch.chain.accounts.as_ref().map_or([0.0; 2], |accounts| [accounts[0][r].0[0], accounts[1][r].0[0]]);
    let sum = |column: &[Lanes]| column.iter().map(|month| month.0[0]).sum();
    RouteTrace {
        mined,
        delivered: sum(&batch.chain.delivered[r]),
        lost_in_yields,
        lost_after_lags: sum(&batch.chain.lost[r]),
        in_buffers: batch.chain.standing(plan, r, 0),
        in_transit: batch.chain.in_transit(plan, r, plan.months() - 1, 0),
    }
}
