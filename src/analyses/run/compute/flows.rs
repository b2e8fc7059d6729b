//! Mean tonnes through the physical chain by passage and year, for the charts of the flow.

use super::markets;
use crate::analyses::run::findings::{Flows, PassageFlow, RouteFlow, Yearly};
use crate::engine::FlowTally;
use crate::plan::Plan;
use crate::stats::FixedSum;
use crate::units::Unit;

/// Means of what the first trials of a run summed.
pub(super) fn flows(plan: &Plan, tally: &FlowTally) -> Flows {
    if plan.chain.routes.is_empty() {
        return Flows::default();
    }
    let yearly = |sums: &[FixedSum]| -> Yearly { markets::yearly(plan.grid, sums, tally.trials, &Unit::TONNES_A_YEAR) };
    let routes = plan.chain.routes.iter().zip(&tally.arrives).map(|(route, arrives)| {
        let passages = route.passages.clone().map(|p| {
            let [enters, leaves, lost] = &tally.passages[p];
            PassageFlow { node: plan.chain.passages[p].node.0, enters: yearly(enters), leaves: yearly(leaves), lost: yearly(lost) }
        });
        RouteFlow {
            name: route.name.clone(),
            mineral: plan.minerals[route.mineral].name.clone(),
            origin: route.origin.clone(),
            passages: passages.collect(),
            arrives: yearly(arrives),
        }
    });
    Flows {
        trials: tally.trials,
        nodes: plan.chain.nodes.iter().map(|node| (node.name.clone(), node.title.clone())).collect(),
        routes: routes.collect(),
    }
}
