//! Shortfall of the plan where a goal never arrives in it.

use super::findings::Shortfall;
use super::runs::Runs;
use crate::engine::replay;
use crate::plan::{GoalPlan, Measure, Plan, TestPlan};
use crate::units::{Quantity, Unit};

/// Shortfall of the plan for each goal that requires a share of demand from routes.
pub fn shortfalls(plan: &Plan, runs: &Runs, seed: u64) -> Vec<Option<Shortfall>> {
    let planned = runs.plan(&vec![false; runs.groups.len()]);
    let trace = replay(&planned, seed, 0);
    let of_goal = |goal: &GoalPlan| {
        let TestPlan::Measure(at) = goal.test else { return None };
        let measure = &plan.goals.measures[at];
        if measure.measure != Measure::ShareOfDemand {
            return None;
        }
        let (mineral, market) = (&plan.minerals[measure.mineral], &trace.minerals[measure.mineral]);
        let counts = |origin: usize| measure.origin.is_none_or(|asked| mineral.route_origins[origin] == asked);
        let arrivals =
            |k: usize| -> f64 { (0..market.arrivals_by_origin.len()).filter(|&o| counts(o)).map(|o| market.arrivals_by_origin[o][k]).sum() };
        let share = |k: usize| (k - 11..=k).map(arrivals).sum::<f64>() / market.demand[k - 11..=k].iter().sum::<f64>();
        let best = (11..plan.months()).map(share).filter(|share| share.is_finite()).fold(0.0, f64::max);
        let share = |share: f64| Quantity::exact(share, Unit::SHARE);
        Some(Shortfall { best: share(best), required: share(planned.planned[measure.threshold.0]) })
    };
    plan.goals.goals.iter().map(of_goal).collect()
}
