//! Mean tonnes through the physical chain by passage and year, for the charts of the flow.

use super::estimate::estimate;
use super::findings::{Flows, PassageFlow, RouteFlow, Yearly};
use crate::engine::FlowTally;
use crate::plan::Plan;
use crate::stats::FixedSum;

/// Means of what the first trials of a run summed.
pub(super) fn flows(plan: &Plan, tally: &FlowTally) -> Flows {
    if plan.chain.routes.is_empty() {
        return Flows::default();
    }
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
