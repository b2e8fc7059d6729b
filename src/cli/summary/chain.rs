//! Chain: nodes that can close while material is on its way to them from a node with a lag, and that have no buffer to keep it.

use super::Subject;
use crate::plan::{Chain, NodePlan, RoutePlan};
use crate::units::Problems;

/// Warns of nodes before which material is lost while they are closed.
pub fn losses(subject: &Subject, problems: &mut Problems) {
    let chain = &subject.plan.chain;
    for (n, node) in chain.nodes.iter().enumerate().filter(|(_, node)| can_close(node)) {
        let lagged = chain.routes.iter().find_map(|route| lagged_before(chain, route, n));
        let (Some(lagged), Some(written)) = (lagged, subject.scenario.nodes.iter().find(|written| written.name.value == node.name)) else { continue };
        let message = format!("what is on its way to node `{}` is lost while the node is closed", node.name);
        let label = format!("`{}` before it has a lag, and nothing between keeps the material", chain.nodes[lagged].name);
        problems.warn(written.name.place, message, label, format!("write the tonnes that can wait there: `buffer` in [nodes.{}]", node.name));
    }
}

/// Whether incidents, a regime or a date can stop the node.
fn can_close(node: &NodePlan) -> bool {
    node.availability.is_some() || node.closes.is_some() || node.life.is_some() || !node.flow.is_empty()
}

/// The last node with a lag before node `n` on a route, where no buffer stands after it up to node `n`.
fn lagged_before(chain: &Chain, route: &RoutePlan, n: usize) -> Option<usize> {
    let nodes: Vec<usize> = route.passages.clone().map(|passage| chain.passages[passage].node.0).collect();
    let at = nodes.iter().position(|&node| node == n)?;
    // Going back from the node: a buffer before a node keeps what comes from there, so the search ends at it.
    for place in (0..=at).rev() {
        if place < at && chain.nodes[nodes[place]].lag.is_some() {
            return Some(nodes[place]);
        }
        if chain.nodes[nodes[place]].buffer.is_some() {
            return None;
        }
    }
    None
}
