//! Mean tonnes through the chain, for the pictures of its flow.

use super::findings::{Flows, PassageFlow, RouteFlow, Yearly};
use super::run::{RunOptions, estimate};
use crate::engine;
use crate::plan::Plan;
use crate::stats::FixedSum;

/// Trials that it looks at, at most.
const TRIALS: u64 = 1_024;

/// Follows the tonnes of the first trials.
pub(super) fn flows(plan: &Plan, options: &RunOptions, pool: &rayon::ThreadPool) -> Flows {
    if plan.chain.routes.is_empty() {
        return Flows::default();
    }
    let tally = engine::flows(plan, options.seed, options.trials.clamp(1, TRIALS), pool);
    let yearly = |sums: &[FixedSum]| -> Yearly { plan.grid.years().zip(sums).map(|(year, sum)| (year, estimate(sum, tally.trials))).collect() };
    let routes = plan.chain.routes.iter().zip(&tally.arrives).map(|(route, arrives)| RouteFlow {
        name: route.name.clone(),
        mineral: plan.minerals[route.mineral].name.clone(),
        origin: route.origin.clone(),
        passages: route
            .passages
            .clone()
            .map(|p| {
                let [enters, leaves, lost] = &tally.passages[p];
                PassageFlow { node: plan.chain.passages[p].node.0, enters: yearly(enters), leaves: yearly(leaves), lost: yearly(lost) }
            })
            .collect(),
        arrives: yearly(arrives),
    });
    Flows {
        trials: tally.trials,
        nodes: plan.chain.nodes.iter().map(|node| (node.name.clone(), node.kind.clone())).collect(),
        routes: routes.collect(),
    }
}
